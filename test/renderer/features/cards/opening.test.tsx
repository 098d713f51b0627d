import { expect, test } from 'vitest'
import { Opening } from '#renderer/features/opening/index.ts'
import { press } from '#test/renderer/ui/draw.tsx'
import { type Answers, FakeReader, marchand, refuse, sitWithCard } from './card-seat.tsx'

const cabinetId = '01900000-0000-7000-8000-0000000000c1'
const userId = '01900000-0000-7000-8000-0000000000d1'
const slotId = '01900000-0000-7000-8000-0000000000e1'
const session = { sessionId: 's', cabinetId, userId, locked: false }
const proof = { cabinetId, slotId, challenge: 'c'.repeat(43) }
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
const holder = { lastName: 'MARCHAND', firstName: 'Hélène', rpps: '99700000005', nationalId: '', profession: '' }

const usual: Answers = {
  'sessions.current': () => ({ session: null }),
  'cabinet.list': () => ({ cabinets: [known] }),
  'cabinet.describe': () => ({ seatName: 'PC-7', programVersion: '1.4', cabinetsFolder: '/c', atHost: true }),
  'psc.status': () => refuse('internal', { reference: 'none' }),
  'cards.slotOf': () => ({ proof, userId, displayName: 'Dr Hélène MARCHAND' }),
  'cards.open': () => ({ session, notices: [] }),
}

async function sit(reader: FakeReader, answers: Answers = {}) {
  const entered: unknown[] = []
  const seat = await sitWithCard(<Opening onOpened={(next) => entered.push(next)} />, reader, { ...usual, ...answers })
  return { ...seat, entered }
}

const open = 'Ouvrir le cabinet avec la CPS'
const code = 'Code de la carte'

test('the line under the button follows the reader, and nothing is read of a card but by the workstation', async () => {
  const seat = await sit(new FakeReader())
  expect(seat.text()).toContain('La CPS ne se lit que sur l’ordinateur du cabinet.')
  await seat.reader((reader) => reader.service('service-absent'))
  expect(seat.text()).toContain('Le service des cartes à puce est arrêté sur ce poste.')
  await seat.reader((reader) => reader.service('ready'))
  expect(seat.text()).toContain('Aucun lecteur de cartes branché sur ce poste.')
  await seat.reader((reader) => reader.plug())
  expect(seat.text()).toContain('Lecteur prêt. Insérez votre CPS.')
  const upsideDown = { name: 'Lecteur 1', status: 'mute', card: null, training: false } as const
  await seat.reader((reader) => reader.service('ready', [upsideDown]))
  expect(seat.text()).toContain('Est-elle à l’endroit')
  await seat.reader((reader) => reader.insert(marchand))
  expect(seat.text()).toContain('Lecteur prêt, CPS de Dr H. MARCHAND insérée.')
  expect(seat.operations().filter((operation) => operation.startsWith('cards.'))).toEqual([])
})

test('pressed before a card is there, the button says what to do, and goes on once it is; not over a password being typed', async () => {
  const seat = await sit(new FakeReader())
  await seat.click(open)
  expect(seat.text()).toContain('Ici, ouvrez avec votre mot de passe.')
  await seat.reader((reader) => reader.plug())
  expect(seat.text()).toContain('Son code vous sera demandé dès qu’elle sera insérée.')
  await seat.reader((reader) => reader.insert(marchand))
  expect(document.activeElement).toBe(seat.field(code))
  await seat.click('Annuler')
  await seat.reader((reader) => reader.withdraw())
  await seat.click(open)
  await seat.type('Mot de passe', 'à moitié')
  seat.field('Mot de passe').focus()
  await seat.reader((reader) => reader.insert(marchand))
  expect(seat.text()).toContain('Lecteur prêt, CPS de Dr H. MARCHAND insérée.')
})

test('Alt C, the code, Entrée: the slot is found before the code is asked, and the cabinet opens', async () => {
  const reader = new FakeReader().insert(marchand)
  const seat = await sit(reader)
  await press(document.body, 'c', { altKey: true, code: 'KeyC' })
  await seat.settle()
  expect(document.activeElement).toBe(seat.field(code))
  expect(seat.asked('cards.slotOf')).toEqual([{ cabinetId, certificate: marchand.authentication }])
  expect(reader.calls('enterPin')).toEqual([])
  await seat.type(code, '1234')
  expect(reader.calls('enterPin')).toEqual([])
  await seat.enter(code)
  expect(reader.calls('enterPin')).toEqual([{ insertion: 1, pin: '1234' }])
  expect(reader.calls('proveSlot')).toEqual([{ insertion: 1, ...proof }])
  expect(seat.asked('cards.open')).toEqual([
    { cabinetId, slotId, certificate: marchand.authentication, signature: `slot ${slotId}` },
  ])
  expect(seat.entered).toEqual([session])
  // The code went to the card and nowhere else.
  expect(seat.everything()).not.toContain('1234')
})

test('a code too short, or with letters, spends nothing', async () => {
  const reader = new FakeReader().insert(marchand)
  const seat = await sit(reader)
  await seat.click(open)
  await seat.type(code, '12a')
  expect(seat.field(code).value).toBe('12')
  expect(seat.field(code).type).toBe('password')
  expect(seat.text()).toContain('Le code ne contient que des chiffres.')
  await seat.enter(code)
  expect(reader.calls('enterPin')).toEqual([])
})

test('wrong twice, then right: each wrong code says what is left, the last is warned of before it is spent', async () => {
  const reader = new FakeReader().insert(marchand)
  const seat = await sit(reader)
  await seat.click(open)
  await seat.type(code, '0000')
  await seat.enter(code)
  expect(seat.text()).toContain('Code faux : 2 essais restants.')
  expect(seat.field(code).value).toBe('')
  expect(document.activeElement).toBe(seat.field(code))
  await seat.type(code, '1111')
  await seat.enter(code)
  expect(seat.text()).toContain('Code faux : 1 essai restant. Un autre code faux bloquera la carte.')
  await seat.type(code, '1234')
  await seat.enter(code)
  expect(seat.entered).toEqual([session])
})

test('a card whose last try is left says so as soon as its code is asked', async () => {
  const seat = await sit(new FakeReader().insert(marchand, 1))
  await seat.click(open)
  expect(seat.text()).toContain('Dernier essai : un autre code faux bloquera la carte.')
})

test('the third wrong code blocks the card: what to do is said, and nothing is asked of it again', async () => {
  const reader = new FakeReader().insert(marchand, 1)
  const seat = await sit(reader)
  await seat.click(open)
  await seat.type(code, '0000')
  await seat.enter(code)
  expect(seat.has(code)).toBe(false)
  expect(seat.text()).toContain('CPS Gestion')
  expect(seat.text()).toContain('CPS de Dr H. MARCHAND insérée, code bloqué.')
  await seat.click(open)
  expect(seat.has(code)).toBe(false)
  expect(reader.calls('enterPin')).toHaveLength(1)
  expect(seat.entered).toEqual([])
})

test('a card taken out takes its question away; put back, it is asked anew', async () => {
  const reader = new FakeReader().insert(marchand)
  const seat = await sit(reader)
  await seat.click(open)
  await seat.type(code, '12')
  await seat.reader((one) => one.withdraw())
  expect(seat.has(code)).toBe(false)
  expect(seat.text()).toContain('Lecteur prêt. Insérez votre CPS.')
  await seat.reader((one) => one.insert(marchand))
  expect(seat.has(code)).toBe(false)
  await seat.click(open)
  expect(seat.field(code).value).toBe('')
})

test.each([
  ['expired', 'Cette carte est périmée.'],
  ['revoked', 'révoquée'],
  ['unknown-authority', 'L’autorité qui a émis cette carte n’est pas reconnue'],
])('a card that is %s is refused with its reason, before its code is asked', async (verdict, words) => {
  const reader = new FakeReader().insert(marchand)
  const seat = await sit(reader, { 'cards.slotOf': () => refuse('card.not-trusted', { verdict }) })
  await seat.click(open)
  expect(seat.text()).toContain(words)
  expect(seat.has(code)).toBe(false)
  expect(document.activeElement).toBe(seat.button(open))
})

test('a card refused once its code was given keeps no code', async () => {
  const reader = new FakeReader().insert(marchand)
  const seat = await sit(reader, { 'cards.open': () => refuse('card.not-trusted', { verdict: 'revoked' }) })
  await seat.click(open)
  await seat.type(code, '1234')
  await seat.enter(code)
  expect(seat.text()).toContain('révoquée')
  expect(reader.calls('forgetPin')).toHaveLength(1)
  expect(seat.entered).toEqual([])
})

const enrolling: Answers = {
  'cabinet.open': () => ({ session }),
  'cards.enrolBegin': () => ({ proof, holder, cardNumber: '1', notices: [], until: '', adopts: null }),
  'cards.enrolFinish': () => ({ card: { cardNumber: '1' } }),
}

test('a card that opens nothing yet: the password once, the code once, and the card signs twice', async () => {
  const reader = new FakeReader().insert(marchand)
  let isEnrolled = false
  const seat = await sit(reader, {
    ...enrolling,
    'cards.slotOf': () => (isEnrolled ? { proof, userId, displayName: '' } : refuse('card.not-enrolled')),
    'cards.enrolFinish': () => {
      isEnrolled = true
      return { card: { cardNumber: '1' } }
    },
  })
  await seat.click(open)
  expect(seat.has(code)).toBe(false)
  await seat.click('Enregistrer…')
  expect(seat.text()).toContain('La CPS de Dr H. MARCHAND n’ouvre pas encore ce cabinet.')
  await seat.type('Mot de passe', 'un mot de passe')
  await seat.type(code, '1234')
  await seat.enter(code)
  expect(seat.asked('cabinet.open')).toEqual([{ cabinetId, userId, password: 'un mot de passe' }])
  expect(seat.asked('cards.enrolFinish')).toEqual([
    { slotId, signatures: [`slot ${slotId}`, `slot ${slotId}`], adoptRpps: null },
  ])
  // The session is the card's: its withdrawal locks the seat from now on.
  expect(seat.operations().slice(-2)).toEqual(['cards.slotOf', 'cards.open'])
  expect(seat.entered).toEqual([session])
})

test('a wrong code while enrolling leaves the cabinet open and the card as it was', async () => {
  const reader = new FakeReader().insert(marchand)
  const seat = await sit(reader, { ...enrolling, 'cards.slotOf': () => refuse('card.not-enrolled') })
  await seat.click(open)
  await seat.click('Enregistrer…')
  await seat.type('Mot de passe', 'un mot de passe')
  await seat.type(code, '0000')
  await seat.enter(code)
  expect(seat.text()).toContain('Code faux : 2 essais restants.')
  expect(seat.asked('cards.enrolFinish')).toEqual([])
  await seat.click('Continuer sans la carte')
  expect(seat.entered).toEqual([session])
})

test('an enrolment refused once the code was given leaves no code in the card', async () => {
  const reader = new FakeReader().insert(marchand)
  const seat = await sit(reader, {
    ...enrolling,
    'cards.slotOf': () => refuse('card.not-enrolled'),
    'cards.enrolFinish': () => refuse('card.unstable'),
  })
  await seat.click(open)
  await seat.click('Enregistrer…')
  await seat.type('Mot de passe', 'un mot de passe')
  await seat.type(code, '1234')
  await seat.enter(code)
  expect(reader.calls('proveSlot')).toHaveLength(2)
  expect(reader.calls('forgetPin')).toHaveLength(1)
})

test('a card enrolled that does not open at once leaves its person in by the password, and keeps no code', async () => {
  const reader = new FakeReader().insert(marchand)
  const seat = await sit(reader, { ...enrolling, 'cards.slotOf': () => refuse('card.not-enrolled') })
  await seat.click(open)
  await seat.click('Enregistrer…')
  await seat.type('Mot de passe', 'un mot de passe')
  await seat.type(code, '1234')
  await seat.enter(code)
  expect(seat.entered).toEqual([session])
  expect(reader.calls('forgetPin')).toHaveLength(1)
})

test('a number that the account does not have is adopted only once it was read and accepted', async () => {
  const seat = await sit(new FakeReader().insert(marchand), {
    ...enrolling,
    'cards.slotOf': () => refuse('card.not-enrolled'),
    'cards.enrolBegin': () => ({ proof, holder, cardNumber: '1', notices: [], until: '', adopts: '99700000005' }),
  })
  await seat.click(open)
  await seat.click('Enregistrer…')
  await seat.type('Mot de passe', 'un mot de passe')
  await seat.type(code, '1234')
  await seat.enter(code)
  expect(seat.text()).toContain('Celui de la carte, 99700000005, y sera inscrit.')
  expect(seat.asked('cards.enrolFinish')).toEqual([])
  await seat.click('Enregistrer la carte')
  expect(seat.text()).toContain('Vérifiez le numéro, puis cochez la case.')
  expect(seat.asked('cards.enrolFinish')).toEqual([])
  await seat.tick('Ce numéro RPPS est bien le mien')
  await seat.click('Enregistrer la carte')
  expect(seat.asked('cards.enrolFinish')).toMatchObject([{ adoptRpps: '99700000005' }])
})

test('a renewed card: the former one goes only after the new one signed what was written', async () => {
  const seat = await sit(new FakeReader().insert(marchand), {
    ...enrolling,
    'cards.slotOf': () => refuse('card.renewed', { userId, displayName: 'Dr Hélène MARCHAND' }),
    'cards.renewBegin': () => ({ proof, holder, cardNumber: '1', notices: [], until: '', replaces: ['0'] }),
    'cards.renewProve': () => ({ proof: { ...proof, challenge: 'd'.repeat(43) } }),
    'cards.renewFinish': () => ({ card: { cardNumber: '1' }, dropped: ['0'] }),
  })
  await seat.click(open)
  await seat.click('Remplacer…')
  expect(seat.text()).toContain('C’est une nouvelle CPS de Dr H. MARCHAND.')
  await seat.type('Mot de passe', 'un mot de passe')
  await seat.type(code, '1234')
  await seat.enter(code)
  expect(seat.operations().filter((operation) => operation.startsWith('cards.renew'))).toEqual([
    'cards.renewBegin',
    'cards.renewProve',
    'cards.renewFinish',
  ])
  expect(seat.entered).toEqual([session])
})

test('Échap gives the question up: nothing was spent, and the button has the focus again', async () => {
  const reader = new FakeReader().insert(marchand)
  const seat = await sit(reader)
  await seat.click(open)
  await press(seat.field(code), 'Escape')
  await seat.settle()
  expect(seat.has(code)).toBe(false)
  expect(document.activeElement).toBe(seat.button(open))
  expect(reader.calls('enterPin')).toEqual([])
})
