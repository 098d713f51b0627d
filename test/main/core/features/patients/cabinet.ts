import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { type Kysely, PGliteDialect, Kysely as KyselyBuilder } from 'kysely'
import { queriesOn } from '#core/db/connection.ts'
import { migrate } from '#core/db/migrate.ts'
import { patientColumns as antecedentColumns } from '#core/features/antecedents/index.ts'
import { patientColumns as accessColumns } from '#core/features/access/index.ts'
import { patientColumns } from '#core/features/patients/index.ts'
import { patientColumns as measurementColumns } from '#core/features/measurements/index.ts'
import { patientColumns as memoColumns } from '#core/features/memos/index.ts'
import { patientColumns as recordColumns } from '#core/features/record/index.ts'
import { patientColumns as resultColumns } from '#core/features/results/index.ts'
import { patientColumns as taskColumns } from '#core/features/tasks/index.ts'
import { patientColumns as treatmentColumns } from '#core/features/treatments/index.ts'
import { patientColumns as vaccinationColumns } from '#core/features/vaccinations/index.ts'
import type { ListSight } from '#core/features/patients/sight.ts'
import { scopedHandle } from '#core/kernel/scoped-handle.ts'
import type { CabinetTables, PatientColumn } from '#core/kernel/tables.ts'
import { migrations } from '#migrations/list.ts'
import { openSqlcipher, type SqlcipherDatabase } from '#native/sqlcipher/database.ts'

/** A database with the cabinet's schema, as repositories see it. */
export interface TestCabinet {
  readonly db: Kysely<CabinetTables>
  /** The same rows limited to what this user sees. */
  as(userId: string): Kysely<CabinetTables>
  /** The same rows limited to the groups and the records opened of a sight. */
  limitedTo(sight: ListSight): Kysely<CabinetTables>
  /** The raw connection, on SQLite only. */
  readonly raw: SqlcipherDatabase | null
  readonly folder: string
  close(): Promise<void>
}

export const publicGroup = '01970000-0000-7000-8000-0000000000a1'
export const annasGroup = '01970000-0000-7000-8000-0000000000a2'
export const otherGroup = '01970000-0000-7000-8000-0000000000b1'
export const anna = '01970000-0000-7000-8000-00000000000a'
export const bruno = '01970000-0000-7000-8000-00000000000b'
const at = '2026-11-24T08:00:00.000Z'
const bound = new Map<string, PatientColumn>(
  Object.entries({
    ...patientColumns,
    ...accessColumns,
    ...antecedentColumns,
    ...memoColumns,
    ...vaccinationColumns,
    ...recordColumns,
    ...measurementColumns,
    ...resultColumns,
    ...taskColumns,
    ...treatmentColumns,
  }) as [string, PatientColumn][],
)

/** The groups each user is put in. */
export function groupsOf(userId: string): readonly string[] {
  return userId === anna ? [annasGroup] : userId === bruno ? [otherGroup] : []
}

/** The sight of somebody who sees every patient, as a list is asked. */
export const seesEverybody: ListSight = { seesAll: true, groupIds: [], opened: [] }

/** The sight of a user, as a list is asked. */
export function sightOf(userId: string): ListSight {
  return { seesAll: false, groupIds: groupsOf(userId), opened: [] }
}

/** An encrypted file in a temporary folder. */
export async function sqliteCabinet(): Promise<TestCabinet> {
  const folder = await mkdtemp(join(tmpdir(), 'cabinet-patients-'))
  const raw = openSqlcipher(join(folder, 'cabinet.db'), { key: randomBytes(32), create: true, cacheKib: 65_536 })
  return open(queriesOn<CabinetTables>(raw), 'sqlite', folder, raw)
}

/** PostgreSQL in process. */
export async function postgresCabinet(): Promise<TestCabinet> {
  const pglite = new PGlite()
  return open(new KyselyBuilder<CabinetTables>({ dialect: new PGliteDialect({ pglite }) }), 'postgres', '', null)
}

async function open(
  db: Kysely<CabinetTables>,
  dialect: 'sqlite' | 'postgres',
  folder: string,
  raw: SqlcipherDatabase | null,
): Promise<TestCabinet> {
  await migrate(db as unknown as Kysely<unknown>, { dialect, migrations, program: 'test', now: () => at })
  await addPeople(db)
  return {
    db: scopedHandle(db, bound, null),
    limitedTo: ({ groupIds, opened }) => scopedHandle(db, bound, { groupIds, opened: () => opened }),
    as: (userId) => scopedHandle(db, bound, { groupIds: groupsOf(userId) }),
    raw,
    folder,
    close: async () => {
      await db.destroy()
      raw?.close()
      if (folder !== '') await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Anna and Bruno each see one group; nobody is in « Public », which holds every patient. */
async function addPeople(db: Kysely<CabinetTables>): Promise<void> {
  for (const [user_id, last_name] of [
    [anna, 'MARCHAND'],
    [bruno, 'LEROUX'],
  ] as const) {
    await db
      .insertInto('person')
      .values({
        user_id,
        title: 'Dr',
        last_name,
        first_name: 'Test',
        role: 'practitioner',
        rpps: null,
        profession: null,
        specialty: null,
        sector: null,
        email_mss: null,
        email: null,
        phone: null,
        mobile: null,
        valid_until: null,
        sees_all: 0,
        active: 1,
        version: 1,
        created_at: at,
        updated_at: at,
        updated_by: null,
      })
      .execute()
  }
  for (const [access_group_id, kind, name] of [
    [publicGroup, 'public', 'Public'],
    [annasGroup, 'custom', 'Celui d’Anna'],
    [otherGroup, 'custom', 'Autre'],
  ] as const) {
    await db
      .insertInto('access_group')
      .values({ access_group_id, kind, name, owner_user_id: null, created_at: at })
      .execute()
  }
  await db
    .insertInto('access_group_person')
    .values([
      { user_id: anna, access_group_id: annasGroup },
      { user_id: bruno, access_group_id: otherGroup },
    ])
    .execute()
}
