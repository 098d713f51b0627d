import type { CivilStatusFields, InsStatus } from '#app/features/patients/model.ts'
import { nameKey } from '#app/kernel/letters.ts'
import type { ComparedField, MergeField, MergeSide, MergeWarning } from './model.ts'

/** How long a merge can be undone, in days: two renewals of a chronic treatment, when a mistake shows at the latest. */
export const undoDays = 183

/** The name to type before a record is deleted: the used names, or those of birth where there is none. */
export function nameToType(
  fields: Pick<CivilStatusFields, 'usedName' | 'birthName' | 'usedFirstName' | 'firstBirthFirstName'>,
): string {
  const name = fields.usedName === '' ? fields.birthName : fields.usedName
  const firstName = fields.usedFirstName === '' ? fields.firstBirthFirstName : fields.usedFirstName
  return `${name} ${firstName}`
}

/** Whether the name typed is that one: accents, case, hyphens and spaces do not matter; a missing word does. */
export function isNameTyped(typed: string, wanted: string): boolean {
  return nameKey(wanted) !== '' && nameKey(typed) === nameKey(wanted)
}

/** Who stands behind one of two records compared. */
export interface MergeParty {
  readonly fields: CivilStatusFields
  readonly status: InsStatus
}

/**
 * Whose identity stays, and whether its proofs decide so; where both are worth the same, somebody chooses. Decided by the
 * rules of identity.
 */
export interface IdentityDecision {
  readonly side: MergeSide
  readonly isDecided: boolean
}

type Words = (fields: CivilStatusFields, status: InsStatus) => string

const joined = (...parts: readonly (string | number | null)[]) =>
  parts.filter((part) => part !== '' && part !== null).join(', ')

/** What is compared, and how it reads; codes that need words are given to the screen as they are. */
const words: Readonly<Record<MergeField, Words>> = {
  identity: (f, status) =>
    joined(f.birthName, f.birthFirstNames.join(' '), f.sex, f.birthDate, f.birthPlaceCode, f.birthPlaceText, status),
  usedName: (f) => f.usedName,
  usedFirstName: (f) => f.usedFirstName,
  address: (f) =>
    joined(
      f.addressLine,
      f.addressComplement,
      [f.postalCode, f.town].filter((part) => part !== '').join(' '),
      f.country,
    ),
  mobile: (f) => f.mobile,
  phone: (f) => f.phone,
  otherPhone: (f) => f.otherPhone,
  email: (f) => f.email,
  profession: (f) => f.profession,
  maritalStatus: (f) => f.maritalStatus ?? '',
  comments: (f) => f.comments,
  billing: (f) => joined(f.billing.payerName, f.billing.payerAddress, f.billing.note),
  otherIdentifiers: (f) => f.otherIdentifiers.map(({ issuer, value }) => `${issuer} ${value}`).join(', '),
  coverage: (f) =>
    joined(
      f.coverage.insuredNir,
      f.coverage.birthRank,
      f.coverage.regime,
      f.coverage.amcNumber,
      f.coverage.amcMemberNumber,
    ),
  attendingPhysician: (f) => joined(f.attendingPhysician.name, f.attendingPhysician.rpps),
  death: (f) => (f.deceased ? (f.deathDate ?? 'deceased') : ''),
  rcp: (f) => (f.rcp ? 'yes' : ''),
  vsmReminderOn: (f) => f.vsmReminderOn ?? '',
}

const copied: Readonly<Record<Exclude<MergeField, 'identity'>, readonly (keyof CivilStatusFields)[]>> = {
  usedName: ['usedName'],
  usedFirstName: ['usedFirstName'],
  address: ['addressLine', 'addressComplement', 'postalCode', 'town', 'country'],
  mobile: ['mobile'],
  phone: ['phone'],
  otherPhone: ['otherPhone'],
  email: ['email'],
  profession: ['profession'],
  maritalStatus: ['maritalStatus'],
  comments: ['comments'],
  billing: ['billing'],
  otherIdentifiers: ['otherIdentifiers'],
  coverage: ['coverage'],
  attendingPhysician: ['attendingPhysician'],
  death: ['deceased', 'deathDate'],
  rcp: ['rcp'],
  vsmReminderOn: ['vsmReminderOn'],
}

/** The traits that go with an identity and its matricule. */
export const identityTraits = [
  'birthName',
  'birthFirstNames',
  'firstBirthFirstName',
  'sex',
  'birthDate',
  'birthPlaceCode',
  'birthPlaceText',
] as const satisfies readonly (keyof CivilStatusFields)[]

/** Both civil statuses, value by value, with what is proposed: the one that says something, the kept record’s where both do. */
export function compareFields(
  kept: MergeParty,
  other: MergeParty,
  identity: IdentityDecision,
): readonly ComparedField[] {
  return (Object.keys(words) as MergeField[]).map((field) => {
    const here = words[field](kept.fields, kept.status)
    const there = words[field](other.fields, other.status)
    const proposed = field === 'identity' ? identity.side : here === '' && there !== '' ? 'other' : 'kept'
    const isDecided = field === 'identity' && identity.isDecided
    return { field, kept: here, other: there, differs: here !== there, proposed, isDecided }
  })
}

/** The civil status of the merged record: the kept one’s, with these values of the other. An identity comes whole. */
export function mergeFields(
  kept: CivilStatusFields,
  other: CivilStatusFields,
  fromOther: readonly MergeField[],
): CivilStatusFields {
  const taken = fromOther.flatMap((field) => (field === 'identity' ? [...identityTraits] : copied[field]))
  const values = Object.fromEntries(taken.map((name) => [name, other[name]]))
  return { ...kept, ...values }
}

/** What two civil statuses say that cannot both be true of one person. */
export function civilWarnings(kept: CivilStatusFields, other: CivilStatusFields): readonly MergeWarning[] {
  return [
    ...(kept.sex === other.sex ? [] : ['sex-differs' as const]),
    ...(kept.birthDate === other.birthDate ? [] : ['birth-date-differs' as const]),
    ...(kept.deceased === other.deceased ? [] : ['one-deceased' as const]),
  ]
}

/** Why a merge can no longer be undone, or `null`. */
export function undoPrevention(merge: {
  readonly mergedAt: string
  readonly now: string
  readonly hasLaterMerge: boolean
  readonly isIdentityChanged: boolean
}): 'too-old' | 'later-merge' | 'identity-changed' | null {
  if (Date.parse(merge.now) - Date.parse(merge.mergedAt) > undoDays * 86_400_000) return 'too-old'
  if (merge.hasLaterMerge) return 'later-merge'
  return merge.isIdentityChanged ? 'identity-changed' : null
}

/** Columns of a patient’s row that no undoing gives back: they follow the row, whatever it says. */
const ownColumns: ReadonlySet<string> = new Set(['patient_id', 'version', 'file_number'])

/**
 * A patient’s row once a merge is undone: each value as before the merge, save those written since, which stay. Answers
 * the row and the columns that stayed.
 */
export function undoneRow<R extends Readonly<Record<string, unknown>>>(
  before: R,
  after: R,
  now: R,
): { readonly row: R; readonly changed: readonly string[] } {
  const changed = Object.keys(now).filter((column) => !ownColumns.has(column) && now[column] !== after[column])
  const kept = new Set<string>(['version', 'updated_at', 'updated_by', 'updated_by_user_id'])
  const isWritten = changed.some((column) => !kept.has(column))
  const row = Object.fromEntries(
    Object.keys(now).map((column) => {
      if (ownColumns.has(column)) return [column, now[column]]
      if (kept.has(column)) return [column, isWritten ? now[column] : before[column]]
      return [column, changed.includes(column) ? now[column] : before[column]]
    }),
  )
  return { row: row as R, changed: changed.filter((column) => !kept.has(column)) }
}
