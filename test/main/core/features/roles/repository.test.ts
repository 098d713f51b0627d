import type { Kysely } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RoleFields } from '#app/features/roles/model.ts'
import { type Permission, presetPermissions } from '#app/kernel/permissions.ts'
import { findActor, insertPerson, readRoles } from '#core/features/people/index.ts'
import {
  countHolders,
  deleteRole,
  findRole,
  insertRole,
  isRoleNameTaken,
  listRoles,
  updateRoleRow,
  writePreset,
} from '#core/features/roles/repository.ts'
import type { CabinetTables } from '#core/kernel/tables.ts'
import { postgresCabinet, sqliteCabinet, type TestCabinet } from '#test/main/core/features/patients/cabinet.ts'
import { personFields } from '#test/world/open-world.ts'

const roleId = '01980000-0000-7000-8000-000000000001'
const stamp = { at: '2026-11-24T13:32:00.000Z', by: null }
const intern: RoleFields = {
  name: 'Interne',
  description: '',
  base: 'locum',
  permissions: ['patient.read', 'patient.edit', 'patient.import'],
}

/** The same roles, the same answers: in the encrypted file and on PostgreSQL. */
describe.each([
  ['encrypted SQLite', sqliteCabinet],
  ['PostgreSQL', postgresCabinet],
] as const)('%s', (_, open) => {
  let cabinet: TestCabinet
  let ids = 0
  const newId = () => {
    ids += 1
    return `01990000-0000-7000-8000-${String(ids).padStart(12, '0')}`
  }
  beforeAll(async () => {
    cabinet = await open()
  }, 120_000)
  afterAll(() => cabinet.close())

  test('presets stand as delivered, without a row', async () => {
    const roles = await listRoles(cabinet.db)
    expect(roles.map(({ role, isChanged, version }) => [role, isChanged, version])).toEqual([
      ['administrator', false, 0],
      ['practitioner', false, 0],
      ['secretary', false, 0],
      ['locum', false, 0],
      ['read-only', false, 0],
    ])
    expect(roles.find(({ role }) => role === 'practitioner')?.people).toBe(2)
  })

  test('a role of the cabinet keeps its differences, and who has it may do what it says', async () => {
    await insertRole(cabinet.db, roleId, intern, stamp)
    const role = (await readRoles(cabinet.db)).find(roleId)
    expect(role).toMatchObject({ base: 'locum', name: 'Interne', permissions: intern.permissions })
    if (role === undefined) throw new Error('written, and not read')
    const userId = newId()
    const fields = { ...personFields('Petit', 'locum'), roleKey: role.roleKey, validFrom: '2026-11-24' }
    await insertPerson(cabinet.db, userId, { fields, role }, stamp, newId)
    expect(await findActor(cabinet.db, userId, '2026-11-23')).toBeNull()
    expect(await findActor(cabinet.db, userId, '2026-11-24')).toMatchObject({
      role: 'locum',
      permissions: intern.permissions,
    })
    expect(await findActor(cabinet.db, userId, '2100-01-01')).toBeNull()
    expect((await countHolders(cabinet.db))(roleId)).toBe(1)

    const row = await findRole(cabinet.db, roleId)
    if (row === undefined) throw new Error('written, and not found')
    await updateRoleRow(cabinet.db, row, { ...intern, permissions: ['patient.edit', 'people.read'] }, stamp)
    // Who does not read records edits none.
    expect((await findActor(cabinet.db, userId, '2026-11-24'))?.permissions).toEqual(['people.read'])
    expect(await findActor(cabinet.db, userId, '2026-11-24')).toMatchObject({ seesAll: false, groupIds: [] })
    await expect(deleteRole(cabinet.db, roleId)).rejects.toThrow(/foreign key/i)
  })

  test('a preset keeps its row once changed, and is as delivered when nothing differs any more', async () => {
    const write = async (permissions: readonly Permission[]) =>
      writePreset(cabinet.db, 'secretary', await findRole(cabinet.db, 'secretary'), permissions, stamp)
    const secretary = async () => (await listRoles(cabinet.db)).find(({ role }) => role === 'secretary')
    await write(['patient.read', 'cabinet.configure'])
    expect(await secretary()).toMatchObject({
      permissions: ['patient.read', 'cabinet.configure'],
      isChanged: true,
      version: 1,
      name: 'Secrétaire',
    })
    await write(presetPermissions.secretary)
    expect(await secretary()).toMatchObject({ isChanged: false, version: 2, permissions: presetPermissions.secretary })
  })

  test('a name is taken whatever its accents and capitals, by a preset as by another', async () => {
    expect(await isRoleNameTaken(cabinet.db, 'INTERNE', null)).toBe(true)
    expect(await isRoleNameTaken(cabinet.db, 'interne', roleId as never)).toBe(false)
    expect(await isRoleNameTaken(cabinet.db, 'Remplacant', null)).toBe(true)
    expect(await isRoleNameTaken(cabinet.db, 'Externe', null)).toBe(false)
  })

  test('a role that comes from an older edition keeps what is still known of it', async () => {
    const raw = cabinet.db as unknown as Kysely<CabinetTables>
    await raw
      .insertInto('role_permission')
      .values({ role_key: roleId, permission: 'fax.send', effect: 'granted' })
      .execute()
    expect((await readRoles(cabinet.db)).find(roleId)?.permissions).toEqual(['people.read'])
  })
})
