import { expect, test } from 'vitest'
import type { DeviceEvent } from '#app/features/devices/model.ts'
import { DeviceDesk } from '#core/kernel/device-desk.ts'
import type { Seat } from '#core/kernel/session-table.ts'

/** A desk whose minutes pass when the test says so. */
function desk() {
  let drawn = 0
  const timers = new Map<() => void, number>()
  const made = new DeviceDesk({
    random: { id: () => `id-${(drawn += 1)}`, bytes: () => new Uint8Array(0) } as never,
    timers: {
      after: (ms, call) => {
        timers.set(call, ms)
        return () => void timers.delete(call)
      },
      every: () => () => undefined,
    },
  })
  return {
    desk: made,
    waits: () => [...timers.values()],
    elapse: () => {
      for (const call of [...timers.keys()]) call()
    },
  }
}

const seatOf = (id: string) => ({ id }) as Seat
const never = new AbortController().signal
const digest = 'd'.repeat(43)
const signing = { cardNumber: '8025/28', algorithm: 'sha-256', digest } as const
const signed = { ok: true, value: { signature: 's', certificate: 'c' } } as const
const cancelled = { ok: false, problem: 'cancelled' }

async function requestIn(stream: AsyncIterableIterator<DeviceEvent>): Promise<string> {
  const { value } = await stream.next()
  if (value?.kind !== 'asked') throw new Error('a request was expected')
  return value.request.requestId
}

test('a seat that follows nothing has no readers', async () => {
  const { desk: made, waits } = desk()
  const answer = await made.for(seatOf('one'), never).readVitaleCard({ reader: null })
  expect(answer).toEqual({ ok: false, problem: 'device.absent' })
  expect(waits()).toEqual([])
})

test('a request goes to its own seat, and its answer comes back once', async () => {
  const { desk: made, waits } = desk()
  const [one, other] = [seatOf('one'), seatOf('other')]
  const stream = made.watch(one, never)
  made.watch(other, never)
  const asked = made.for(one, never).signDigest(signing)
  const requestId = await requestIn(stream)
  expect(waits()).toEqual([90_000])
  // Neither another seat, nor another kind, nor another request answers it.
  expect(made.answer(other, requestId, { kind: 'signDigest', outcome: signed })).toBe(false)
  expect(made.answer(one, requestId, { kind: 'readVitaleCard', outcome: { ok: false, problem: 'cancelled' } })).toBe(
    false,
  )
  expect(made.answer(one, 'id-9', { kind: 'signDigest', outcome: signed })).toBe(false)
  expect(made.answer(one, requestId, { kind: 'signDigest', outcome: signed })).toBe(true)
  expect(await asked).toEqual(signed)
  expect(made.answer(one, requestId, { kind: 'signDigest', outcome: signed })).toBe(false)
  expect(waits()).toEqual([])
})

test('a request of one kind takes the place of the former, which the seat is told to leave', async () => {
  const { desk: made } = desk()
  const seat = seatOf('one')
  const stream = made.watch(seat, never)
  const first = made.for(seat, never).readVitaleCard({ reader: null })
  const firstId = await requestIn(stream)
  const other = made.for(seat, never).signDigest(signing)
  const otherId = await requestIn(stream)
  const second = made.for(seat, never).readVitaleCard({ reader: 'Lecteur 1' })
  expect(await first).toEqual(cancelled)
  expect(await stream.next()).toEqual({ done: false, value: { kind: 'withdrawn', requestId: firstId } })
  const secondId = await requestIn(stream)
  expect(made.answer(seat, firstId, { kind: 'readVitaleCard', outcome: signed as never })).toBe(false)
  expect(made.answer(seat, secondId, { kind: 'readVitaleCard', outcome: { ok: false, problem: 'card.absent' } })).toBe(
    true,
  )
  expect(await second).toEqual({ ok: false, problem: 'card.absent' })
  // The other kind was not disturbed.
  expect(made.answer(seat, otherId, { kind: 'signDigest', outcome: signed })).toBe(true)
  expect(await other).toEqual(signed)
})

test('a seat that does not answer in time is slow, and an answer that comes then is refused', async () => {
  const { desk: made, elapse, waits } = desk()
  const seat = seatOf('one')
  const stream = made.watch(seat, never)
  const asked = made.for(seat, never).readVitaleCard({ reader: null })
  const requestId = await requestIn(stream)
  expect(waits()).toEqual([60_000])
  elapse()
  expect(await asked).toEqual({ ok: false, problem: 'card.slow' })
  expect(await stream.next()).toEqual({ done: false, value: { kind: 'withdrawn', requestId } })
  expect(made.answer(seat, requestId, { kind: 'readVitaleCard', outcome: { ok: false, problem: 'card.absent' } })).toBe(
    false,
  )
})

test('what was asked ends when the seat locks or changes hands, when its line breaks, when the caller gives up', async () => {
  const { desk: made } = desk()
  const seat = seatOf('one')
  const line = new AbortController()
  const caller = new AbortController()
  made.watch(seat, line.signal)
  const locked = made.for(seat, never).signDigest(signing)
  made.leave(seat)
  expect(await locked).toEqual(cancelled)
  const givenUp = made.for(seat, caller.signal).signDigest(signing)
  caller.abort()
  expect(await givenUp).toEqual(cancelled)
  const broken = made.for(seat, never).signDigest(signing)
  line.abort()
  expect(await broken).toEqual(cancelled)
  expect(await made.for(seat, never).signDigest(signing)).toEqual({ ok: false, problem: 'device.absent' })
})

test('a second stream of a seat takes the place of the first', async () => {
  const { desk: made } = desk()
  const seat = seatOf('one')
  const first = made.watch(seat, never)
  const waiting = first.next()
  const second = made.watch(seat, never)
  expect(await waiting).toEqual({ done: true, value: undefined })
  const asked = made.for(seat, never).signDigest(signing)
  const requestId = await requestIn(second)
  // The end of the first, which comes late, takes nothing from the second.
  await first.return?.()
  expect(made.answer(seat, requestId, { kind: 'signDigest', outcome: signed })).toBe(true)
  expect(await asked).toEqual(signed)
})

test('a page that follows and never reads is left', async () => {
  const { desk: made } = desk()
  const seat = seatOf('one')
  const stream = made.watch(seat, never)
  for (let times = 0; times < 80; times += 1) void made.for(seat, never).readVitaleCard({ reader: null })
  expect(await made.for(seat, never).readVitaleCard({ reader: null })).toEqual({ ok: false, problem: 'device.absent' })
  await stream.return?.()
})
