import { unfiled } from '#core/kernel/call.ts'
import type { Work } from '#core/kernel/work.ts'
import type { DocumentTable } from './tables.ts'

/** Says that the documents of some records changed, or those to be filed (`null`). */
export function tellDocument(work: Work, row: DocumentTable, patientIds: readonly (string | null)[]): void {
  for (const patientId of new Set(patientIds)) {
    if (patientId === null) work.announce('record', unfiled, row.version)
    else work.announce('record', patientId, row.version, patientId)
  }
}

/** Names a document in the journal, and what changed, never its words: those are a patient's. */
export function journalDocument(
  work: Work,
  row: Pick<DocumentTable, 'document_id' | 'patient_id'>,
  details: Readonly<Record<string, unknown>> = {},
): void {
  work.journal({
    subjectId: row.document_id,
    ...(row.patient_id === null ? {} : { patientId: row.patient_id }),
    details,
  })
}
