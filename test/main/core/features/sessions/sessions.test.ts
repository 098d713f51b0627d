import { setImmediate } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { contract } from '#app/contract.ts'
import type { ChangeEvent } from '#app/features/sessions/model.ts'
import { connectInMemory, type MemorySeat } from '#main/wire/index.ts'
import { openWorld, testPassword } from '#test/world/open-world.ts'

const { cabinet, drafts, patients, sessions, settings } = contract

/** What a seat hears from now on, and a promise of the end. */
async function listen(seat: MemorySeat) {
  const reply = await seat.call(sessions.watch, {})
  if (!reply.ok) throw new Error(reply.problem)
  const heard: ChangeEvent[] = []
  const ended = (async () => {
    for await (const event of reply.value) heard.push(event)
  })()
  return { heard, ended }
}

test('a change is told to who may see it, and to nobody else', async () => {
  await using world = await openWorld({
    people: { anna: 'practitioner', zoe: { roleKey: 'practitioner', seesAllPatients: false } },
  })
  const anna = await listen(world.as('anna'))
  const zoe = await listen(world.as('zoe'))
  const patientId = await world.as('doctor').createPatient()
  await world
    .as('zoe')
    .must(drafts.save, { place: { form: 'new-patient', subjectId: null }, fields: {}, basedOnVersion: null })
  await setImmediate()
  expect(anna.heard).toContainEqual({ kind: 'patient', id: patientId, version: 1 })
  expect(anna.heard.map((event) => event.kind)).not.toContain('draft')
  expect(zoe.heard.map((event) => event.kind)).toEqual(['draft'])
})

test('the lists of drafts are told of one more or one less, not of each word kept in one', async () => {
  await using world = await openWorld()
  const doctor = world.as('doctor')
  const patientId = await doctor.createPatient()
  const { heard } = await listen(doctor)
  const place = { form: 'note', subjectId: patientId } as const
  for (const text of ['F', 'Fa', 'Fatigue']) {
    await doctor.must(drafts.save, { place, fields: { text }, basedOnVersion: null })
  }
  await setImmediate()
  expect(heard).toEqual([{ kind: 'draft', id: patientId, version: 1 }])
  await doctor.must(drafts.discard, { place })
  await setImmediate()
  expect(heard).toHaveLength(2)
})

test('a lock ends what the seat was reading; the same user, or another, takes it again', async () => {
  await using world = await openWorld({ people: { anna: 'practitioner', bruno: 'secretary' } })
  const anna = world.as('anna')
  const patientId = await anna.createPatient()
  const { ended } = await listen(anna)
  const place = { form: 'patient-civil-status', subjectId: patientId } as const
  await anna.must(drafts.save, { place, fields: { town: 'Pes' }, basedOnVersion: 1 })
  const tabs = [{ kind: 'record' as const, patientId, section: 'civil-status' }]
  const workspace = {
    tabs,
    activeTab: patientId,
    theme: 'dark' as const,
    singleLetterKeys: false,
    sizes: { list: 320 },
  }
  await anna.must(sessions.saveWorkspace, { workspace })
  const { session } = await anna.must(sessions.lock, { reason: 'button' })
  expect(session.locked).toBe(true)
  await ended
  expect(await anna.call(patients.open, { patientId })).toMatchObject({ problem: 'locked' })
  expect(await anna.call(sessions.watch, {})).toMatchObject({ problem: 'locked' })
  const { users } = await anna.must(sessions.users, {})
  expect(users.find((user) => user.userId === anna.userId)).toMatchObject({ draftCount: 1, openElsewhere: null })

  await anna.must(sessions.unlock, { userId: world.userId('bruno'), password: testPassword })
  expect((await anna.must(sessions.current, {})).session).toMatchObject({ displayName: 'Test BRUNO', locked: false })
  expect((await anna.must(drafts.list, {})).drafts).toEqual([])
  expect((await anna.must(sessions.workspace, {})).workspace.tabs).toEqual([])

  await anna.must(sessions.unlock, { userId: anna.userId, password: testPassword })
  expect((await anna.must(drafts.get, { place })).draft).toMatchObject({ fields: { town: 'Pes' }, basedOnVersion: 1 })
  expect((await anna.must(sessions.workspace, {})).workspace).toEqual(workspace)
})

test('a seat left alone is locked by the core, and the journal says so', async () => {
  await using world = await openWorld({ people: { anna: 'practitioner' } })
  const { settings: present, version } = await world.as('admin').must(settings.get, {})
  await world
    .as('admin')
    .must(settings.update, { settings: { ...present, lockAfterMinutes: 5 }, expectedVersion: version })
  world.clock.forward(4 * 60_000)
  for (const name of ['anna', 'doctor'] as const) await world.as(name).must(sessions.touch, {})
  world.clock.forward(2 * 60_000)
  world.timers.tick()
  await expect
    .poll(async () => (await world.as('admin').must(sessions.current, {})).session?.locked, { timeout: 10_000 })
    .toBe(true)
  expect((await world.as('anna').must(sessions.current, {})).session?.locked).toBe(false)
  const line = (await world.journal()).find((entry) => entry.act === 'session.lock')
  expect(line).toMatchObject({
    service: 'inactivity-lock',
    actor_user_id: world.userId('admin'),
    details: '{"reason":"inactivity"}',
  })
})

test('reading does not keep a seat awake, typing does', async () => {
  await using world = await openWorld()
  world.clock.forward(14 * 60_000)
  await world.as('doctor').must(patients.search, { text: 'x' })
  world.clock.forward(2 * 60_000)
  world.timers.tick()
  await expect
    .poll(async () => (await world.as('doctor').must(sessions.current, {})).session?.locked, { timeout: 10_000 })
    .toBe(true)
})

test('a session ends with its seat, and a seat that is gone is answered nothing', async () => {
  await using world = await openWorld({ people: { anna: 'practitioner' } })
  const { ended } = await listen(world.as('anna'))
  world.as('anna').close()
  await ended
  expect(await world.as('anna').call(patients.counts, {})).toMatchObject({ problem: 'unauthenticated' })
  expect(await world.as('doctor').call(patients.counts, {})).toMatchObject({ ok: true })
})

test('wrong passwords: nothing changes, the wait grows, and starting again does not shorten it', async () => {
  await using world = await openWorld({ people: { anna: 'practitioner', bruno: 'secretary' } })
  const seat = world.stranger()
  const wrong = { cabinetId: world.cabinetId, userId: world.userId('anna'), password: 'pas celui-ci' }
  const waits: number[] = []
  for (let failure = 0; failure < 4; failure += 1) {
    const reply = await seat.call(cabinet.open, wrong)
    if (reply.ok || reply.problem !== 'cabinet.wrong-password') throw new Error('expected a wrong password')
    waits.push(reply.data.retryAfterMs)
    world.clock.forward(reply.data.retryAfterMs)
  }
  expect(waits).toEqual([0, 0, 5_000, 10_000])
  expect(await seat.call(cabinet.open, wrong)).toMatchObject({ data: { retryAfterMs: 20_000 } })
  // Not even looked at while the wait lasts, though it is right.
  const right = { ...wrong, password: testPassword }
  expect(await seat.call(cabinet.open, right)).toMatchObject({ problem: 'cabinet.wait' })
  await world.core.dispose()
  const again = connectInMemory(world.anotherCore(), { kind: 'test', name: 'autre poste' })
  expect(await again.call(cabinet.open, right)).toMatchObject({ problem: 'cabinet.wait' })
  // Another user of another seat is not held up.
  expect(await again.call(cabinet.open, { ...right, userId: world.userId('bruno') })).toMatchObject({ ok: true })
  world.clock.forward(20_000)
  expect(await again.call(cabinet.open, right)).toMatchObject({ ok: true })
  const refused = (await world.journal()).filter((entry) => entry.outcome === 'refused')
  expect(refused.map((entry) => entry.problem)).toEqual([
    ...Array.from({ length: 5 }, () => 'cabinet.wrong-password'),
    'cabinet.wait',
  ])
})

test('a seat where many passwords fail waits too, whoever they are of', async () => {
  await using world = await openWorld({ people: { anna: 'practitioner', bruno: 'secretary', carl: 'locum' } })
  const seat = world.stranger()
  for (const name of ['anna', 'anna', 'bruno', 'bruno', 'carl'] as const) {
    const reply = await seat.call(sessions.unlock, { userId: world.userId(name), password: 'pas celui-ci' })
    expect(reply).toMatchObject({ problem: 'password.wrong', data: { retryAfterMs: 0 } })
  }
  const sixth = await seat.call(sessions.unlock, { userId: world.userId('carl'), password: 'pas celui-ci' })
  expect(sixth).toMatchObject({ problem: 'password.wrong', data: { retryAfterMs: 5_000 } })
  const right = await seat.call(sessions.unlock, { userId: world.userId('admin'), password: testPassword })
  expect(right).toMatchObject({ problem: 'cabinet.wait' })
})
