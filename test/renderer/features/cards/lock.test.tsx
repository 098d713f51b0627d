import { expect, test } from 'vitest'
import { LockScreen } from '#renderer/features/lock/index.ts'
import { sessionWith } from '#test/renderer/features/settings/administrator.tsx'
import { type Answers, belkacem, FakeReader, marchand, refuse, sitWithCard } from './card-seat.tsx'

const heldBy = '01900000-0000-7000-8000-0000000000d1'
const other = '01900000-0000-7000-8000-0000000000d2'
const challenge = 'c'.repeat(43)
const listed = (userId: string, displayName: string, draftCount = 0) => ({
  userId,
  displayName,
  role: 'practitioner',
  roleName: 'Praticien',
  lastOpenedAt: null,
  openElsewhere: null,
  draftCount,
  validUntil: null,
})
const openedByCard = { kind: 'card', cardNumber: marchand.cardNumber }
const openedByPassword = { kind: 'password', cardNumber: null }

async function sit(reader: FakeReader, openedWith: object = openedByCard, answers: Answers = {}) {
  const session = {
    ...sessionWith(['patient.read']),
    userId: heldBy,
    displayName: 'Dr Hélène MARCHAND',
    locked: true,
    lockedAt: '2026-11-24T13:47:00.000Z',
    lockReason: 'card',
    openedWith,
  }
  const entered: unknown[] = []
  const seat = await sitWithCard(
    <LockScreen session={session as never} switching={false} onUnlocked={(next) => entered.push(next)} />,
    reader,
    {
      'sessions.current': () => ({ session }),
      'sessions.users': () => ({
        users: [listed(heldBy, 'Dr Hélène MARCHAND', 1), listed(other, 'Dr Yanis BELKACEM')],
      }),
      'cabinet.describe': () => ({ seatName: 'ACCUEIL-1' }),
      'cards.challenge': () => ({ proof: { cabinetId: session.cabinetId, challenge }, validForMs: 60_000 }),
      'cards.unlock': () => ({ session: { userId: heldBy }, notices: [] }),
      ...answers,
    },
  )
  return { ...seat, entered }
}

const code = 'Code de la carte'

test('locked by the card: it says so, waits for it, and asks its code by itself once it is back', async () => {
  const reader = new FakeReader().plug()
  const seat = await sit(reader)
  expect(seat.text()).toContain('au retrait de la carte')
  expect(seat.text()).toContain('Remettez votre CPS : le code vous sera demandé.')
  expect(seat.text()).toContain('1 brouillon est enregistré')
  await seat.reader((one) => one.insert(marchand))
  expect(document.activeElement).toBe(seat.field(code))
  await seat.type(code, '1234')
  await seat.enter(code)
  expect(seat.asked('cards.challenge')).toEqual([{ purpose: 'unlock' }])
  expect(seat.asked('cards.unlock')).toEqual([
    { challenge, certificate: marchand.authentication, signature: `identity ${challenge}` },
  ])
  expect(seat.entered).toEqual([{ userId: heldBy }])
  expect(seat.everything()).not.toContain('1234')
})

test('another holder puts their card in: the seat is theirs', async () => {
  const reader = new FakeReader().plug()
  const seat = await sit(reader, openedByPassword, {
    'cards.unlock': () => ({ session: { userId: other }, notices: [] }),
  })
  await seat.reader((one) => one.insert(belkacem))
  expect(seat.text()).toContain('CPS de Dr Y. BELKACEM')
  await seat.type(code, '1234')
  await seat.enter(code)
  expect(seat.asked('cards.unlock')).toMatchObject([{ certificate: belkacem.authentication }])
  expect(seat.entered).toEqual([{ userId: other }])
})

test('choosing somebody else asks for their password, though the card of the session is there', async () => {
  const seat = await sit(new FakeReader().insert(marchand))
  expect(seat.has(code)).toBe(true)
  await seat.click('Dr Yanis BELKACEM')
  expect(seat.has(code)).toBe(false)
  expect(document.activeElement).toBe(seat.field('Mot de passe'))
})

test('a card that was there all along asks nothing of who came with a password, until the key is pressed', async () => {
  const seat = await sit(new FakeReader().insert(marchand), openedByPassword)
  expect(document.activeElement).toBe(seat.field('Mot de passe'))
  expect(seat.has(code)).toBe(false)
  await seat.click('Déverrouiller avec la CPS')
  expect(document.activeElement).toBe(seat.field(code))
  await seat.click('Utiliser le mot de passe')
  expect(seat.has(code)).toBe(false)
})

test('a password being typed is not taken away by a card', async () => {
  const reader = new FakeReader().plug()
  const seat = await sit(reader)
  await seat.type('Mot de passe', 'form')
  await seat.reader((one) => one.insert(marchand))
  expect(seat.field('Mot de passe').value).toBe('form')
  expect(seat.has(code)).toBe(false)
})

test('the key pressed before the card is read is not lost', async () => {
  const reader = new FakeReader().service('starting')
  const seat = await sit(reader, openedByPassword)
  await seat.click('Déverrouiller avec la CPS')
  expect(seat.has(code)).toBe(false)
  await seat.reader((one) => one.insert(marchand))
  expect(document.activeElement).toBe(seat.field(code))
})

test('a card that opens nothing here is told, and keeps no code', async () => {
  const reader = new FakeReader().plug()
  const seat = await sit(reader, openedByCard, { 'cards.unlock': () => refuse('card.not-enrolled') })
  await seat.reader((one) => one.insert(belkacem))
  await seat.type(code, '1234')
  await seat.enter(code)
  expect(seat.text()).toContain('Cette carte n’ouvre pas ce cabinet.')
  expect(reader.calls('forgetPin')).toHaveLength(1)
  expect(seat.has('Mot de passe')).toBe(true)
  expect(seat.entered).toEqual([])
})

test('a page without readers, and a session without card: nothing of cards is shown', async () => {
  const seat = await sit(new FakeReader(), openedByPassword)
  expect(seat.text()).not.toContain('CPS')
})
