import type { TreatmentView } from '#app/features/treatments/model.ts'
import type { ReadDb } from '#core/kernel/tables.ts'
import { findTreatments, inOrder, viewOf } from './repository.ts'

export { lastDay, withRenewals } from '#app/features/treatments/rules/course.ts'
export { needsReason } from '#app/features/treatments/rules/safety.ts'
export { treatmentFeeder } from './feeding.ts'
export { treatmentsHandlers } from './handlers.ts'
export {
  changeTreatment,
  fieldsOf,
  findTreatment,
  insertTreatments,
  type NewTreatment,
  type Stamp,
} from './repository.ts'
export { checkFor } from './safety.ts'
export { patientColumns } from './tables.ts'

/** The treatments of a patient in sight, those taken on the day first: for a summary, a printed list. */
export async function treatmentsOf(db: ReadDb, patientId: string, today: string): Promise<readonly TreatmentView[]> {
  return inOrder((await findTreatments(db, patientId)).map((row) => viewOf(row, today)))
}
