import { applyEvent, newIdentity } from '#app/features/identity/rules/events.ts'
import {
  type Act,
  type DocumentKind,
  type Identity,
  type IdentityEvent,
  type IdentityHouse,
  type InsiAnswer,
  type InsNumber,
  type StrictTrait,
  strictTrait,
  type StrictTraits,
} from '#app/features/identity/model.ts'
import type { InsAttribute } from '#app/features/patients/model.ts'
import { usualDocumentKinds } from '#app/features/identity/rules/proofs.ts'
import { insOids } from '#app/kernel/ins-oid.ts'
import { nirKey } from '#app/kernel/nir.ts'

/** A cabinet of production with the usual documents. */
export const house: IdentityHouse = { production: true, documentKinds: usualDocumentKinds }

/** An act of a day of 2026. */
export const act = (day = '2026-03-02'): Act => ({ at: `${day}T09:00:00.000Z`, userId: null, by: 'Dr Martin' })

let made = 0
/** A new name for a proof. */
export function proofName(): string {
  made += 1
  return `00000000-0000-7000-8000-${String(made).padStart(12, '0')}`
}

/** A number with its right key. */
export const number = (matricule: string, oid: string = insOids.nir): InsNumber => ({
  matricule,
  key: nirKey(matricule),
  oid,
})

/** The traits of a public test person of the qualification service. */
export const dominique: StrictTraits = {
  birthName: 'Adrtrois',
  birthFirstNames: ['Dominique'],
  firstBirthFirstName: 'Dominique',
  sex: 'F',
  birthDate: '1997-02-26',
  birthPlaceCode: '2A020',
}

/** What INSi answers of her. */
export const answer = (change: Partial<InsiAnswer['traits']> = {}, more: Partial<InsiAnswer> = {}): InsiAnswer => ({
  number: number('297022A020778'),
  history: [],
  traits: {
    birthName: 'ADRTROIS',
    firstName: null,
    firstNames: 'DOMINIQUE',
    sex: 'F',
    birthDate: '1997-02-26',
    birthPlaceCode: '2A020',
    ...change,
  },
  ...more,
})

const all = strictTrait.options

/** Events as they happen most. */
export const happens = {
  insi: (given: InsiAnswer = answer(), accepted: readonly StrictTrait[] = all): IdentityEvent => ({
    kind: 'answer-accepted',
    proofId: proofName(),
    answer: given,
    accepted: [...accepted],
    channel: 'INSI',
    exchangeId: 'uuid:1',
    act: act(),
  }),
  document: (documentKind: DocumentKind | null = 'CN', companionKind: DocumentKind | null = null): IdentityEvent => ({
    kind: 'document-checked',
    proofId: proofName(),
    documentKind,
    companionKind,
    act: act(),
  }),
  app: (given: InsiAnswer = answer()): IdentityEvent => ({
    kind: 'app-vitale-read',
    insProofId: proofName(),
    documentProofId: proofName(),
    answer: given,
    act: act(),
  }),
  none: (found: 'none' | 'several' = 'none'): IdentityEvent => ({
    kind: 'nothing-found',
    found,
    exchangeId: 'uuid:2',
    act: act(),
  }),
  verified: (confirmed: boolean): IdentityEvent => ({ kind: 'verified', confirmed, exchangeId: 'uuid:3', act: act() }),
  edited: (change: Partial<StrictTraits>, channel: 'SM' | 'CB' = 'SM'): IdentityEvent => ({
    kind: 'traits-edited',
    traits: { ...dominique, ...change },
    channel,
    act: act(),
  }),
  set: (attribute: InsAttribute): IdentityEvent => ({ kind: 'attribute-set', attribute, act: act() }),
  lifted: (attribute: InsAttribute): IdentityEvent => ({ kind: 'attribute-lifted', attribute, act: act() }),
  withdrawn: (proofId: string): IdentityEvent => ({
    kind: 'proof-withdrawn',
    proofId,
    note: 'mauvais dossier',
    act: act(),
  }),
  restored: (proofId: string): IdentityEvent => ({ kind: 'proof-restored', proofId, act: act() }),
}

/** The identity after these events, which must all be possible. */
export function after(events: readonly IdentityEvent[], from: Identity = born()): Identity {
  let identity = from
  for (const event of events) {
    const outcome = applyEvent(identity, event, house)
    if (!outcome.ok) throw new Error(`${event.kind}: ${outcome.refusal}`)
    identity = outcome.identity
  }
  return identity
}

/** An identity typed by hand. */
export const born = (traits: StrictTraits = dominique): Identity =>
  newIdentity(traits, { channel: 'SM', act: act('2026-01-05') })
