import type { MemoFields, MemoView } from '#app/features/memos/model.ts'
import type { ReadDb, WriteDb } from '#core/kernel/tables.ts'
import type { MemoTable, PersonalMemoTable } from './tables.ts'

/** Who writes, and when. */
export interface Stamp {
  readonly at: string
  readonly by: string
  /** « Dr H. MARCHAND ». */
  readonly byName: string
}

/** A memo as it is kept, whichever its kind. */
export type MemoRow = Omit<MemoTable, 'memo_id'> & { readonly memoId: string; readonly personal: boolean }

/** A memo to be written. */
export interface NewMemo {
  readonly memoId: string
  readonly patientId: string
  readonly fields: MemoFields
}

/** Memos of a patient that a user may read: those of the cabinet and their own, pinned first, then the last written. */
export async function findMemos(db: ReadDb, patientId: string, readerId: string): Promise<readonly MemoRow[]> {
  const shared = await db
    .selectFrom('memo')
    .selectAll()
    .where('patient_id', '=', patientId)
    .where('removed_at', 'is', null)
    .execute()
  const own = await db
    .selectFrom('personal_memo')
    .selectAll()
    .where('patient_id', '=', patientId)
    .where('recorded_by', '=', readerId)
    .where('removed_at', 'is', null)
    .execute()
  return [...shared.map(sharedRow), ...own.map(personalRow)].toSorted(
    (first, second) => second.pinned - first.pinned || (first.updated_at < second.updated_at ? 1 : -1),
  )
}

/** One memo of a patient that a user may read, removed or not; or nothing. */
export async function findMemo(
  db: ReadDb,
  patientId: string,
  memoId: string,
  readerId: string,
): Promise<MemoRow | undefined> {
  const shared = await db
    .selectFrom('memo')
    .selectAll()
    .where('patient_id', '=', patientId)
    .where('memo_id', '=', memoId)
    .executeTakeFirst()
  if (shared !== undefined) return sharedRow(shared)
  const own = await db
    .selectFrom('personal_memo')
    .selectAll()
    .where('patient_id', '=', patientId)
    .where('personal_memo_id', '=', memoId)
    .where('recorded_by', '=', readerId)
    .executeTakeFirst()
  return own === undefined ? undefined : personalRow(own)
}

/** The patient of a memo in sight, whichever its kind; `undefined` when there is none. */
export async function patientOfMemo(db: ReadDb, memoId: string): Promise<string | undefined> {
  const shared = await db.selectFrom('memo').select('patient_id').where('memo_id', '=', memoId).executeTakeFirst()
  if (shared !== undefined) return shared.patient_id
  const personal = await db
    .selectFrom('personal_memo')
    .select('patient_id')
    .where('personal_memo_id', '=', memoId)
    .executeTakeFirst()
  return personal?.patient_id
}

/** Adds a memo. */
export async function insertMemo(db: WriteDb, { memoId, patientId, fields }: NewMemo, stamp: Stamp): Promise<void> {
  const columns = {
    patient_id: patientId,
    words: fields.text,
    pinned: fields.pinned ? 1 : 0,
    recorded_at: stamp.at,
    recorded_by: stamp.by,
    recorded_by_name: stamp.byName,
    updated_at: stamp.at,
    updated_by: stamp.by,
    updated_by_name: stamp.byName,
    removed_at: null,
    removed_by: null,
    version: 1,
  }
  if (fields.personal) {
    await db
      .insertInto('personal_memo')
      .values({ ...columns, personal_memo_id: memoId })
      .execute()
  } else {
    await db
      .insertInto('memo')
      .values({ ...columns, memo_id: memoId })
      .execute()
  }
}

/** Writes over the version that was read; `removed`: takes it out, or brings it back. Answers the version it has now. */
export async function changeMemo(
  db: WriteDb,
  present: MemoRow,
  change: { readonly fields?: MemoFields; readonly removed?: boolean },
  stamp: Stamp,
): Promise<number> {
  const version = present.version + 1
  const columns = {
    ...(change.fields === undefined ? {} : { words: change.fields.text, pinned: change.fields.pinned ? 1 : 0 }),
    ...(change.removed === undefined
      ? {}
      : { removed_at: change.removed ? stamp.at : null, removed_by: change.removed ? stamp.by : null }),
    updated_at: stamp.at,
    updated_by: stamp.by,
    updated_by_name: stamp.byName,
    version,
  }
  if (present.personal) {
    await db.updateTable('personal_memo').set(columns).where('personal_memo_id', '=', present.memoId).execute()
  } else {
    await db.updateTable('memo').set(columns).where('memo_id', '=', present.memoId).execute()
  }
  return version
}

/** A memo as one of its readers sees it. */
export function viewOf(row: MemoRow, readerId: string): MemoView {
  return {
    memoId: row.memoId,
    fields: { text: row.words, personal: row.personal, pinned: row.pinned === 1 },
    own: row.recorded_by === readerId,
    writtenAt: row.recorded_at,
    writtenBy: row.recorded_by_name,
    updatedAt: row.updated_at,
    updatedBy: row.updated_by_name,
    version: row.version,
  }
}

function sharedRow({ memo_id, ...columns }: MemoTable): MemoRow {
  return { ...columns, memoId: memo_id, personal: false }
}

function personalRow({ personal_memo_id, ...columns }: PersonalMemoTable): MemoRow {
  return { ...columns, memoId: personal_memo_id, personal: true }
}
