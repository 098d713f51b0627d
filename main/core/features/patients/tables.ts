import type { Generated, Selectable } from 'kysely'
import type { PatientColumns } from '#core/kernel/tables.ts'
import type { InsStatus, Sex } from '#app/features/patients/model.ts'

/** One patient. Texts that nobody filled in are empty, not null; see the step 0030 for what each column holds. */
export interface PatientTable {
  patient_id: string
  file_number: number
  version: number
  birth_name: string
  first_birth_first_name: string
  /** JSON array of texts. */
  birth_first_names: string
  used_name: string
  used_first_name: string
  birth_name_ins: string
  first_birth_first_name_ins: string
  birth_first_names_ins: string
  birth_name_key: string
  birth_first_name_key: string
  used_name_key: string
  used_first_name_key: string
  order_key: string
  sex: Sex
  birth_date: string
  birth_place_code: string
  birth_place_text: string
  address_line: string
  address_complement: string
  postal_code: string
  town: string
  country: string
  mobile: string
  phone: string
  other_phone: string
  email: string
  profession: string
  marital_status: 'single' | 'married' | 'pacs' | 'cohabiting' | 'divorced' | 'separated' | 'widowed' | null
  comments: string
  billing_payer_name: string
  billing_payer_address: string
  billing_note: string
  /** JSON array of `{ issuer, value }`. */
  other_identifiers: string
  coverage_insured_nir: string
  coverage_birth_rank: number | null
  coverage_regime: string
  coverage_amc_number: string
  coverage_amc_member_number: string
  attending_physician_name: string
  attending_physician_rpps: string
  deceased: number
  death_date: string | null
  rcp: number
  vsm_reminder_on: string | null
  ins_status: InsStatus
  ins_rank: number
  /** JSON array of codes. */
  ins_attributes: string
  ins_ko: number
  ins_matricule: string | null
  ins_key: string | null
  ins_oid: string | null
  hidden: number
  created_at: string
  updated_at: string
  updated_by_user_id: string | null
  updated_by: string
}
export type PatientRow = Selectable<PatientTable>

/** One row of counts and the next file number. */
export interface PatientRegisterTable {
  one: number
  next_file_number: number
  shown: number
  hidden: number
  /** Changes with whatever decides how many records somebody sees. */
  sight_version: Generated<number>
}

/** The place of each patient in the list. Not limited to what an actor sees: a newcomer's place depends on all. */
export interface PatientOrderTable {
  place: number
  patient_id: string
  order_key: string
  used_first_name_key: string
  birth_name_key: string
  birth_first_name_key: string
  birth_date: string
  ins_rank: number
  file_number: number
}

/** The search index; `rowid` is the place of the patient in the list. */
export interface PatientSearchTable {
  rowid: number
  tokens: string
  /** On PostgreSQL only, made by the database. */
  lexemes: Generated<string>
}

/** A label of the cabinet. */
export interface TagTable {
  tag_id: string
  name: string
  name_key: string
  color: string
  hides_record: number
  version: number
}

/** A label put on a patient. */
export interface PatientTagTable {
  patient_id: string
  tag_id: string
}

declare module '#core/kernel/tables.ts' {
  interface CabinetTables {
    patient: PatientTable
    patient_register: PatientRegisterTable
    patient_order: PatientOrderTable
    patient_search: PatientSearchTable
    tag: TagTable
    patient_tag: PatientTagTable
  }
}

/**
 * Tables whose rows belong to one patient. `patient_order` and `patient_search` are left out on purpose: they only say
 * in which order records come, every query joins them to `patient`, and a newcomer is placed among all records.
 */
export const patientColumns: PatientColumns = {
  patient: { column: 'patient_id', own: true },
  patient_tag: { column: 'patient_id' },
}
