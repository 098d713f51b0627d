import { z } from 'zod'
import { id, instantUtc } from '#app/kernel/ids.ts'
import { operation } from '#app/kernel/operation.ts'
import { passwordText, rpps } from '#app/features/people/model.ts'
import { sessionView } from '#app/features/sessions/model.ts'
import {
  cardCertificate,
  cardChallenge,
  cardHolder,
  cardNotice,
  cardSignature,
  cardView,
  identityProof,
  slotProof,
} from './model.ts'
import {
  addAuthorities,
  addRevocations,
  listAuthorities,
  listRevocations,
  refreshRevocations,
  removeAuthority,
} from './trust-contract.ts'

export {
  addAuthorities,
  addRevocations,
  listAuthorities,
  listRevocations,
  refreshRevocations,
  removeAuthority,
} from './trust-contract.ts'

const nobody = { patients: 'none', because: 'cards of professionals only' } as const
const opening = { anyone: 'the opening window, before anybody is known' } as const
const lockScreen = { anyone: 'the lock screen' } as const
const ownCard = { anyone: 'one’s own card' } as const

const entered = z.object({ session: sessionView, notices: z.array(cardNotice) })

/** The file-level reasons why a cabinet may not open. */
const fileProblems = [
  'cabinet.missing',
  'cabinet.in-use',
  'cabinet.newer',
  'cabinet.damaged',
  'cabinet.read-only',
  'cabinet.disk-full',
] as const

/**
 * Which key slot of a cabinet of this computer a card opens, and what it must sign for it. Only at the computer that holds
 * the cabinet: what comes back opens it. `card.renewed`: no slot for this card, and one for another card of the same
 * person, who enters their password once.
 */
export const slotOf = operation({
  name: 'cards.slotOf',
  kind: 'query',
  needs: 'nothing',
  permission: opening,
  scope: nobody,
  audit: { none: 'no journal before opening' },
  input: z.strictObject({ cabinetId: id, certificate: cardCertificate }),
  output: z.object({ proof: slotProof, userId: id, displayName: z.string() }),
  problems: [
    ...fileProblems,
    'card.not-enrolled',
    'card.renewed',
    'card.not-trusted',
    'card.host-closed',
    'network.host-only',
  ],
})

/**
 * Unlocks the cabinet if needed with what the card signed, and signs its user in on this seat. The card is judged once
 * the file is open, with the authorities and lists it keeps; refused, the file is closed again.
 */
export const openWithCard = operation({
  name: 'cards.open',
  kind: 'command',
  needs: 'nothing',
  permission: opening,
  scope: nobody,
  audit: 'session.open-with-card',
  input: z.strictObject({ cabinetId: id, slotId: id, certificate: cardCertificate, signature: cardSignature }),
  output: entered,
  problems: [
    ...fileProblems,
    'cabinet.busy',
    'cabinet.wait',
    'card.not-enrolled',
    'card.not-trusted',
    'card.proof-refused',
    'card.slot-damaged',
    'card.host-closed',
    'network.host-only',
  ],
})

/**
 * Something to sign, good once, for a minute, on this connection and for this purpose. Answered while the cabinet is open;
 * `card.host-closed` otherwise: a card opens it at its own computer only.
 */
export const challenge = operation({
  name: 'cards.challenge',
  kind: 'command',
  needs: 'nothing',
  permission: lockScreen,
  scope: nobody,
  audit: { none: 'random bytes' },
  input: z.strictObject({ purpose: z.enum(['sign-in', 'unlock']) }),
  output: z.object({ proof: identityProof, validForMs: z.int() }),
  problems: ['card.host-closed'],
})

const notRecognised = [
  'cabinet.wait',
  'card.challenge-over',
  'card.not-enrolled',
  'card.renewed',
  'card.not-trusted',
  'card.proof-refused',
] as const

const signedChallenge = z.strictObject({
  challenge: cardChallenge,
  certificate: cardCertificate,
  signature: cardSignature,
})

/** Signs a card's user in on this seat of an open cabinet: a seat of the network, or a second window. No key travels. */
export const signInWithCard = operation({
  name: 'cards.signIn',
  kind: 'command',
  needs: 'nothing',
  permission: opening,
  scope: nobody,
  audit: 'session.open-with-card',
  input: signedChallenge,
  output: entered,
  problems: ['card.host-closed', ...notRecognised],
})

/** Unlocks this seat for the card's user, or gives it to them; each finds their own tabs and drafts. */
export const unlockWithCard = operation({
  name: 'cards.unlock',
  kind: 'command',
  needs: 'open-cabinet',
  permission: lockScreen,
  scope: nobody,
  audit: 'session.unlock-with-card',
  input: signedChallenge,
  output: entered,
  problems: notRecognised,
})

const begun = z.object({
  proof: slotProof,
  holder: cardHolder,
  cardNumber: z.string(),
  notices: z.array(cardNotice),
  /** When what was begun is forgotten. */
  until: instantUtc,
})

const beginProblems = [
  'password.wrong',
  'cabinet.wait',
  'card.not-trusted',
  'card.other-person',
  'card.already-enrolled',
  'card.too-many',
  'person.rpps-taken',
  'network.host-only',
] as const

/**
 * Begins the enrolment of one's own card, at the computer that holds the cabinet. The password is asked again. The card
 * then signs `proof` twice. `adopts`: the user has no RPPS yet, and this one must be accepted by name.
 */
export const enrolBegin = operation({
  name: 'cards.enrolBegin',
  kind: 'command',
  needs: 'active-session',
  permission: ownCard,
  scope: nobody,
  audit: { none: 'nothing is written: `enrolFinish` is' },
  input: z.strictObject({ password: passwordText, certificate: cardCertificate }),
  output: begun.extend({ adopts: rpps.nullable() }),
  problems: beginProblems,
})

const bothSignatures = z.tuple([cardSignature, cardSignature])

/**
 * Writes the key slot. Both signatures must be the card's, and the same: a card that signs the same message in two ways
 * would not open anything tomorrow. `adoptRpps`: what `enrolBegin` answered in `adopts`, accepted by the person.
 */
export const enrolFinish = operation({
  name: 'cards.enrolFinish',
  kind: 'command',
  needs: 'active-session',
  permission: ownCard,
  scope: nobody,
  audit: 'card.enrol',
  input: z.strictObject({ slotId: id, signatures: bothSignatures, adoptRpps: rpps.nullable() }),
  output: z.object({ card: cardView }),
  problems: [
    'card.challenge-over',
    'card.proof-refused',
    'card.unstable',
    'card.already-enrolled',
    'card.other-person',
    'card.adoption-needed',
    'card.too-many',
    'person.rpps-taken',
    'network.host-only',
  ],
})

/** Begins the replacement of one's own card by the one that renews it: same RPPS, another key. The password is asked again. */
export const renewBegin = operation({
  name: 'cards.renewBegin',
  kind: 'command',
  needs: 'active-session',
  permission: ownCard,
  scope: nobody,
  audit: { none: 'nothing is written: `renewProve` is' },
  input: z.strictObject({ password: passwordText, certificate: cardCertificate }),
  /** `replaces`: numbers of the cards whose slots will go. */
  output: begun.extend({ replaces: z.array(z.string()) }),
  problems: [...beginProblems, 'card.not-enrolled'],
})

/** Writes the slot of the new card, beside the former one, which still opens. The card then signs `proof` once more. */
export const renewProve = operation({
  name: 'cards.renewProve',
  kind: 'command',
  needs: 'active-session',
  permission: ownCard,
  scope: nobody,
  audit: 'card.renew',
  input: z.strictObject({ slotId: id, signatures: bothSignatures }),
  output: z.object({ proof: slotProof }),
  problems: [
    'card.challenge-over',
    'card.proof-refused',
    'card.unstable',
    'card.already-enrolled',
    'card.other-person',
    'person.rpps-taken',
    'card.too-many',
    'network.host-only',
  ],
})

/**
 * Drops the slots of the former cards, once the new slot, read again from the disk, gave the cabinet's key to a third
 * signature. Asked by another connection, or another day, it does the same with a new `cards.slotOf`.
 */
export const renewFinish = operation({
  name: 'cards.renewFinish',
  kind: 'command',
  needs: 'active-session',
  permission: ownCard,
  scope: nobody,
  audit: 'card.renewed',
  input: z.strictObject({ slotId: id, signature: cardSignature }),
  output: z.object({ card: cardView, dropped: z.array(z.string()) }),
  problems: ['card.not-enrolled', 'card.proof-refused', 'card.slot-damaged', 'network.host-only'],
})

/** One's own cards. */
export const listCards = operation({
  name: 'cards.list',
  kind: 'query',
  needs: 'active-session',
  permission: ownCard,
  scope: nobody,
  audit: { none: 'one’s own cards' },
  input: z.strictObject({}),
  output: z.object({ cards: z.array(cardView), rpps: rpps.nullable(), atHost: z.boolean() }),
  problems: [],
})

/** The cards of everybody. */
export const listAllCards = operation({
  name: 'cards.listAll',
  kind: 'query',
  needs: 'active-session',
  permission: 'people.configure',
  scope: nobody,
  audit: { none: 'no secret and no patient in the answer' },
  input: z.strictObject({}),
  output: z.object({ cards: z.array(cardView) }),
  problems: [],
})

/** Takes one's own card away from the keys. The password, and the recovery sheet, still open. */
export const removeCard = operation({
  name: 'cards.remove',
  kind: 'command',
  needs: 'active-session',
  permission: ownCard,
  scope: nobody,
  audit: 'card.remove',
  input: z.strictObject({ cardId: id }),
  output: z.object({ removed: z.literal(true) }),
  problems: [],
})

/** Takes somebody's card away: lost, stolen, given back. Sessions it opened end. */
export const removeCardOf = operation({
  name: 'cards.removeOf',
  kind: 'command',
  needs: 'active-session',
  permission: 'people.configure',
  scope: nobody,
  audit: 'card.remove',
  input: z.strictObject({ cardId: id }),
  output: z.object({ removed: z.literal(true) }),
  problems: [],
})

/** The operations of `cards`, by the second part of their name. */
export const cardsContract = {
  slotOf,
  open: openWithCard,
  challenge,
  signIn: signInWithCard,
  unlock: unlockWithCard,
  enrolBegin,
  enrolFinish,
  renewBegin,
  renewProve,
  renewFinish,
  list: listCards,
  listAll: listAllCards,
  remove: removeCard,
  removeOf: removeCardOf,
  authorities: listAuthorities,
  addAuthorities,
  removeAuthority,
  revocations: listRevocations,
  addRevocations,
  refreshRevocations,
}
