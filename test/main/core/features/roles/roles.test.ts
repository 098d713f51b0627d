import { expect, test } from 'vitest'
import { contract } from '#app/contract.ts'
import type { RoleFields } from '#app/features/roles/model.ts'
import { presetPermissions, type RoleCode } from '#app/kernel/permissions.ts'
import { fieldsOf, openWorld, personFields, testPassword, type World, type WorldSeat } from '#test/world/open-world.ts'

const { cabinet, patients, people, roles, sessions } = contract

const intern: RoleFields = {
  name: 'Interne',
  description: 'Consulte et écrit',
  base: 'locum',
  permissions: ['patient.read', 'patient.edit', 'people.read'],
}

async function roleOf(seat: WorldSeat, key: string) {
  const { roles: all } = await seat.must(roles.list, {})
  const role = all.find((each) => each.role === key)
  if (role === undefined) throw new Error(`no role ${key}`)
  return role
}

/** Changes what a preset allows. */
async function change(seat: WorldSeat, key: RoleCode, permissions: RoleFields['permissions']) {
  const { version, name, description } = await roleOf(seat, key)
  return seat.call(roles.update, {
    role: key,
    expectedVersion: version,
    fields: { name, description: description.slice(0, 200), base: key, permissions },
  })
}

async function personOf(world: World, name: string, seat: WorldSeat) {
  const { people: list } = await seat.must(people.list, {})
  const found = list.find(({ userId }) => userId === world.userId(name as 'admin'))
  if (found === undefined) throw new Error(`nobody is called ${name}`)
  return found
}

test('a preset that is changed holds at the next operation of who has it, and is given back as delivered', async () => {
  await using world = await openWorld({ people: { bruno: 'secretary' } })
  const bruno = world.as('bruno')
  const without = presetPermissions.secretary.filter((permission) => permission !== 'patient.create')
  expect(await bruno.call(patients.counts, {})).toMatchObject({ ok: true })
  expect(await change(world.as('admin'), 'secretary', without)).toMatchObject({
    ok: true,
    value: { role: { isPreset: true, isChanged: true, people: 1, version: 1, name: 'Secrétaire' } },
  })
  await expect(bruno.createPatient()).rejects.toThrow('forbidden')
  expect((await bruno.must(sessions.current, {})).session?.permissions).not.toContain('patient.create')
  expect((await world.journal()).findLast(({ act }) => act === 'role.update')).toMatchObject({
    subject_id: 'secretary',
    details: '{"added":[],"removed":["patient.create"]}',
  })
  const restored = await world.as('admin').must(roles.restore, { role: 'secretary', expectedVersion: 1 })
  expect(restored.role).toMatchObject({ isChanged: false, version: 2 })
  expect(await bruno.createPatient()).toBeTruthy()
})

test('a role of the cabinet: made, given, renamed at once for who has it, and removed when nobody has it', async () => {
  await using world = await openWorld({ people: { bruno: 'secretary' } })
  const admin = world.as('admin')
  const { role } = await admin.must(roles.create, { fields: intern })
  expect(role).toMatchObject({ ...intern, isPreset: false, isChanged: false, people: 0, version: 1 })
  const roleId = role.role as never
  const before = await personOf(world, 'bruno', admin)
  const fields = { ...fieldsOf(before), roleKey: roleId, validUntil: '2099-01-31' }
  const given = await admin.must(people.update, { userId: before.userId, expectedVersion: 1, fields })
  expect(given.person).toMatchObject({ role: 'locum', roleName: 'Interne', roleKey: roleId })
  expect((await world.as('bruno').must(sessions.current, {})).session).toMatchObject({
    role: 'locum',
    roleName: 'Interne',
    permissions: intern.permissions,
  })
  const { cabinets } = await world.as('bruno').must(cabinet.list, {})
  expect(cabinets[0]?.users.find(({ userId }) => userId === before.userId)).toMatchObject({ role: 'locum' })

  const edit = (changed: Partial<RoleFields>, expectedVersion = 1) =>
    admin.call(roles.update, { role: roleId, expectedVersion, fields: { ...intern, ...changed } })
  expect(await edit({ base: 'secretary' })).toEqual({ ok: false, problem: 'role.in-use', data: { people: 1 } })
  expect(await edit({ name: 'Interne d’été' })).toMatchObject({ ok: true, value: { role: { version: 2, people: 1 } } })
  expect(await edit({ name: 'Autre' })).toMatchObject({
    problem: 'edit.conflict',
    data: { currentVersion: 2, changedBy: 'Mme Ada ADMIN' },
  })
  expect((await world.as('bruno').must(sessions.current, {})).session).toMatchObject({ roleName: 'Interne d’été' })
  expect(await admin.call(roles.remove, { role: roleId, expectedVersion: 2 })).toMatchObject({ problem: 'role.in-use' })
  const back = { ...fields, roleKey: 'secretary' as const }
  await admin.must(people.update, { userId: before.userId, expectedVersion: 2, fields: back })
  expect(await admin.call(roles.remove, { role: roleId, expectedVersion: 2 })).toMatchObject({ ok: true })
  expect(await admin.call(people.update, { userId: before.userId, expectedVersion: 3, fields })).toEqual({
    ok: false,
    problem: 'invalid-input',
    data: { fields: [{ path: 'fields.roleKey', code: 'unknown' }] },
  })
})

test('administration and clinical use never meet in a role, and the administrator goes on administering', async () => {
  await using world = await openWorld()
  const admin = world.as('admin')
  const mixed: RoleFields = { ...intern, permissions: ['patient.read', 'journal.read'] }
  const refused = { ok: false, problem: 'role.mixes-privileges', data: {} }
  expect(await admin.call(roles.create, { fields: mixed })).toEqual(refused)
  expect(await admin.call(roles.create, { fields: { ...intern, permissions: ['key.configure'] } })).toEqual(refused)
  expect(await change(admin, 'practitioner', [...presetPermissions.practitioner, 'people.configure'])).toEqual(refused)
  expect(await change(admin, 'administrator', [...presetPermissions.administrator, 'patient.read'])).toEqual(refused)
  const weaker = presetPermissions.administrator.filter((permission) => permission !== 'journal.read')
  expect(await change(admin, 'administrator', weaker)).toMatchObject({ problem: 'role.keeps-administration' })
  const lighter = presetPermissions.administrator.filter((permission) => permission !== 'task.edit')
  expect(await change(admin, 'administrator', lighter)).toMatchObject({ ok: true })
  expect(await world.rowsOf('role')).toMatchObject([{ role_key: 'administrator' }])
})

test('a role names itself once, whatever the accents, and not as a preset', async () => {
  await using world = await openWorld()
  const admin = world.as('admin')
  await admin.must(roles.create, { fields: intern })
  for (const name of ['INTERNE', ' interne', 'Secretaire']) {
    expect(await admin.call(roles.create, { fields: { ...intern, name } })).toMatchObject({
      problem: 'role.name-taken',
    })
  }
  const { roles: all } = await world.as('doctor').must(roles.list, {})
  expect(all.map(({ name }) => name)).toEqual([
    'Administrateur',
    'Praticien',
    'Secrétaire',
    'Remplaçant',
    'Lecture seule',
    'Interne',
  ])
})

test('a role that administers does not lose that while nobody else has it', async () => {
  await using world = await openWorld()
  const admin = world.as('admin')
  const deputy: RoleFields = { ...intern, name: 'Gestion', base: 'administrator', permissions: ['people.read'] }
  const full = { ...deputy, permissions: [...presetPermissions.administrator] }
  const { role } = await admin.must(roles.create, { fields: full })
  const self = await personOf(world, 'admin', admin)
  const moved = { ...fieldsOf(self), roleKey: role.role }
  await admin.must(people.update, { userId: self.userId, expectedVersion: self.version, fields: moved })
  const empty = { role: role.role, expectedVersion: 1, fields: deputy }
  expect(await admin.call(roles.update, empty)).toMatchObject({ problem: 'person.last-administrator' })
  await admin.must(people.create, { fields: personFields('Second', 'administrator'), password: testPassword })
  expect(await admin.call(roles.update, empty)).toMatchObject({ ok: true })
  expect(await admin.call(people.list, {})).toMatchObject({ ok: true })
  expect(await admin.call(roles.create, { fields: intern })).toMatchObject({ problem: 'forbidden' })
})

test('who does not read records sees none of them, and does nothing else with them', async () => {
  await using world = await openWorld({ people: { anna: 'practitioner' } })
  const patientId = await world.as('anna').createPatient()
  const blind = presetPermissions.practitioner.filter((permission) => permission !== 'patient.read')
  expect(await change(world.as('admin'), 'practitioner', blind)).toMatchObject({ ok: true })
  const anna = world.as('anna')
  expect((await anna.must(sessions.current, {})).session?.permissions).toEqual([
    'task.read',
    'task.edit',
    'cabinet.configure',
    'people.read',
    'backup.make',
  ])
  expect(await anna.call(patients.open, { patientId })).toMatchObject({ problem: 'forbidden' })
  await expect(anna.createPatient()).rejects.toThrow('forbidden')
  const place = { form: 'patient-civil-status', subjectId: patientId } as const
  const save = { place, fields: { town: 'x' }, basedOnVersion: 1 }
  expect(await anna.call(contract.drafts.save, save)).toEqual({ ok: false, problem: 'not-found', data: {} })
})

test('« ce que cette personne verra »: figures, never which', async () => {
  await using world = await openWorld({ people: { zoe: { roleKey: 'practitioner', seesAllPatients: false } } })
  await world.as('zoe').createPatient()
  for (const birthName of ['Un', 'Deux']) await world.as('doctor').createPatient({ birthName })
  const { groupIds } = await personOf(world, 'zoe', world.as('admin'))
  const preview = (role: RoleCode, seesAllPatients: boolean) =>
    world.as('admin').must(roles.preview, { role, seesAllPatients, groupIds })
  expect(await preview('administrator', true)).toMatchObject({ patients: 0, of: 3 })
  expect(await preview('secretary', false)).toEqual({
    permissions: presetPermissions.secretary,
    patients: 1,
    of: 3,
    groupsEnabled: true,
  })
  expect(await preview('secretary', true)).toMatchObject({ patients: 3 })
  await world.as('admin').must(contract.access.setEnabled, { enabled: false, expectedVersion: 1 })
  expect(await preview('secretary', false)).toMatchObject({ patients: 3, of: 3, groupsEnabled: false })
  expect(await world.as('doctor').call(roles.preview, { role: 'secretary', seesAllPatients: true, groupIds })).toEqual({
    ok: false,
    problem: 'forbidden',
    data: {},
  })
})
