import type { AnalyteSeries, FormerValue, ReadLine, ResultView } from '#app/features/results/model.ts'
import { flagOf, titleOf } from '#app/features/results/rules.ts'
import type { ReadDb } from '#core/kernel/tables.ts'
import { type DatedLine, findFormerLines, findLines, toLine } from './repository.ts'
import type { ResultTable } from './tables.ts'

/** How many earlier samples stand beside. */
const formerSamples = 2

/** A result as it is read: each value judged, and beside those of the two samples before. */
export async function viewOf(db: ReadDb, row: ResultTable): Promise<ResultView> {
  const rows = await findLines(db, row.result_id)
  const former = await findFormerLines(db, row, [...new Set(rows.map((line) => line.analyte_key))])
  const formerDays = [...new Set(former.map((line) => line.sampled_on))].slice(0, formerSamples)
  const lines: ReadLine[] = rows.map((line) => ({
    valueId: line.result_value_id,
    line: toLine(line),
    flag: flagOf(line),
    former: formerDays.map((day) => formerOf(former, line.analyte_key, day)),
  }))
  return {
    resultId: row.result_id,
    patientId: row.patient_id,
    title: titleOf({ title: row.title, lines: rows.map(toLine) }),
    laboratory: row.laboratory,
    sampledOn: row.sampled_on,
    comment: row.comment,
    lines,
    formerDays,
    seenAt: row.seen_at,
    seenBy: row.seen_by ?? '',
    recordedAt: row.recorded_at,
    recordedBy: row.recorded_by,
    version: row.version,
  }
}

function formerOf(former: readonly DatedLine[], key: string, day: string): FormerValue | null {
  const line = former.find((one) => one.analyte_key === key && one.sampled_on === day)
  return line === undefined ? null : { value: line.value, text: line.text, unit: line.unit, flag: flagOf(line) }
}

/** Numbers by analyte and unit, in the order given: what is in another unit is another series. */
export function seriesOf(lines: readonly DatedLine[]): readonly AnalyteSeries[] {
  const groups = Map.groupBy(lines, (line) => `${line.analyte_key} ${line.unit}`)
  return [...groups.values()].flatMap((group) => {
    const last = group.at(-1)
    if (last === undefined) return []
    const points = group.flatMap((line) =>
      line.value === null
        ? []
        : [{ resultId: line.result_id, sampledOn: line.sampled_on, value: line.value, flag: flagOf(line) }],
    )
    return [{ analyte: last.analyte, unit: last.unit, low: last.low, high: last.high, points }]
  })
}
