import type { IdentityView } from '#app/features/identity/model.ts'
import type { ReadDb, WriteDb } from '#core/kernel/tables.ts'

type Marking = IdentityView['markings'][number]

/** Who said homonym, doubtful or fictitious of a record, or no longer, newest first. */
export async function listMarkings(db: ReadDb, patientId: string): Promise<Marking[]> {
  const rows = await db
    .selectFrom('identity_marking')
    .selectAll('identity_marking')
    .where('identity_marking.patient_id', '=', patientId)
    .orderBy('identity_marking.marked_at', 'desc')
    .orderBy('identity_marking.marking_id', 'desc')
    .execute()
  return rows.map((row) => ({
    attribute: row.attribute,
    set: row.is_set === 1,
    note: row.note,
    act: { at: row.marked_at, userId: row.marked_by_user_id, by: row.marked_by },
  }))
}

/** Keeps the words somebody left with an attribute. */
export async function writeMarking(
  db: WriteDb,
  marking: Marking & { readonly markingId: string; readonly patientId: string },
): Promise<void> {
  await db
    .insertInto('identity_marking')
    .values({
      marking_id: marking.markingId,
      patient_id: marking.patientId,
      attribute: marking.attribute,
      is_set: marking.set ? 1 : 0,
      note: marking.note,
      marked_at: marking.act.at,
      marked_by_user_id: marking.act.userId,
      marked_by: marking.act.by,
    })
    .execute()
}
