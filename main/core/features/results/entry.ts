import type { ResultFields } from '#app/features/results/model.ts'
import { countAbnormal, titleOf, wordsOf } from '#app/features/results/rules.ts'
import { resultsText } from '#app/text/fr/results.ts'
import type { RecordEntry } from '#core/features/record/index.ts'
import type { ResultTable } from './tables.ts'

/** A result as it stands in the Historique: on the day of the sample, under the name of who answered. */
export function entryOf(row: Pick<ResultTable, 'result_id' | 'patient_id'>, fields: ResultFields): RecordEntry {
  return {
    entryId: row.result_id,
    patientId: row.patient_id,
    kind: 'result',
    categoryId: null,
    // The hour is not known: at noon the day is the same wherever it is read.
    occurredAt: `${fields.sampledOn}T11:00:00.000Z`,
    title: titleOf(fields),
    detail: fields.laboratory,
    authorId: null,
    authorName: resultsText.laboratoryShort,
    marks: { abnormalCount: countAbnormal(fields.lines), received: true },
    text: wordsOf(fields),
  }
}
