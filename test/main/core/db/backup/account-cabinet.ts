import { randomUUID } from 'node:crypto'
import type { CabinetFile, ProgramSide } from '#core/db/cabinet-file.ts'
import { type CabinetKey, unlockWithPassword } from '#core/db/keyslots.ts'
import type { Manifest } from '#core/db/manifest.ts'
import { backupFileName, type BackupRequest } from '#core/db/backup/index.ts'
import { type Migration, strictTable } from '#migrations/lib.ts'

/** Two accounts whose sum never changes, a counter that only grows, and patients: what consistency is judged by. */
const accounts: Migration = {
  number: 10,
  name: 'accounts',
  up: async (db, dialect) => {
    await strictTable(db, dialect, 'patient')
      .addColumn('patient_id', 'text', (column) => column.primaryKey())
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('filling', 'text', (column) => column.notNull())
      .execute()
    for (const table of ['left_account', 'right_account']) {
      await strictTable(db, dialect, table)
        .addColumn('number', 'integer', (column) => column.primaryKey())
        .addColumn('amount', 'integer', (column) => column.notNull())
        .addColumn('filling', 'text', (column) => column.notNull())
        .execute()
    }
  },
}

export interface Tables {
  patient: { patient_id: string; name: string; filling: string }
  left_account: { number: number; amount: number; filling: string }
  right_account: { number: number; amount: number; filling: string }
}

export const programName = 'Cabinet Ouvert 0.1.0'
export const password = 'un cheval sur le toit, 12'
export const userId = '0197a000-0000-7000-8000-000000000001'

/** What these tests are for a cabinet file: a program with a schema of its own. */
export const program: ProgramSide = {
  program: programName,
  now: () => new Date().toISOString(),
  newId: () => randomUUID(),
  migrations: [accounts],
}
export const opening = { ...program, beforeMigrating: async () => undefined }

/** Adds invented patients, about 400 bytes each. */
export async function addPatients(file: CabinetFile<Tables>, count: number): Promise<void> {
  await file.writer.transaction().execute(async (db) => {
    for (let number = 0; number < count; number++) {
      const filling = `${randomUUID()}${randomUUID()}`.repeat(5)
      await db
        .insertInto('patient')
        .values({ patient_id: randomUUID(), name: `GARNIER ${number}`, filling })
        .execute()
    }
  })
}

/** An ordinary request, changed where the test says. */
export function requestOf(
  source: CabinetFile<Tables>,
  folder: string,
  changes: Partial<BackupRequest> = {},
): BackupRequest {
  const takenAt = changes.takenAt ?? '2026-11-22T13:32:07.000Z'
  return {
    source,
    folder,
    fileName: backupFileName(source.manifest.name, takenAt),
    takenAt,
    writtenBy: programName,
    reason: 'asked',
    ...changes,
  }
}

/** The key of a cabinet, through the one user's password. */
export async function unlock(manifest: Manifest): Promise<CabinetKey> {
  const key = await unlockWithPassword(manifest, userId, password)
  if (key === null) throw new Error('the password no longer opens this cabinet')
  return key
}
