import { interpretBirthDate } from '#app/kernel/birth-date.ts'
import type { CivilDate } from '#app/kernel/civil-date.ts'
import type {
  AnsweredTraits,
  DocumentKind,
  DocumentProof,
  IdentityHouse,
  IdentityRefusal,
  InsProof,
  InsStatus,
  Proof,
  StrictTrait,
  StrictTraits,
  WithdrawalReason,
} from '../model.ts'
import { asAnswered, compareTraits, sameLetters } from './comparison.ts'

/**
 * The status, from the two proofs and nothing else (RNIV 1 v2.0, EXI SI 07): INSi answered and a document checked,
 * qualified; INSi alone, retrieved; a document alone, validated; neither, provisional.
 */
export function statusOf(proofs: { readonly ins: unknown; readonly document: unknown }): InsStatus {
  if (proofs.ins !== null) return proofs.document === null ? 'retrieved' : 'qualified'
  return proofs.document === null ? 'provisional' : 'validated'
}

/**
 * Whether what INSi answered is what is held: to the letter, hyphens included, except that INSi may be silent on the
 * birthplace. An INS never stands beside traits that are not its own (RNIV 1 v2.0, EXI REC 07).
 */
export function answerStands(answered: AnsweredTraits, held: StrictTraits): boolean {
  return compareTraits(held, answered).every(({ trait, kind }) => trait === 'birthPlaceCode' && kind === 'less')
}

/**
 * Whether a document still says what is held. Another hyphen does not contradict it; what came after it (more first
 * names, a birthplace) only stands beside it when INSi says it.
 */
export function documentStands(document: DocumentProof, held: StrictTraits, ins: InsProof | null): boolean {
  const attested = document.traits
  if (!sameLetters(attested.firstBirthFirstName, held.firstBirthFirstName, 'first-name')) return false
  // What INSi says of each trait held: nothing when it does not stand itself.
  const confirms = (trait: StrictTrait) =>
    ins !== null &&
    answerStands(ins.answer.traits, held) &&
    !compareTraits(held, ins.answer.traits).some((difference) => difference.trait === trait)
  return compareTraits(held, asAnswered(attested)).every(
    ({ trait, kind }) => kind === 'writing' || (kind === 'less' && confirms(trait)),
  )
}

/** Whether a proof that was withdrawn says what is held now. */
export function proofAgrees(proof: Proof, held: StrictTraits, ins: InsProof | null): boolean {
  return proof.kind === 'ins' ? answerStands(proof.answer.traits, held) : documentStands(proof, held, ins)
}

/**
 * Which withdrawn proofs a person may make stand again, by why they were withdrawn. A doubt or a negative answer of INSi
 * invalidates the matricule for good (RNIV 1 v2.0, EXI ID 26): INSi is asked again. The document was seen: it may be
 * counted again once the doubt is lifted. These are choices where the texts seen are silent.
 */
export const restorable: Readonly<Record<WithdrawalReason, Readonly<Record<Proof['kind'], boolean>>>> = {
  'traits-changed': { ins: true, document: true },
  'traits-declined': { ins: true, document: false },
  'other-matricule': { ins: false, document: false },
  'not-confirmed': { ins: false, document: false },
  doubtful: { ins: false, document: true },
  fictitious: { ins: false, document: false },
  superseded: { ins: false, document: false },
  'by-person': { ins: true, document: true },
  merged: { ins: false, document: true },
}

/** What a kind of document asks for besides itself (reference of the kinds: FR Core, RNIV 1 v2.0). */
interface DocumentTerms {
  /** Only for those who are not of age. */
  readonly minorsOnly: boolean
  /** A parent or guardian shows a document of high confidence of their own. */
  readonly companion: boolean
}

/** Every kind of document of high confidence, and its terms. */
export const documentTerms: Readonly<Record<DocumentKind, DocumentTerms>> = {
  CN: { minorsOnly: false, companion: false },
  PA: { minorsOnly: false, companion: false },
  CS: { minorsOnly: false, companion: false },
  eCN: { minorsOnly: false, companion: false },
  IN: { minorsOnly: false, companion: false },
  AV: { minorsOnly: false, companion: false },
  AN: { minorsOnly: true, companion: true },
  LEP: { minorsOnly: true, companion: true },
  CC: { minorsOnly: true, companion: false },
  ANCV: { minorsOnly: false, companion: false },
  LECV: { minorsOnly: false, companion: false },
  TC: { minorsOnly: false, companion: false },
}

/**
 * The documents a cabinet proposes until it chooses others. Those of a direct admission in an EHPAD, and the trusted
 * third party, which takes a contract, are left for who needs them. Nothing is ever ticked beforehand (EXI ID 19).
 */
export const usualDocumentKinds: readonly DocumentKind[] = ['CN', 'PA', 'CS', 'eCN', 'IN', 'AN', 'LEP', 'CC']

const companions: ReadonlySet<DocumentKind> = new Set(['CN', 'PA', 'CS', 'eCN', 'IN', 'AV'])

/** Why a document cannot be taken as a proof, or `null`. `on` is the day it was looked at. */
export function documentObstacle(
  shown: { readonly documentKind: DocumentKind | null; readonly companionKind: DocumentKind | null },
  birthDate: CivilDate,
  on: CivilDate,
  house: Pick<IdentityHouse, 'documentKinds'>,
): IdentityRefusal | null {
  if (shown.documentKind === null) return 'identity.document-none'
  if (shown.documentKind === 'AV') return 'identity.document-app-vitale'
  if (!house.documentKinds.includes(shown.documentKind)) return 'identity.document-not-accepted'
  const terms = documentTerms[shown.documentKind]
  if (terms.minorsOnly && isOfAge(birthDate, on)) return 'identity.document-minors-only'
  if (terms.companion && (shown.companionKind === null || !companions.has(shown.companionKind)))
    return 'identity.document-companion'
  return null
}

/** Whether somebody is eighteen on a day. */
function isOfAge(birthDate: CivilDate, on: CivilDate): boolean {
  const born = interpretBirthDate(birthDate).date
  return `${String(Number(born.slice(0, 4)) + 18).padStart(4, '0')}${born.slice(4)}` <= on
}
