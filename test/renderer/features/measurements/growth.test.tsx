import { act } from 'react'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { whoGrowth } from '#app/features/measurements/growth-tables.ts'
import type { Measurement } from '#app/features/measurements/model.ts'
import { growthText } from '#app/text/fr/growth.ts'
import { growthChart } from '#renderer/features/measurements/growth.ts'
import { ExamsSection } from '#renderer/features/measurements/index.ts'
import { seriesOf } from '#renderer/features/measurements/series.ts'
import { recordOfFrancoise } from '#test/renderer/features/patients/records.ts'
import { sitAt } from '#test/renderer/features/patients/seat.tsx'
import { one } from '#test/renderer/ui/draw.tsx'

// happy-dom has no canvas: what is given to be drawn is tested instead.
const drawn = vi.hoisted(() => ({ data: [] as readonly (readonly (number | null)[])[] }))
vi.mock('uplot', () => ({
  default: class {
    constructor(_options: object, data: readonly (readonly (number | null)[])[]) {
      drawn.data = data
    }
    setSize() {}
    destroy() {}
  },
}))

let leave: (() => Promise<unknown>) | undefined
beforeEach(() => {
  Element.prototype.scrollIntoView = () => {}
})
afterEach(async () => {
  await leave?.()
  leave = undefined
  vi.useRealTimers()
})

const measured = (id: number, code: Measurement['code'], value: number, day: string): Measurement => ({
  measurementId: `01980000-0000-7000-8000-${String(id).padStart(12, '0')}`,
  code,
  value,
  second: null,
  measuredAt: `${day}T10:00:00.000Z`,
  authorName: 'Dr H. MARCHAND',
  sourceNoteId: null,
  version: 1,
})

async function open(
  sex: 'F' | 'M' | 'I',
  birthDate: string,
  measurements: readonly Measurement[],
  today = '2026-11-20',
) {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date(`${today}T12:00:00.000Z`) })
  const patient = { ...recordOfFrancoise, fields: { ...recordOfFrancoise.fields, sex, birthDate } }
  const seat = await sitAt(
    <ExamsSection patient={patient} onOpen={() => {}} onShow={() => {}} />,
    { 'measurements.list': () => ({ measurements, birthDate }), 'results.series': () => ({ analytes: [] }) },
    ['record.read'],
  )
  leave = seat.leave
  await vi.waitFor(() => expect(document.body.textContent).toContain('Valeurs'), { timeout: 8_000 })
  return seat
}

const shown = () => (document.body.textContent ?? '').replaceAll('\u00A0', ' ')
const eventually = (text: string) => vi.waitFor(() => expect(shown()).toContain(text), { timeout: 8_000 })

describe('growth of a child', () => {
  test('is drawn among five curves, and each value says its centile', async () => {
    await open('F', '2025-11-20', [measured(1, 'weight', 9, '2026-11-20'), measured(2, 'weight', 3.2322, '2025-11-20')])
    await eventually('52e centile (OMS), 0 DS')
    expect(shown()).toContain('50e centile (OMS), 0 DS')
    expect(shown()).toContain('filles, jusqu’à 10 ans')
    await vi.waitFor(() => expect(drawn.data).toHaveLength(7))
    const [ages = [], third = [], , median = [], , , values = []] = drawn.data
    expect([ages[0], ages.at(-1)]).toEqual([0, 12])
    expect([median[0], values[0]]).toEqual([3.2322, 3.2322])
    expect(third[0]).toBeLessThan(2.5)
    expect(one('[role="img"][aria-label^="Courbe de croissance"]')).not.toBeNull()
  })

  test('can be put away for the curve over time', async () => {
    await open('F', '2025-11-20', [measured(1, 'weight', 9, '2026-11-20')])
    await eventually('centile (OMS)')
    await act(async () => one<HTMLInputElement>('[role="switch"]').click())
    await vi.waitFor(() => expect(drawn.data).toHaveLength(2))
    expect(shown()).not.toContain('centile (OMS)')
  })

  test.each([
    ['I', '2025-11-20'],
    ['F', '2025-00-00'],
    ['M', '2025-11-00'],
  ] as const)('of sex %s, born %s: no curve, and it is said', async (sex, birthDate) => {
    await open(sex, birthDate, [measured(1, 'weight', 9, '2026-11-20')])
    expect(shown()).toContain('Pas de courbe de croissance')
    expect(document.querySelector('[role="switch"]')).toBeNull()
  })

  test('says where the curves end', async () => {
    await open('M', '2014-11-20', [measured(1, 'weight', 40, '2026-11-20')])
    await eventually('s’arrêtent ici à 10 ans')
    expect(shown()).not.toContain('centile (OMS)')
  })
})

describe('an adult', () => {
  test('has no curve of growth', async () => {
    await open('F', '1958-11-09', [measured(1, 'weight', 78.4, '2026-11-20')])
    await vi.waitFor(() => expect(drawn.data).toHaveLength(2))
    expect(document.querySelector('[role="switch"]')).toBeNull()
  })

  test('measured as a child has them when asked for', async () => {
    await open('F', '2000-11-20', [measured(1, 'height', 164, '2026-11-20'), measured(2, 'height', 138, '2010-11-20')])
    await vi.waitFor(() => expect(drawn.data).toHaveLength(2))
    await vi.waitFor(() => one('[role="switch"]'))
    expect(shown()).not.toContain('centile (OMS)')
    await act(async () => one<HTMLInputElement>('[role="switch"]').click())
    await eventually('46e centile (OMS), − 0,1 DS')
    await vi.waitFor(() => expect(drawn.data).toHaveLength(7))
  })
})

describe('the curves', () => {
  const heightChart = (...measures: readonly Measurement[]) => {
    const [series] = seriesOf(measures, [], { birthDate: '2015-01-01' })
    return series === undefined ? null : growthChart(series, 'height', 'F', '2015-01-01', whoGrowth)
  }
  const medianOf = (chart: ReturnType<typeof heightChart>, from: number, to: number) => {
    const values = chart?.curves.find(({ centile }) => centile === 50)?.values ?? []
    return (chart?.ages ?? []).flatMap((age, place) => (age > from && age <= to ? [values[place]] : []))
  }

  test('stop lying and start again standing, at 24 months', () => {
    const chart = heightChart(measured(1, 'height', 90, '2017-06-01'), measured(2, 'height', 80, '2016-01-01'))
    expect(medianOf(chart, 23, 24)).toEqual([expect.closeTo(86.413, 2), null, 85.7153])
    expect([chart?.first, chart?.last]).toEqual([0, 60])
  })

  test('end lying, where they end at 24 months', () => {
    const chart = heightChart(measured(1, 'height', 80, '2016-06-01'))
    expect(medianOf(chart, 23, 24)).toEqual([expect.closeTo(86.413, 2), null, null])
    expect([chart?.first, chart?.last]).toEqual([0, 24])
  })

  test('stop at 60 months, and start again with the reference of older children', () => {
    const chart = heightChart(measured(2, 'height', 140, '2026-01-01'), measured(1, 'height', 108, '2019-06-01'))
    expect(medianOf(chart, 59, 61)).toEqual([109.4233, null, null, 109.6016])
    expect([chart?.first, chart?.last]).toEqual([24, 228])
  })
})

test.each([
  [0.2, -2.9, '< 1er centile (OMS), − 2,9 DS'],
  [1.2, -2.26, '1er centile (OMS), − 2,3 DS'],
  [62.4, 0.316, '62e centile (OMS), + 0,3 DS'],
  [99.4, 2.51, '> 99e centile (OMS), + 2,5 DS'],
])('the centile %s is said', (centile, z, expected) => {
  expect(growthText.sayStanding({ centile, z }).replaceAll('\u00A0', ' ')).toBe(expected)
})
