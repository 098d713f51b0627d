import type { CivilStatusFields, InsAttribute, PatientSummary } from '#app/features/patients/model.ts'
import { nameKey } from '#app/kernel/letters.ts'
import { listOrderKey, toInsName } from '#app/features/patients/rules/names.ts'
import { type Searchable, searchTokens } from '#app/features/patients/rules/search.ts'
import type { PatientOrderTable, PatientRow } from './tables.ts'

/** What a person types, and what is derived from it, as columns. */
export type CivilStatusColumns = Omit<
  PatientRow,
  | 'patient_id'
  | 'file_number'
  | 'version'
  | 'ins_status'
  | 'ins_rank'
  | 'ins_attributes'
  | 'ins_ko'
  | 'ins_matricule'
  | 'ins_key'
  | 'ins_oid'
  | 'hidden'
  | 'created_at'
  | 'updated_at'
  | 'updated_by_user_id'
  | 'updated_by'
>

/** Order of the statuses in a sorted list: the surest last. */
export const insRanks = { provisional: 0, retrieved: 1, validated: 2, qualified: 3 } as const

/** What a row says of somebody of whom nothing is proved: provisional, as every identity is born (RNIV 1 v2.0, EXI SI 07). */
export const unproved = {
  ins_status: 'provisional',
  ins_rank: insRanks.provisional,
  ins_attributes: '[]',
  ins_ko: 0,
  ins_matricule: null,
  ins_key: null,
  ins_oid: null,
} as const satisfies Partial<PatientRow>

/** The columns of a civil status, names also in the INS character set and folded. */
export function toColumns(fields: CivilStatusFields): CivilStatusColumns {
  return {
    birth_name: fields.birthName,
    first_birth_first_name: fields.firstBirthFirstName,
    birth_first_names: JSON.stringify(fields.birthFirstNames),
    used_name: fields.usedName,
    used_first_name: fields.usedFirstName,
    birth_name_ins: toInsName(fields.birthName, 'birth-name').value,
    first_birth_first_name_ins: toInsName(fields.firstBirthFirstName, 'first-name').value,
    birth_first_names_ins: fields.birthFirstNames.map((name) => toInsName(name, 'first-name').value).join(' '),
    birth_name_key: nameKey(fields.birthName),
    birth_first_name_key: nameKey(fields.firstBirthFirstName),
    used_name_key: nameKey(fields.usedName),
    used_first_name_key: nameKey(fields.usedFirstName),
    order_key: listOrderKey(fields),
    sex: fields.sex,
    birth_date: fields.birthDate,
    birth_place_code: fields.birthPlaceCode,
    birth_place_text: fields.birthPlaceText,
    address_line: fields.addressLine,
    address_complement: fields.addressComplement,
    postal_code: fields.postalCode,
    town: fields.town,
    country: fields.country,
    mobile: fields.mobile,
    phone: fields.phone,
    other_phone: fields.otherPhone,
    email: fields.email,
    profession: fields.profession,
    marital_status: fields.maritalStatus,
    comments: fields.comments,
    billing_payer_name: fields.billing.payerName,
    billing_payer_address: fields.billing.payerAddress,
    billing_note: fields.billing.note,
    other_identifiers: JSON.stringify(fields.otherIdentifiers),
    coverage_insured_nir: fields.coverage.insuredNir,
    coverage_birth_rank: fields.coverage.birthRank,
    coverage_regime: fields.coverage.regime,
    coverage_amc_number: fields.coverage.amcNumber,
    coverage_amc_member_number: fields.coverage.amcMemberNumber,
    attending_physician_name: fields.attendingPhysician.name,
    attending_physician_rpps: fields.attendingPhysician.rpps,
    deceased: fields.deceased ? 1 : 0,
    death_date: fields.deathDate,
    rcp: fields.rcp ? 1 : 0,
    vsm_reminder_on: fields.vsmReminderOn,
  }
}

/** The civil status a row holds. */
export function toFields(row: PatientRow): CivilStatusFields {
  return {
    birthName: row.birth_name,
    birthFirstNames: JSON.parse(row.birth_first_names) as string[],
    firstBirthFirstName: row.first_birth_first_name,
    usedName: row.used_name,
    usedFirstName: row.used_first_name,
    sex: row.sex,
    birthDate: row.birth_date,
    birthPlaceCode: row.birth_place_code,
    birthPlaceText: row.birth_place_text,
    addressLine: row.address_line,
    addressComplement: row.address_complement,
    postalCode: row.postal_code,
    town: row.town,
    country: row.country,
    mobile: row.mobile,
    phone: row.phone,
    otherPhone: row.other_phone,
    email: row.email,
    profession: row.profession,
    maritalStatus: row.marital_status,
    comments: row.comments,
    billing: { payerName: row.billing_payer_name, payerAddress: row.billing_payer_address, note: row.billing_note },
    otherIdentifiers: JSON.parse(row.other_identifiers) as CivilStatusFields['otherIdentifiers'],
    coverage: {
      insuredNir: row.coverage_insured_nir,
      birthRank: row.coverage_birth_rank,
      regime: row.coverage_regime,
      amcNumber: row.coverage_amc_number,
      amcMemberNumber: row.coverage_amc_member_number,
    },
    attendingPhysician: { name: row.attending_physician_name, rpps: row.attending_physician_rpps },
    deceased: row.deceased === 1,
    deathDate: row.death_date,
    rcp: row.rcp === 1,
    vsmReminderOn: row.vsm_reminder_on,
  }
}

/** Columns of one line of the list. */
export const summaryColumns = [
  'patient.patient_id',
  'patient.version',
  'patient.file_number',
  'patient.used_name',
  'patient.used_first_name',
  'patient.birth_name',
  'patient.first_birth_first_name',
  'patient.birth_date',
  'patient.sex',
  'patient.ins_status',
  'patient.ins_attributes',
  'patient.ins_ko',
  'patient.deceased',
  'patient.hidden',
] as const

export type SummaryRow = Pick<
  PatientRow,
  | 'patient_id'
  | 'version'
  | 'file_number'
  | 'used_name'
  | 'used_first_name'
  | 'birth_name'
  | 'first_birth_first_name'
  | 'birth_date'
  | 'sex'
  | 'ins_status'
  | 'ins_attributes'
  | 'ins_ko'
  | 'deceased'
  | 'hidden'
>

/** One line of the list. */
export function toSummary(row: SummaryRow): PatientSummary {
  return {
    patientId: row.patient_id,
    version: row.version,
    fileNumber: row.file_number,
    usedName: row.used_name,
    usedFirstName: row.used_first_name,
    birthName: row.birth_name,
    birthFirstName: row.first_birth_first_name,
    birthDate: row.birth_date,
    sex: row.sex,
    insStatus: row.ins_status,
    insAttributes: JSON.parse(row.ins_attributes) as InsAttribute[],
    insKo: row.ins_ko === 1,
    deceased: row.deceased === 1,
    hidden: row.hidden === 1,
  }
}

/** The words of the search index for a row, its tags, and the marks of its access groups. */
export function tokensOf(
  row: Pick<
    PatientRow,
    | 'birth_name'
    | 'used_name'
    | 'birth_first_names'
    | 'first_birth_first_name'
    | 'used_first_name'
    | 'birth_date'
    | 'mobile'
    | 'phone'
    | 'other_phone'
    | 'email'
    | 'file_number'
    | 'ins_matricule'
    | 'ins_key'
    | 'hidden'
    | 'rcp'
    | 'vsm_reminder_on'
    | 'ins_ko'
  >,
  tags: Searchable['tags'],
  groupMarks: readonly string[],
): string {
  const words = searchTokens({
    birthName: row.birth_name,
    usedName: row.used_name,
    birthFirstNames: JSON.parse(row.birth_first_names) as string[],
    firstBirthFirstName: row.first_birth_first_name,
    usedFirstName: row.used_first_name,
    birthDate: row.birth_date,
    phones: [row.mobile, row.phone, row.other_phone],
    email: row.email,
    fileNumber: row.file_number,
    matricule: row.ins_matricule,
    matriculeKey: row.ins_key,
    tags,
    hidden: row.hidden === 1,
    rcp: row.rcp === 1,
    vsmReminder: row.vsm_reminder_on !== null,
    insKo: row.ins_ko === 1,
  })
  return [...words, ...groupMarks].join(' ')
}

/** The line of a row in the order of the list. */
export function toOrderRow(row: PatientRow, place: number): PatientOrderTable {
  return {
    place,
    patient_id: row.patient_id,
    order_key: row.order_key,
    used_first_name_key: row.used_first_name_key,
    birth_name_key: row.birth_name_key,
    birth_first_name_key: row.birth_first_name_key,
    birth_date: row.birth_date,
    ins_rank: row.ins_rank,
    file_number: row.file_number,
  }
}
