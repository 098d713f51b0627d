import type { ComparedSingle, MergeObstacle, MergePreview, MergeWarning } from '#app/features/lifecycle/model.ts'
import { civilWarnings, compareFields, type MergeParty } from '#app/features/lifecycle/rules.ts'
import { identityOf, mergeIdentities, type MergeRefusal } from '#core/features/identity/index.ts'
import { type PatientRow, toFields, toSummary } from '#core/features/patients/index.ts'
import type { PatientTable } from '#core/kernel/patient-tables.ts'
import type { ReadDb } from '#core/kernel/tables.ts'
import { identityTables, survivingIdentity } from './identities.ts'
import { draftsInTheWay } from './merge.ts'
import { countTwice, isSingle, movedTables } from './merge-rows.ts'
import { type AnyRow, countRows, patientGroupTable, type PatientRegistry, rowsOf } from './patient-rows.ts'

/** Two records in sight side by side, and what merging the second into the first would do. */
export async function previewOf(
  db: ReadDb,
  registry: PatientRegistry,
  kept: PatientRow,
  other: PatientRow,
): Promise<MergePreview> {
  const tables = await registry.tables(db)
  const [here, there] = [await identityOf(db, kept), await identityOf(db, other)]
  const ids = { keptId: kept.patient_id, otherId: other.patient_id }
  const alike = await countTwice(db, tables, ids)
  const isShown = ({ kind }: { readonly kind: string }) =>
    kind !== patientGroupTable && kind !== 'patient_tag' && !identityTables.has(kind)
  const stays = (await countRows(db, tables, ids.keptId)).filter(isShown)
  const brought = (await countRows(db, tables, ids.otherId)).filter(isShown)
  return {
    kept: toSummary(kept),
    other: toSummary(other),
    fields: [...compareFields(partyOf(kept), partyOf(other), survivingIdentity(here, there))],
    singles: await singlesOf(db, tables, ids),
    moves: brought
      .map(({ kind, count }) => ({ kind, count: count - (alike.get(kind) ?? 0) }))
      .filter(({ count }) => count > 0),
    stays: [...stays],
    alike: [...alike].filter(([kind]) => isShown({ kind })).map(([kind, count]) => ({ kind, count })),
    addedGroups: await addedGroups(db, ids),
    addedTags: await addedTags(db, ids, kept.hidden === 1),
    warnings: [...civilWarnings(toFields(kept), toFields(other)), ...(await allergyWarnings(db, ids))],
    obstacles: await obstaclesOf(db, kept, other),
  }
}

interface Ids {
  readonly keptId: string
  readonly otherId: string
}

/** Why two records are not merged as they are. */
export async function obstaclesOf(db: ReadDb, kept: PatientRow, other: PatientRow): Promise<MergeObstacle[]> {
  const names = await draftsInTheWay(db, kept.patient_id, other.patient_id)
  const [here, there] = [await identityOf(db, kept), await identityOf(db, other)]
  const merge = mergeIdentities(here, there, here.capture.act)
  return [
    ...(merge.ok ? [] : [{ code: obstacles[merge.refusal] }]),
    ...(names.length > 0 ? [{ code: 'drafts' as const, names: [...names] }] : []),
  ]
}

function partyOf(row: PatientRow): MergeParty {
  return { fields: toFields(row), status: row.ins_status }
}

const obstacles = {
  'merge.two-matricules': 'two-matricules',
  'merge.fictitious': 'fictitious',
  'merge.doubtful': 'doubtful',
} as const satisfies Record<MergeRefusal, MergeObstacle['code']>

async function singlesOf(db: ReadDb, tables: readonly PatientTable[], ids: Ids): Promise<ComparedSingle[]> {
  const singles: ComparedSingle[] = []
  for (const table of movedTables(tables).filter(isSingle)) {
    if (identityTables.has(table.name)) continue
    const [kept] = await rowsOf(db, tables, table, ids.keptId)
    const [other] = await rowsOf(db, tables, table, ids.otherId)
    if (kept === undefined || other === undefined) continue
    singles.push({ table: table.name, kept: valuesOf(table, kept), other: valuesOf(table, other) })
  }
  return singles
}

function valuesOf(table: PatientTable, row: AnyRow): ComparedSingle['kept'] {
  return table.columns
    .filter(({ name }) => name !== table.patientColumn && name !== 'version' && !table.key.includes(name))
    .map(({ name }) => ({ column: name, value: row[name] === null ? '' : String(row[name]) }))
}

async function addedGroups(db: ReadDb, { keptId, otherId }: Ids): Promise<string[]> {
  const rows = await db
    .selectFrom('patient_access_group')
    .innerJoin('access_group', 'access_group.access_group_id', 'patient_access_group.access_group_id')
    .select(['access_group.name', 'access_group.access_group_id', 'patient_access_group.patient_id'])
    .where('patient_access_group.patient_id', 'in', [keptId, otherId])
    .execute()
  const present = new Set(rows.filter((row) => row.patient_id === keptId).map((row) => row.access_group_id))
  return rows.filter((row) => row.patient_id === otherId && !present.has(row.access_group_id)).map((row) => row.name)
}

async function addedTags(db: ReadDb, { keptId, otherId }: Ids, keptIsHidden: boolean): Promise<string[]> {
  const rows = await db
    .selectFrom('patient_tag')
    .innerJoin('tag', 'tag.tag_id', 'patient_tag.tag_id')
    .select(['tag.name', 'tag.tag_id', 'tag.hides_record', 'patient_tag.patient_id'])
    .where('patient_tag.patient_id', 'in', [keptId, otherId])
    .execute()
  const present = new Set(rows.filter((row) => row.patient_id === keptId).map((row) => row.tag_id))
  return rows
    .filter((row) => row.patient_id === otherId && !present.has(row.tag_id))
    .filter((row) => keptIsHidden || row.hides_record === 0)
    .map((row) => row.name)
}

/** « Aucune allergie connue » in one, allergies in the other: both were said, and somebody must look. */
async function allergyWarnings(db: ReadDb, ids: Ids): Promise<MergeWarning[]> {
  const stated = await db
    .selectFrom('allergy_statement')
    .select('allergy_statement.patient_id')
    .where('allergy_statement.patient_id', 'in', [ids.keptId, ids.otherId])
    .where('allergy_statement.ended_at', 'is', null)
    .execute()
  const listed = await db
    .selectFrom('allergy')
    .select('allergy.patient_id')
    .where('allergy.patient_id', 'in', [ids.keptId, ids.otherId])
    .where('allergy.removed_at', 'is', null)
    .execute()
  const contradicts = stated.some((row) => listed.some((allergy) => allergy.patient_id !== row.patient_id))
  return contradicts ? ['allergies-none-and-some'] : []
}
