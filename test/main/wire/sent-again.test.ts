import { fork } from 'node:child_process'
import { expect, test } from 'vitest'
import { contract } from '#app/contract.ts'
import { ConnectionLost } from '#app/kernel/reply.ts'
import { openWorld, testPassword, type World } from '#test/world/open-world.ts'
import { durandMarie } from '#test/world/patients.ts'
import { openDoor, seatAt } from './seat-at.ts'

const { patients, people, cabinet, sessions, backups, drafts } = contract
const key = () => crypto.randomUUID()
const newPatient = (birthName = 'DURAND') => ({ fields: { ...durandMarie, birthName }, tagIds: [] })
const countOf = async (world: World) => (await world.rowsOf('patient')).length
const refusals = async (world: World) =>
  (await world.journal())
    .filter(({ outcome }) => outcome === 'refused')
    .map(({ operation, problem }) => [operation, problem])

test('a command sent again is done once, and answered as the first time', async () => {
  await using world = await openWorld()
  const doctor = world.as('doctor')
  const one = key()
  const first = await doctor.call(patients.create, newPatient(), { key: one })
  const again = await doctor.call(patients.create, newPatient(), { key: one })
  expect(first.ok).toBe(true)
  expect(again).toEqual(first)
  expect(await countOf(world)).toBe(1)
  // Without its name, or under another, it is another command.
  expect((await doctor.call(patients.create, newPatient('LEROY'), { key: key() })).ok).toBe(true)
  expect(await countOf(world)).toBe(2)
})

test('those that come while the first is under way wait for it', async () => {
  await using world = await openWorld()
  const doctor = world.as('doctor')
  const one = key()
  const replies = await Promise.all([1, 2, 3].map(() => doctor.call(patients.create, newPatient(), { key: one })))
  expect(new Set(replies.map((reply) => JSON.stringify(reply))).size).toBe(1)
  expect(replies[0]?.ok).toBe(true)
  expect(await countOf(world)).toBe(1)
})

test('a refusal is answered again without the act being tried again', async () => {
  await using world = await openWorld()
  const one = key()
  const wrong = { presentPassword: 'ce n’est pas lui', newPassword: 'ardoise verger tambour 9' }
  const first = await world.as('doctor').call(people.changeOwnPassword, wrong, { key: one })
  expect(first.ok).toBe(false)
  expect(await world.as('doctor').call(people.changeOwnPassword, wrong, { key: one })).toEqual(first)
  expect((await refusals(world)).filter(([operation]) => operation === 'people.changeOwnPassword')).toHaveLength(1)
})

test('a key used for other words, another act or another person is refused, and the journal says so', async () => {
  await using world = await openWorld({ people: { anna: 'practitioner' } })
  const doctor = world.as('doctor')
  const one = key()
  expect((await doctor.call(patients.create, newPatient(), { key: one })).ok).toBe(true)
  const reused = { ok: false, problem: 'command.key-reused', data: {} }
  expect(await doctor.call(patients.create, newPatient('LEROY'), { key: one })).toEqual(reused)
  expect(await doctor.call(backups.start, {}, { key: one })).toEqual(reused)
  expect(await world.as('anna').call(patients.create, newPatient(), { key: one })).toEqual(reused)
  expect(await countOf(world)).toBe(1)
  expect((await refusals(world)).filter(([, problem]) => problem === 'command.key-reused')).toEqual([
    ['patients.create', 'command.key-reused'],
    ['backups.start', 'command.key-reused'],
    ['patients.create', 'command.key-reused'],
  ])
})

test('the same person, at another seat or after signing in again, is told it was done already', async () => {
  await using world = await openWorld()
  await using door = await openDoor(world.core)
  const one = key()
  expect((await world.as('doctor').call(patients.create, newPatient(), { key: one })).ok).toBe(true)
  const seat = seatAt(door.port)
  await seat.ask(cabinet.open, { cabinetId: world.cabinetId, userId: world.userId('doctor'), password: testPassword })
  expect(await seat.ask(patients.create, newPatient(), one, true)).toMatchObject({ problem: 'command.already-done' })
  expect(await countOf(world)).toBe(1)
})

test('a command whose line broke under it is done once, and the answer waits for the seat that comes back', async () => {
  await using world = await openWorld()
  await using door = await openDoor(world.core)
  const first = seatAt(door.port)
  const { resume } = await first.end.welcome
  await first.ask(cabinet.open, { cabinetId: world.cabinetId, userId: world.userId('doctor'), password: testPassword })
  const one = key()
  const lost = first.ask(patients.create, newPatient(), one)
  // Sent, and the line breaks before anything comes back.
  await new Promise((resolve) => setImmediate(resolve))
  await first.breakLine()
  await expect(lost).rejects.toBeInstanceOf(ConnectionLost)
  const second = seatAt(door.port, { resume })
  await second.end.welcome
  expect((await second.ask(patients.create, newPatient(), one)).ok).toBe(true)
  expect((await second.ask(patients.create, newPatient(), one)).ok).toBe(true)
  expect(await countOf(world)).toBe(1)
})

test('a long work is started once', async () => {
  await using world = await openWorld()
  const one = key()
  const first = await world.as('doctor').call(backups.start, {}, { key: one })
  expect(await world.as('doctor').call(backups.start, {}, { key: one })).toEqual(first)
})

test('nothing that could be guessed is kept: neither the key nor the words, nor a receipt of what is no act', async () => {
  await using world = await openWorld()
  const doctor = world.as('doctor')
  const one = key()
  await doctor.call(patients.create, newPatient(), { key: one })
  await doctor.call(
    drafts.save,
    { place: { form: 'new-patient', subjectId: null }, fields: {}, basedOnVersion: null },
    { key: key() },
  )
  await doctor.call(sessions.touch, {}, { key: key() })
  const receipts = await world.rowsOf('command_receipt')
  expect(receipts).toHaveLength(1)
  expect(receipts[0]).toMatchObject({ user_id: doctor.userId, operation: 'patients.create' })
  expect(JSON.stringify(receipts)).not.toContain(one)
  expect(JSON.stringify(receipts)).not.toContain('DURAND')
})

test('receipts are dropped a day after', async () => {
  await using world = await openWorld()
  await world.as('doctor').call(patients.create, newPatient(), { key: key() })
  world.clock.forward(23 * 3_600_000)
  world.timers.tick()
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(await world.rowsOf('command_receipt')).toHaveLength(1)
  world.clock.forward(2 * 3_600_000)
  const afterRound = () => {
    // A round may be as long as the backup that is due.
    world.timers.tick()
    return world.rowsOf('command_receipt')
  }
  await expect.poll(afterRound, { timeout: 10_000 }).toEqual([])
})

test('a command done by a core that was killed before it answered is not done again by the next one', async () => {
  await using world = await openWorld()
  const { folder, cabinetId } = world
  const userId = world.userId('doctor')
  await world.core.dispose()
  const one = key()

  const start = async () => {
    const child = fork(new URL('core-that-dies.ts', import.meta.url), [folder])
    const port = await new Promise<number>((resolve) => child.once('message', (said) => resolve(Number(said))))
    const seat = seatAt(port)
    expect((await seat.ask(cabinet.open, { cabinetId, userId, password: testPassword })).ok).toBe(true)
    return {
      child,
      seat,
      ended: new Promise<string | null>((resolve) => child.once('exit', (_code, signal) => resolve(signal))),
    }
  }
  const first = await start()
  first.child.send('die')
  await expect(first.seat.ask(patients.create, newPatient(), one)).rejects.toBeInstanceOf(ConnectionLost)
  expect(await first.ended).toBe('SIGKILL')
  expect(await countOf(world)).toBe(1)

  const second = await start()
  try {
    expect(await second.seat.ask(patients.create, newPatient(), one, true)).toMatchObject({
      problem: 'command.already-done',
    })
    expect(await countOf(world)).toBe(1)
  } finally {
    second.child.kill('SIGKILL')
    await second.ended
  }
}, 30_000)
