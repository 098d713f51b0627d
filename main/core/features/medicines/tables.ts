declare module '#core/kernel/tables.ts' {
  interface CabinetTables {
    medicine_edition: MedicineEditionTable
    medicine: MedicineTable
    medicine_search: MedicineSearchTable
    medicine_substance: MedicineSubstanceTable
  }
}

/** One import of the public base. */
export interface MedicineEditionTable {
  edition_id: string
  /** `loading` until it is whole, then `current`, then `former` until its rows are gone. */
  state: 'loading' | 'current' | 'former'
  imported_at: string
  imported_by: string
  medicines: number
  substances: number
  files: string
}

/** A drug of an import. */
export interface MedicineTable {
  edition_id: string
  cis: string
  name: string
  form: string
  routes: string
  authorisation: string
  is_marketed: number
  holder: string
  components: string
  conditions: string
  supply: string | null
  atc_code: string | null
  group_label: string | null
}

/** What finds a drug, in the order of answers. */
export interface MedicineSearchTable {
  edition_id: string
  place: number
  cis: string
  group_code: string
  words: string
}

/** A substance of an import. */
export interface MedicineSubstanceTable {
  edition_id: string
  code: string
  name: string
  words: string
  medicines: number
}
