import type { GroupColor } from '#app/features/access/model.ts'
import { colorOfPractitioner, groupsForNewPatient, initialsOf } from '#app/features/access/rules.ts'
import type { RoleCode } from '#app/kernel/permissions.ts'
import type { ReadDb, WriteDb } from '#core/kernel/tables.ts'
import type { Actor } from '#core/kernel/work.ts'
import { publicGroupId } from './public-group.ts'

/** What groups need to know of a user. */
export interface GroupedPerson {
  readonly user_id: string
  readonly first_name: string
  readonly last_name: string
  /** The role itself, or the preset a role of the cabinet starts from. */
  readonly role: RoleCode
  readonly sees_all: number
}

/** When something is written, and how new identifiers are made. */
export interface GroupStamp {
  readonly at: string
  readonly newId: () => string
}

/** Puts these users in a group, and no other; those who do not exist are left out. */
export async function setMembers(db: WriteDb, groupId: string, userIds: readonly string[]): Promise<void> {
  await db.deleteFrom('access_group_person').where('access_group_id', '=', groupId).execute()
  if (userIds.length === 0) return
  const known = await db
    .selectFrom('person')
    .select('user_id')
    .where('user_id', 'in', [...new Set(userIds)])
    .execute()
  for (const { user_id } of known) await join(db, user_id, groupId)
}

/** The users of every group. */
export async function membersOfGroups(db: ReadDb): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await db.selectFrom('access_group_person').selectAll().orderBy('user_id').execute()
  return new Map(
    [...Map.groupBy(rows, (row) => row.access_group_id)].map(([groupId, members]) => [
      groupId,
      members.map((row) => row.user_id),
    ]),
  )
}

/** The groups a user belongs to, « Public » among them when they do. */
export async function userGroups(db: ReadDb, userId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('access_group_person')
    .select('access_group_id')
    .where('user_id', '=', userId)
    .orderBy('access_group_id')
    .execute()
  return rows.map((row) => row.access_group_id)
}

/**
 * « Groupes d’accès » of a user: puts them in these groups and takes them out of the others. A practitioner stays in their
 * own group; « Public » follows « voit tous les patients » and the page of the groups, never this list. Groups that do not
 * exist are left out.
 */
export async function setUserGroups(db: WriteDb, userId: string, groupIds: readonly string[]): Promise<void> {
  const groups = await db.selectFrom('access_group').select(['access_group_id', 'kind', 'owner_user_id']).execute()
  for (const { access_group_id: groupId, kind, owner_user_id: owner } of groups) {
    if (kind === 'public') continue
    if (owner === userId || groupIds.includes(groupId)) await join(db, userId, groupId)
    else await leave(db, userId, groupId)
  }
}

/**
 * Keeps a user's groups in step with what is said of them. « Public » is there from the first user on. Who sees all
 * patients is in it; who does not see them all any more leaves it. A practitioner or a locum has a group of their own, made
 * with them, kept for ever, which bears their name.
 *
 * @param before The user as they were; `null` for a new one.
 */
export async function settleGroups(
  db: WriteDb,
  before: GroupedPerson | null,
  person: GroupedPerson & { readonly displayName: string },
  stamp: GroupStamp,
): Promise<void> {
  const publicId = await ensurePublic(db, stamp)
  if (person.sees_all === 1) await join(db, person.user_id, publicId)
  else if (before?.sees_all === 1) await leave(db, person.user_id, publicId)
  if (person.role !== 'practitioner' && person.role !== 'locum') return
  const own = await ensureOwn(db, person, stamp)
  await join(db, person.user_id, own)
}

async function ensurePublic(db: WriteDb, stamp: GroupStamp): Promise<string> {
  const present = await db
    .selectFrom('access_group')
    .select('access_group_id')
    .where('kind', '=', 'public')
    .executeTakeFirst()
  if (present !== undefined) return present.access_group_id
  return insertAutomatic(db, { kind: 'public', name: 'Public', owner: null, color: 'slate', initials: 'P' }, stamp)
}

async function ensureOwn(
  db: WriteDb,
  person: GroupedPerson & { readonly displayName: string },
  stamp: GroupStamp,
): Promise<string> {
  const own = await db
    .selectFrom('access_group')
    .select(['access_group_id', 'name'])
    .where('owner_user_id', '=', person.user_id)
    .executeTakeFirst()
  if (own === undefined) {
    const { count } = await db
      .selectFrom('access_group')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('kind', '=', 'practitioner')
      .executeTakeFirstOrThrow()
    const initials = initialsOf({ firstName: person.first_name, lastName: person.last_name })
    return insertAutomatic(
      db,
      {
        kind: 'practitioner',
        name: person.displayName,
        owner: person.user_id,
        color: colorOfPractitioner(Number(count)),
        initials,
      },
      stamp,
    )
  }
  if (own.name !== person.displayName) {
    await db
      .updateTable('access_group')
      .set((eb) => ({ name: person.displayName, version: eb('version', '+', 1), updated_at: stamp.at }))
      .where('access_group_id', '=', own.access_group_id)
      .execute()
  }
  return own.access_group_id
}

async function insertAutomatic(
  db: WriteDb,
  group: {
    readonly kind: 'public' | 'practitioner'
    readonly name: string
    readonly owner: string | null
    readonly color: GroupColor
    readonly initials: string
  },
  stamp: GroupStamp,
): Promise<string> {
  const groupId = stamp.newId()
  await db
    .insertInto('access_group')
    .values({
      access_group_id: groupId,
      kind: group.kind,
      name: group.name,
      owner_user_id: group.owner,
      created_at: stamp.at,
      color: group.color,
      initials: group.initials,
      updated_at: stamp.at,
    })
    .execute()
  return groupId
}

async function join(db: WriteDb, userId: string, groupId: string): Promise<void> {
  await db
    .insertInto('access_group_person')
    .values({ user_id: userId, access_group_id: groupId })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

async function leave(db: WriteDb, userId: string, groupId: string): Promise<void> {
  await db
    .deleteFrom('access_group_person')
    .where('user_id', '=', userId)
    .where('access_group_id', '=', groupId)
    .execute()
}

/**
 * The groups a patient created by `actor` goes to; see `groupsForNewPatient`. `null` when `bookedFor` is nobody who takes
 * appointments: a practitioner or a locum whose access is open; that it is within its dates is the caller’s to know.
 */
export async function groupsAtCreation(
  db: ReadDb,
  actor: Pick<Actor, 'userId'>,
  bookedFor: string | null = null,
): Promise<readonly string[] | null> {
  if (bookedFor !== null) {
    const practitioner = await db
      .selectFrom('person')
      .innerJoin('access_group', 'access_group.owner_user_id', 'person.user_id')
      .select('person.user_id')
      .where('person.user_id', '=', bookedFor)
      .where('person.active', '=', 1)
      .executeTakeFirst()
    if (practitioner === undefined) return null
  }
  return groupsForNewPatient({
    publicGroupId: await publicGroupId(db),
    creator: await userGroups(db, actor.userId),
    bookedFor: bookedFor === null ? [] : await userGroups(db, bookedFor),
  })
}
