import type { PatientLife, WriteDb } from '#core/kernel/tables.ts'
import { enterList, leaveList } from './write.ts'

/** The list, its search and its figures, when a record is deleted, merged or brought from an archive. */
export const patientLife: PatientLife = {
  async leave(db, patientId) {
    await leaveList(db, patientId)
    await count(db, patientId, -1)
  },
  async enter(db, patientId) {
    const row = await rowOf(db, patientId)
    const tags = await db
      .selectFrom('patient_tag')
      .innerJoin('tag', 'tag.tag_id', 'patient_tag.tag_id')
      .select(['tag.tag_id', 'tag.name', 'tag.hides_record'])
      .where('patient_tag.patient_id', '=', patientId)
      .execute()
    const hidden = tags.some((tag) => tag.hides_record === 1) ? 1 : 0
    if (hidden !== row.hidden) {
      await db.updateTable('patient').set({ hidden }).where('patient.patient_id', '=', patientId).execute()
    }
    await enterList(db, { ...row, hidden }, tags)
    await count(db, patientId, 1)
  },
}

async function rowOf(db: WriteDb, patientId: string) {
  return db
    .selectFrom('patient')
    .selectAll('patient')
    .where('patient.patient_id', '=', patientId)
    .executeTakeFirstOrThrow()
}

async function count(db: WriteDb, patientId: string, step: 1 | -1): Promise<void> {
  const { hidden, file_number } = await rowOf(db, patientId)
  await db
    .updateTable('patient_register')
    .set((eb) => ({
      shown: eb('shown', '+', hidden === 1 ? 0 : step),
      hidden: eb('hidden', '+', hidden === 1 ? step : 0),
      // A record brought from elsewhere may have a number still to be given.
      next_file_number: eb
        .case()
        .when('next_file_number', '<=', file_number)
        .then(file_number + 1)
        .else(eb.ref('next_file_number'))
        .end(),
    }))
    .where('one', '=', 1)
    .execute()
}
