import type {
  ContactFields,
  ContactKind,
  ContactSummary,
  RelationFields,
  RelationView,
} from '#app/features/contacts/model.ts'
import { contactName, contactOrderKey, contactSearchKey } from '#app/features/contacts/rules.ts'
import type { GroupMark } from '#app/features/access/model.ts'
import { listGroups, markOf } from '#core/features/access/index.ts'
import { displayNameOf } from '#core/features/people/index.ts'
import { searchWords } from '#app/kernel/letters.ts'
import type { ReadDb, WriteDb } from '#core/kernel/tables.ts'
import type { ContactTable, PatientRelationTable } from './tables.ts'

/** Who writes, and when. */
export interface Stamp {
  readonly at: string
  readonly by: string
}

/** One page of the directory, by name; every word must begin one of the contact's. `db` shows those in sight. */
export async function findContacts(
  db: ReadDb,
  wanted: {
    readonly text: string
    readonly kinds: readonly ContactKind[]
    readonly offset: number
    readonly limit: number
  },
): Promise<{ readonly rows: readonly ContactTable[]; readonly total: number }> {
  let query = db.selectFrom('contact').where('contact.removed_at', 'is', null)
  if (wanted.kinds.length > 0) query = query.where('contact.kind', 'in', wanted.kinds)
  // « 06 12 34 » is a telephone typed as one says it.
  const digits = wanted.text.replace(/[\s.]/gu, '')
  const words = /^\+?\d{4,}$/u.test(digits) ? [digits] : searchWords(wanted.text)
  for (const word of words) query = query.where('contact.search_key', 'like', `% ${word}%`)
  const { total } = await query.select((eb) => eb.fn.countAll().as('total')).executeTakeFirstOrThrow()
  const rows = await query
    .selectAll('contact')
    .orderBy('contact.order_key')
    .orderBy('contact.contact_id')
    .limit(wanted.limit)
    .offset(wanted.offset)
    .execute()
  return { rows, total: Number(total) }
}

/** A contact in sight, removed or not. */
export async function findContact(db: ReadDb, contactId: string): Promise<ContactTable | undefined> {
  return db.selectFrom('contact').selectAll('contact').where('contact.contact_id', '=', contactId).executeTakeFirst()
}

/** The line of the directory a contact is. */
export function summaryOf(row: ContactTable): ContactSummary {
  const fields = fieldsOf(row)
  const displayName = contactName(fields)
  return {
    contactId: row.contact_id,
    kind: row.kind,
    displayName,
    organisation: displayName === row.organisation ? '' : row.organisation,
    speciality: row.speciality,
    town: row.town,
    phone: row.phone === '' ? row.mobile : row.phone,
    mssante: row.mssante,
    removed: row.removed_at !== null,
  }
}

/** What was typed of a contact. */
export function fieldsOf(row: ContactTable): ContactFields {
  return {
    kind: row.kind,
    title: row.title,
    lastName: row.last_name,
    firstName: row.first_name,
    organisation: row.organisation,
    speciality: row.speciality,
    rpps: row.rpps,
    addressLine: row.address_line,
    addressComplement: row.address_complement,
    postalCode: row.postal_code,
    town: row.town,
    phone: row.phone,
    mobile: row.mobile,
    email: row.email,
    mssante: row.mssante,
    channel: row.channel,
    comments: row.comments,
  }
}

function columnsOf(fields: ContactFields) {
  return {
    kind: fields.kind,
    title: fields.title,
    last_name: fields.lastName,
    first_name: fields.firstName,
    organisation: fields.organisation,
    speciality: fields.speciality,
    rpps: fields.rpps,
    address_line: fields.addressLine,
    address_complement: fields.addressComplement,
    postal_code: fields.postalCode,
    town: fields.town,
    phone: fields.phone,
    mobile: fields.mobile,
    email: fields.email,
    mssante: fields.mssante,
    channel: fields.channel,
    comments: fields.comments,
    order_key: contactOrderKey(fields),
    search_key: contactSearchKey(fields),
  }
}

/** A new contact as a row. */
export function contactRow(contactId: string, fields: ContactFields, stamp: Stamp): ContactTable {
  return {
    contact_id: contactId,
    ...columnsOf(fields),
    updated_at: stamp.at,
    updated_by: stamp.by,
    removed_at: null,
    version: 1,
  }
}

/** Adds contacts, each in some groups; « Public » comes by itself. */
export async function insertContacts(
  db: WriteDb,
  rows: readonly ContactTable[],
  groupIds: readonly string[],
): Promise<void> {
  if (rows.length === 0) return
  await db.insertInto('contact').values(rows).execute()
  const held = rows.flatMap(({ contact_id }) => groupIds.map((access_group_id) => ({ contact_id, access_group_id })))
  if (held.length > 0)
    await db
      .insertInto('contact_access_group')
      .values(held)
      .onConflict((on) => on.doNothing())
      .execute()
}

/** Writes over the version that was read; answers the version it has now. */
export async function changeContact(
  db: WriteDb,
  present: ContactTable,
  change: { readonly fields?: ContactFields; readonly removed_at?: string | null },
  stamp: Stamp,
): Promise<number> {
  const { fields, ...columns } = change
  const version = present.version + 1
  await db
    .updateTable('contact')
    .set({
      ...(fields === undefined ? {} : columnsOf(fields)),
      ...columns,
      updated_at: stamp.at,
      updated_by: stamp.by,
      version,
    })
    .where('contact.contact_id', '=', present.contact_id)
    .execute()
  return version
}

/** The access groups of a contact, « Public » first. */
export async function groupsOfContact(db: ReadDb, contactId: string): Promise<readonly GroupMark[]> {
  const held = await db
    .selectFrom('contact_access_group')
    .select('contact_access_group.access_group_id')
    .where('contact_access_group.contact_id', '=', contactId)
    .execute()
  const all = await listGroups(db)
  return all.filter((group) => held.some((one) => one.access_group_id === group.access_group_id)).map(markOf)
}

/** Puts a contact in exactly these groups besides « Public », where it always is. */
export async function putContactIn(db: WriteDb, contactId: string, groupIds: readonly string[]): Promise<void> {
  const groups = await listGroups(db)
  const apart = groups.filter(({ kind }) => kind !== 'public').map((group) => group.access_group_id)
  const wanted = apart.filter((groupId) => groupIds.includes(groupId))
  const others = apart.filter((groupId) => !groupIds.includes(groupId))
  // Put in before it is taken out: whoever has it only by the groups it leaves must see what they write.
  if (wanted.length > 0) {
    await db
      .insertInto('contact_access_group')
      .values(wanted.map((access_group_id) => ({ contact_id: contactId, access_group_id })))
      .onConflict((on) => on.doNothing())
      .execute()
  }
  if (others.length > 0) {
    await db
      .deleteFrom('contact_access_group')
      .where('contact_id', '=', contactId)
      .where('access_group_id', 'in', others)
      .execute()
  }
}

/** How many records in sight have a relation with a contact. */
export async function countRelations(db: ReadDb, contactId: string): Promise<number> {
  const { records } = await db
    .selectFrom('patient_relation')
    .select((eb) => eb.fn.count('patient_relation.patient_id').distinct().as('records'))
    .where('patient_relation.contact_id', '=', contactId)
    .where('patient_relation.removed_at', 'is', null)
    .executeTakeFirstOrThrow()
  return Number(records)
}

/** A relation of a patient in sight, ended or not. */
export async function findRelation(db: ReadDb, relationId: string): Promise<PatientRelationTable | undefined> {
  return db
    .selectFrom('patient_relation')
    .selectAll('patient_relation')
    .where('patient_relation.relation_id', '=', relationId)
    .executeTakeFirst()
}

/** Whether the patient already has this contact in this quality. */
export async function hasRelation(
  db: ReadDb,
  patientId: string,
  { contactId, kind }: RelationFields,
  exceptRelationId: string | null,
): Promise<boolean> {
  const rows = await db
    .selectFrom('patient_relation')
    .select('patient_relation.relation_id')
    .where('patient_relation.patient_id', '=', patientId)
    .where('patient_relation.contact_id', '=', contactId)
    .where('patient_relation.kind', '=', kind)
    .where('patient_relation.removed_at', 'is', null)
    .execute()
  return rows.some((row) => row.relation_id !== exceptRelationId)
}

/** Adds a relation. */
export async function insertRelation(
  db: WriteDb,
  relation: { readonly relationId: string; readonly patientId: string; readonly fields: RelationFields },
  stamp: Stamp,
): Promise<void> {
  await db
    .insertInto('patient_relation')
    .values({
      relation_id: relation.relationId,
      patient_id: relation.patientId,
      contact_id: relation.fields.contactId,
      kind: relation.fields.kind,
      comments: relation.fields.comments,
      updated_at: stamp.at,
      updated_by: stamp.by,
      removed_at: null,
      version: 1,
    })
    .execute()
}

/** Writes over the version that was read; answers the version it has now. */
export async function changeRelation(
  db: WriteDb,
  present: PatientRelationTable,
  change: { readonly fields?: RelationFields; readonly removed_at?: string | null },
  stamp: Stamp,
): Promise<number> {
  const { fields, ...columns } = change
  const version = present.version + 1
  const typed =
    fields === undefined ? {} : { contact_id: fields.contactId, kind: fields.kind, comments: fields.comments }
  await db
    .updateTable('patient_relation')
    .set({ ...typed, ...columns, updated_at: stamp.at, updated_by: stamp.by, version })
    .where('patient_relation.relation_id', '=', present.relation_id)
    .execute()
  return version
}

/** Relations as a record shows them; a contact out of sight is not named. */
export async function relationsOf(
  db: ReadDb,
  which: { readonly patientId: string } | { readonly relationId: string },
): Promise<readonly RelationView[]> {
  const wanted = db.selectFrom('patient_relation').selectAll('patient_relation')
  const rows =
    'patientId' in which
      ? await wanted
          .where('patient_relation.patient_id', '=', which.patientId)
          .where('patient_relation.removed_at', 'is', null)
          .orderBy('patient_relation.relation_id')
          .execute()
      : await wanted.where('patient_relation.relation_id', '=', which.relationId).execute()
  const contactIds = [...new Set(rows.map((row) => row.contact_id))]
  const found =
    contactIds.length === 0
      ? []
      : await db.selectFrom('contact').selectAll('contact').where('contact.contact_id', 'in', contactIds).execute()
  const names = new Map<string, string>()
  for (const userId of new Set(rows.map((row) => row.updated_by))) names.set(userId, await displayNameOf(db, userId))
  return rows.map((row) => {
    const contact = found.find((one) => one.contact_id === row.contact_id)
    return {
      relationId: row.relation_id,
      fields: { contactId: row.contact_id, kind: row.kind, comments: row.comments },
      contact: contact === undefined ? null : summaryOf(contact),
      updatedAt: row.updated_at,
      updatedBy: names.get(row.updated_by) ?? '',
      version: row.version,
    }
  })
}
