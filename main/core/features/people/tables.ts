import type { RoleCode } from '#app/kernel/permissions.ts'

declare module '#core/kernel/tables.ts' {
  interface CabinetTables {
    person: PersonTable
    person_opening: PersonOpeningTable
  }
}

/** A user of the cabinet. */
export interface PersonTable {
  user_id: string
  title: 'Dr' | 'Pr' | 'M.' | 'Mme' | ''
  last_name: string
  first_name: string
  /** The preset, or the one the role of the cabinet starts from. */
  role: RoleCode
  /** The role of the cabinet; `null` for a preset. */
  role_id: string | null
  rpps: string | null
  profession: string | null
  specialty: string | null
  sector: string | null
  email_mss: string | null
  email: string | null
  phone: string | null
  mobile: string | null
  valid_from: string | null
  valid_until: string | null
  sees_all: number
  active: number
  version: number
  created_at: string
  updated_at: string
  updated_by: string | null
}

/** When a user last signed in. */
export interface PersonOpeningTable {
  user_id: string
  last_opened_at: string
}

/** A user with the time of their last signing in. */
export type PersonRow = PersonTable & { readonly last_opened_at: string | null }
