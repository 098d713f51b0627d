import { act } from 'react'
import { afterEach, expect, test } from 'vitest'
import { LockScreen } from '#renderer/features/lock/index.ts'
import { sessionWith } from '#test/renderer/features/settings/administrator.tsx'
import { refuse, sitAt } from '#test/renderer/features/patients/seat.tsx'
import { one, press } from '#test/renderer/ui/draw.tsx'
import { idOf } from '../access/groups.ts'

let leave: (() => Promise<unknown>) | undefined
afterEach(async () => {
  await leave?.()
  leave = undefined
})

const user = (number: number, displayName: string, more: object = {}) => ({
  userId: idOf(number),
  displayName,
  role: 'practitioner',
  roleName: 'Praticien',
  lastOpenedAt: null,
  openElsewhere: null,
  draftCount: 0,
  validUntil: null,
  ...more,
})

const listed = [
  user(2, 'Dr Yanis BELKACEM', { openElsewhere: 'CABINET-2' }),
  user(1, 'Dr Hélène MARCHAND', { draftCount: 1 }),
  user(3, 'Dr Paul ESTÈVE', { roleName: 'Remplaçant', validUntil: '2026-11-30' }),
]

async function sitAtLock({ switching = false, reason = 'inactivity' } = {}, answers = {}) {
  const session = {
    ...sessionWith(['patient.read']),
    userId: idOf(1),
    displayName: 'Dr Hélène MARCHAND',
    locked: true,
    lockedAt: '2026-11-24T13:47:00.000Z',
    lockReason: reason,
    lockAfterMinutes: 5,
  }
  const entered: unknown[] = []
  const seat = await sitAt(
    <LockScreen session={session as never} switching={switching} onUnlocked={(next) => entered.push(next)} />,
    {
      'sessions.current': () => ({ session }),
      'sessions.users': () => ({ users: listed }),
      'cabinet.describe': () => ({ seatName: 'ACCUEIL-1' }),
      ...answers,
    },
  )
  leave = seat.leave
  return { ...seat, entered }
}

const chosen = () => one('button[aria-pressed="true"] strong').textContent
const names = () => [...document.querySelectorAll('button[data-user] strong')].map((each) => each.textContent)
const password = () => one<HTMLInputElement>('input[autocomplete="current-password"]')

test('whoever left stands first, with what waits for them; each line says one useful thing', async () => {
  const seat = await sitAtLock()
  expect(names()).toEqual(['Dr Hélène MARCHAND', 'Dr Yanis BELKACEM', 'Dr Paul ESTÈVE'])
  expect(chosen()).toBe('Dr Hélène MARCHAND')
  expect(seat.text()).toContain('1 brouillon conservé')
  expect(seat.text()).toContain('Session ouverte sur CABINET-2')
  expect(seat.text()).toContain('Accès jusqu’au 30/11/2026')
  expect(seat.text()).toContain('Remplaçant')
  expect(seat.text()).toContain('1 brouillon est enregistré et vous attend.')
  expect(document.activeElement).toBe(password())
})

test.each([
  ['inactivity', ', après 5 minutes sans activité.'],
  ['system', ', à la mise en veille de l’ordinateur.'],
])('a seat locked by %s says so', async (reason, sentence) => {
  const seat = await sitAtLock({ reason })
  expect(seat.text()).toContain(sentence)
})

test('changing user: arrows choose, typing is their password, and the seat is theirs', async () => {
  const seat = await sitAtLock(
    { switching: true, reason: 'button' },
    { 'sessions.unlock': () => ({ session: { ...sessionWith(['patient.read']), userId: idOf(3) } }) },
  )
  expect(chosen()).toBe('Dr Yanis BELKACEM')
  const line = () => one('button[aria-pressed="true"]')
  expect(document.activeElement).toBe(line())
  await press(line(), 'ArrowDown')
  expect(chosen()).toBe('Dr Paul ESTÈVE')
  expect(document.activeElement).toBe(line())
  await press(line(), 'a')
  expect(document.activeElement).toBe(password())
  await act(async () => {
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(password(), 'formation')
    password().dispatchEvent(new Event('input', { bubbles: true }))
  })
  await seat.click('Ouvrir la session')
  expect(seat.asked('sessions.unlock')).toEqual([{ userId: idOf(3), password: 'formation' }])
  expect(seat.entered).toMatchObject([{ userId: idOf(3) }])
})

test('a wrong password is told under its field, which is emptied', async () => {
  const seat = await sitAtLock({}, { 'sessions.unlock': () => refuse('password.wrong', { retryAfterMs: 0 }) })
  await act(async () => {
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(password(), 'autre')
    password().dispatchEvent(new Event('input', { bubbles: true }))
  })
  await seat.click('Déverrouiller')
  expect(seat.text()).toContain('Ce mot de passe n’est pas le bon.')
  expect(password().value).toBe('')
  expect(seat.entered).toEqual([])
})
