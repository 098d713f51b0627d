import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { onTestFinished } from 'vitest'
import { createCabinetFile } from '#core/db/create-cabinet.ts'
import { type CabinetFile, openCabinetFile } from '#core/db/cabinet-file.ts'
import { argon2Floor } from '#core/db/key-wrapping.ts'
import type { Manifest } from '#core/db/manifest.ts'
import { type BackupRequest, type FinishedBackup, startBackup } from '#core/db/backup/index.ts'
import { addPatients, opening, password, program, requestOf, type Tables, unlock, userId } from './account-cabinet.ts'

/** A folder of its own, gone after the test. */
export function temporaryFolder(name = 'backup'): string {
  const folder = mkdtempSync(join(tmpdir(), `cabinet-${name}-`))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** A cabinet with some patients, open; closed after the test. */
export async function openNewCabinet(
  parent: string,
  options: { readonly name?: string; readonly patients?: number; readonly cabinetId?: string } = {},
): Promise<CabinetFile<Tables>> {
  const { file } = await createCabinetFile<Tables>(
    {
      parent,
      name: options.name ?? 'Cabinet des Lilas',
      cabinetId: options.cabinetId ?? randomUUID(),
      profile: 'training',
      user: { userId, label: 'Dr Anne Lacaze', role: 'administrator' },
      secret: { password, argon2: argon2Floor },
    },
    program,
  )
  onTestFinished(() => file.close())
  await addPatients(file, options.patients ?? 50)
  await sql`insert into left_account (number, amount, filling) values (1, 1000, '')`.execute(file.writer)
  await sql`insert into right_account (number, amount, filling) values (1, 0, '')`.execute(file.writer)
  return file
}

/** Backs up with the ordinary request, changed where the test says. */
export function backUp(
  source: CabinetFile<Tables>,
  folder: string,
  changes: Partial<BackupRequest> = {},
): Promise<FinishedBackup> {
  return startBackup(requestOf(source, folder, changes)).finished
}

/** Opens a cabinet's folder with the one user's password; closed after the test unless closed before. */
export async function openWithPassword(folder: string, manifest: Manifest): Promise<CabinetFile<Tables>> {
  const file = await openCabinetFile<Tables>(folder, await unlock(manifest), opening)
  onTestFinished(() => file.close())
  return file
}
