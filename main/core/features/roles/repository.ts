import type { RoleFields, RoleKey, RoleView } from '#app/features/roles/model.ts'
import { nameKey } from '#app/features/roles/rules.ts'
import { differencesFrom, type Permission, type RoleCode, roleCode } from '#app/kernel/permissions.ts'
import { roleMeaning } from '#app/text/fr/permissions.ts'
import { type HeldRole, readDifferences, readRoles, type Stamp } from '#core/features/people/index.ts'
import type { ReadDb, WriteDb } from '#core/kernel/tables.ts'
import type { RoleTable } from './tables.ts'

/** Every role as the screens show it: the presets, then those of the cabinet by name. */
export async function listRoles(db: ReadDb): Promise<RoleView[]> {
  const book = await readRoles(db)
  const rows = new Map((await db.selectFrom('role').selectAll().execute()).map((row) => [row.role_key, row]))
  const holders = await countHolders(db)
  const differences = await readDifferences(db)
  const viewOf = ({ roleKey, base, name, permissions }: HeldRole): RoleView => {
    const row = rows.get(roleKey)
    const isPreset = roleKey === base
    const { granted, withdrawn } = differences(roleKey)
    return {
      role: roleKey,
      base,
      name,
      description: isPreset ? roleMeaning[base] : (row?.description ?? ''),
      isPreset,
      isChanged: isPreset && granted.length + withdrawn.length > 0,
      permissions: [...permissions],
      people: holders(roleKey),
      version: row?.version ?? 0,
    }
  }
  const order = new Intl.Collator('fr')
  const presets = roleCode.options.flatMap((code) => book.find(code) ?? [])
  const own = [...rows.values()].flatMap((row) => (row.name === null ? [] : (book.find(row.role_key) ?? [])))
  return [...presets, ...own.toSorted((left, right) => order.compare(left.name, right.name))].map(viewOf)
}

/** One role as the screens show it. Throws when there is none. */
export async function viewOfRole(db: ReadDb, role: RoleKey): Promise<RoleView> {
  const view = (await listRoles(db)).find((each) => each.role === role)
  if (view === undefined) throw new Error('a role that was written is there')
  return view
}

/** The row of a role, or nothing: there is none for a preset as delivered. */
export function findRole(db: ReadDb, role: RoleKey): Promise<RoleTable | undefined> {
  return db.selectFrom('role').selectAll().where('role_key', '=', role).executeTakeFirst()
}

/** How many users have each role, whether their access is open or closed. */
export async function countHolders(db: ReadDb): Promise<(role: string) => number> {
  const rows = await db
    .selectFrom('person')
    .select((eb) => [eb.fn.coalesce('role_id', 'role').as('held'), eb.fn.countAll<number>().as('people')])
    .groupBy((eb) => eb.fn.coalesce('role_id', 'role'))
    .execute()
  const counts = new Map(rows.map((row) => [String(row.held), Number(row.people)]))
  return (role) => counts.get(role) ?? 0
}

/** Whether another role, preset or not, has this name or one that would be taken for it. */
export async function isRoleNameTaken(db: ReadDb, name: string, except: RoleKey | null): Promise<boolean> {
  const roles = await listRoles(db)
  return roles.some((role) => role.role !== except && nameKey(role.name) === nameKey(name))
}

/** Adds a role of the cabinet. */
export async function insertRole(db: WriteDb, roleId: string, fields: RoleFields, stamp: Stamp): Promise<void> {
  await db
    .insertInto('role')
    .values({
      role_key: roleId,
      base: fields.base,
      name: fields.name,
      description: fields.description,
      version: 1,
      created_at: stamp.at,
      updated_at: stamp.at,
      updated_by: stamp.by,
    })
    .execute()
  await writeDifferences(db, roleId, fields.base, fields.permissions)
}

/** Writes what a preset allows. Its row is made the first time. */
export async function writePreset(
  db: WriteDb,
  base: RoleCode,
  present: RoleTable | undefined,
  permissions: readonly Permission[],
  stamp: Stamp,
): Promise<void> {
  const change = { version: (present?.version ?? 0) + 1, updated_at: stamp.at, updated_by: stamp.by }
  await db
    .insertInto('role')
    .values({ role_key: base, base, name: null, description: '', created_at: stamp.at, ...change })
    .onConflict((conflict) => conflict.column('role_key').doUpdateSet(change))
    .execute()
  await writeDifferences(db, base, base, permissions)
}

/** Writes a role of the cabinet over the version that was read. */
export async function updateRoleRow(db: WriteDb, present: RoleTable, fields: RoleFields, stamp: Stamp): Promise<void> {
  await db
    .updateTable('role')
    .set({
      base: fields.base,
      name: fields.name,
      description: fields.description,
      version: present.version + 1,
      updated_at: stamp.at,
      updated_by: stamp.by,
    })
    .where('role_key', '=', present.role_key)
    .execute()
  await writeDifferences(db, present.role_key, fields.base, fields.permissions)
}

/** Removes a role of the cabinet. */
export async function deleteRole(db: WriteDb, roleId: string): Promise<void> {
  await db.deleteFrom('role').where('role_key', '=', roleId).execute()
}

async function writeDifferences(
  db: WriteDb,
  role: RoleKey,
  base: RoleCode,
  wanted: readonly Permission[],
): Promise<void> {
  await db.deleteFrom('role_permission').where('role_key', '=', role).execute()
  const { granted, withdrawn } = differencesFrom(base, wanted)
  const rows = [
    ...granted.map((permission) => ({ role_key: role, permission, effect: 'granted' as const })),
    ...withdrawn.map((permission) => ({ role_key: role, permission, effect: 'withdrawn' as const })),
  ]
  if (rows.length > 0) await db.insertInto('role_permission').values(rows).execute()
}
