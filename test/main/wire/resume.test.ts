import { expect, test } from 'vitest'
import { contract } from '#app/contract.ts'
import { ConnectionLost } from '#app/kernel/reply.ts'
import { SeatRefused } from '#app/kernel/lines.ts'
import { lineWords } from '#app/kernel/greeting.ts'
import { connectInMemory, knownSeat } from '#main/wire/index.ts'
import { openWorld, testPassword, type World } from '#test/world/open-world.ts'
import { openDoor, seatAt, type SocketSeat } from './seat-at.ts'

const signIn = async (world: World<'anna'>, seat: SocketSeat) => {
  const { cabinetId } = world
  const opened = await seat.ask(contract.cabinet.open, {
    cabinetId,
    userId: world.userId('anna'),
    password: testPassword,
  })
  if (!opened.ok) throw new Error(opened.problem)
  return opened.value.session.sessionId
}
const sessionOf = async (seat: SocketSeat) => {
  const current = await seat.ask(contract.sessions.current, {})
  return current.ok ? current.value.session : null
}
const closings = async (world: World<'anna'>) =>
  (await world.journal())
    .filter(({ act }) => act === 'session.close')
    .map(({ details }) => JSON.parse(details) as unknown)
const openAnna = () => openWorld({ people: { anna: 'practitioner' } })

test('a seat whose line broke finds its session again, once', async () => {
  await using world = await openAnna()
  await using door = await openDoor(world.core)
  const first = seatAt(door.port)
  const { resume, seatName, resumed } = await first.end.welcome
  expect({ seatName, resumed }).toEqual({ seatName: 'Accueil', resumed: false })
  const sessionId = await signIn(world, first)
  await first.breakLine()

  const second = seatAt(door.port, { resume })
  const again = await second.end.welcome
  expect(again.resumed).toBe(true)
  expect(again.resume).not.toBe(resume)
  expect(await sessionOf(second)).toMatchObject({ sessionId, locked: false })
  expect(door.lines[1]?.connection()?.id).toBe(door.lines[0]?.connection()?.id)

  // The seat was heard with its new token: the former one is worth nothing, though the session lives.
  const thief = seatAt(door.port, { resume })
  expect((await thief.end.welcome).resumed).toBe(false)
  expect(await sessionOf(thief)).toBeNull()
  expect(await sessionOf(second)).toMatchObject({ sessionId })
  expect(await closings(world)).toEqual([])
})

test('a welcome lost on its way does not lose the session: until the seat is heard, its former token holds', async () => {
  await using world = await openAnna()
  await using door = await openDoor(world.core)
  const first = seatAt(door.port)
  const { resume } = await first.end.welcome
  const sessionId = await signIn(world, first)
  await first.breakLine()
  const unheard = seatAt(door.port, { resume })
  await unheard.end.welcome
  await unheard.breakLine()
  const second = seatAt(door.port, { resume })
  expect((await second.end.welcome).resumed).toBe(true)
  expect(await sessionOf(second)).toMatchObject({ sessionId })
})

test('the line of before is hung up on when the seat comes back before it was known to be broken', async () => {
  await using world = await openAnna()
  await using door = await openDoor(world.core)
  const first = seatAt(door.port)
  const { resume } = await first.end.welcome
  await signIn(world, first)
  const closed = new Promise((resolve) => first.socket.once('close', resolve))
  const second = seatAt(door.port, { resume })
  expect((await second.end.welcome).resumed).toBe(true)
  expect(await closed).toBe(1008)
  expect(await sessionOf(second)).not.toBeNull()
})

test('a token opens nothing without the certificate of its seat', async () => {
  await using world = await openAnna()
  const held = { value: 'a'.repeat(64) }
  await using door = await openDoor(world.core, {
    asks: 'open',
    judge: () => ({ admitted: true, seat: { kind: 'test', name: 'Accueil', certificate: held.value } }),
  })
  const first = seatAt(door.port)
  const { resume } = await first.end.welcome
  await signIn(world, first)
  await first.breakLine()
  held.value = 'b'.repeat(64)
  expect((await seatAt(door.port, { resume }).end.welcome).resumed).toBe(false)
  held.value = 'a'.repeat(64)
  expect((await seatAt(door.port, { resume }).end.welcome).resumed).toBe(true)
})

test('a session waits two minutes for its seat, no longer, locked if it was, and idle all the while', async () => {
  await using world = await openAnna()
  await using door = await openDoor(world.core)
  const first = seatAt(door.port)
  const { resume } = await first.end.welcome
  await signIn(world, first)
  expect((await first.ask(contract.sessions.lock, { reason: 'button' })).ok).toBe(true)
  await first.breakLine()
  await expect.poll(() => door.sockets[0]?.readyState).toBe(3)
  world.clock.forward(115_000)
  world.timers.tick()
  const second = seatAt(door.port, { resume })
  const { resume: next, resumed } = await second.end.welcome
  expect(resumed).toBe(true)
  expect(await sessionOf(second)).toMatchObject({ locked: true, draftKey: null })
  await second.breakLine()
  await expect.poll(() => door.sockets[1]?.readyState).toBe(3)
  world.clock.forward(121_000)
  expect((await seatAt(door.port, { resume: next }).end.welcome).resumed).toBe(false)
  world.timers.tick()
  await expect.poll(() => closings(world)).toEqual([{ reason: 'expired' }])
  // The seat is free of them for the others too.
  expect(
    (await world.as('doctor').must(contract.sessions.users, {})).users.map((user) => user.openElsewhere),
  ).not.toContain('Accueil')
})

test('a line its page closes ends the session at once, unless the page said that another takes its place', async () => {
  await using world = await openAnna()
  await using door = await openDoor(world.core)
  const first = seatAt(door.port)
  const { resume } = await first.end.welcome
  await signIn(world, first)
  await first.close()
  await expect.poll(() => closings(world)).toEqual([{ reason: 'line-closed' }])
  expect((await seatAt(door.port, { resume }).end.welcome).resumed).toBe(false)

  const replaced = seatAt(door.port)
  const left = await replaced.end.welcome
  const sessionId = await signIn(world, replaced)
  replaced.socket.send(lineWords.replaced)
  await replaced.close()
  const next = seatAt(door.port, { resume: left.resume })
  expect((await next.end.welcome).resumed).toBe(true)
  expect(await sessionOf(next)).toMatchObject({ sessionId })
})

test('a seat the host withdraws loses its session at once and its token with it', async () => {
  await using world = await openAnna()
  await using door = await openDoor(world.core)
  const first = seatAt(door.port)
  const { resume } = await first.end.welcome
  await signIn(world, first)
  door.lines[0]?.end()
  await expect.poll(() => closings(world)).toEqual([{ reason: 'withdrawn' }])
  expect((await seatAt(door.port, { resume }).end.welcome).resumed).toBe(false)
})

test('a cabinet somebody works in from a broken line is not closed under them', async () => {
  await using world = await openAnna()
  await using door = await openDoor(world.core)
  const seat = seatAt(door.port)
  await seat.end.welcome
  await signIn(world, seat)
  world.as('anna').close()
  await seat.breakLine()
  const close = () => world.as('doctor').call(contract.cabinet.close, { withBackup: false })
  const refused = await close()
  expect(refused).toMatchObject({ problem: 'cabinet.used-elsewhere' })
  expect(refused.ok ? [] : (refused.data as { names: string[] }).names).toContain('Test ANNA')
})

test('another version is told which one the host has, and nothing else', async () => {
  await using world = await openAnna()
  await using door = await openDoor(world.core)
  const old = seatAt(door.port, { contract: '0'.repeat(64) })
  const refusal = await old.end.welcome.catch((error: unknown) => error)
  expect(refusal).toBeInstanceOf(SeatRefused)
  expect(refusal).toMatchObject({ refused: 'version', program: '0.0.0-test' })
  await expect(old.ask(contract.sessions.current, {})).rejects.toBeInstanceOf(ConnectionLost)
})

test('a seat that is not admitted is told why and hung up on', async () => {
  await using world = await openAnna()
  await using door = await openDoor(world.core, {
    asks: 'prove',
    judge: () => ({ admitted: false, refused: 'revoked' }),
  })
  const asked: string[] = []
  const seat = seatAt(door.port, {
    prove: async (text) => {
      asked.push(text)
      return { certificate: 'AAAA', signature: 'BBBB' }
    },
  })
  await expect(seat.end.welcome).rejects.toMatchObject({ refused: 'revoked' })
  expect(asked).toEqual([expect.stringMatching(/^cabinet-ouvert greeting 1 [\w-]{43}$/)])
})

test.each([
  ['an operation before the greeting', JSON.stringify({ i: '1', p: { u: '/sessions/current', b: { json: {} } } })],
  ['no JSON', 'bonjour'],
  ['an unknown field', JSON.stringify({ contract: '0'.repeat(64), program: '1', kind: 'test', admin: true })],
  ['a frame too long', JSON.stringify({ contract: '0'.repeat(64), program: 'x'.repeat(20_000), kind: 'test' })],
])('%s in place of the greeting ends the line', async (_what, frame) => {
  await using world = await openAnna()
  await using door = await openDoor(world.core, knownSeat({ kind: 'test', name: 'Accueil' }))
  const heard: string[] = []
  const socket = new WebSocket(`ws://127.0.0.1:${door.port}`)
  socket.addEventListener('message', (event) => heard.push(String(event.data)))
  const closed = new Promise<number>((resolve) => socket.addEventListener('close', (event) => resolve(event.code)))
  socket.addEventListener('open', () => socket.send(frame))
  expect(await closed).toBe(1008)
  // Only its own first word: nothing answers what is not a greeting.
  expect(heard).toHaveLength(1)
})

test('a pulse is answered', async () => {
  await using world = await openAnna()
  await using door = await openDoor(world.core)
  const seat = seatAt(door.port)
  await seat.end.welcome
  const heard = new Promise<string>((resolve) => seat.socket.once('message', (data) => resolve(String(data))))
  seat.end.say('pulse')
  expect(await heard).toBe(lineWords.pulse)
})

test('no session ends without a line of the journal: another user, an access withdrawn, a cabinet closed', async () => {
  await using world = await openAnna()
  const anna = world.as('anna')
  const { cabinetId } = world
  const atSeat = async () => {
    const seat = connectInMemory(world.core, { kind: 'test', name: 'Accueil' })
    await seat.call(contract.cabinet.open, { cabinetId, userId: anna.userId, password: testPassword })
    return seat
  }
  const shared = await atSeat()
  await shared.call(contract.sessions.lock, { reason: 'button' })
  await shared.call(contract.sessions.unlock, { userId: world.userId('doctor'), password: testPassword })
  shared.close()
  await expect.poll(() => closings(world)).toEqual([{ reason: 'other-user' }, { reason: 'line-closed' }])

  const { people } = await world.as('admin').must(contract.people.list, {})
  const version = people.find(({ userId }) => userId === anna.userId)?.version ?? 0
  const closed = { userId: anna.userId, active: false, expectedVersion: version }
  await world.as('admin').must(contract.people.setActive, closed)
  await expect.poll(() => closings(world)).toContainEqual({ reason: 'access-ended' })

  await world.as('admin').must(contract.sessions.lock, { reason: 'button' })
  await world.as('doctor').must(contract.cabinet.close, { withBackup: false })
  expect(await closings(world)).toContainEqual({ reason: 'cabinet-closed' })
})
