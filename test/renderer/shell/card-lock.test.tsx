import { useCallback, useState } from 'react'
import { expect, test } from 'vitest'
import { useCabinet } from '#renderer/client/index.ts'
import { useCardLock } from '#renderer/shell/card-lock.ts'
import { belkacem, FakeReader, marchand, sitWithCard } from '#test/renderer/features/cards/card-seat.tsx'
import { sessionWith } from '#test/renderer/features/settings/administrator.tsx'

const locked: string[] = []

function Screen() {
  const lock = useCallback((reason: string) => {
    locked.push(reason)
    // The cabinet never answers: what is on the screen does not wait for it.
    return new Promise<void>(() => {})
  }, [])
  const [typed, setTyped] = useState('')
  const isGone = useCardLock(lock)
  if (isGone) return null
  return (
    <label>
      Dossier de LACAZE Françoise
      <input value={typed} onChange={(event) => setTyped(event.target.value)} />
    </label>
  )
}

function SignedIn() {
  return useCabinet().session ? <Screen /> : null
}

function sit(reader: FakeReader, openedWith: object) {
  locked.length = 0
  return sitWithCard(<SignedIn />, reader, {
    'sessions.current': () => ({ session: { ...sessionWith(), openedWith } }),
    'sessions.watch': () => ({ [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => {}) }) }),
  })
}

const byCard = { kind: 'card', cardNumber: marchand.cardNumber }

test('the card of the session withdrawn: nothing is left on the screen, before the cabinet has answered', async () => {
  const seat = await sit(new FakeReader().insert(marchand), byCard)
  expect(seat.text()).toContain('LACAZE')
  await seat.reader((reader) => reader.withdraw())
  expect(seat.text()).not.toContain('LACAZE')
  expect(locked).toEqual(['card'])
})

test('replaced by another card, it is gone as well', async () => {
  const seat = await sit(new FakeReader().insert(marchand), byCard)
  await seat.reader((reader) => reader.insert(belkacem))
  expect(locked).toEqual(['card'])
})

test('a page opened again where the card no longer is locks too', async () => {
  const seat = await sit(new FakeReader().plug(), byCard)
  expect(seat.text()).not.toContain('LACAZE')
  expect(locked).toEqual(['card'])
})

test('a session opened with a password owes nothing to a card', async () => {
  const seat = await sit(new FakeReader().insert(marchand), { kind: 'password', cardNumber: null })
  await seat.reader((reader) => reader.withdraw())
  expect(seat.text()).toContain('LACAZE')
  expect(locked).toEqual([])
})
