import type { PatientBlock } from '#app/features/lifecycle/model.ts'
import type { Writer } from '#core/features/patients/index.ts'
import type { ReadDb, WriteDb } from '#core/kernel/tables.ts'

/** Whether appointments are refused for a patient in sight. */
export async function isBlocked(db: ReadDb, patientId: string): Promise<boolean> {
  return (await findBlock(db, patientId)) !== null
}

/** Why appointments are refused for a patient, or `null`. */
export async function findBlock(db: ReadDb, patientId: string): Promise<PatientBlock | null> {
  const row = await db
    .selectFrom('patient_block')
    .selectAll('patient_block')
    .where('patient_block.patient_id', '=', patientId)
    .executeTakeFirst()
  return row === undefined ? null : { reason: row.reason, blockedAt: row.blocked_at, blockedBy: row.blocked_by }
}

/** The blocked patients in sight. */
export async function blockedPatients(db: ReadDb): Promise<string[]> {
  const rows = await db.selectFrom('patient_block').select('patient_block.patient_id').execute()
  return rows.map((row) => row.patient_id)
}

/** Blocks a patient, in the place of the former reason. */
export async function writeBlock(
  db: WriteDb,
  patientId: string,
  reason: string,
  writer: Writer,
): Promise<PatientBlock> {
  const row = { reason, blocked_at: writer.at, blocked_by_user_id: writer.userId, blocked_by: writer.displayName }
  await db.deleteFrom('patient_block').where('patient_block.patient_id', '=', patientId).execute()
  await db
    .insertInto('patient_block')
    .values({ patient_id: patientId, ...row })
    .execute()
  return { reason, blockedAt: writer.at, blockedBy: writer.displayName }
}

/** Unblocks a patient; answers the reason there was. */
export async function dropBlock(db: WriteDb, patientId: string): Promise<string | null> {
  const block = await findBlock(db, patientId)
  await db.deleteFrom('patient_block').where('patient_block.patient_id', '=', patientId).execute()
  return block?.reason ?? null
}
