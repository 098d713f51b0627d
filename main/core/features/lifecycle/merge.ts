import type { ContentCount, MergeChoices, MergeField, UndoneMerge } from '#app/features/lifecycle/model.ts'
import { mergeFields, undoPrevention, undoneRow } from '#app/features/lifecycle/rules.ts'
import { identityOf, identityRows, strictTraitsOf } from '#core/features/identity/index.ts'
import { type PatientRow, toColumns, toFields, type Writer } from '#core/features/patients/index.ts'
import type { ReadDb, WriteDb } from '#core/kernel/tables.ts'
import {
  type IdentityImage,
  identityImage,
  identityTables,
  imageOfIdentity,
  markOfIdentity,
  mergedIdentity,
  putIdentity,
  takeIdentityOut,
} from './identities.ts'
import { moveRows, returnRows, type RowFate } from './merge-rows.ts'
import { anyTables, countRows, type PatientRegistry } from './patient-rows.ts'
import type { PatientMergeTable } from './tables.ts'
import { groupsOfRecord, leaveTrace } from './traces.ts'

/** Rows of a trace written by one statement. */
const fatesAtOnce = 200

/** A patient’s row as `kept_before` holds it, with what undoing needs besides. */
interface KeptBefore {
  readonly row: PatientRow
  readonly counts: readonly ContentCount[]
  /** Absent of a merge done when statuses had no proofs yet. */
  readonly identities?: {
    readonly kept: IdentityImage
    readonly other: IdentityImage
    /** What the merge made of both. */
    readonly mark: string
  }
}

/**
 * Makes one record of two: every row of the other becomes the kept one’s, once; groups and tags are united; the values
 * chosen are written; the other patient goes, leaving a trace. Everything is written down for {@link undoMerge}.
 *
 * Obstacles were looked at before: identities that are not merged, drafts in one place.
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
  const images = { kept: await identityImage(db, keptId), other: await identityImage(db, otherId) }
  const act = { at: writer.at, userId: writer.userId, by: writer.displayName }
  const { side, identity } = mergedIdentity(
    await identityOf(db, kept),
    await identityOf(db, other),
    choices.fields,
    act,
  )
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
  await takeIdentityOut(db, keptId)
  await takeIdentityOut(db, otherId)
  const tagsLeft = kept.hidden === 1 ? [] : await hidingTags(db)
  const fates = await moveRows(db, registry, { keptId, otherId, singlesOfOther: choices.singles, tagsLeft })
  await db.deleteFrom('patient').where('patient.patient_id', '=', otherId).execute()
  const fields = choices.fields.filter((field) => field !== 'identity')
  const chosen = side === 'other' ? [...fields, 'identity' as const] : fields
  const { patient_id: _id, ...columns } = {
    ...mergedRow(kept, other, chosen, writer),
    ...identityRows(keptId, identity).copy,
  }
  await db.updateTable('patient').set(columns).where('patient.patient_id', '=', keptId).execute()
  await putIdentity(db, imageOfIdentity(keptId, identity))
  for (const life of lives) await life.enter?.(db, keptId)
  await db
    .insertInto('patient_merge')
    .values({
      merge_id: mergeId,
      kept_patient_id: keptId,
      other_patient_id: otherId,
      kept_before: JSON.stringify({ row: kept, counts, identities: { ...images, mark: markOfIdentity(identity) } }),
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

/** The kept patient’s row with the values chosen of the other. */
function mergedRow(kept: PatientRow, other: PatientRow, chosen: readonly MergeField[], writer: Writer): PatientRow {
  return {
    ...kept,
    ...toColumns(mergeFields(toFields(kept), toFields(other), chosen)),
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
  return undoPrevention({
    mergedAt: merge.merged_at,
    now,
    hasLaterMerge: later !== undefined,
    isIdentityChanged: await isIdentityChanged(db, merge),
  })
}

/** Whether somebody else’s identity, or a surer one, stands in the record now than a merge left there. */
async function isIdentityChanged(db: ReadDb, merge: PatientMergeTable): Promise<boolean> {
  const present = await patientRow(db, merge.kept_patient_id)
  const identity = await identityOf(db, present)
  const { identities } = JSON.parse(merge.kept_before) as KeptBefore
  if (identities !== undefined) return markOfIdentity(identity) !== identities.mark
  const after = JSON.parse(merge.kept_after) as PatientRow
  return (
    JSON.stringify(identity.traits) !== JSON.stringify(strictTraitsOf(after)) ||
    present.ins_matricule !== after.ins_matricule ||
    identity.document !== null
  )
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
  const before = JSON.parse(merge.kept_before) as KeptBefore
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
  await partIdentities(db, before, other)
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

/** Gives each record the proofs it had. */
async function partIdentities(db: WriteDb, before: KeptBefore, other: PatientRow): Promise<void> {
  const { identities, row } = before
  if (identities !== undefined) {
    await takeIdentityOut(db, row.patient_id)
    await putIdentity(db, identities.kept)
    await putIdentity(db, identities.other)
    return
  }
  // Merged when a status had no proofs: the one INS there was became a proof of the kept record, whosever it had been.
  if (row.ins_matricule !== null || other.ins_matricule === null) return
  const image = await identityImage(db, row.patient_id)
  await takeIdentityOut(db, row.patient_id)
  const given = { patient_id: other.patient_id }
  await putIdentity(db, {
    about: image.about.map((each) => ({ ...each, ...given })),
    proofs: image.proofs.map((each) => ({ ...each, ...given })),
  })
}

async function addedSince(
  db: ReadDb,
  registry: PatientRegistry,
  keptId: string,
  counts: readonly ContentCount[],
): Promise<ContentCount[]> {
  const had = new Map(counts.map(({ kind, count }) => [kind, count]))
  const present = await countRows(db, await registry.tables(db), keptId)
  return (
    present
      .map(({ kind, count }) => ({ kind, count: count - (had.get(kind) ?? 0) }))
      // What is proved is given back whole.
      .filter(({ kind, count }) => count > 0 && !identityTables.has(kind))
  )
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
