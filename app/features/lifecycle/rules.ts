import type { CivilStatusFields } from '#app/features/patients/model.ts'
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
  readonly matricule: string | null
  readonly insStatus: 'provisional' | 'retrieved' | 'validated' | 'qualified'
}

/** Two matricules are two people, or an error to correct first: never merged (RNIV). */
export function hasTwoMatricules(kept: MergeParty, other: MergeParty): boolean {
  return kept.matricule !== null && other.matricule !== null && kept.matricule !== other.matricule
}

const ranks = { provisional: 0, retrieved: 1, validated: 2, qualified: 3 } as const

/** Whose identity stays unless somebody chooses: the one with a matricule, then the surest, then the kept record’s. */
export function surestIdentity(kept: MergeParty, other: MergeParty): MergeSide {
  if ((kept.matricule === null) !== (other.matricule === null)) return kept.matricule === null ? 'other' : 'kept'
  return ranks[other.insStatus] > ranks[kept.insStatus] ? 'other' : 'kept'
}

/** Whether the identity may be chosen: not when it would lose the only matricule. */
export function mayChooseIdentity(kept: MergeParty, other: MergeParty): boolean {
  return (kept.matricule === null) === (other.matricule === null)
}

type Words = (fields: CivilStatusFields) => string

const joined = (...parts: readonly (string | number | null)[]) =>
  parts.filter((part) => part !== '' && part !== null).join(', ')

/** What is compared, and how it reads; codes that need words are given to the screen as they are. */
const words: Readonly<Record<MergeField, Words>> = {
  identity: (f) =>
    joined(f.birthName, f.birthFirstNames.join(' '), f.sex, f.birthDate, f.birthPlaceCode, f.birthPlaceText),
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
export function compareFields(kept: MergeParty, other: MergeParty): readonly ComparedField[] {
  return (Object.keys(words) as MergeField[]).map((field) => {
    const [here, there] = [words[field](kept.fields), words[field](other.fields)]
    const proposed = field === 'identity' ? surestIdentity(kept, other) : here === '' && there !== '' ? 'other' : 'kept'
    return { field, kept: here, other: there, differs: here !== there, proposed }
  })
}

/** The civil status of the merged record: the kept one’s, with these values of the other. */
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

/** Columns of a row whose change says that somebody else’s identity, or a surer one, stands in the record now. */
export const identityColumns: readonly string[] = [
  'birth_name',
  'birth_first_names',
  'first_birth_first_name',
  'sex',
  'birth_date',
  'birth_place_code',
  'ins_status',
  'ins_matricule',
]
