import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Kysely, sql } from 'kysely'
import { afterAll } from 'vitest'
import type { CabinetFile, OpeningOptions, ProgramSide } from '#core/db/cabinet-file.ts'
import { createCabinetFile } from '#core/db/create-cabinet.ts'
import { argon2Floor } from '#core/db/key-wrapping.ts'
import type { Migration } from '#migrations/lib.ts'
import { strictTable } from '#migrations/lib.ts'

/** A folder that is gone after the test file. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'cabinet-db-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

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
  note: { number: number; content: string }
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
export const annasPassword = 'cheval-correct-pile-agrafe'

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

/** A volume of its own, mounted for one test: the only honest way to a full or read-only disk when one is root. */
export interface SmallVolume extends Disposable {
  readonly folder: string
  readOnly(): void
}

/** Why no volume can be mounted here, or `null` when one can. */
export function whyNoVolume(): string | null {
  if (process.platform !== 'linux') return 'volumes are mounted on Linux only'
  if (process.getuid?.() !== 0) return 'mounting a volume needs root'
  try {
    smallVolume(1)[Symbol.dispose]()
    return null
  } catch {
    return 'this system refuses mounting'
  }
}

/** Mounts an empty volume of some MiB in memory. */
export function smallVolume(mebibytes: number): SmallVolume {
  const folder = mkdtempSync(join(tmpdir(), 'cabinet-volume-'))
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${mebibytes}m`, 'tmpfs', folder], { stdio: 'pipe' })
  return {
    folder,
    readOnly: () => void execFileSync('mount', ['-o', 'remount,ro', folder], { stdio: 'pipe' }),
    [Symbol.dispose]() {
      execFileSync('umount', ['-l', folder], { stdio: 'pipe' })
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
