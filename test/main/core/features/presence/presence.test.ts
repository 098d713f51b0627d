import { expect, test } from 'vitest'
import { contract } from '#app/contract.ts'
import type { ChangeEvent } from '#app/features/sessions/model.ts'
import { openWorld, testPassword, type WorldSeat } from '#test/world/open-world.ts'
import { openDoor, seatAt } from '#test/main/wire/seat-at.ts'

const { presence, sessions, cabinet } = contract

const others = async (seat: WorldSeat, patientId: string) =>
  (await seat.must(presence.of, { patientId })).others.map(({ displayName, seatName, activity }) => [
    displayName,
    seatName,
    activity,
  ])

/** What a seat hears of presence. */
async function listen(seat: WorldSeat): Promise<ChangeEvent[]> {
  const heard: ChangeEvent[] = []
  const stream = await seat.must(sessions.watch, {})
  const follow = async () => {
    for await (const event of stream) if (event.kind === 'presence') heard.push(event)
  }
  void follow()
  return heard
}

test('others who have a record open are named with their seat and what they do, for as long as they do it', async () => {
  await using world = await openWorld({ people: { anna: 'practitioner', bruno: 'secretary' } })
  const anna = world.as('anna')
  const bruno = world.as('bruno')
  const patientId = await anna.createPatient()
  const heard = await listen(anna)
  expect(await others(anna, patientId)).toEqual([])
  await bruno.must(presence.set, { patientId, activity: 'reading' })
  expect(await others(anna, patientId)).toEqual([['Test BRUNO', 'poste bruno', 'reading']])
  await bruno.must(presence.set, { patientId, activity: 'editing' })
  expect(await others(anna, patientId)).toEqual([['Test BRUNO', 'poste bruno', 'editing']])
  // One is not one’s own company.
  expect(await others(bruno, patientId)).toEqual([])
  await bruno.must(presence.set, { patientId, activity: 'none' })
  expect(await others(anna, patientId)).toEqual([])
  await expect.poll(() => heard).toEqual([1, 2, 3].map(() => ({ kind: 'presence', id: patientId, version: 0 })))
})

test.each([
  ['locks', (seat: WorldSeat) => seat.must(sessions.lock, { reason: 'button' })],
  ['signs out', (seat: WorldSeat) => seat.must(sessions.signOut, {})],
  ['goes away', async (seat: WorldSeat) => seat.close()],
])('whoever %s shows nothing any more, and the others hear of it', async (_how, leave) => {
  await using world = await openWorld({ people: { anna: 'practitioner', bruno: 'secretary' } })
  const anna = world.as('anna')
  const patientId = await anna.createPatient()
  await world.as('bruno').must(presence.set, { patientId, activity: 'reading' })
  const heard = await listen(anna)
  await leave(world.as('bruno'))
  expect(await others(anna, patientId)).toEqual([])
  await expect.poll(() => heard).toEqual([{ kind: 'presence', id: patientId, version: 0 }])
})

test('a line that breaks takes nobody off the record until their session ends', async () => {
  await using world = await openWorld({ people: { anna: 'practitioner', bruno: 'secretary' } })
  await using door = await openDoor(world.core)
  const anna = world.as('anna')
  const patientId = await anna.createPatient()
  const seat = seatAt(door.port)
  const { resume } = await seat.end.welcome
  await seat.ask(cabinet.open, { cabinetId: world.cabinetId, userId: world.userId('bruno'), password: testPassword })
  await seat.ask(presence.set, { patientId, activity: 'editing' })
  const shown = [['Test BRUNO', 'Accueil', 'editing']]
  await seat.breakLine()
  await expect.poll(() => door.sockets[0]?.readyState).toBe(3)
  expect(await others(anna, patientId)).toEqual(shown)
  const back = seatAt(door.port, { resume })
  await back.end.welcome
  expect(await others(anna, patientId)).toEqual(shown)
  await back.breakLine()
  await expect.poll(() => door.sockets[1]?.readyState).toBe(3)
  world.clock.forward(121_000)
  world.timers.tick()
  expect(await others(anna, patientId)).toEqual([])
})

test('who does not see the patient neither says nor hears anything of who does', async () => {
  await using world = await openWorld({
    people: { anna: 'practitioner', zoe: { roleKey: 'secretary', seesAllPatients: false } },
  })
  const anna = world.as('anna')
  const zoe = world.as('zoe')
  const patientId = await anna.createPatient()
  const heard = await listen(zoe)
  expect(await zoe.call(presence.of, { patientId })).toMatchObject({ problem: 'not-found' })
  expect(await zoe.call(presence.set, { patientId, activity: 'reading' })).toMatchObject({ problem: 'not-found' })
  await anna.must(presence.set, { patientId, activity: 'reading' })
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(heard).toEqual([])
  expect(await others(anna, patientId)).toEqual([])
})
