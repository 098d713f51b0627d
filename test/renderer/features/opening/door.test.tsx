import { expect, test } from 'vitest'
import { Opening } from '#renderer/features/opening/index.ts'
import { FakeReader, refuse, sitWithCard } from '#test/renderer/features/cards/card-seat.tsx'

const cabinetId = '01900000-0000-7000-8000-0000000000c1'
const userId = '01900000-0000-7000-8000-0000000000d1'
const session = { sessionId: 's', cabinetId, userId, locked: false }
const known = {
  cabinetId,
  name: 'Cabinet des Tilleuls',
  folder: '/c',
  profile: 'production',
  state: 'closed',
  users: [{ userId, displayName: 'Dr Hélène MARCHAND', role: 'practitioner' }],
  hasKeyringSlot: false,
  latestBackupAt: null,
}

/** The opening window of a computer that is slow to say which cabinets it has. */
async function sit() {
  const entered: unknown[] = []
  const found = Promise.withResolvers<{ readonly cabinets: readonly (typeof known)[] }>()
  const seat = await sitWithCard(<Opening onOpened={(next) => entered.push(next)} />, new FakeReader(), {
    'sessions.current': () => ({ session: null }),
    'cabinet.list': () => found.promise,
    'cabinet.describe': () => ({ seatName: 'PC-7', programVersion: '1.4', cabinetsFolder: '/c', atHost: true }),
    'psc.status': () => refuse('internal', { reference: 'none' }),
    'cabinet.open': () => ({ session, notices: [] }),
  })
  await seat.type('Mot de passe', 'tilleul brume')
  await seat.enter('Mot de passe')
  expect(seat.asked('cabinet.open')).toEqual([])
  return {
    ...seat,
    entered,
    find: async (...cabinets: readonly (typeof known)[]) => {
      found.resolve({ cabinets })
      await seat.settle()
    },
  }
}

test('Entrée pressed before the cabinets are known is not lost: it opens once they are, once', async () => {
  const seat = await sit()
  await seat.enter('Mot de passe')
  expect(seat.text()).toContain('Ouverture…')
  await seat.find(known)
  expect(seat.asked('cabinet.open')).toEqual([{ cabinetId, userId, password: 'tilleul brume' }])
  expect(seat.entered).toEqual([session])
})

test('where no cabinet is found, nothing is waited for any more', async () => {
  const seat = await sit()
  await seat.find()
  expect(seat.text()).not.toContain('Ouverture…')
  expect(seat.asked('cabinet.open')).toEqual([])
})
