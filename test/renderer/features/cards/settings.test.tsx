import { act, type ReactNode } from 'react'
import { expect, test } from 'vitest'
import { useCabinet } from '#renderer/client/index.ts'
import { CardNotice, CardsOf, OwnCards, TrustSection } from '#renderer/features/cards/index.ts'
import { sessionWith } from '#test/renderer/features/settings/administrator.tsx'
import { type Answers, belkacem, FakeReader, marchand, refuse, sitWithCard } from './card-seat.tsx'

const rpps = '99700000005'
const proof = { cabinetId: 'c', slotId: 'e', challenge: 'c'.repeat(43) }
const holder = { lastName: 'MARCHAND', firstName: 'Hélène', rpps, nationalId: `8${rpps}`, profession: '' }
const enrolled = (cardNumber: string, more: object = {}) => ({
  cardId: `id ${cardNumber}`,
  userId: 'u1',
  displayName: 'Dr Hélène MARCHAND',
  cardNumber,
  holder,
  enrolledAt: '2026-01-10T08:00:00.000Z',
  lastUsedAt: '2026-11-24T13:32:00.000Z',
  validFrom: '2026-01-01T00:00:00.000Z',
  validUntil: '2029-01-01T00:00:00.000Z',
  standing: { verdict: null, notices: [] },
  opens: true,
  ...more,
})

function SignedIn({ children }: { children: ReactNode }) {
  return useCabinet().session ? children : null
}

function sit(
  screen: ReactNode,
  reader: FakeReader,
  answers: Answers,
  openedWith: object = { kind: 'password', cardNumber: null },
) {
  const session = { ...sessionWith(), openedWith }
  return sitWithCard(<SignedIn>{screen}</SignedIn>, reader, {
    'sessions.current': () => ({ session }),
    'sessions.watch': () => ({ [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => {}) }) }),
    ...answers,
  })
}

const own = (cards: readonly object[], number: string | null = rpps, atHost = true): Answers => ({
  'cards.list': () => ({ cards, rpps: number, atHost }),
})

test('one’s own card: its number is compared with the account’s, then it is enrolled', async () => {
  const reader = new FakeReader().insert(marchand)
  const seat = await sit(<OwnCards />, reader, {
    ...own([]),
    'cards.enrolBegin': () => ({
      proof,
      holder,
      cardNumber: marchand.cardNumber,
      notices: [],
      until: '',
      adopts: null,
    }),
    'cards.enrolFinish': () => ({ card: enrolled(marchand.cardNumber) }),
  })
  expect(seat.text()).toContain('Aucune carte enregistrée.')
  expect(seat.text()).toContain(rpps)
  expect(seat.text()).toContain('Le numéro RPPS de la carte est celui de votre compte.')
  await seat.click('Enregistrer une carte…')
  await seat.type('Mot de passe', 'un mot de passe')
  await seat.type('Code de la carte', '1234')
  await seat.enter('Code de la carte')
  expect(seat.asked('cards.enrolBegin')).toEqual([
    { password: 'un mot de passe', certificate: marchand.authentication },
  ])
  expect(reader.calls('proveSlot')).toHaveLength(2)
  expect(seat.text()).toContain(`La carte ${marchand.cardNumber} ouvre maintenant ce cabinet.`)
  // This session was opened with a password: the card keeps no code for it.
  expect(reader.calls('forgetPin')).toHaveLength(1)
  expect(seat.everything()).not.toContain('1234')
})

test('somebody else’s card is told by its number, and cannot be enrolled', async () => {
  const seat = await sit(<OwnCards />, new FakeReader().insert(belkacem), own([]))
  expect(seat.text()).toContain('Cette carte n’est pas la vôtre')
  expect(() => seat.button('Enregistrer une carte…')).toThrow('no button')
})

test('a wrong password is told under its field before the card is asked anything', async () => {
  const reader = new FakeReader().insert(marchand)
  const seat = await sit(<OwnCards />, reader, {
    ...own([]),
    'cards.enrolBegin': () => refuse('password.wrong', { retryAfterMs: 0 }),
  })
  await seat.click('Enregistrer une carte…')
  await seat.type('Mot de passe', 'autre')
  await seat.type('Code de la carte', '1234')
  await seat.enter('Code de la carte')
  expect(seat.text()).toContain('Ce mot de passe n’est pas le bon.')
  expect(reader.calls('enterPin')).toEqual([])
})

test('a new card beside a former one may replace it; what each is worth today is said', async () => {
  const seat = await sit(
    <OwnCards />,
    new FakeReader().insert(marchand),
    own([
      enrolled('1', { standing: { verdict: 'expired', notices: [] } }),
      enrolled('2', { standing: { verdict: null, notices: ['expires-soon'] } }),
      enrolled('3', { opens: false }),
    ]),
  )
  for (const words of ['périmée', 'expire bientôt', 'à enregistrer de nouveau', 'jusqu’au 01/01/2029'])
    expect(seat.text()).toContain(words)
  expect(seat.button('Remplacer l’ancienne carte…')).toBeDefined()
  expect(seat.button('Enregistrer en plus…')).toBeDefined()
})

test('a card already enrolled says so; on a seat of the network, enrolment is for the computer of the cabinet', async () => {
  const known = await sit(<OwnCards />, new FakeReader().insert(marchand), own([enrolled(marchand.cardNumber)]))
  expect(known.text()).toContain('Cette carte ouvre déjà ce cabinet.')
  const away = await sit(<OwnCards />, new FakeReader().insert(marchand), own([], rpps, false))
  expect(away.text()).toContain('Une carte s’enregistre sur l’ordinateur qui garde le cabinet.')
  expect(() => away.button('Enregistrer une carte…')).toThrow('no button')
})

test('a lost card is taken away from its user, once confirmed', async () => {
  const seat = await sit(<CardsOf userId="u1" />, new FakeReader(), {
    'cards.listAll': () => ({ cards: [enrolled('1'), enrolled('2', { userId: 'u2' })] }),
    'cards.removeOf': () => ({ removed: true }),
  })
  expect(seat.text()).not.toContain('Retirer 2')
  await seat.click('Retirer')
  expect(seat.asked('cards.removeOf')).toEqual([])
  await seat.click('Retirer la carte')
  expect(seat.asked('cards.removeOf')).toEqual([{ cardId: 'id 1' }])
})

const authority = {
  authorityId: 'a1',
  name: 'AC IGC-SANTE FORT PERSONNES',
  issuer: 'AC RACINE IGC-SANTE FORT',
  isRoot: false,
  validFrom: '2013-06-25T00:00:00.000Z',
  validUntil: '2033-06-24T00:00:00.000Z',
  fingerprint: 'ab12'.repeat(16),
  addedAt: '2026-11-24T13:32:00.000Z',
}
const list = {
  authorityId: 'a1',
  authorityName: authority.name,
  issuedAt: '2026-11-01T00:00:00.000Z',
  nextAt: '2026-11-08T00:00:00.000Z',
  entries: 1234,
  addedAt: '2026-11-01T00:00:00.000Z',
  isStale: true,
}

async function choose(label: string, content: BlobPart, name: string) {
  const input = document.querySelector<HTMLInputElement>(`input[type="file"][aria-label="${label}"]`)
  if (input === null) throw new Error(`no ${label}`)
  await act(async () => {
    Object.defineProperty(input, 'files', { value: [new File([content], name)], configurable: true })
    input.dispatchEvent(new Event('change', { bubbles: true }))
    await new Promise((resolve) => setTimeout(resolve, 40))
  })
}

test('authorities are told by name, dates and fingerprint; a file is sent as it is', async () => {
  const seat = await sit(<TrustSection />, new FakeReader(), {
    'cards.authorities': () => ({ authorities: [authority], canAdd: true }),
    'cards.revocations': () => ({ lists: [list] }),
    'cards.addAuthorities': () => ({ authorities: [authority], added: 1 }),
    'cards.addRevocations': () => refuse('card.revocations-refused', { reason: 'older' }),
  })
  expect(seat.text()).toContain('AC IGC-SANTE FORT PERSONNES')
  expect(seat.text()).toContain('Signée par AC RACINE IGC-SANTE FORT')
  expect(seat.text()).toContain('AB12 AB12')
  expect(seat.text()).toContain('Une liste est dépassée')
  await choose('Importer une autorité…', Uint8Array.from([0xfb, 0xff, 0x00]), 'ac.cer')
  expect(seat.asked('cards.addAuthorities')).toEqual([{ file: '-_8A' }])
  expect(seat.text()).toContain('L’autorité a été ajoutée.')
  await choose('Importer une liste…', 'x', 'ac.crl')
  expect(seat.text()).toContain('Cette liste est plus ancienne que celle en place, qui est gardée.')
})

test('without authority nor list, what that means is said', async () => {
  const seat = await sit(<TrustSection />, new FakeReader(), {
    'cards.authorities': () => ({ authorities: [], canAdd: true }),
    'cards.revocations': () => ({ lists: [] }),
  })
  expect(seat.text()).toContain('Aucune carte ne peut être enregistrée.')
  expect(seat.text()).toContain('sans savoir si elles ont été mises en opposition')
})

const installed = (name: string, more: object = {}) => ({
  name,
  issuer: 'AC RACINE IGC-SANTE FORT',
  isRoot: false,
  validFrom: '2013-06-25T00:00:00.000Z',
  validUntil: '2133-06-24T00:00:00.000Z',
  fingerprint: name.length.toString(16).padStart(64, 'c'),
  certificate: '-_8A',
  ...more,
})
const trusting = (answers: Answers = {}): Answers => ({
  'cards.authorities': () => ({ authorities: [authority], canAdd: true }),
  'cards.revocations': () => ({ lists: [list] }),
  ...answers,
})

test('authorities of the CryptoLib of this computer are shown before they are accepted; those needed are ticked', async () => {
  const reader = new FakeReader()
  reader.installed = [
    installed('AC IGC-SANTE FORT PERSONNES', { fingerprint: authority.fingerprint }),
    installed('AC RACINE IGC-SANTE FORT', { isRoot: true }),
    installed('AC IGC-SANTE ELEMENTAIRE ORGANISATIONS'),
    installed('GIP-CPS', { validUntil: '2020-01-01T00:00:00.000Z' }),
  ]
  let refusal = true
  const seat = await sit(
    <TrustSection />,
    reader.plug(),
    trusting({
      'cards.addAuthorities': () =>
        refusal
          ? refuse('card.authority-refused', { reason: 'bad-signature' })
          : { authorities: [authority], added: 1 },
    }),
  )
  await seat.click('Ajouter celles de la CryptoLib')
  expect(seat.text()).toContain('AC IGC-SANTE ELEMENTAIRE ORGANISATIONS')
  expect(seat.text()).toContain('CCCC CCCC')
  // Already accepted, and over.
  expect(seat.text()).not.toContain('GIP-CPS')
  expect(seat.field('AC RACINE IGC-SANTE FORT').checked).toBe(true)
  expect(seat.field('AC IGC-SANTE ELEMENTAIRE').checked).toBe(false)
  expect(seat.asked('cards.addAuthorities')).toEqual([])
  await seat.enter('AC RACINE IGC-SANTE FORT')
  expect(seat.text()).toContain('La signature de cette autorité est fausse.')
  refusal = false
  await seat.enter('AC RACINE IGC-SANTE FORT')
  const pem = '-----BEGIN CERTIFICATE-----\n+/8A\n-----END CERTIFICATE-----\n'
  expect(seat.asked('cards.addAuthorities').at(-1)).toEqual({ file: Buffer.from(pem).toString('base64url') })
  expect(seat.text()).toContain('L’autorité a été ajoutée.')
})

test('without an installed CryptoLib, or at a page without workstation, nothing of it is shown', async () => {
  const none = await sit(<TrustSection />, new FakeReader().plug(), trusting())
  expect(() => none.button('Ajouter celles')).toThrow('no button')
  const away = await sit(<TrustSection />, new FakeReader(), trusting())
  expect(() => away.button('Ajouter celles')).toThrow('no button')
})

test('lists are asked for again by hand: what came, what did not, and nothing at all', async () => {
  let answer: () => unknown = () => ({ lists: [list], fetched: 1, failed: 0 })
  const seat = await sit(<TrustSection />, new FakeReader(), trusting({ 'cards.refreshRevocations': () => answer() }))
  await seat.click('Actualiser')
  expect(seat.text()).toContain('Une liste a été reçue et vérifiée.')
  answer = () => ({ lists: [list], fetched: 2, failed: 1 })
  await seat.click('Actualiser')
  expect(seat.text()).toContain('2 listes ont été reçues et vérifiées. Une autre n’a pas pu l’être')
  answer = () => ({ lists: [list], fetched: 0, failed: 2 })
  await seat.click('Actualiser')
  expect(seat.text()).toContain('Aucune des listes reçues n’a pu être vérifiée.')
  answer = () => refuse('card.revocations-unreachable')
  await seat.click('Actualiser')
  expect(seat.text()).toContain('Les listes de révocation n’ont pas pu être demandées. Celles en place sont gardées.')
  answer = () => new Promise(() => undefined)
  await seat.click('Actualiser')
  await seat.settle(350)
  expect(seat.text()).toContain('Demande des listes à leurs autorités…')
  expect(seat.button('Actualiser').disabled).toBe(true)
})

test('a card that ends soon is told once to who opened with it', async () => {
  const soon = enrolled('1', { standing: { verdict: null, notices: ['expires-soon'] } })
  const seat = await sit(<CardNotice />, new FakeReader(), own([soon]), { kind: 'card', cardNumber: '1' })
  expect(seat.text()).toContain('Votre CPS expire le 01/01/2029.')
  await seat.click('Masquer')
  expect(seat.text()).not.toContain('expire')
})
