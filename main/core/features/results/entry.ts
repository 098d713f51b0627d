import type { ResultFields } from '#app/features/results/model.ts'
import { countAbnormal, titleOf, wordsOf } from '#app/features/results/rules.ts'
import { dayStart } from '#app/kernel/local-time.ts'
import { resultsText } from '#app/text/fr/results.ts'
import type { RecordEntry } from '#core/features/record/index.ts'
import type { ResultTable } from './tables.ts'

/** A result as it stands in the Historique: on the day of the sample, under the name of who answered. */
export function entryOf(
  row: Pick<ResultTable, 'result_id' | 'patient_id'>,
  fields: ResultFields,
  timeZone: string,
): RecordEntry {
  return {
    entryId: row.result_id,
    patientId: row.patient_id,
    kind: 'result',
    categoryId: null,
    occurredAt: dayStart(fields.sampledOn, timeZone),
    title: titleOf(fields),
    detail: fields.laboratory,
    authorId: null,
    authorName: resultsText.laboratoryShort,
    marks: { abnormalCount: countAbnormal(fields.lines), received: true },
    text: wordsOf(fields),
  }
}
