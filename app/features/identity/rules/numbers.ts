import { insOids, natureOfOid } from '#app/kernel/ins-oid.ts'
import { nirKey } from '#app/kernel/nir.ts'
import type {
  FormerNumber,
  Identity,
  IdentityHouse,
  IdentityRefusal,
  InsiAnswer,
  InsNumber,
  WithdrawalReason,
} from '../model.ts'

/** Roots of the former identifiers (INS-A, INS-C and its test): read in old documents, never taken as an INS. */
const legacyOids: ReadonlySet<string> = new Set(['1.2.250.1.213.1.4.1', '1.2.250.1.213.1.4.2', '1.2.250.1.213.1.4.6'])

/**
 * Why a matricule under this OID cannot be taken here, or `null`. The qualification service of INSi answers the OID of
 * real numbers for its test people, so a test number is only refused where it says so.
 */
export function oidObstacle(oid: string, house: Pick<IdentityHouse, 'production'>): IdentityRefusal | null {
  if (legacyOids.has(oid)) return 'identity.oid-legacy'
  if (natureOfOid(oid) === null) return 'identity.oid-unknown'
  const real = oid === insOids.nir || oid === insOids.nia
  return house.production && !real ? 'identity.oid-test' : null
}

/**
 * Whether the key is the one computed, Corsica counting as 19 or 18. Only to warn: INSi answers numbers whose key is
 * not, and a client that refuses them fails the official tests.
 */
export function hasRightKey(number: Pick<InsNumber, 'matricule' | 'key'>): boolean {
  return /^\d{5}(?:\d{2}|2[AB])\d{6}$/.test(number.matricule) && nirKey(number.matricule) === number.key
}

/** Whether two numbers are one. The same digits as a waiting number and as a NIR are not. */
export function sameNumber(a: InsNumber, b: InsNumber): boolean {
  return a.matricule === b.matricule && a.oid === b.oid
}

/** A number with everything its person had before. */
export interface NumberWithHistory {
  readonly number: InsNumber
  readonly history: readonly FormerNumber[]
}

/** Whether the history of one number names the other as former. */
export function replaces(holder: NumberWithHistory, other: InsNumber): boolean {
  return holder.history.some(({ number }) => sameNumber(number, other))
}

/**
 * Which of two numbers is the one in force, when the history of one tells that both are of one person: a waiting number
 * replaced by a NIR, a corrected sex. `null` when nothing ties them (two people, or an error to look at), and when each
 * names the other as former: INSi is to be asked.
 */
export function inForce(a: NumberWithHistory, b: NumberWithHistory): 'same' | 'first' | 'second' | null {
  if (sameNumber(a.number, b.number)) return 'same'
  const [first, second] = [replaces(a, b.number), replaces(b, a.number)]
  return first === second ? null : first ? 'first' : 'second'
}

/**
 * Matricules that INSi gave for this record and that nothing ties to the one held: the sign of a collision, two people
 * in one record. A number taken back by a person, or one INSi no longer confirmed, is an error already looked at.
 */
export function strayNumbers(identity: Pick<Identity, 'ins' | 'withdrawn'>): InsNumber[] {
  const answers: InsiAnswer[] = identity.ins === null ? [] : [identity.ins.answer]
  for (const { proof, because } of identity.withdrawn)
    if (proof.kind === 'ins' && !settled.has(because)) answers.push(proof.answer)
  const [main, ...others] = answers
  if (main === undefined) return []
  const isTied = (other: InsiAnswer) =>
    sameNumber(main.number, other.number) || replaces(main, other.number) || replaces(other, main.number)
  return others.filter((other) => !isTied(other)).map(({ number }) => number)
}

const settled: ReadonlySet<WithdrawalReason> = new Set(['by-person', 'not-confirmed', 'merged'])
