import type { PersonFields, PersonView } from '#app/features/people/model.ts'
import { displayName, type NameParts, shortName } from '#app/features/people/rules.ts'
import { presetPermissions } from '#app/kernel/permissions.ts'
import type { ReadDb, WriteDb } from '#core/kernel/tables.ts'
import type { Actor } from '#core/kernel/work.ts'
import type { PersonRow, PersonTable } from './tables.ts'

/** Who writes, and when. */
export interface Stamp {
  readonly at: string
  /** `null` for the core itself, and for the first administrator. */
  readonly by: string | null
}

/** Every user, in the order of names. */
export async function listPeople(db: ReadDb): Promise<PersonRow[]> {
  const rows = await peopleIn(db).execute()
  const order = new Intl.Collator('fr')
  return rows.toSorted(
    (left, right) => order.compare(left.last_name, right.last_name) || order.compare(left.first_name, right.first_name),
  )
}

/** A user, or nothing. */
export function findPerson(db: ReadDb, userId: string): Promise<PersonRow | undefined> {
  return peopleIn(db).where('person.user_id', '=', userId).executeTakeFirst()
}

function peopleIn(db: ReadDb) {
  return db
    .selectFrom('person')
    .leftJoin('person_opening', 'person_opening.user_id', 'person.user_id')
    .selectAll('person')
    .select('person_opening.last_opened_at')
}

/** Whether another user has this RPPS number. */
export async function isRppsTaken(db: ReadDb, rpps: string | null, exceptUserId: string | null): Promise<boolean> {
  if (rpps === null) return false
  const row = await db.selectFrom('person').select('user_id').where('rpps', '=', rpps).executeTakeFirst()
  return row !== undefined && row.user_id !== exceptUserId
}

/** Administrators who may act, other than one. */
export async function countOtherAdministrators(db: ReadDb, userId: string, today: string): Promise<number> {
  const { count } = await db
    .selectFrom('person')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('role', '=', 'administrator')
    .where('active', '=', 1)
    .where('user_id', '!=', userId)
    .where((eb) => eb.or([eb('valid_until', 'is', null), eb('valid_until', '>=', today)]))
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** Adds a user with the access groups that go with them. */
export async function insertPerson(
  db: WriteDb,
  userId: string,
  fields: PersonFields,
  stamp: Stamp,
  newId: () => string,
): Promise<PersonRow> {
  const row: PersonTable = {
    user_id: userId,
    ...columnsOf(fields),
    active: 1,
    version: 1,
    created_at: stamp.at,
    updated_at: stamp.at,
    updated_by: stamp.by,
  }
  await db.insertInto('person').values(row).execute()
  await settleGroups(db, row, stamp.at, newId)
  return { ...row, last_opened_at: null }
}

/** Writes a user's fields over the version that was read. */
export async function updatePersonRow(
  db: WriteDb,
  present: PersonRow,
  change: Partial<Pick<PersonTable, 'active'>> & { readonly fields?: PersonFields },
  stamp: Stamp,
  newId: () => string,
): Promise<PersonRow> {
  const { fields, ...columns } = change
  const { last_opened_at, ...stored } = present
  const row: PersonTable = {
    ...stored,
    ...(fields === undefined ? {} : columnsOf(fields)),
    ...columns,
    version: present.version + 1,
    updated_at: stamp.at,
    updated_by: stamp.by,
  }
  await db.updateTable('person').set(row).where('user_id', '=', present.user_id).execute()
  await settleGroups(db, row, stamp.at, newId)
  return { ...row, last_opened_at }
}

/** Notes that a user has just signed in. Not an edit: their version stays. */
export async function noteOpened(db: WriteDb, userId: string, at: string): Promise<void> {
  await db
    .insertInto('person_opening')
    .values({ user_id: userId, last_opened_at: at })
    .onConflict((conflict) => conflict.column('user_id').doUpdateSet({ last_opened_at: at }))
    .execute()
}

/** A user as an actor, or `null` when they may not act today. */
export async function findActor(db: ReadDb, userId: string, today: string): Promise<Actor | null> {
  const row = await findPerson(db, userId)
  if (row === undefined || !mayAct(row, today)) return null
  return {
    userId,
    displayName: displayName({ title: row.title, firstName: row.first_name, lastName: row.last_name }),
    role: row.role,
    seesAll: row.sees_all === 1,
    permissions: presetPermissions[row.role],
  }
}

/** Whether a user's access is open today; the last day of access counts. */
export function mayAct(row: Pick<PersonTable, 'active' | 'valid_until'>, today: string): boolean {
  return row.active === 1 && (row.valid_until === null || row.valid_until >= today)
}

/** « Dr Hélène MARCHAND », or an empty text for nobody. */
export async function displayNameOf(db: ReadDb, userId: string | null): Promise<string> {
  const row = userId === null ? undefined : await findPerson(db, userId)
  return row === undefined ? '' : displayName({ title: row.title, firstName: row.first_name, lastName: row.last_name })
}

/** « Dr Hélène MARCHAND », from what is typed or stored. */
export function nameOf(person: NameParts): string {
  return displayName(person)
}

/** « Dr H. MARCHAND ». */
export function shortNameOf(row: PersonTable): string {
  return shortName({ title: row.title, firstName: row.first_name, lastName: row.last_name })
}

/** A user as the screens show them. */
export function viewOf(row: PersonRow, hasPassword: boolean): PersonView {
  const fields = fieldsOf(row)
  return {
    ...fields,
    userId: row.user_id,
    displayName: displayName(fields),
    active: row.active === 1,
    hasPassword,
    lastOpenedAt: row.last_opened_at,
    version: row.version,
  }
}

/** What may be typed about a user. */
export function fieldsOf(row: PersonTable): PersonFields {
  return {
    title: row.title,
    lastName: row.last_name,
    firstName: row.first_name,
    role: row.role,
    rpps: row.rpps,
    profession: row.profession,
    specialty: row.specialty,
    sector: row.sector,
    emailMss: row.email_mss,
    email: row.email,
    phone: row.phone,
    mobile: row.mobile,
    validUntil: row.valid_until,
    seesAllPatients: row.sees_all === 1,
  }
}

function columnsOf(fields: PersonFields) {
  return {
    title: fields.title,
    last_name: fields.lastName,
    first_name: fields.firstName,
    role: fields.role,
    rpps: fields.rpps,
    profession: fields.profession,
    specialty: fields.specialty,
    sector: fields.sector,
    email_mss: fields.emailMss,
    email: fields.email,
    phone: fields.phone,
    mobile: fields.mobile,
    valid_until: fields.validUntil,
    sees_all: fields.seesAllPatients ? 1 : 0,
  }
}

/**
 * Keeps a user's groups in step with what is said of them: a practitioner has a group of their own, made with them and
 * never removed (GRP-2); « Public », which holds every patient, has those who see all patients.
 */
async function settleGroups(db: WriteDb, row: PersonTable, at: string, newId: () => string): Promise<void> {
  const publicGroup = await ensureGroup(db, { kind: 'public', name: 'Public', owner: null }, at, newId)
  if (row.sees_all === 1) await join(db, row.user_id, publicGroup)
  else await leave(db, row.user_id, publicGroup)
  if (row.role !== 'practitioner' && row.role !== 'locum') return
  const name = displayName({ title: row.title, firstName: row.first_name, lastName: row.last_name })
  const own = await ensureGroup(db, { kind: 'practitioner', name, owner: row.user_id }, at, newId)
  await db.updateTable('access_group').set({ name }).where('access_group_id', '=', own).execute()
  await join(db, row.user_id, own)
}

async function ensureGroup(
  db: WriteDb,
  wanted: { readonly kind: 'public' | 'practitioner'; readonly name: string; readonly owner: string | null },
  at: string,
  newId: () => string,
): Promise<string> {
  const present = await db
    .selectFrom('access_group')
    .select('access_group_id')
    .where('kind', '=', wanted.kind)
    .where('owner_user_id', wanted.owner === null ? 'is' : '=', wanted.owner)
    .executeTakeFirst()
  if (present !== undefined) return present.access_group_id
  const accessGroupId = newId()
  await db
    .insertInto('access_group')
    .values({
      access_group_id: accessGroupId,
      kind: wanted.kind,
      name: wanted.name,
      owner_user_id: wanted.owner,
      created_at: at,
    })
    .execute()
  return accessGroupId
}

async function join(db: WriteDb, userId: string, accessGroupId: string): Promise<void> {
  await db
    .insertInto('access_group_person')
    .values({ user_id: userId, access_group_id: accessGroupId })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

async function leave(db: WriteDb, userId: string, accessGroupId: string): Promise<void> {
  await db
    .deleteFrom('access_group_person')
    .where('user_id', '=', userId)
    .where('access_group_id', '=', accessGroupId)
    .execute()
}
