import type { AnsweredTraits, Identity, InsNumber, Recognition } from '../model.ts'
import { compareTraits } from './comparison.ts'
import { replaces, sameNumber } from './numbers.ts'

export type { Recognition }

/** Somebody as a mark or a document names them. */
export interface NamedElsewhere {
  readonly number: InsNumber | null
  readonly traits: AnsweredTraits
}

/**
 * Whether a record is that of somebody named elsewhere; `null` when nothing says so. Only `certain` is proposed without a
 * question; all others are chosen by a person.
 */
export function recognise(
  identity: Pick<Identity, 'traits' | 'ins' | 'withdrawn'>,
  named: NamedElsewhere,
): Recognition | null {
  const contradicts = compareTraits(identity.traits, named.traits).some(({ kind }) => kind === 'different')
  const { number } = named
  const held = identity.ins?.answer ?? null
  if (number !== null) {
    if (held !== null && sameNumber(held.number, number)) return contradicts ? 'number-only' : 'certain'
    const known = [held, ...identity.withdrawn.map(({ proof }) => (proof.kind === 'ins' ? proof.answer : null))]
    if (known.some((answer) => answer !== null && (sameNumber(answer.number, number) || replaces(answer, number))))
      return 'former-number'
  }
  if (contradicts || !saysEnough(named.traits)) return null
  return held !== null && number !== null ? 'other-number' : 'traits-only'
}

/** A name and a birth date at least: silence contradicts nothing. */
function saysEnough(traits: AnsweredTraits): boolean {
  return traits.birthName !== null && (traits.firstNames ?? traits.firstName) !== null && traits.birthDate !== null
}
