import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contract } from '#app/contract.ts'
import type { GroupFields, GroupView } from '#app/features/access/model.ts'
import { openWorld, personFields, signedIn, type World, type WorldSeat } from '#test/world/open-world.ts'
import { durandMarie } from '#test/world/patients.ts'

const { access, patients, people } = contract
const limited = { seesAllPatients: false } as const

const open = () =>
  openWorld({
    people: {
      anna: { roleKey: 'practitioner', title: 'Dr', firstName: 'Anna', lastName: 'Roche', ...limited },
      yan: { roleKey: 'practitioner', title: 'Dr', firstName: 'Yan', lastName: 'Le Goff', ...limited },
      sophie: { roleKey: 'secretary', ...limited },
      lise: 'secretary',
    },
  })
type Members = 'anna' | 'yan' | 'sophie' | 'lise'

async function groupsOf(world: World<Members>): Promise<GroupView[]> {
  return (await world.as('admin').must(access.groups, {})).groups
}

async function find(world: World<Members>, which: (group: GroupView) => boolean): Promise<GroupView> {
  const group = (await groupsOf(world)).find(which)
  if (group === undefined) throw new Error('there is no such group')
  return group
}

const ownOf = (world: World<Members>, name: Members) => find(world, (group) => group.ownerUserId === world.userId(name))
const wholeOf = (world: World<Members>) => find(world, (group) => group.kind === 'public')

const fieldsOf = ({ name, description, color, initials, patientTag, userIds }: GroupView): GroupFields => ({
  name,
  description,
  color,
  initials,
  patientTag,
  userIds: [...userIds],
})

async function withUsers(world: World<Members>, group: GroupView, userIds: readonly string[]) {
  return world.as('admin').call(access.updateGroup, {
    groupId: group.groupId,
    expectedVersion: group.version,
    fields: { ...fieldsOf(group), userIds: [...userIds] },
  })
}

async function addGroup(world: World<Members>, name: string, members: readonly Members[]): Promise<GroupView> {
  const userIds = members.map((member) => world.userId(member))
  const fields = {
    name,
    description: 'Consultation dédiée',
    color: 'plum',
    initials: 'AD',
    patientTag: 'Addicto',
  } as const
  return (await world.as('admin').must(access.createGroup, { fields: { ...fields, userIds } })).group
}

async function sees(seat: WorldSeat, patientId: string): Promise<boolean> {
  return (await seat.call(patients.read, { patientId })).ok
}

async function namesAt(seat: WorldSeat, patientId: string): Promise<string[]> {
  return (await seat.must(access.ofPatient, { patientId })).groups.map((group) => group.name)
}

describe('groups of a cabinet', () => {
  let world: World<Members>
  beforeAll(async () => {
    world = await open()
  }, 60_000)
  afterAll(() => world[Symbol.asyncDispose]())

  test('« Public » holds every patient; each practitioner has a group of their own, made with them, under their name', async () => {
    const groups = await groupsOf(world)
    expect(groups.map(({ kind, name }) => [kind, name])).toEqual([
      ['public', 'Public'],
      ['practitioner', 'Dr Dora DOC'],
      ['practitioner', 'Dr Anna ROCHE'],
      ['practitioner', 'Dr Yan LE GOFF'],
    ])
    const before = (await wholeOf(world)).patients
    const bySophie = await world.as('sophie').createPatient()
    expect((await wholeOf(world)).patients).toBe(before + 1)
    expect(await sees(world.as('lise'), bySophie)).toBe(true)
  })

  test('a practitioner creates a patient: all their groups, and « Public »', async () => {
    const group = await addGroup(world, 'Suivi de maternité', ['anna'])
    const patientId = await world.as('anna').createPatient()
    expect(await namesAt(world.as('anna'), patientId)).toEqual(['Public', 'Dr Anna ROCHE', group.name])
  })

  test('a practitioner creates a patient while booking for another: the groups of both', async () => {
    const { record } = await world.as('anna').must(patients.create, {
      fields: durandMarie,
      tagIds: [],
      bookedFor: world.userId('yan'),
    })
    expect(await namesAt(world.as('yan'), record.patientId)).toEqual([
      'Public',
      'Dr Anna ROCHE',
      'Dr Yan LE GOFF',
      'Suivi de maternité',
    ])
    const nobody = await world.as('anna').call(patients.create, {
      fields: durandMarie,
      tagIds: [],
      bookedFor: world.userId('sophie'),
    })
    expect(nobody).toEqual({ ok: false, problem: 'not-found', data: {} })
  })

  test('somebody who is no practitioner creates a patient: their groups, and « Public »', async () => {
    const group = await addGroup(world, 'Accueil du lundi', ['sophie'])
    const patientId = await world.as('sophie').createPatient()
    expect(await namesAt(world.as('sophie'), patientId)).toEqual(['Public', group.name])
  })

  test('« Public » cannot be taken off a patient, by whatever is asked', async () => {
    const patientId = await world.as('doctor').createPatient()
    const { groups } = await world
      .as('doctor')
      .must(access.assign, { patientId, expectedVersion: 1, groupIds: [], mayLoseSight: false })
    expect(groups.map((group) => group.name)).toEqual(['Public'])
  })

  test('users alone are taken out of « Public »; who sees all patients stays in it, and is named', async () => {
    const whole = await wholeOf(world)
    expect(whole.keptUserIds).toContain(world.userId('lise'))
    const refused = await withUsers(world, whole, [])
    expect(refused).toMatchObject({ ok: false, problem: 'access.sees-all' })
    expect(JSON.stringify(refused)).toContain('LISE')
    const added = await withUsers(world, whole, [...whole.userIds, world.userId('sophie')])
    expect(added).toMatchObject({ ok: true })
    const patientId = await world.as('anna').createPatient()
    expect(await sees(world.as('sophie'), patientId)).toBe(true)
    const back = await withUsers(world, await wholeOf(world), whole.userIds)
    expect(back).toMatchObject({ ok: true })
    expect(await sees(world.as('sophie'), patientId)).toBe(false)
  })

  test('« Cet utilisateur peut voir tous les patients »: checked, in « Public » for good; unchecked, out of it', async () => {
    const fields = { ...personFields('Mona', 'secretary'), seesAllPatients: false }
    const { person } = await world.as('admin').must(people.create, { fields, password: 'tilleul brume carnet 7' })
    const mona = await signedIn(world.core, world.cabinetId, person, 'mona')
    const patientId = await world.as('yan').createPatient()
    expect(await sees(mona, patientId)).toBe(false)
    const seeAll = (expectedVersion: number, seesAllPatients: boolean) =>
      world
        .as('admin')
        .must(people.update, { userId: person.userId, expectedVersion, fields: { ...fields, seesAllPatients } })
    await seeAll(1, true)
    expect(await sees(mona, patientId)).toBe(true)
    const whole = await wholeOf(world)
    expect(whole.userIds).toContain(person.userId)
    expect(whole.keptUserIds).toContain(person.userId)
    await seeAll(2, false)
    expect(await sees(mona, patientId)).toBe(false)
    expect((await wholeOf(world)).userIds).not.toContain(person.userId)
  })

  test('an edit of somebody that says nothing of their sight leaves them where the page of the groups put them', async () => {
    const whole = await wholeOf(world)
    await withUsers(world, whole, [...whole.userIds, world.userId('yan')])
    const { people: known } = await world.as('admin').must(people.list, {})
    const yan = known.find((person) => person.userId === world.userId('yan'))
    const fields = {
      ...personFields('Le Goff', { roleKey: 'practitioner', ...limited }),
      firstName: 'Yann',
      title: 'Dr' as const,
    }
    await world
      .as('admin')
      .must(people.update, { userId: world.userId('yan'), expectedVersion: yan?.version ?? 1, fields })
    expect((await wholeOf(world)).userIds).toContain(world.userId('yan'))
    expect((await ownOf(world, 'yan')).name).toBe('Dr Yann LE GOFF')
    await withUsers(world, await wholeOf(world), whole.userIds)
  })

  test('a user is restricted to groups: their patients only', async () => {
    const group = await addGroup(world, 'EHPAD Les Embruns', ['sophie'])
    const [inside, outside] = [await world.as('doctor').createPatient(), await world.as('doctor').createPatient()]
    const groupIds = [group.groupId]
    await world
      .as('doctor')
      .must(access.assign, { patientId: inside, expectedVersion: 1, groupIds, mayLoseSight: false })
    expect([await sees(world.as('sophie'), inside), await sees(world.as('sophie'), outside)]).toEqual([true, false])
    const { rows, total } = await world
      .as('sophie')
      .must(patients.search, { text: '', filters: { accessGroupId: group.groupId } })
    expect([rows.map((row) => row.patientId), total]).toEqual([[inside], 1])
  })

  test('a custom group has a name, a colour, a description, a patient tag and users, all of which may be changed', async () => {
    const group = await addGroup(world, 'Addictologie', ['anna', 'sophie'])
    expect(group).toMatchObject({
      kind: 'custom',
      color: 'plum',
      patientTag: 'Addicto',
      description: 'Consultation dédiée',
    })
    const fields: GroupFields = {
      name: 'Addictologie du jeudi',
      description: 'Le jeudi',
      color: 'green',
      initials: 'AJ',
      patientTag: 'Jeudi',
      userIds: [world.userId('yan')],
    }
    const changed = await world
      .as('admin')
      .must(access.updateGroup, { groupId: group.groupId, expectedVersion: 1, fields })
    expect(changed.group).toMatchObject({ ...fields, version: 2 })
    const late = await world
      .as('admin')
      .call(access.updateGroup, { groupId: group.groupId, expectedVersion: 1, fields })
    expect(late).toMatchObject({ ok: false, problem: 'edit.conflict' })
    const twice = await world
      .as('admin')
      .call(access.createGroup, { fields: { ...fields, name: 'ADDICTOLOGIE  du jeudi' } })
    expect(twice).toMatchObject({ ok: false, problem: 'access.name-taken' })
  })

  test('the tag and the mark of each group of a patient are shown in their record', async () => {
    const group = await addGroup(world, 'Diabète', ['anna'])
    const patientId = await world.as('anna').createPatient()
    const { record } = await world.as('anna').must(patients.open, { patientId })
    expect(record.accessGroups).toContainEqual({
      groupId: group.groupId,
      kind: 'custom',
      name: 'Diabète',
      color: 'plum',
      initials: 'AD',
      patientTag: 'Addicto',
    })
  })

  test('groups made with a user are not deleted, and their owner stays in', async () => {
    for (const group of [await wholeOf(world), await ownOf(world, 'anna')]) {
      const typed = { groupId: group.groupId, expectedVersion: group.version, typedName: group.name }
      expect(await world.as('admin').call(access.deleteGroup, typed)).toMatchObject({ problem: 'access.not-removable' })
    }
    const own = await ownOf(world, 'anna')
    expect(own.keptUserIds).toEqual([world.userId('anna')])
    expect(await withUsers(world, own, [])).toMatchObject({ ok: false, problem: 'access.not-removable' })
    const renamed = { ...fieldsOf(own), name: 'Autre nom' }
    const { group } = await world
      .as('admin')
      .must(access.updateGroup, { groupId: own.groupId, expectedVersion: own.version, fields: renamed })
    expect(group.name).toBe('Dr Anna ROCHE')
  })

  test('a custom group is deleted by typing its full name; its patients stay, seen through « Public »', async () => {
    const group = await addGroup(world, 'Groupe à supprimer', ['sophie'])
    const patientId = await world.as('sophie').createPatient()
    const typed = { groupId: group.groupId, expectedVersion: 1 }
    const wrong = await world.as('admin').call(access.deleteGroup, { ...typed, typedName: 'Groupe a supprimer' })
    expect(wrong).toEqual({ ok: false, problem: 'access.name-differs', data: {} })
    await world.as('admin').must(access.deleteGroup, { ...typed, typedName: 'Groupe à supprimer' })
    expect((await groupsOf(world)).some((one) => one.groupId === group.groupId)).toBe(false)
    expect(await namesAt(world.as('doctor'), patientId)).not.toContain('Groupe à supprimer')
    expect(await sees(world.as('doctor'), patientId)).toBe(true)
  })

  test('a record put in groups from the record: conflict on its version, warning before its author loses sight of it', async () => {
    const patientId = await world.as('anna').createPatient()
    const yans = await ownOf(world, 'yan')
    const input = { patientId, expectedVersion: 1, groupIds: [yans.groupId] }
    const warned = await world.as('anna').call(access.assign, { ...input, mayLoseSight: false })
    expect(warned).toEqual({ ok: false, problem: 'access.would-lose-sight', data: {} })
    expect(await sees(world.as('yan'), patientId)).toBe(false)
    const given = await world.as('anna').must(access.assign, { ...input, mayLoseSight: true })
    expect(given).toMatchObject({ version: 2, lostSight: true })
    expect([await sees(world.as('anna'), patientId), await sees(world.as('yan'), patientId)]).toEqual([false, true])
    const late = await world.as('yan').call(access.assign, { ...input, mayLoseSight: true })
    expect(late).toMatchObject({ ok: false, problem: 'edit.conflict', data: { currentVersion: 2 } })
    const found = await world.as('anna').must(patients.search, { text: 'durand' })
    expect(found.rows.map((row) => row.patientId)).not.toContain(patientId)
    expect(found.total).toBe(found.rows.length)
  })

  test('how many records each user would gain or lose is said in figures', async () => {
    const group = await addGroup(world, 'À essayer', ['sophie'])
    const patientId = await world.as('doctor').createPatient()
    const groupIds = [group.groupId]
    await world.as('doctor').must(access.assign, { patientId, expectedVersion: 1, groupIds, mayLoseSight: false })
    const userIds = [world.userId('yan'), world.userId('lise')]
    expect(await world.as('admin').must(access.previewGroup, { groupId: group.groupId, userIds })).toEqual({
      losing: [{ userId: world.userId('sophie'), displayName: 'Test SOPHIE', patients: 1 }],
      gaining: [{ userId: world.userId('yan'), displayName: 'Dr Yann LE GOFF', patients: 1 }],
    })
  })
})

test('« Afficher les groupes d’accès » unchecked: groups are kept and limit nobody; checked again, they do', async () => {
  await using world = await open()
  const patientId = await world.as('anna').createPatient()
  expect(await sees(world.as('sophie'), patientId)).toBe(false)
  const { version } = await world.as('admin').must(access.groups, {})
  const off = await world.as('admin').must(access.setEnabled, { enabled: false, expectedVersion: version })
  expect(await sees(world.as('sophie'), patientId)).toBe(true)
  expect((await world.as('sophie').must(access.marks, {})).enabled).toBe(false)
  const late = await world.as('admin').call(access.setEnabled, { enabled: true, expectedVersion: version })
  expect(late).toMatchObject({ ok: false, problem: 'edit.conflict' })
  await world.as('admin').must(access.setEnabled, { enabled: true, expectedVersion: off.version })
  expect(await sees(world.as('sophie'), patientId)).toBe(false)
  expect(await namesAt(world.as('anna'), patientId)).toEqual(['Public', 'Dr Anna ROCHE'])
})

test('a new cabinet limits nobody, and whose role reads no record sees none', async () => {
  await using world = await openWorld({ people: { lise: 'secretary' } })
  const patientId = await world.as('doctor').createPatient()
  expect(await sees(world.as('lise'), patientId)).toBe(true)
  expect(await world.as('admin').call(patients.read, { patientId })).toMatchObject({ problem: 'forbidden' })
  expect((await world.as('lise').must(access.marks, {})).enabled).toBe(false)
})
