import { expect, test } from 'vitest'
import { standingOf } from '#app/features/measurements/growth.ts'
import { whoGrowth } from '#app/features/measurements/growth-tables.ts'
import { isToBeChecked, isWithinLimits } from '#app/features/measurements/limits.ts'
import { childReadings } from '#core/features/measurements/index.ts'

const birth = Date.parse('2022-03-10')
const dayMs = 86_400_000

test('an invented child stays near its own curve, with values that can be', () => {
  for (let fileNumber = 1; fileNumber <= 31; fileNumber += 1) {
    const heights = [10, 200, 900, 1_500].map((days) => {
      const readings = childReadings({ sex: 'F', birth, fileNumber }, birth + days * dayMs, 15)
      expect(readings.filter((reading) => !isWithinLimits(reading) || isToBeChecked(reading))).toEqual([])
      expect(readings.some(({ code }) => code === 'head-circumference')).toBe(days < 1_000)
      const height = readings.find(({ code }) => code === 'height')
      return standingOf(whoGrowth.height.F, days / 30.4375, height?.value ?? 0)?.z ?? Number.NaN
    })
    expect(Math.max(...heights) - Math.min(...heights)).toBeLessThan(0.3)
  }
})

test.each([
  ['I', 300],
  ['F', -1],
  ['M', 20 * 365],
])('of sex %s at %s days: nothing', (sex, days) => {
  expect(childReadings({ sex, birth, fileNumber: 7 }, birth + days * dayMs, 0)).toEqual([])
})
