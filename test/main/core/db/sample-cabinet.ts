import { randomUUID } from 'node:crypto'
import { type Generated, type Kysely, sql } from 'kysely'
import { type CabinetFile, openCabinetFile, type OpeningOptions, type ProgramSide } from '#core/db/cabinet-file.ts'
import { createCabinetFile } from '#core/db/create-cabinet.ts'
import { argon2Floor } from '#core/db/key-wrapping.ts'
import { type CabinetKey, unlockWithPassword } from '#core/db/keyslots.ts'
import { readManifest } from '#core/db/manifest.ts'
import type { Migration } from '#migrations/lib.ts'
import { strictTable } from '#migrations/lib.ts'

/** A schema small enough to read at a glance: what is under test is the file, not the tables. */
export const noteMigration: Migration = {
  number: 10,
  name: 'note',
  async up(db, dialect) {
    await strictTable(db, dialect, 'note')
      .addColumn('number', 'integer', (column) => column.primaryKey())
      .addColumn('content', 'text', (column) => column.notNull())
      .execute()
  },
}

/** The tables of {@link noteMigration}. */
export interface NoteTables {
  note: { number: Generated<number>; content: string }
}

/** What the program gives a cabinet, in tests. */
export const programSide: ProgramSide = {
  program: 'Cabinet Ouvert 0.1.0',
  now: () => new Date().toISOString(),
  newId: () => randomUUID(),
  migrations: [noteMigration],
}

/** Opening without a migration to expect: one would be a fault of the test. */
export const openingSide: OpeningOptions<NoteTables> = {
  ...programSide,
  beforeMigrating: async () => {
    throw new Error('no migration was expected')
  },
}

/** The user every sample cabinet is born with. */
export const anna = { userId: '018f0000-0000-7000-8000-000000000001', label: 'Dr Anna Roche', role: 'administrator' }
/** Her password. */
export const annasPassword = 'cheval-correct-pile-agrafe'

/** Another person of the cabinet, without a key until a test gives one. */
export const bruno = { userId: '018f0000-0000-7000-8000-000000000002', label: 'Bruno Petit', role: 'secretary' }

/** A cabinet of its own folder, open, with `notes` rows. */
export async function makeCabinet(
  parent: string,
  { notes = 0, side = programSide, name = 'Cabinet des Lilas' } = {},
): Promise<{ file: CabinetFile<NoteTables>; recoveryGroups: readonly string[] }> {
  const { file, recovery } = await createCabinetFile<NoteTables>(
    {
      parent,
      name,
      cabinetId: randomUUID(),
      profile: 'production',
      user: anna,
      secret: { password: annasPassword, argon2: argon2Floor },
    },
    side,
  )
  await addNotes(file.writer, notes)
  return { file, recoveryGroups: recovery.groups }
}

/** A closed cabinet of its own folder. */
export async function closedCabinet(parent: string, notes = 0): Promise<string> {
  const { file } = await makeCabinet(parent, { notes })
  await file.close()
  return file.folder
}

/** What her password unlocks. */
export async function annasKey(folder: string): Promise<CabinetKey> {
  const key = await unlockWithPassword(await readManifest(folder), anna.userId, annasPassword)
  if (key === null) throw new Error('the password does not open')
  return key
}

/** Opens a closed cabinet again, with her password. */
export async function reopen(
  folder: string,
  options: OpeningOptions<NoteTables> = openingSide,
): Promise<CabinetFile<NoteTables>> {
  return openCabinetFile<NoteTables>(folder, await annasKey(folder), options)
}

/** Adds rows of about 600 bytes in one transaction. */
export async function addNotes(db: Kysely<NoteTables>, count: number): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    for (let number = 0; number < count; number++) {
      await transaction
        .insertInto('note')
        .values({ content: `Marie Durand-Lefèvre ${number} `.padEnd(600, 'x') })
        .execute()
    }
  })
}

/** How many rows a connection sees. */
export async function countNotes(db: Kysely<NoteTables>): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*) as count from note`.execute(db)
  return rows[0]?.count ?? 0
}
