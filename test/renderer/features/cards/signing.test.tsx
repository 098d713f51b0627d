import { expect, test } from 'vitest'
import { useCabinet } from '#renderer/client/index.ts'
import { PinRequestDialog } from '#renderer/features/cards/index.ts'
import { press } from '#test/renderer/ui/draw.tsx'
import { sessionWith } from '#test/renderer/features/settings/administrator.tsx'
import { FakeReader, marchand, sitWithCard } from './card-seat.tsx'

const requestId = '01900000-0000-7000-8000-0000000000f1'
const code = 'Code de la carte'

function Desk() {
  return useCabinet().session ? <PinRequestDialog /> : null
}

/** A core that asks for one signature, and what it is answered. */
async function sit(reader: FakeReader, cardNumber: string | null = null) {
  let isAsked = false
  const request = { kind: 'signDigest', requestId, cardNumber, algorithm: 'sha-256', digest: 'd'.repeat(43) }
  const stream = () => ({
    [Symbol.asyncIterator]: () => ({
      next: () => {
        if (isAsked) return new Promise(() => {})
        isAsked = true
        // Once somebody is at work: without a screen, what needs a code is refused.
        return new Promise((resolve) =>
          setTimeout(() => resolve({ done: false, value: { kind: 'asked', request } }), 60),
        )
      },
    }),
  })
  const seat = await sitWithCard(<Desk />, reader, {
    'sessions.current': () => ({ session: sessionWith() }),
    'sessions.watch': () => ({ [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => {}) }) }),
    'devices.watchRequests': stream,
    'devices.answer': () => ({ taken: true }),
  })
  await seat.settle(120)
  return seat
}

test('a signature that needs the code asks for it once, and is given', async () => {
  const seat = await sit(new FakeReader().insert(marchand))
  expect(seat.text()).toContain('Le cabinet demande la signature de la carte de H. MARCHAND, pour Dr Paul MARCEAU.')
  expect(document.activeElement).toBe(seat.field(code))
  await seat.type(code, '0000')
  await seat.enter(code)
  expect(seat.text()).toContain('Code faux : 2 essais restants.')
  await seat.type(code, '1234')
  await seat.enter(code)
  expect(seat.asked('devices.answer')).toMatchObject([{ requestId, answer: { outcome: { ok: true } } }])
  expect(seat.everything()).not.toContain('1234')
  expect(seat.has(code)).toBe(false)
})

test('given up, it is refused and nothing was signed', async () => {
  const seat = await sit(new FakeReader().insert(marchand))
  await press(seat.field(code), 'Escape')
  await seat.settle(60)
  expect(seat.asked('devices.answer')).toMatchObject([{ answer: { outcome: { ok: false } } }])
  expect(seat.has(code)).toBe(false)
})
