import type { CivilStatusFields } from '#app/features/patients/model.ts'
import type { WriteDb } from '#core/kernel/tables.ts'
import { publicGroupId, searchMarksOf, searchMarksOfPatient } from '#core/features/access/index.ts'
import { findPlace } from './order.ts'
import { toColumns, tokensOf, toOrderRow, unproved } from './rows.ts'
import type { PatientRow, TagTable } from './tables.ts'

/** Who writes, and when. */
export interface Writer {
  readonly userId: string
  readonly displayName: string
  readonly at: string
}

/** Adds a record with a provisional identity, in these access groups; its file number is the next one. */
export async function insertPatient(
  db: WriteDb,
  newcomer: {
    readonly patientId: string
    readonly fields: CivilStatusFields
    readonly tagIds: readonly string[]
    readonly accessGroupIds: readonly string[]
    readonly writer: Writer
  },
): Promise<PatientRow> {
  const tags = await tagsByIds(db, newcomer.tagIds)
  const hidden = tags.some((tag) => tag.hides_record === 1) ? 1 : 0
  const register = await db
    .updateTable('patient_register')
    .set((eb) => ({
      next_file_number: eb('next_file_number', '+', 1),
      shown: eb('shown', '+', 1 - hidden),
      hidden: eb('hidden', '+', hidden),
    }))
    .where('one', '=', 1)
    .returning('next_file_number')
    .executeTakeFirstOrThrow()
  const row: PatientRow = {
    ...toColumns(newcomer.fields),
    patient_id: newcomer.patientId,
    file_number: register.next_file_number - 1,
    version: 1,
    ...unproved,
    hidden,
    created_at: newcomer.writer.at,
    updated_at: newcomer.writer.at,
    updated_by_user_id: newcomer.writer.userId,
    updated_by: newcomer.writer.displayName,
  }
  await db.insertInto('patient').values(row).execute()
  const publicId = await publicGroupId(db)
  for (const accessGroupId of newcomer.accessGroupIds) {
    // The schema has put them there.
    if (accessGroupId === publicId) continue
    await db
      .insertInto('patient_access_group')
      .values({ patient_id: row.patient_id, access_group_id: accessGroupId })
      .execute()
  }
  for (const tag of tags)
    await db.insertInto('patient_tag').values({ patient_id: row.patient_id, tag_id: tag.tag_id }).execute()
  await enterList(db, row, tags)
  return row
}

/**
 * Puts a record that was written over again where it now belongs: in the figures, the order and the search. Its tags must
 * be written before.
 */
export async function relist(db: WriteDb, before: PatientRow, row: PatientRow): Promise<void> {
  const tags = await tagRowsOf(db, row.patient_id)
  if (row.hidden !== before.hidden) await moveInRegister(db, row.hidden === 1 ? 1 : -1)
  if (row.order_key !== before.order_key) {
    await leaveList(db, row.patient_id)
    await enterList(db, row, tags)
  } else {
    await rewriteOrder(db, row)
    await rewriteTokens(db, row, tags)
  }
}

/** Gives a record these tags and no other. Says whether one of them hides it, as 0 or 1. */
export async function writeTagsOf(db: WriteDb, patientId: string, tagIds: readonly string[]): Promise<number> {
  const tags = await tagsByIds(db, tagIds)
  await db.deleteFrom('patient_tag').where('patient_tag.patient_id', '=', patientId).execute()
  for (const tag of tags)
    await db.insertInto('patient_tag').values({ patient_id: patientId, tag_id: tag.tag_id }).execute()
  return tags.some((tag) => tag.hides_record === 1) ? 1 : 0
}

/** Writes what depends on a record's access groups when it is put in others: its version, and the words that find it. */
export async function noteAssignment(
  db: WriteDb,
  patientId: string,
  accessGroupIds: readonly string[],
  writer: Writer,
): Promise<void> {
  const row = await db
    .updateTable('patient')
    .set((eb) => ({
      version: eb('version', '+', 1),
      updated_at: writer.at,
      updated_by_user_id: writer.userId,
      updated_by: writer.displayName,
    }))
    .where('patient.patient_id', '=', patientId)
    .returningAll()
    .executeTakeFirstOrThrow()
  const place = await placeOf(db, patientId)
  const tokens = tokensOf(row, named(await tagRowsOf(db, patientId)), await searchMarksOf(db, accessGroupIds))
  await db.updateTable('patient_search').set({ tokens }).where('rowid', '=', place).execute()
}

async function tagRowsOf(db: WriteDb, patientId: string): Promise<TagRow[]> {
  return db
    .selectFrom('patient_tag')
    .innerJoin('tag', 'tag.tag_id', 'patient_tag.tag_id')
    .select(['tag.tag_id', 'tag.name', 'tag.hides_record'])
    .where('patient_tag.patient_id', '=', patientId)
    .execute()
}

type TagRow = Pick<TagTable, 'tag_id' | 'name' | 'hides_record'>

async function tagsByIds(db: WriteDb, tagIds: readonly string[]): Promise<TagRow[]> {
  if (tagIds.length === 0) return []
  return db
    .selectFrom('tag')
    .select(['tag_id', 'name', 'hides_record'])
    .where('tag_id', 'in', [...new Set(tagIds)])
    .execute()
}

function named(tags: readonly TagRow[]): { tagId: string; name: string }[] {
  return tags.map((tag) => ({ tagId: tag.tag_id, name: tag.name }))
}

/** Puts a record in the order of the list and in its search. */
export async function enterList(db: WriteDb, row: PatientRow, tags: readonly TagRow[]): Promise<void> {
  const place = await findPlace(db, row.order_key)
  await db.insertInto('patient_order').values(toOrderRow(row, place)).execute()
  await db
    .insertInto('patient_search')
    .values({ rowid: place, tokens: tokensOf(row, named(tags), await searchMarksOfPatient(db, row.patient_id)) })
    .execute()
}

/** Takes a record out of the order of the list and of its search. */
export async function leaveList(db: WriteDb, patientId: string): Promise<void> {
  const place = await placeOf(db, patientId)
  await db.deleteFrom('patient_search').where('rowid', '=', place).execute()
  await db.deleteFrom('patient_order').where('place', '=', place).execute()
}

async function rewriteTokens(db: WriteDb, row: PatientRow, tags: readonly TagRow[]): Promise<void> {
  const place = await placeOf(db, row.patient_id)
  await db
    .updateTable('patient_search')
    .set({ tokens: tokensOf(row, named(tags), await searchMarksOfPatient(db, row.patient_id)) })
    .where('rowid', '=', place)
    .execute()
}

async function rewriteOrder(db: WriteDb, row: PatientRow): Promise<void> {
  const { place: _place, patient_id: patientId, ...keys } = toOrderRow(row, 0)
  await db.updateTable('patient_order').set(keys).where('patient_id', '=', patientId).execute()
}

async function placeOf(db: WriteDb, patientId: string): Promise<number> {
  const row = await db
    .selectFrom('patient_order')
    .select('place')
    .where('patient_id', '=', patientId)
    .executeTakeFirstOrThrow()
  return Number(row.place)
}

async function moveInRegister(db: WriteDb, hidden: 1 | -1): Promise<void> {
  await db
    .updateTable('patient_register')
    .set((eb) => ({ shown: eb('shown', '-', hidden), hidden: eb('hidden', '+', hidden) }))
    .where('one', '=', 1)
    .execute()
}

/**
 * Writes again what a tag decides about its records after its name or effect changed: whether they are hidden, and the
 * words that find them.
 */
export async function refreshTagged(db: WriteDb, tagId: string): Promise<void> {
  const patients = await db
    .selectFrom('patient_tag')
    .innerJoin('patient', 'patient.patient_id', 'patient_tag.patient_id')
    .selectAll('patient')
    .where('patient_tag.tag_id', '=', tagId)
    .execute()
  for (const before of patients) {
    const tags = await db
      .selectFrom('patient_tag')
      .innerJoin('tag', 'tag.tag_id', 'patient_tag.tag_id')
      .select(['tag.tag_id', 'tag.name', 'tag.hides_record'])
      .where('patient_tag.patient_id', '=', before.patient_id)
      .execute()
    const hidden = tags.some((tag) => tag.hides_record === 1) ? 1 : 0
    if (hidden !== before.hidden) {
      await db.updateTable('patient').set({ hidden }).where('patient.patient_id', '=', before.patient_id).execute()
      await moveInRegister(db, hidden === 1 ? 1 : -1)
    }
    await rewriteTokens(db, { ...before, hidden }, tags)
  }
}
