import { z } from 'zod'
import { maritalStatus, type PatientRecord, sex } from '#app/features/patients/model.ts'
import { formatDate } from '#app/features/patients/rules/dates.ts'
import { formatNir } from '#app/features/patients/rules/matricule.ts'

/**
 * The « État civil » as it stands in the form: everything as typed, before any rule has read it, so that nothing a
 * person wrote is ever changed or lost by a conversion. It is also what a draft keeps.
 */
export const civilStatusValues = z.object({
  birthName: z.string(),
  firstBirthFirstName: z.string(),
  birthFirstNames: z.array(z.string()),
  usedName: z.string(),
  usedFirstName: z.string(),
  sex: z.union([z.literal(''), sex]),
  /** As typed: 14/07/1977, 14071977, 140777 or « 14 juil 77 ». */
  birthDate: z.string(),
  /** The place chosen; `name` is what the field shows. `code` is empty while nothing is chosen. */
  birthPlace: z.object({ code: z.string(), name: z.string() }),
  birthPlaceText: z.string(),
  addressLine: z.string(),
  addressComplement: z.string(),
  postalCode: z.string(),
  town: z.string(),
  country: z.string(),
  mobile: z.string(),
  phone: z.string(),
  otherPhone: z.string(),
  email: z.string(),
  profession: z.string(),
  maritalStatus: z.union([z.literal(''), maritalStatus]),
  comments: z.string(),
  payerName: z.string(),
  payerAddress: z.string(),
  billingNote: z.string(),
  otherIdentifiers: z.array(z.object({ issuer: z.string(), value: z.string() })),
  insuredNir: z.string(),
  birthRank: z.string(),
  regime: z.string(),
  amcNumber: z.string(),
  amcMemberNumber: z.string(),
  physicianName: z.string(),
  physicianRpps: z.string(),
  deceased: z.boolean(),
  deathDate: z.string(),
  rcp: z.boolean(),
  vsmReminderOn: z.string(),
  tagIds: z.array(z.string()),
})
export type CivilStatusValues = z.infer<typeof civilStatusValues>
export type ValueKey = keyof CivilStatusValues

/** Every field of the form, in reading order. */
export const valueKeys = Object.keys(civilStatusValues.shape) as ValueKey[]

/** A form nobody has written in. */
export const emptyValues: CivilStatusValues = {
  birthName: '',
  firstBirthFirstName: '',
  birthFirstNames: [],
  usedName: '',
  usedFirstName: '',
  sex: '',
  birthDate: '',
  birthPlace: { code: '', name: '' },
  birthPlaceText: '',
  addressLine: '',
  addressComplement: '',
  postalCode: '',
  town: '',
  country: '',
  mobile: '',
  phone: '',
  otherPhone: '',
  email: '',
  profession: '',
  maritalStatus: '',
  comments: '',
  payerName: '',
  payerAddress: '',
  billingNote: '',
  otherIdentifiers: [],
  insuredNir: '',
  birthRank: '',
  regime: '',
  amcNumber: '',
  amcMemberNumber: '',
  physicianName: '',
  physicianRpps: '',
  deceased: false,
  deathDate: '',
  rcp: false,
  vsmReminderOn: '',
  tagIds: [],
}

/** What the form shows of a record. */
export function valuesOfRecord(record: PatientRecord): CivilStatusValues {
  const { fields } = record
  const { billing, coverage, attendingPhysician, otherIdentifiers, birthPlaceCode, ...same } = fields
  return {
    ...same,
    birthFirstNames: [...fields.birthFirstNames],
    birthDate: formatDate(fields.birthDate),
    birthPlace: { code: birthPlaceCode, name: record.birthPlaceName },
    maritalStatus: fields.maritalStatus ?? '',
    payerName: billing.payerName,
    payerAddress: billing.payerAddress,
    billingNote: billing.note,
    otherIdentifiers: otherIdentifiers.map(({ issuer, value }) => ({ issuer, value })),
    insuredNir: coverage.insuredNir === '' ? '' : formatNir(coverage.insuredNir),
    birthRank: coverage.birthRank === null ? '' : String(coverage.birthRank),
    regime: coverage.regime,
    amcNumber: coverage.amcNumber,
    amcMemberNumber: coverage.amcMemberNumber,
    physicianName: attendingPhysician.name,
    physicianRpps: attendingPhysician.rpps,
    deathDate: shownDate(fields.deathDate),
    vsmReminderOn: shownDate(fields.vsmReminderOn),
    tagIds: record.tags.map((tag) => tag.tagId),
  }
}

function shownDate(date: string | null): string {
  return date === null ? '' : formatDate(date)
}

/** Whether a field says the same in two forms. The place counts by its code: its name may be worded anew. */
export function sameValue(key: ValueKey, one: CivilStatusValues, other: CivilStatusValues): boolean {
  if (key === 'birthPlace') return one.birthPlace.code === other.birthPlace.code
  if (key === 'tagIds') return JSON.stringify(one.tagIds.toSorted()) === JSON.stringify(other.tagIds.toSorted())
  return JSON.stringify(one[key]) === JSON.stringify(other[key])
}

/** Fields that differ, in reading order. */
export function differingKeys(one: CivilStatusValues, other: CivilStatusValues): readonly ValueKey[] {
  return valueKeys.filter((key) => !sameValue(key, one, other))
}

/** One form with the value another gives to some fields. */
export function withValuesOf(
  base: CivilStatusValues,
  other: CivilStatusValues,
  keys: readonly ValueKey[],
): CivilStatusValues {
  return { ...base, ...Object.fromEntries(keys.map((key) => [key, other[key]])) }
}

/**
 * Reads what a draft kept over what the form would show otherwise. A draft may come from an earlier edition: a field it
 * does not know keeps its value of the base, a field that no longer has the right shape too.
 */
export function valuesOfDraft(fields: Readonly<Record<string, unknown>>, base: CivilStatusValues): CivilStatusValues {
  const kept = valueKeys.flatMap((key) => {
    const read = civilStatusValues.shape[key].safeParse(fields[key])
    return read.success ? [[key, read.data] as const] : []
  })
  return { ...base, ...Object.fromEntries(kept) }
}
