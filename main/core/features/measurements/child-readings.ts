import { type GrowthMeasure, type GrowthSex, parametersAt, valueAt } from '#app/features/measurements/growth.ts'
import { whoGrowth } from '#app/features/measurements/growth-tables.ts'
import type { Reading } from '#app/features/measurements/model.ts'

/** How a child is measured: heads until three years. */
const headsUntil = 36
const daysInMonth = 30.4375
const dayMs = 86_400_000

/**
 * What an invented child measures at a visit, for the training cabinet: each keeps to the curves of its own, within a
 * chance of `tenths` (− 15 to 15). Nothing before birth, after the curves, or of a sex they do not know.
 */
export function childReadings(
  child: { readonly sex: string; readonly birth: number; readonly fileNumber: number },
  at: number,
  tenths: number,
): readonly Reading[] {
  const months = (at - child.birth) / (dayMs * daysInMonth)
  const sex: GrowthSex | null = child.sex === 'F' || child.sex === 'M' ? child.sex : null
  if (sex === null) return []
  const measured = (measure: GrowthMeasure, z: number) => {
    const lms = parametersAt(whoGrowth[measure][sex], months)
    return lms === null ? null : valueAt(lms, z)
  }
  // From − 1.5 to + 1.5 deviations, by the number of the record.
  const own = ((child.fileNumber * 37) % 31) / 10 - 1.5
  const height = measured('height', own)
  const index = measured('index', own / 2)
  if (height === null || index === null) return []
  const weight = index * (height / 100) ** 2 * (1 + tenths / 400)
  const head = months < headsUntil ? measured('head-circumference', own / 3) : null
  const one = (code: Reading['code'], value: number, decimals: number): Reading => ({
    code,
    value: Number(value.toFixed(decimals)),
    second: null,
  })
  return [
    one('weight', weight, months < 24 ? 2 : 1),
    one('height', height, months < 36 ? 1 : 0),
    ...(head === null ? [] : [one('head-circumference', head, 1)]),
  ]
}
