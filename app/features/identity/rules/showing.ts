import { type MatriculeNature, natureOfOid } from '#app/kernel/ins-oid.ts'
import type { AnsweredTraits, Identity, InsNumber } from '../model.ts'
import { statusOf } from './proofs.ts'

/** Where a matricule would be seen. `document` is paper or a file that is handed over, `exchange` what is sent. */
export type MatriculeUse = 'screen' | 'document' | 'exchange' | 'data-matrix'

/** A matricule with what it is, never one without the other (RNIV 1 v2.0). */
export interface ShownMatricule {
  readonly number: InsNumber
  readonly nature: MatriculeNature | null
}

/**
 * The matricule, where it may be seen. On the screen of the cabinet as soon as it stands, with its nature; on a document
 * and in an exchange only when the identity is qualified (RNIV 1 v2.0, EXI SI 08, EXI ID 29, EXI DIF 02; Ségur
 * INS/va1.53). `null` otherwise.
 */
export function matriculeFor(identity: Pick<Identity, 'ins' | 'document'>, use: MatriculeUse): ShownMatricule | null {
  const { ins } = identity
  if (ins === null || (use !== 'screen' && statusOf(identity) !== 'qualified')) return null
  return { number: ins.answer.number, nature: natureOfOid(ins.answer.number.oid) }
}

/**
 * The matricule with the traits of INSi to the letter, as they accompany health data: not as they are typed here, with
 * accents. `null` unless the identity is qualified.
 */
export function exchangedIdentity(
  identity: Pick<Identity, 'ins' | 'document' | 'traits'>,
): { readonly number: InsNumber; readonly traits: AnsweredTraits } | null {
  const { ins, traits } = identity
  if (ins === null || statusOf(identity) !== 'qualified') return null
  return { number: ins.answer.number, traits: { ...ins.answer.traits, firstName: traits.firstBirthFirstName } }
}

/** How long an answer of INSi is trusted before it is asked again, in years: the older text said three to five. */
export const usualVerificationYears = 3

/**
 * Whether an INS is to be verified again on a day (AAAA-MM-JJ): so many years after it was obtained or confirmed. That of
 * the Application carte Vitale is not asked of INSi (RNIV 1 v2.0, §4.3.4).
 */
export function isVerificationDue(identity: Pick<Identity, 'ins'>, today: string, years: number): boolean {
  if (identity.ins === null || identity.ins.channel === 'AV') return false
  const last = (identity.ins.verifiedAt ?? identity.ins.act.at).slice(0, 10)
  return `${String(Number(last.slice(0, 4)) + years).padStart(4, '0')}${last.slice(4)}` <= today
}
