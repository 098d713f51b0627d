import type { CivilStatusFields } from '#app/features/patients/model.ts'
import { type CivilStatusChange, writeCivilStatus } from '#core/features/identity/index.ts'
import type { WriteDb } from '#core/kernel/tables.ts'
import type { PatientRow } from './tables.ts'
import { type Writer, writeTagsOf } from './write.ts'

/**
 * Writes a corrected civil status and its tags over `before`, raising its version by one. What its identity is worth
 * afterwards is said by the identity itself.
 */
export async function updatePatient(
  db: WriteDb,
  before: PatientRow,
  edit: { readonly fields: CivilStatusFields; readonly tagIds: readonly string[]; readonly writer: Writer },
): Promise<CivilStatusChange> {
  const hidden = await writeTagsOf(db, before.patient_id, edit.tagIds)
  return writeCivilStatus(db, before, { fields: edit.fields, hidden }, edit.writer)
}
