import type { VitaleBeneficiary } from '#app/devices/workstation.ts'
import type { CivilStatusFields } from '#app/features/patients/model.ts'
import type { MatchReason } from '#app/features/vitale/model.ts'
import type { CivilDate } from '#app/kernel/civil-date.ts'
import { nirKey } from '#app/kernel/nir.ts'
import { careKind, type CareKind, type CareLine } from './model.ts'

/** A number of 13 characters, and its key of 2. */
export interface KeyedNumber {
  readonly number: string
  readonly key: string
}

/** Whose history is asked for: what the card says, and for what it does not say, the record. */
export interface CardHolder {
  readonly insured: KeyedNumber
  readonly own: KeyedNumber | null
  readonly scheme: string
  readonly fund: string | null
  readonly centre: string | null
  readonly birthName: string
  readonly usedName: string
  readonly firstName: string
  readonly birthDate: string
  readonly birthRank: number
}

/** What neither the card nor the record says, without which HRi cannot be asked. */
export type MissingOfCard = 'insuredNir' | 'regime' | 'birthDate'

/**
 * Who HRi is asked about: the beneficiary of the card must be the person of the record, surely (a record that is only close is
 * another person’s until somebody says otherwise), because what is answered is medical. `match`: why the record is theirs.
 */
export function holderOf(
  person: VitaleBeneficiary,
  fields: CivilStatusFields,
  match: MatchReason | null,
):
  | { readonly ok: true; readonly holder: CardHolder }
  | { readonly ok: false; readonly because: 'other-person' }
  | { readonly ok: false; readonly because: 'incomplete'; readonly missing: readonly MissingOfCard[] } {
  if (match === null || match === 'close') return { ok: false, because: 'other-person' }
  const insured = keyed(person.insuredNir)
  const scheme = [person.scheme, fields.coverage.regime].find((one) => /^\d{2}$/.test(one ?? '')) ?? null
  // The card writes the year on two digits: the record, which is theirs, has the whole of it.
  const birthDate = person.birthDate ?? fields.birthDate
  const isDated = !birthDate.startsWith('0000')
  if (insured === null || scheme === null || !isDated) {
    const missing: MissingOfCard[] = [
      ...(insured === null ? ['insuredNir' as const] : []),
      ...(scheme === null ? ['regime' as const] : []),
      ...(isDated ? [] : ['birthDate' as const]),
    ]
    return { ok: false, because: 'incomplete', missing }
  }
  const isOfScheme = person.scheme === scheme
  return {
    ok: true,
    holder: {
      insured,
      own: keyed(person.ownNir),
      scheme,
      fund: isOfScheme && /^\d{3}$/.test(person.fund ?? '') ? person.fund : null,
      centre: isOfScheme && /^\d{4}$/.test(person.centre ?? '') ? person.centre : null,
      birthName: person.birthName ?? fields.birthName,
      usedName: person.usedName ?? '',
      firstName: person.firstName ?? fields.firstBirthFirstName,
      birthDate,
      birthRank: person.birthRank ?? fields.coverage.birthRank ?? 1,
    },
  }
}

function keyed(nir: string | null): KeyedNumber | null {
  const number = (nir ?? '').slice(0, 13)
  if (!/^\d{5}(?:\d{2}|2[AB])\d{6}$/.test(number)) return null
  return { number, key: (nir ?? '').slice(13) || nirKey(number) }
}

/** The day so many months before another: the last one of its month when it has no such day. */
export function monthsBefore(day: CivilDate, months: number): CivilDate {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  const first = new Date(Date.UTC(year, month - 1 - months, 1))
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate()
  first.setUTCDate(Math.min(date, last))
  return first.toISOString().slice(0, 10)
}

/** What of a history is looked at. */
export interface CareFilter {
  /** All of them when it is empty. */
  readonly kinds: readonly CareKind[]
  /** Care that ended on that day or later; `null` for all. */
  readonly since: CivilDate | null
}

/** The lines that a filter leaves, in their order. */
export function filterCare(lines: readonly CareLine[], { kinds, since }: CareFilter): readonly CareLine[] {
  return lines.filter(
    ({ kind, from, to }) =>
      (kinds.length === 0 || kinds.includes(kind)) &&
      (since === null || (to === null || to < from ? from : to) >= since),
  )
}

/** How many lines there are of each kind that has some, in the order of the kinds. */
export function countCare(lines: readonly CareLine[]): readonly { readonly kind: CareKind; readonly count: number }[] {
  return careKind.options
    .map((kind) => ({ kind, count: lines.filter((line) => line.kind === kind).length }))
    .filter(({ count }) => count > 0)
}
