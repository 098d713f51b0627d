import { expect, test } from 'vitest'
import { Seat } from '#core/kernel/session-table.ts'
import { SignInDesk } from '#core/kernel/sign-in-desk.ts'
import { systemRandom } from '#main/adapters/computer/random.ts'
import { testClock } from '#test/world/clock.ts'
import { signInByWord } from '#test/world/sign-in.ts'
import { testTimers } from '#test/world/timers.ts'

const places = [
  { place: 'CABINET', profession: '10', mode: 'L', postalCode: '33780' },
  { place: 'EHPAD', profession: '10', mode: 'S', postalCode: '33780' },
] as const
const asked = {
  proxy: { kind: 'training' },
  nationalId: '899700000013',
  channel: 'MOBILE',
} as const

/** A desk whose service approves at once, and a seat where somebody is signed in. */
function deskWith(random = systemRandom) {
  const [awake, timers] = [testClock(), testTimers()]
  let slept = 0
  const clock = { ...awake, now: () => new Date(Date.parse(awake.now()) + slept).toISOString() }
  const ended: string[] = []
  const locked: string[] = []
  let cabinet: object | null = {}
  const signIn = {
    ...signInByWord(),
    connect: async ({ nationalId }: { readonly nationalId: string }) => ({
      identity: { nationalId, activities: places },
      send: async () => ({ status: 200, body: new Uint8Array() }),
      end: async () => void ended.push(nationalId),
    }),
  }
  const desk = new SignInDesk({
    ports: { clock, timers, random, signIn },
    endOf: (ageMs) => (ageMs >= 1000 ? 'over' : null),
    lock: (_seat, why) => void locked.push(why),
    cabinet: () => cabinet,
  })
  const line = { token: Buffer.alloc(0), former: null, hangUp: () => undefined }
  const seat = new Seat('seat', { kind: 'test', name: 'poste' }, line)
  const openAnother = () => {
    cabinet = {}
  }
  /** What counts time from any moment stops while a computer sleeps. */
  const sleep = (ms: number) => {
    slept += ms
  }
  return { desk, seat, clock, timers, ended, locked, openAnother, sleep }
}

async function approvedAt({ desk, seat }: ReturnType<typeof deskWith>) {
  const attempt = desk.for(seat).begin(asked)
  if (!('attemptId' in attempt)) throw new Error('asked too often')
  expect(await desk.for(seat).progress(attempt.attemptId, new AbortController().signal)).toMatchObject({
    kind: 'approved',
  })
  return attempt
}

const session = { sessionId: 's1' } as unknown as NonNullable<Seat['session']>

test('the activity chosen lasts as long as the session it was chosen for', async () => {
  const at = deskWith()
  const { attemptId } = await approvedAt(at)
  const taken = at.desk.for(at.seat).take(attemptId)
  at.seat.session = session
  taken?.keep(places[1])
  expect(at.desk.for(at.seat).activity()).toEqual(places[1])
  at.seat.session = { ...session, sessionId: 's2' }
  expect(at.desk.for(at.seat).activity()).toBeNull()
  at.seat.session = session
  at.desk.leave(at.seat)
  expect(at.desk.for(at.seat).activity()).toBeNull()
  expect(at.ended).toEqual([asked.nationalId])
})

test('a work that outlives its session calls in the name of nobody who came after', async () => {
  const at = deskWith()
  at.seat.session = session
  const work = at.desk.for(at.seat)
  const { attemptId } = await approvedAt(at)
  const next = { ...session, sessionId: 's2' }
  at.seat.session = next
  at.desk.for(at.seat).take(attemptId)?.keep(null)
  expect(at.desk.for(at.seat).session()).toMatchObject({ nationalId: asked.nationalId })
  expect(work.session()).toBeNull()
  const post = { path: '/send/tlsi', contentType: '', body: '', signal: new AbortController().signal }
  await expect(work.send(post)).rejects.toMatchObject({ reason: 'refused' })
})

test('an approval that nobody takes up, or that comes after the seat left, is closed', async () => {
  const at = deskWith()
  await approvedAt(at)
  at.desk.leave(at.seat)
  const late = at.desk.for(at.seat).begin(asked)
  at.desk.leave(at.seat)
  expect(late).toHaveProperty('attemptId')
  await at.desk.end()
  expect(at.ended).toEqual([asked.nationalId, asked.nationalId])
})

test('an approval given to one cabinet opens no other, nor the same one opened again', async () => {
  const at = deskWith()
  const { attemptId } = await approvedAt(at)
  // Nobody was signed in: another cabinet took its place, whose users never chose that proxy.
  at.openAnother()
  expect(at.desk.for(at.seat).look(attemptId)).toEqual({ kind: 'unknown' })
  expect(at.desk.for(at.seat).take(attemptId)).toBeNull()
  expect(at.ended).toEqual([asked.nationalId])
})

test('its end is told once it is over, and no more once the seat left', async () => {
  const at = deskWith()
  const { attemptId } = await approvedAt(at)
  at.seat.session = session
  at.desk.for(at.seat).take(attemptId)?.keep(null)
  at.timers.tick()
  expect(at.locked).toEqual([])
  at.clock.forward(1000)
  at.timers.tick()
  expect(at.locked).toEqual(['over'])
  at.desk.leave(at.seat)
  at.timers.tick()
  expect(at.locked).toEqual(['over'])
})

test('the time a computer sleeps counts', async () => {
  const at = deskWith()
  const { attemptId } = await approvedAt(at)
  at.seat.session = session
  at.desk.for(at.seat).take(attemptId)?.keep(null)
  at.sleep(600)
  at.timers.tick()
  expect(at.locked).toEqual([])
  at.sleep(400)
  at.timers.tick()
  expect(at.locked).toEqual(['over'])
})

test('each number is as likely as another: bytes that would favour some are passed over', async () => {
  const drawn = [Uint8Array.of(255, 200, 199), Uint8Array.of(250), Uint8Array.of(100), Uint8Array.of(7)]
  const at = deskWith({
    id: systemRandom.id,
    bytes: (count) => (count === 16 ? (drawn.shift() ?? systemRandom.bytes(count)) : systemRandom.bytes(count)),
  })
  const numbers = [await approvedAt(at), await approvedAt(at), await approvedAt(at)].map((one) => one.bindingNumber)
  expect(numbers).toEqual(['99', '00', '07'])
})
