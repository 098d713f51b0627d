import { insOids } from '#app/kernel/ins-oid.ts'
import { nameKey } from '#app/kernel/letters.ts'
import { nirKey } from '#app/kernel/nir.ts'
import type { VitaleBeneficiary } from '#app/devices/workstation.ts'
import type { CivilStatusFields } from '#app/features/patients/model.ts'
import type {
  CallReason,
  MissingPart,
  Proposal,
  ProposedField,
  RightsMode,
  RightsPeriod,
  Situation,
  Standing,
  UnderstoodRights,
} from './model.ts'

/** Until a cabinet chooses. */
export const usualRightsMode: RightsMode = 'targeted'

/** Whether a day is in a period. An end that is not told does not end; a beginning that is not told has begun. */
export function isIn({ from, to }: RightsPeriod, day: string): boolean {
  return (from === null || from <= day) && (to === null || day <= to)
}

/**
 * Whether the coverage stands on a day. Periods that touch or overlap are one: the end told is that of the last of them. A
 * period without an end is open until further notice.
 */
export function standingOn(periods: readonly RightsPeriod[], day: string): Standing {
  const told = periods.filter(({ from, to }) => from !== null || to !== null)
  const sorted = told.toSorted((one, other) => (one.from ?? '').localeCompare(other.from ?? ''))
  const present = sorted.find((one) => isIn(one, day))
  if (present !== undefined) {
    let { to } = present
    for (const one of sorted) {
      if (to !== null && (one.from ?? '') <= dayAfter(to) && (one.to === null || one.to > to)) to = one.to
    }
    return { state: 'open', from: present.from, to }
  }
  const next = sorted.find(({ from }) => from !== null && from > day)
  if (next !== undefined) return { state: 'to-come', ...next }
  const last = sorted.toSorted((one, other) => (other.to ?? '').localeCompare(one.to ?? ''))[0]
  return last === undefined ? { state: 'not-told', from: null, to: null } : { state: 'ended', ...last }
}

/** The day after, `AAAA-MM-JJ`. */
function dayAfter(day: string): string {
  const next = new Date(`${day}T00:00:00Z`)
  if (Number.isNaN(next.getTime())) return day
  next.setUTCDate(next.getUTCDate() + 1)
  return next.toISOString().slice(0, 10)
}

/** Those that stand on a day, the first told first, each once. */
export function presentSituations(situations: readonly Situation[], day: string): Situation[] {
  const seen = new Set<string>()
  return situations.filter((one) => {
    const isNew = isIn(one, day) && !seen.has(one.kind)
    if (isNew) seen.add(one.kind)
    return isNew
  })
}

/** What a card says of rights, for {@link reasonToAsk}. */
export type CardRights = Pick<VitaleBeneficiary, 'exemption' | 'c2s'> & { readonly rights: readonly RightsPeriod[] }

/**
 * Why rights should be asked for by the program itself, or `null`. « Ciblé » is the recommendation to approved software:
 * when the card is absent, when its rights are over or absent, and when it shows a third-party payment that the rules
 * protect (reference §4.2). An answer of the same day is not asked for again, in any mode.
 */
export function reasonToAsk(
  mode: RightsMode,
  card: CardRights | null,
  known: { readonly lastAnsweredOn: string | null; readonly today: string },
): Exclude<CallReason, 'asked'> | null {
  const { lastAnsweredOn, today } = known
  if (mode === 'manual' || lastAnsweredOn === today) return null
  if (card === null) return 'card-absent'
  if (mode === 'systematic') return 'systematic'
  const { state } = standingOn(card.rights, today)
  if (state === 'not-told') return 'rights-absent'
  if (state !== 'open') return 'rights-expired'
  return showsSituation(card) ? 'situation' : null
}

/** The text of exemptions of a card is free: words of situations are looked for in it, whatever else it says. */
const situationWords = /ald|affection|c2s|cmu|acs|ame|maternit|accident|invalid|\bat\b|100/i

function showsSituation({ exemption, c2s }: CardRights): boolean {
  const marker = (c2s ?? '').trim()
  return situationWords.test(exemption ?? '') || !/^(?:0*|non|aucune?)$/i.test(marker)
}

/** What ADRi is asked: the functional key (insured, birth date, rank, régime), and what narrows it. */
export interface AskedRights {
  readonly on: string
  readonly scheme: string
  readonly fund: string | null
  readonly centre: string | null
  readonly insured: { readonly number: string; readonly key: string }
  readonly own: { readonly number: string; readonly key: string; readonly certifiedOn: null } | null
  readonly birthDate: string
  readonly birthRank: number
}

/** The INS a record holds. */
export interface HeldIns {
  readonly matricule: string
  readonly key: string
  readonly oid: string
}

/** What is known of somebody whose rights are asked for. */
export interface KnownCoverage {
  readonly fields: Pick<CivilStatusFields, 'birthDate' | 'coverage'>
  readonly ins: HeldIns | null
  readonly card: VitaleBeneficiary | null
  /** What the last answer told of the fund. */
  readonly last: Pick<UnderstoodRights, 'scheme' | 'fund' | 'centre' | 'quality'> | null
}

/** A question, or what it lacks. */
export type QuestionReading =
  | { readonly ok: true; readonly question: AskedRights }
  | { readonly ok: false; readonly missing: readonly MissingPart[] }

/**
 * The question about a person on a day: from the card where there is one, which knows better than the record, else from the
 * record. The number of the insured is never replaced by that of the person, unless they are known to be the insured: of a
 * child it is a parent's.
 */
export function questionOf({ fields, ins, card, last }: KnownCoverage, today: string): QuestionReading {
  const { coverage } = fields
  const own = numberOf(card?.ownNir ?? null) ?? (ins?.oid === insOids.nir ? numberOf(ins.matricule + ins.key) : null)
  const isInsured = card === null ? last?.quality === 'insured' : card.quality === 0
  const insured = numberOf(card?.insuredNir ?? null) ?? numberOf(coverage.insuredNir) ?? (isInsured ? own : null)
  const scheme = [card?.scheme, coverage.regime, last?.scheme].find((one) => /^\d{2}$/.test(one ?? '')) ?? null
  const birthDate = card?.birthDate ?? fields.birthDate
  const missing: MissingPart[] = []
  if (insured === null) missing.push('insuredNir')
  if (scheme === null) missing.push('regime')
  if (birthDate.startsWith('0000')) missing.push('birthDate')
  if (insured === null || scheme === null || missing.length > 0) return { ok: false, missing }
  // A fund is one of a régime: that of another answer says nothing of this one.
  const told = card?.scheme === scheme && card.fund !== null ? card : last?.scheme === scheme ? last : null
  return {
    ok: true,
    question: {
      on: today,
      scheme,
      fund: ofShape(told?.fund, /^\d{3}$/),
      centre: ofShape(told?.centre, /^\d{4}$/),
      insured,
      own: own === null ? null : { ...own, certifiedOn: null },
      birthDate,
      birthRank: card?.birthRank ?? coverage.birthRank ?? 1,
    },
  }
}

function ofShape(text: string | null | undefined, shape: RegExp): string | null {
  return text !== null && text !== undefined && shape.test(text) ? text : null
}

function numberOf(nir: string | null): { readonly number: string; readonly key: string } | null {
  const number = (nir ?? '').slice(0, 13)
  if (!/^[1-478]\d{4}(?:\d{2}|2[AB])\d{6}$/.test(number)) return null
  const key = (nir ?? '').slice(13)
  return { number, key: key === '' ? nirKey(number) : key }
}

/**
 * Where an answer and a record do not say the same, in the order of the form. What the answer does not say differs from
 * nothing, and nothing of it is a trait of identity.
 */
export function proposalsOf(rights: UnderstoodRights, fields: CivilStatusFields): Proposal[] {
  const found: Proposal[] = []
  const compare = (field: ProposedField, told: string | null, record: string) => {
    if (told !== null && told !== '' && told !== record) found.push({ field, record, rights: told })
  }
  const { coverage } = fields
  const own = rights.quality === 'insured' ? numberOf(rights.certifiedNir) : null
  // With a key that is not its own, no record may hold it.
  const isRight = own !== null && own.key === nirKey(own.number)
  compare('insuredNir', isRight ? own.number + own.key : null, coverage.insuredNir)
  compare('birthRank', rights.birthRank?.toString() ?? null, coverage.birthRank?.toString() ?? '')
  compare('regime', ofShape(rights.scheme, /^\d{2}$/), coverage.regime)
  compare('amcNumber', ofShape(rights.mutual?.number, /^\w{1,20}$/), coverage.amcNumber)
  const address = addressOf(rights.addressLines)
  if (address !== null && nameKey(written(address)) !== nameKey(written(fields))) {
    found.push({ field: 'address', record: written(fields), rights: written(address) })
  }
  if (rights.familyDoctor === 'none' && fields.attendingPhysician.name !== '') {
    found.push({ field: 'attendingPhysician', record: fields.attendingPhysician.name, rights: '' })
  }
  return found
}

/** The civil status with the lines that somebody accepted, and no other. */
export function withAccepted(
  fields: CivilStatusFields,
  rights: UnderstoodRights,
  accepted: readonly ProposedField[],
): CivilStatusFields {
  const taken = new Map(
    proposalsOf(rights, fields)
      .filter(({ field }) => accepted.includes(field))
      .map(({ field, rights: told }) => [field, told]),
  )
  const of = (field: ProposedField, now: string) => taken.get(field) ?? now
  const { coverage } = fields
  const rank = taken.get('birthRank')
  return {
    ...fields,
    ...(taken.has('address') ? addressOf(rights.addressLines) : {}),
    ...(taken.has('attendingPhysician') ? { attendingPhysician: { name: '', rpps: '' } } : {}),
    coverage: {
      ...coverage,
      insuredNir: of('insuredNir', coverage.insuredNir),
      birthRank: rank === undefined ? coverage.birthRank : Number(rank),
      regime: of('regime', coverage.regime),
      amcNumber: of('amcNumber', coverage.amcNumber),
    },
  }
}

type Address = Pick<CivilStatusFields, 'addressLine' | 'addressComplement' | 'postalCode' | 'town'>

/** The last line is postal code and town; of the others the last is the street. `null` for what is no French address. */
function addressOf(lines: readonly string[]): Address | null {
  const [, postalCode = '', town = ''] = /^(\d{5})\s+(\S.*)$/.exec(lines[4]?.trim() ?? '') ?? []
  if (postalCode === '') return null
  const rest = lines.slice(0, 4).filter((line) => line.trim() !== '')
  return {
    addressLine: (rest.at(-1) ?? '').slice(0, 120),
    addressComplement: rest.slice(0, -1).join(', ').slice(0, 120),
    postalCode,
    town: town.slice(0, 80),
  }
}

function written({ addressLine, addressComplement, postalCode, town }: Address): string {
  return [addressComplement, addressLine, `${postalCode} ${town}`.trim()].filter((part) => part !== '').join(', ')
}

/** Whether an answer is about somebody else, as far as it says: another birth date, or another birth name. */
export function isSomebodyElse(
  rights: Pick<UnderstoodRights, 'birthDate' | 'birthName'>,
  fields: Pick<CivilStatusFields, 'birthDate' | 'birthName' | 'usedName'>,
): boolean {
  const { birthDate, birthName } = rights
  if (birthDate !== null && isCalendar(birthDate) && isCalendar(fields.birthDate) && birthDate !== fields.birthDate) {
    return true
  }
  const names = [fields.birthName, fields.usedName].map(nameKey)
  return birthName !== null && nameKey(birthName) !== '' && !names.includes(nameKey(birthName))
}

/** Lunar and incomplete dates are written in several ways for the same person. */
function isCalendar(date: string): boolean {
  const month = Number(date.slice(5, 7))
  return month >= 1 && month <= 12 && !date.endsWith('-00')
}
