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

test('the last administrator stays one', async () => {
  await using world = await openWorld({ people: { other: 'administrator' } })
  const admin = world.as('admin')
  const { people: list } = await admin.must(people.list, {})
  const self = list.find((person) => person.userId === admin.userId)
  if (self === undefined) throw new Error('no administrator')
  await admin.must(people.setActive, { userId: world.userId('other'), expectedVersion: 1, active: false })
  const refusal = { ok: false, problem: 'person.last-administrator', data: {} }
  const off = { userId: admin.userId, expectedVersion: self.version, active: false }
  expect(await admin.call(people.setActive, off)).toEqual(refusal)
  for (const change of [{ roleKey: 'practitioner' as const }, { validUntil: '2020-01-01' }]) {
    const fields = personFields('Admin', { roleKey: 'administrator', ...change })
    expect(await admin.call(people.update, { userId: admin.userId, expectedVersion: self.version, fields })).toEqual(
      refusal,
    )
  }
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
