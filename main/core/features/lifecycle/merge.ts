import type { ContentCount, MergeChoices, MergeField, UndoneMerge } from '#app/features/lifecycle/model.ts'
import {
  identityColumns,
  mayChooseIdentity,
  mergeFields,
  type MergeParty,
  surestIdentity,
  undoPrevention,
  undoneRow,
} from '#app/features/lifecycle/rules.ts'
import { type PatientRow, toColumns, toFields, type Writer } from '#core/features/patients/index.ts'
import type { ReadDb, WriteDb } from '#core/kernel/tables.ts'
import { moveRows, returnRows, type RowFate } from './merge-rows.ts'
import { anyTables, countRows, type PatientRegistry } from './patient-rows.ts'
import type { PatientMergeTable } from './tables.ts'
import { groupsOfRecord, leaveTrace } from './traces.ts'

/** Rows of a trace written by one statement. */
const fatesAtOnce = 200

/** One of two records, as it is compared. */
export function partyOf(row: PatientRow): MergeParty {
  return { fields: toFields(row), matricule: row.ins_matricule, insStatus: row.ins_status }
}

/**
 * Makes one record of two: every row of the other becomes the kept one’s, once; groups and tags are united; the values
 * chosen are written; the other patient goes, leaving a trace. Everything is written down for {@link undoMerge}.
 *
 * Obstacles were looked at before: two matricules, drafts in one place.
 */
export async function mergeRecords(
  db: WriteDb,
  registry: PatientRegistry,
  merge: {
    readonly mergeId: string
    readonly traceId: string
    readonly kept: PatientRow
    readonly other: PatientRow
    readonly choices: MergeChoices
    readonly writer: Writer
  },
): Promise<void> {
  const { mergeId, traceId, kept, other, choices, writer } = merge
  const [keptId, otherId] = [kept.patient_id, other.patient_id]
  const counts = await countRows(db, await registry.tables(db), keptId)
  const groupIds = await groupsOfRecord(db, otherId)
  const lives = Object.values(registry.lives)
  for (const life of lives) {
    await life.leave?.(db, keptId)
    await life.leave?.(db, otherId)
  }
  await db.updateTable('draft').set({ subject_id: keptId }).where('draft.subject_id', '=', otherId).execute()
  // An access in an emergency was given to one record: it does not become one to both.
  await db
    .updateTable('emergency_access')
    .set({ ended_at: writer.at })
    .where('emergency_access.patient_id', '=', otherId)
    .where('emergency_access.ended_at', 'is', null)
    .where('emergency_access.ends_at', '>', writer.at)
    .execute()
  const tagsLeft = kept.hidden === 1 ? [] : await hidingTags(db)
  const fates = await moveRows(db, registry, { keptId, otherId, singlesOfOther: choices.singles, tagsLeft })
  await db.deleteFrom('patient').where('patient.patient_id', '=', otherId).execute()
  const { patient_id: _id, ...columns } = mergedRow(kept, other, choices.fields, writer)
  await db.updateTable('patient').set(columns).where('patient.patient_id', '=', keptId).execute()
  for (const life of lives) await life.enter?.(db, keptId)
  await db
    .insertInto('patient_merge')
    .values({
      merge_id: mergeId,
      kept_patient_id: keptId,
      other_patient_id: otherId,
      kept_before: JSON.stringify({ row: kept, counts }),
      kept_after: JSON.stringify(await patientRow(db, keptId)),
      other_before: JSON.stringify(other),
      merged_at: writer.at,
      merged_by_user_id: writer.userId,
      merged_by: writer.displayName,
    })
    .execute()
  for (let from = 0; from < fates.length; from += fatesAtOnce) {
    const some = fates.slice(from, from + fatesAtOnce).map((fate) => ({ ...fate, merge_id: mergeId }))
    await db.insertInto('patient_merge_row').values(some).execute()
  }
  await leaveTrace(db, { traceId, row: other, departure: 'merged', mergedInto: keptId, groupIds, writer })
}

/** The kept patient’s row with the values chosen of the other; an identity comes whole, with its matricule. */
function mergedRow(kept: PatientRow, other: PatientRow, chosen: readonly MergeField[], writer: Writer): PatientRow {
  const side = mayChooseIdentity(partyOf(kept), partyOf(other))
    ? chosen.includes('identity')
      ? 'other'
      : 'kept'
    : surestIdentity(partyOf(kept), partyOf(other))
  const others = chosen.filter((field) => field !== 'identity')
  const fields = mergeFields(toFields(kept), toFields(other), side === 'other' ? [...others, 'identity'] : others)
  const identity = side === 'other' ? other : kept
  return {
    ...kept,
    ...toColumns(fields),
    ins_status: identity.ins_status,
    ins_rank: identity.ins_rank,
    ins_attributes: identity.ins_attributes,
    ins_ko: identity.ins_ko,
    ins_matricule: identity.ins_matricule,
    ins_key: identity.ins_key,
    ins_oid: identity.ins_oid,
    version: kept.version + 1,
    updated_at: writer.at,
    updated_by_user_id: writer.userId,
    updated_by: writer.displayName,
  }
}

async function hidingTags(db: ReadDb): Promise<readonly string[]> {
  const tags = await db.selectFrom('tag').select('tag_id').where('hides_record', '=', 1).execute()
  return tags.map((tag) => tag.tag_id)
}

/** Forms of drafts that both records have in one place, by whom they are. */
export async function draftsInTheWay(db: ReadDb, keptId: string, otherId: string): Promise<readonly string[]> {
  const drafts = await db
    .selectFrom('draft')
    .innerJoin('person', 'person.user_id', 'draft.user_id')
    .select(['draft.user_id', 'draft.form', 'draft.subject_id', 'person.last_name', 'person.first_name'])
    .where('draft.subject_id', 'in', [keptId, otherId])
    .execute()
  const present = new Set(drafts.filter((draft) => draft.subject_id === keptId).map(placeOf))
  const twice = drafts.filter((draft) => draft.subject_id === otherId && present.has(placeOf(draft)))
  return [...new Set(twice.map((draft) => `${draft.first_name} ${draft.last_name}`))]
}

function placeOf(draft: { readonly user_id: string; readonly form: string }): string {
  return `${draft.user_id} ${draft.form}`
}

/** The merge of this name, or `null`; its kept record must be in sight. */
export async function findMerge(db: ReadDb, mergeId: string): Promise<PatientMergeTable | null> {
  const merge = await db
    .selectFrom('patient_merge')
    .selectAll('patient_merge')
    .where('patient_merge.merge_id', '=', mergeId)
    .executeTakeFirst()
  return merge ?? null
}

/** Why a merge can no longer be undone, or `null`. */
export async function preventionOf(db: ReadDb, merge: PatientMergeTable, now: string) {
  const later = await db
    .selectFrom('patient_merge')
    .select('patient_merge.merge_id')
    .where('patient_merge.kept_patient_id', '=', merge.kept_patient_id)
    .where('patient_merge.merge_id', '>', merge.merge_id)
    .executeTakeFirst()
  const after = JSON.parse(merge.kept_after) as PatientRow
  const present = await patientRow(db, merge.kept_patient_id)
  return undoPrevention({
    mergedAt: merge.merged_at,
    now,
    hasLaterMerge: later !== undefined,
    isIdentityChanged: identityColumns.some(
      (column) => present[column as keyof PatientRow] !== after[column as keyof PatientRow],
    ),
  })
}

/**
 * Gives both records back as they were before a merge. What was added since stays on the kept one, as do the values typed
 * since; what was changed since goes back where it was, with its change.
 */
export async function undoMergeRows(
  db: WriteDb,
  registry: PatientRegistry,
  merge: PatientMergeTable,
): Promise<UndoneMerge> {
  const [keptId, otherId] = [merge.kept_patient_id, merge.other_patient_id]
  const before = JSON.parse(merge.kept_before) as { row: PatientRow; counts: readonly ContentCount[] }
  const after = JSON.parse(merge.kept_after) as PatientRow
  const fates: readonly RowFate[] = await db
    .selectFrom('patient_merge_row')
    .selectAll()
    .where('merge_id', '=', merge.merge_id)
    .execute()
  const lives = Object.values(registry.lives)
  for (const life of lives) await life.leave?.(db, keptId)
  const other = JSON.parse(merge.other_before) as PatientRow
  await db
    .insertInto('patient')
    .values({ ...other, version: other.version + 1 })
    .execute()
  await returnRows(db, registry, { keptId, otherId }, fates)
  for (const { row_key: key } of fates.filter((fate) => fate.table_name === 'draft' && fate.became === 'moved')) {
    await db
      .updateTable('draft')
      .set({ subject_id: otherId })
      .where('draft.draft_id', '=', (JSON.parse(key) as readonly string[])[0] ?? '')
      .where('draft.subject_id', '=', keptId)
      .execute()
  }
  const now = await patientRow(db, keptId)
  const { row, changed } = undoneRow({ ...before.row }, { ...after }, { ...now })
  const { patient_id: _id, ...columns } = { ...row, version: now.version + 1 }
  await db.updateTable('patient').set(columns).where('patient.patient_id', '=', keptId).execute()
  for (const life of lives) {
    await life.enter?.(db, keptId)
    await life.enter?.(db, otherId)
  }
  await db.deleteFrom('patient_merge_row').where('merge_id', '=', merge.merge_id).execute()
  await db.deleteFrom('patient_merge').where('patient_merge.merge_id', '=', merge.merge_id).execute()
  await db.deleteFrom('patient_trace').where('former_patient_id', '=', otherId).execute()
  return {
    keptPatientId: keptId,
    restoredPatientId: otherId,
    addedSince: await addedSince(db, registry, keptId, before.counts),
    changedSince: [...changed],
  }
}

async function addedSince(
  db: ReadDb,
  registry: PatientRegistry,
  keptId: string,
  counts: readonly ContentCount[],
): Promise<ContentCount[]> {
  const had = new Map(counts.map(({ kind, count }) => [kind, count]))
  const present = await countRows(db, await registry.tables(db), keptId)
  return present
    .map(({ kind, count }) => ({ kind, count: count - (had.get(kind) ?? 0) }))
    .filter(({ count }) => count > 0)
}

async function patientRow(db: ReadDb, patientId: string): Promise<PatientRow> {
  return db
    .selectFrom('patient')
    .selectAll('patient')
    .where('patient.patient_id', '=', patientId)
    .executeTakeFirstOrThrow()
}

/** Forgets how to undo merges made before an instant: their rows would be kept twice for nothing. */
export async function forgetOldMerges(db: WriteDb, before: string): Promise<void> {
  const old = anyTables(db).selectFrom('patient_merge').select('merge_id').where('merged_at', '<', before)
  await anyTables(db)
    .deleteFrom('patient_merge_row')
    .where((eb) => eb('merge_id', 'in', old))
    .execute()
}
