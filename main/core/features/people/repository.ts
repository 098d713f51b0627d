import type { PersonFields, PersonView } from '#app/features/people/model.ts'
import { displayName, isValidOn, type NameParts, shortName } from '#app/features/people/rules.ts'
import { setUserGroups, settleGroups, sightOf } from '#core/features/access/index.ts'
import type { ReadDb, WriteDb } from '#core/kernel/tables.ts'
import type { Actor } from '#core/kernel/work.ts'
import { type HeldRole, readRoles, type RoleBook } from './roles.ts'
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

/** The groups each user belongs to, « Public » among them. */
export async function groupsOfPeople(db: ReadDb): Promise<(userId: string) => string[]> {
  const rows = await db.selectFrom('access_group_person').selectAll().orderBy('access_group_id').execute()
  const byUser = Map.groupBy(rows, (row) => row.user_id)
  return (userId) => (byUser.get(userId) ?? []).map((row) => row.access_group_id)
}

/** What is written of a user: what was typed, with the role it names and, if they were chosen, their groups. */
export interface PersonEntry {
  readonly fields: PersonFields
  readonly role: HeldRole
  /** Access groups beside « Public » and their own; left as they are when absent. */
  readonly groupIds?: readonly string[] | undefined
}

/** Adds a user with the access groups that go with them. */
export async function insertPerson(
  db: WriteDb,
  userId: string,
  entry: PersonEntry,
  stamp: Stamp,
  newId: () => string,
): Promise<PersonRow> {
  const row: PersonTable = {
    user_id: userId,
    ...columnsOf(entry),
    active: 1,
    version: 1,
    created_at: stamp.at,
    updated_at: stamp.at,
    updated_by: stamp.by,
  }
  await db.insertInto('person').values(row).execute()
  await putInGroups(db, null, row, entry.groupIds, { at: stamp.at, newId })
  return { ...row, last_opened_at: null }
}

/** Writes a user over the version that was read. */
export async function updatePersonRow(
  db: WriteDb,
  present: PersonRow,
  change: { readonly active: number } | PersonEntry,
  stamp: Stamp,
  newId: () => string,
): Promise<PersonRow> {
  const { last_opened_at, ...stored } = present
  const row: PersonTable = {
    ...stored,
    ...('active' in change ? { active: change.active } : columnsOf(change)),
    version: present.version + 1,
    updated_at: stamp.at,
    updated_by: stamp.by,
  }
  await db.updateTable('person').set(row).where('user_id', '=', present.user_id).execute()
  await putInGroups(db, present, row, 'active' in change ? undefined : change.groupIds, { at: stamp.at, newId })
  return { ...row, last_opened_at }
}

/** Gives a user who has none the RPPS number of their card. */
export async function adoptRpps(db: WriteDb, present: PersonRow, rpps: string, stamp: Stamp): Promise<void> {
  await db
    .updateTable('person')
    .set({ rpps, version: present.version + 1, updated_at: stamp.at, updated_by: stamp.by })
    .where('user_id', '=', present.user_id)
    .execute()
}

async function putInGroups(
  db: WriteDb,
  before: PersonTable | null,
  row: PersonTable,
  groupIds: readonly string[] | undefined,
  stamp: { readonly at: string; readonly newId: () => string },
): Promise<void> {
  await settleGroups(db, before, { ...row, displayName: nameOfRow(row) }, stamp)
  if (groupIds !== undefined) await setUserGroups(db, row.user_id, groupIds)
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
  const { name: roleName, permissions } = (await readRoles(db)).of(row)
  return {
    userId,
    displayName: nameOfRow(row),
    role: row.role,
    roleName,
    permissions,
    ...(await sightOf(db, row, permissions.includes('patient.read'), today)),
  }
}

/** Whether a user's access is open today; the first and the last day of access count. */
export function mayAct(row: Pick<PersonTable, 'active' | 'valid_from' | 'valid_until'>, today: string): boolean {
  return row.active === 1 && isValidOn({ validFrom: row.valid_from, validUntil: row.valid_until }, today)
}

/** « Dr Hélène MARCHAND », or an empty text for nobody. */
export async function displayNameOf(db: ReadDb, userId: string | null): Promise<string> {
  const row = userId === null ? undefined : await findPerson(db, userId)
  return row === undefined ? '' : nameOfRow(row)
}

function nameOfRow(row: PersonTable): string {
  return displayName({ title: row.title, firstName: row.first_name, lastName: row.last_name })
}

/** « Dr Hélène MARCHAND », from what is typed or stored. */
export function nameOf(person: NameParts): string {
  return displayName(person)
}

/** « Dr H. MARCHAND ». */
export function shortNameOf(row: PersonTable): string {
  return shortName({ title: row.title, firstName: row.first_name, lastName: row.last_name })
}

/** What a user's view is made of beside their row. */
export interface AroundPerson {
  readonly roles: RoleBook
  readonly groupsOf: (userId: string) => string[]
  readonly withPassword: ReadonlySet<string>
}

/** A user as the screens show them. */
export function viewOf(row: PersonRow, { roles, groupsOf, withPassword }: AroundPerson): PersonView {
  const fields = fieldsOf(row)
  return {
    ...fields,
    userId: row.user_id,
    role: row.role,
    roleName: roles.of(row).name,
    groupIds: groupsOf(row.user_id),
    displayName: displayName(fields),
    active: row.active === 1,
    hasPassword: withPassword.has(row.user_id),
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
    roleKey: (row.role_id ?? row.role) as PersonFields['roleKey'],
    rpps: row.rpps,
    profession: row.profession,
    specialty: row.specialty,
    sector: row.sector,
    emailMss: row.email_mss,
    email: row.email,
    phone: row.phone,
    mobile: row.mobile,
    validFrom: row.valid_from,
    validUntil: row.valid_until,
    seesAllPatients: row.sees_all === 1,
  }
}

function columnsOf({ fields, role }: PersonEntry) {
  return {
    title: fields.title,
    last_name: fields.lastName,
    first_name: fields.firstName,
    role: role.base,
    role_id: role.roleKey === role.base ? null : role.roleKey,
    rpps: fields.rpps,
    profession: fields.profession,
    specialty: fields.specialty,
    sector: fields.sector,
    email_mss: fields.emailMss,
    email: fields.email,
    phone: fields.phone,
    mobile: fields.mobile,
    valid_from: fields.validFrom,
    valid_until: fields.validUntil,
    sees_all: fields.seesAllPatients ? 1 : 0,
  }
}
