import { sql } from 'kysely'
import { z } from 'zod'
import { groupSearchMark } from '#app/features/access/rules.ts'
import { dialectOf, type QueryDialect } from '#core/kernel/dialect.ts'
import type { ReadDb, WriteDb } from '#core/kernel/tables.ts'
import type { Sight } from '#core/kernel/work.ts'
import { userGroups } from './members.ts'
import { publicGroupId } from './public-group.ts'

/** The section of `setting` that holds « Afficher les groupes d’accès ». */
const section = 'access-groups'
const switchShape = z.object({ enabled: z.boolean() })

/** « Afficher les groupes d’accès », as it is now. */
export interface GroupsSwitch {
  readonly enabled: boolean
  /** 0 as long as nobody has touched it. */
  readonly version: number
  readonly changedBy: string | null
  readonly changedAt: string | null
}

/** Reads the switch; off in a cabinet where nobody has touched it. */
export async function readGroupsSwitch(db: ReadDb): Promise<GroupsSwitch> {
  const row = await db.selectFrom('setting').selectAll().where('section', '=', section).executeTakeFirst()
  if (row === undefined) return { enabled: false, version: 0, changedBy: null, changedAt: null }
  const parsed = switchShape.safeParse(JSON.parse(row.content))
  return {
    // What cannot be read limits rather than opens.
    enabled: parsed.success ? parsed.data.enabled : true,
    version: row.version,
    changedBy: row.updated_by,
    changedAt: row.updated_at,
  }
}

/** Turns the switch. Returns its new version. */
export async function writeGroupsSwitch(
  db: WriteDb,
  enabled: boolean,
  stamp: { readonly presentVersion: number; readonly at: string; readonly by: string | null },
): Promise<number> {
  const version = stamp.presentVersion + 1
  const row = { content: JSON.stringify({ enabled }), version, updated_at: stamp.at, updated_by: stamp.by }
  await db
    .insertInto('setting')
    .values({ section, ...row })
    .onConflict((conflict) => conflict.column('section').doUpdateSet(row))
    .execute()
  return version
}

/**
 * Which patients a user sees. Who may not read records sees none, whatever their groups. All of them: groups switched off,
 * « voit tous les patients », or a place in « Public », which holds everybody.
 *
 * @param reads Whether their role reads records.
 * @param today The civil day it is, `2026-11-22`: emergency accesses long over are not read.
 */
export async function sightOf(
  db: ReadDb,
  person: { readonly user_id: string; readonly sees_all: number },
  reads: boolean,
  today: string,
): Promise<Sight> {
  if (!reads) return { seesAll: false, groupIds: [], emergencies: [] }
  const groupIds = await userGroups(db, person.user_id)
  const seesAll =
    person.sees_all === 1 || !(await readGroupsSwitch(db)).enabled || groupIds.includes(await publicGroupId(db))
  // The day is that of the cabinet, instants are in UTC: two days apart at the most.
  const since = new Date(Date.parse(today) - 2 * 86_400_000).toISOString()
  const opened = seesAll
    ? []
    : await db
        .selectFrom('emergency_access')
        .select(['emergency_access.patient_id', 'emergency_access.ends_at'])
        .where('emergency_access.user_id', '=', person.user_id)
        .where('emergency_access.ended_at', 'is', null)
        .where('emergency_access.ends_at', '>', since)
        .execute()
  return {
    seesAll,
    groupIds,
    emergencies: opened.map((row) => ({ patientId: row.patient_id, endsAt: row.ends_at })),
  }
}

/** How many patients there are, and how many are in one of these groups; hidden ones too. Figures, never which. */
export async function countInGroups(
  db: ReadDb,
  groupIds: readonly string[],
): Promise<{ readonly patients: number; readonly of: number }> {
  const { shown, hidden } = await db
    .selectFrom('patient_register')
    .select(['shown', 'hidden'])
    .where('one', '=', 1)
    .executeTakeFirstOrThrow()
  const of = shown + hidden
  if (groupIds.length === 0) return { patients: 0, of }
  if (groupIds.includes(await publicGroupId(db))) return { patients: of, of }
  const { count } = await db
    .selectFrom('patient_search')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where(bearsOneOf(groupIds.map(groupSearchMark), dialectOf(db)))
    .executeTakeFirstOrThrow()
  return { patients: Number(count), of }
}

function bearsOneOf(marks: readonly string[], dialect: QueryDialect) {
  if (dialect === 'sqlite') {
    return sql<boolean>`patient_search match ${marks.map((mark) => `"${mark}"`).join(' OR ')}`
  }
  return sql<boolean>`patient_search.lexemes @@ cast(${marks.map((mark) => `'${mark}'`).join(' | ')} as tsquery)`
}
