import type { ContactChannel, ContactKind, RelationKind } from '#app/features/contacts/model.ts'
import type { GroupsPlace, PatientColumns } from '#core/kernel/tables.ts'

declare module '#core/kernel/tables.ts' {
  interface CabinetTables {
    contact: ContactTable
    contact_access_group: ContactAccessGroupTable
    patient_relation: PatientRelationTable
  }
}

/** Somebody the cabinet writes to or calls: a correspondent, a pharmacy, a relative of a patient. */
export interface ContactTable {
  contact_id: string
  kind: ContactKind
  title: string
  last_name: string
  first_name: string
  organisation: string
  speciality: string
  rpps: string
  address_line: string
  address_complement: string
  postal_code: string
  town: string
  phone: string
  mobile: string
  email: string
  mssante: string
  channel: ContactChannel | null
  comments: string
  /** Folded: the order of the directory. */
  order_key: string
  /** Folded: what the contact is found by, each word after a space. */
  search_key: string
  updated_at: string
  updated_by: string
  /** Off the directory; relations and letters that name it keep it. */
  removed_at: string | null
  version: number
}

/** Which access groups a contact is in. « Public » always, by a trigger. */
export interface ContactAccessGroupTable {
  contact_id: string
  access_group_id: string
}

/** What a contact is to a patient. */
export interface PatientRelationTable {
  relation_id: string
  patient_id: string
  contact_id: string
  kind: RelationKind
  comments: string
  updated_at: string
  updated_by: string
  removed_at: string | null
  version: number
}

/** Where the access groups of a contact are (GRP-2: contacts are restricted as patients are). */
const contactGroups: GroupsPlace = {
  table: 'contact_access_group',
  column: 'contact_id',
  index: 'contact_access_group_by_group',
}

/** A contact is seen through its own groups, a relation with its patient. */
export const patientColumns: PatientColumns = {
  contact: { column: 'contact_id', own: true, groups: contactGroups },
  contact_access_group: { column: 'contact_id', groups: contactGroups },
  patient_relation: { column: 'patient_id' },
}
