import type { CallReason, RightsView } from '#app/features/rights/model.ts'
import { isSomebodyElse, presentSituations, proposalsOf, standingOn } from '#app/features/rights/rules.ts'
import type { CivilStatusFields } from '#app/features/patients/model.ts'
import type { ReadDb, WriteDb } from '#core/kernel/tables.ts'
import type { Rights } from '#main/protocols/rights/adri-answer.ts'
import type { RightsAnswerTable } from './tables.ts'
import { understood } from './understanding.ts'

/** An answer that came, to be kept. */
export interface NewAnswer {
  /** That of the call. */
  readonly rightsId: string
  readonly patientId: string
  readonly receivedAt: string
  readonly askedBy: { readonly userId: string; readonly displayName: string }
  readonly reason: CallReason
  readonly askedOn: string
  readonly rights: Rights
}

/** Keeps an answer, as it came. */
export async function insertAnswer(db: WriteDb, answer: NewAnswer): Promise<void> {
  await db
    .insertInto('rights_answer')
    .values({
      rights_answer_id: answer.rightsId,
      patient_id: answer.patientId,
      received_at: answer.receivedAt,
      asked_by: answer.askedBy.userId,
      asked_by_name: answer.askedBy.displayName,
      reason: answer.reason,
      asked_on: answer.askedOn,
      content: JSON.stringify(answer.rights),
      reviewed_at: null,
      reviewed_by: null,
      reviewed_by_name: null,
    })
    .execute()
}

/** The last answer about a patient, or nothing. */
export async function findLastAnswer(db: ReadDb, patientId: string): Promise<RightsAnswerTable | undefined> {
  return db
    .selectFrom('rights_answer')
    .selectAll()
    .where('patient_id', '=', patientId)
    .orderBy('received_at', 'desc')
    .orderBy('rights_answer_id', 'desc')
    .limit(1)
    .executeTakeFirst()
}

/** Says who went through an answer. */
export async function writeReview(
  db: WriteDb,
  row: RightsAnswerTable,
  by: { readonly userId: string; readonly displayName: string; readonly at: string },
): Promise<void> {
  await db
    .updateTable('rights_answer')
    .set({ reviewed_at: by.at, reviewed_by: by.userId, reviewed_by_name: by.displayName })
    .where('rights_answer_id', '=', row.rights_answer_id)
    .where('patient_id', '=', row.patient_id)
    .execute()
}

/** What an answer of a row means. */
export function rightsOf(row: RightsAnswerTable): ReturnType<typeof understood> {
  return understood(JSON.parse(row.content) as Rights)
}

/** An answer as a person reads it today, beside the record it is about. */
export function viewOf(row: RightsAnswerTable, fields: CivilStatusFields, today: string): RightsView {
  const rights = rightsOf(row)
  return {
    rightsId: row.rights_answer_id,
    receivedAt: row.received_at,
    askedBy: row.asked_by_name,
    reason: row.reason,
    rights,
    standing: standingOn(rights.periods, today),
    present: presentSituations(rights.situations, today),
    isSomebodyElse: isSomebodyElse(rights, fields),
    proposals: proposalsOf(rights, fields),
    reviewedAt: row.reviewed_at,
    reviewedBy: row.reviewed_by_name,
  }
}
