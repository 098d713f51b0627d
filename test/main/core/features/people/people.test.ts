import { expect, test } from 'vitest'
import { contract } from '#app/contract.ts'
import { fieldsOf, openWorld, personFields, signedIn, testPassword } from '#test/world/open-world.ts'

const { cabinet, patients, people, sessions } = contract
const newPassword = 'ardoise verger tambour 9'

test('access ends after its last day, even in the middle of a session', async () => {
  await using world = await openWorld({ people: { remi: { roleKey: 'locum', validUntil: '2099-01-31' } } })
  const { people: list } = await world.as('admin').must(people.list, {})
  const remi = list.find((person) => person.userId === world.userId('remi'))
  if (remi === undefined) throw new Error('no locum')
  const { userId, version } = remi
  const fields = fieldsOf(remi)
  const today = world.clock.today()
  await world
    .as('admin')
    .must(people.update, { userId, expectedVersion: version, fields: { ...fields, validUntil: today } })
  expect(await world.as('remi').call(patients.counts, {})).toMatchObject({ ok: true })
  world.clock.forward(24 * 3_600_000)
  expect(await world.as('remi').call(patients.counts, {})).toMatchObject({ problem: 'unauthenticated' })
  const again = { cabinetId: world.cabinetId, userId, password: testPassword }
  expect(await world.stranger().call(cabinet.open, again)).toMatchObject({ problem: 'forbidden' })
})

test('closing an access takes the key away and ends the sessions; only a new password opens again', async () => {
  await using world = await openWorld({ people: { anna: 'practitioner' } })
  const userId = world.userId('anna')
  await world.as('admin').must(people.setActive, { userId, expectedVersion: 1, active: false })
  expect(await world.as('anna').call(patients.counts, {})).toMatchObject({ problem: 'unauthenticated' })
  const { slots } = await world.as('admin').must(cabinet.listKeySlots, {})
  expect(slots.map((slot) => slot.userId)).not.toContain(userId)
  const open = { cabinetId: world.cabinetId, userId, password: testPassword }
  expect(await world.stranger().call(cabinet.open, open)).toMatchObject({ problem: 'cabinet.wrong-password' })
  await world.as('admin').must(people.setActive, { userId, expectedVersion: 2, active: true })
  await world.as('admin').must(people.resetPassword, { userId, password: newPassword })
  expect(await world.stranger().call(cabinet.open, open)).toMatchObject({ problem: 'cabinet.wrong-password' })
  expect(await world.stranger().call(cabinet.open, { ...open, password: newPassword })).toMatchObject({ ok: true })
})

test('a changed role holds at once, and the opening window shows it', async () => {
  await using world = await openWorld({ people: { bruno: 'secretary' } })
  const bruno = world.as('bruno')
  await bruno.createPatient()
  const fields = personFields('bruno', 'read-only')
  await world.as('admin').must(people.update, { userId: bruno.userId, expectedVersion: 1, fields })
  const { session } = await bruno.must(sessions.current, {})
  expect(session).toMatchObject({ role: 'read-only' })
  expect(session?.permissions).not.toContain('patient.create')
  const { cabinets } = await bruno.must(cabinet.list, {})
  expect(cabinets[0]?.users.find((user) => user.userId === bruno.userId)).toMatchObject({ role: 'read-only' })
})

test('somebody always administers, with a password and for good: not closed, demoted, put off, nor dated out', async () => {
  await using world = await openWorld({ people: { other: 'administrator' } })
  const admin = world.as('admin')
  const { people: list } = await admin.must(people.list, {})
  const self = list.find((person) => person.userId === admin.userId)
  if (self === undefined) throw new Error('no administrator')
  const other = { userId: world.userId('other'), expectedVersion: 1 }
  const ending = { ...personFields('other', 'administrator'), validUntil: '2099-12-31' }
  await admin.must(people.update, { ...other, fields: ending })
  const refusal = { ok: false, problem: 'person.last-administrator', data: {} }
  const off = { userId: admin.userId, expectedVersion: self.version, active: false }
  expect(await admin.call(people.setActive, off)).toEqual(refusal)
  for (const change of [
    { roleKey: 'practitioner' },
    { validUntil: '2020-01-01' },
    { validUntil: '2099-12-31' },
    { validFrom: '2099-12-31' },
  ] as const) {
    const fields = { ...fieldsOf(self), ...change }
    const update = { userId: admin.userId, expectedVersion: self.version, fields }
    expect(await admin.call(people.update, update)).toEqual(refusal)
  }
  await admin.must(people.setActive, { ...other, expectedVersion: 2, active: false })
  await admin.must(people.setActive, { ...other, expectedVersion: 3, active: true })
  // Open again, but without a password: nobody to count on yet.
  const open = { ...personFields('other', 'administrator'), validUntil: null }
  await admin.must(people.update, { ...other, expectedVersion: 4, fields: open })
  expect(await admin.call(people.setActive, off)).toEqual(refusal)
  await admin.must(people.resetPassword, { userId: other.userId, password: newPassword })
  expect(await admin.call(people.setActive, off)).toMatchObject({ ok: true })
})

test('an administrator sees no record, whatever is said of their sight', async () => {
  await using world = await openWorld()
  const patientId = await world.as('doctor').createPatient()
  for (const operation of [patients.open, patients.preview, patients.read]) {
    expect(await world.as('admin').call(operation, { patientId })).toMatchObject({ problem: 'forbidden' })
  }
  const place = { form: 'patient-civil-status', subjectId: patientId } as const
  const save = { place, fields: {}, basedOnVersion: 1 }
  expect(await world.as('admin').call(contract.drafts.save, save)).toMatchObject({ problem: 'not-found' })
  const reply = await world.as('admin').call(sessions.watch, {})
  if (!reply.ok) throw new Error(reply.problem)
  const heard: string[] = []
  void (async () => {
    for await (const event of reply.value) heard.push(event.kind)
  })()
  await world.as('doctor').createPatient({ birthName: 'Autre' })
  await world.as('doctor').must(sessions.saveWorkspace, {
    workspace: { tabs: [], activeTab: null, theme: 'dark', singleLetterKeys: false, sizes: {} },
  })
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(heard).not.toContain('patient')
})

test('one’s own password is not given like a colleague’s: the present one is asked', async () => {
  await using world = await openWorld()
  const admin = world.as('admin')
  const own = { userId: admin.userId, password: newPassword }
  expect(await admin.call(people.resetPassword, own)).toEqual({ ok: false, problem: 'person.own-password', data: {} })
  const change = { presentPassword: 'pas celui-ci', newPassword }
  expect(await admin.call(people.changeOwnPassword, change)).toMatchObject({ problem: 'password.wrong' })
  const right = { cabinetId: world.cabinetId, userId: admin.userId, password: testPassword }
  expect(await world.stranger().call(cabinet.open, right)).toMatchObject({ ok: true })
})

test('a locum has a last day, and nobody ends before they begin', async () => {
  await using world = await openWorld()
  const admin = world.as('admin')
  const create = (change: Partial<ReturnType<typeof personFields>>) =>
    admin.call(people.create, { fields: { ...personFields('Durant', 'locum'), ...change }, password: newPassword })
  expect(await create({ validUntil: null })).toEqual({ ok: false, problem: 'person.validity-needed', data: {} })
  expect(await create({ validFrom: '2027-02-01', validUntil: '2027-01-31' })).toEqual({
    ok: false,
    problem: 'invalid-input',
    data: { fields: [{ path: 'fields.validUntil', code: 'before-start' }] },
  })
  const made = await create({ validFrom: '2098-01-01', validUntil: '2098-03-31' })
  if (!made.ok) throw new Error(made.problem)
  expect(made.value.person).toMatchObject({ validFrom: '2098-01-01', role: 'locum', roleName: 'Remplaçant' })
  const { userId } = made.value.person
  const open = { cabinetId: world.cabinetId, userId, password: newPassword }
  expect(await world.stranger().call(cabinet.open, open)).toMatchObject({ problem: 'forbidden' })
  expect((await admin.must(sessions.users, {})).users.map((user) => user.userId)).not.toContain(userId)
  const { roles } = await admin.must(contract.roles.list, {})
  expect(roles.find(({ role }) => role === 'locum')).toMatchObject({ people: 1 })
})

test('groups are chosen with the user: theirs if they practise and « Public » if they see all stay', async () => {
  await using world = await openWorld({ people: { zoe: { roleKey: 'practitioner', seesAllPatients: false } } })
  const admin = world.as('admin')
  const { groups } = await admin.must(contract.access.groups, {})
  const own = groups.find(({ ownerUserId }) => ownerUserId === world.userId('zoe'))?.groupId ?? ''
  const other = groups.find(({ ownerUserId }) => ownerUserId === world.userId('doctor'))?.groupId ?? ''
  const everybody = groups.find(({ kind }) => kind === 'public')?.groupId ?? ''
  const patientId = await world.as('doctor').createPatient()
  expect(await world.as('zoe').call(patients.open, { patientId })).toMatchObject({ problem: 'not-found' })
  const fields = personFields('zoe', { roleKey: 'practitioner', seesAllPatients: false })
  const put = async (groupIds: string[] | undefined, expectedVersion: number, seesAllPatients = false) => {
    const change = { userId: world.userId('zoe'), expectedVersion, fields: { ...fields, seesAllPatients } }
    const { person } = await admin.must(people.update, groupIds === undefined ? change : { ...change, groupIds })
    return person.groupIds.toSorted()
  }
  expect(await put([other], 1)).toEqual([own, other].toSorted())
  expect(await world.as('zoe').call(patients.open, { patientId })).toMatchObject({ ok: true })
  expect(await put(undefined, 2)).toEqual([own, other].toSorted())
  expect(await put([], 3)).toEqual([own])
  expect(await world.as('zoe').call(patients.open, { patientId })).toMatchObject({ problem: 'not-found' })
  expect(await put([], 4, true)).toEqual([own, everybody].toSorted())
  expect(await put([], 5)).toEqual([own])
})

test('two people who edit the same user do not overwrite each other', async () => {
  await using world = await openWorld({ people: { anna: 'practitioner' } })
  const admin = world.as('admin')
  const edit = (phone: string) =>
    admin.call(people.update, {
      userId: world.userId('anna'),
      expectedVersion: 1,
      fields: personFields('anna', { roleKey: 'practitioner', phone }),
    })
  expect(await edit('1')).toMatchObject({ ok: true, value: { person: { version: 2, phone: '1' } } })
  expect(await edit('2')).toMatchObject({
    problem: 'edit.conflict',
    data: { currentVersion: 2, changedBy: 'Mme Ada ADMIN' },
  })
})

test('one RPPS, one user', async () => {
  await using world = await openWorld({ people: { anna: { roleKey: 'practitioner', rpps: '99700218896' } } })
  const fields = personFields('double', { roleKey: 'practitioner', rpps: '99700218896' })
  const reply = await world.as('admin').call(people.create, { fields, password: newPassword })
  expect(reply).toEqual({ ok: false, problem: 'person.rpps-taken', data: {} })
  const mistyped = { fields: { ...fields, rpps: '99700218895' }, password: newPassword }
  expect(await world.as('admin').call(people.create, mistyped)).toEqual({
    ok: false,
    problem: 'invalid-input',
    data: { fields: [{ path: 'fields.rpps', code: 'wrong-key' }] },
  })
})

test('one’s own password: the present one is asked, the new one is judged, the old one opens nothing any more', async () => {
  await using world = await openWorld({ people: { anna: 'practitioner' } })
  const anna = world.as('anna')
  const change = (presentPassword: string, chosen: string) =>
    anna.call(people.changeOwnPassword, { presentPassword, newPassword: chosen })
  expect(await change('pas celui-ci', newPassword)).toMatchObject({ problem: 'password.wrong' })
  expect(await change(testPassword, testPassword)).toMatchObject({ data: { reasons: ['same-as-before'] } })
  expect(await change(testPassword, 'Anna2026!')).toMatchObject({ problem: 'password.too-weak' })
  expect(await change(testPassword, newPassword)).toMatchObject({ ok: true })
  const open = { cabinetId: world.cabinetId, userId: anna.userId }
  const seat = world.stranger()
  expect(await seat.call(cabinet.open, { ...open, password: testPassword })).toMatchObject({
    problem: 'cabinet.wrong-password',
  })
  expect(await seat.call(cabinet.open, { ...open, password: newPassword })).toMatchObject({ ok: true })
})

test('a patient goes to the groups of who creates them, and to « Public »', async () => {
  await using world = await openWorld({
    people: {
      zoe: { roleKey: 'practitioner', seesAllPatients: false },
      yan: { roleKey: 'practitioner', seesAllPatients: false },
    },
  })
  const hers = await world.as('zoe').createPatient()
  const groups = await world.rowsOf('access_group')
  const assigned = (await world.rowsOf('patient_access_group')).filter((row) => row.patient_id === hers)
  const kinds = assigned.map((row) => groups.find((group) => group.access_group_id === row.access_group_id))
  expect(kinds.map((group) => [group?.kind, group?.owner_user_id]).toSorted()).toEqual([
    ['practitioner', world.userId('zoe')],
    ['public', null],
  ])
  expect(await world.as('zoe').call(patients.open, { patientId: hers })).toMatchObject({ ok: true })
  expect(await world.as('yan').call(patients.open, { patientId: hers })).toMatchObject({ problem: 'not-found' })
  const elsewhere = await signedIn(world.core, world.cabinetId, { userId: world.userId('doctor') }, 'autre')
  expect(await elsewhere.call(patients.open, { patientId: hers })).toMatchObject({ ok: true })
})
