import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { backupBeforeMigrating, startRestore, verifyBackup } from '#core/db/backup/index.ts'
import { openCabinetFile } from '#core/db/cabinet-file.ts'
import { readManifest } from '#core/db/manifest.ts'
import type { Migration } from '#migrations/lib.ts'
import { opening, program, programName, type Tables, unlock } from './account-cabinet.ts'
import { openNewCabinet, openWithPassword, temporaryFolder } from './cabinet-on-disk.ts'

const later: Migration = {
  number: 20,
  name: 'later',
  up: async (db) => {
    await sql`update patient set name = 'effacé'`.execute(db)
  },
}
const newerProgram = { ...program, migrations: [...(program.migrations ?? []), later] }

test('before a migration a verified backup of the former state is made, which restores it', async () => {
  const folder = temporaryFolder('migrating')
  const file = await openNewCabinet(folder, { patients: 12 })
  await file.close()
  const target = join(folder, 'sauvegardes')
  const made: string[] = []
  const beforeMigrating = backupBeforeMigrating({
    folder: target,
    program: programName,
    now: () => '2026-11-22T13:32:07.000Z',
    made: ({ path }) => made.push(path),
  })
  const key = await unlock(file.manifest)
  const migrated = await openCabinetFile<Tables>(file.folder, key, { ...newerProgram, beforeMigrating })
  const { rows } = await sql`select distinct name from patient`.execute(migrated.reader)
  expect(rows).toEqual([{ name: 'effacé' }])
  await migrated.close()

  expect(made).toEqual([join(target, 'Cabinet des Lilas 2026-11-22 14h32m07s.cabsave')])
  const { description } = await verifyBackup(made[0] ?? '', unlock)
  expect(description).toMatchObject({
    reason: 'before-migration',
    counts: { patients: 12 },
    cabinet: { schemaVersion: 10 },
  })
  const request = { path: made[0] ?? '', folder, name: 'Retour', mode: 'new', now: '2026-11-22T14:00:00.000Z' } as const
  const back = await startRestore(request).finished
  const opened = await openWithPassword(back.folder, await readManifest(back.folder))
  const before = await sql`select count(*) as n from patient where name like 'GARNIER%'`.execute(opened.reader)
  expect(before.rows).toEqual([{ n: 12 }])
})

test('when that backup cannot be made, nothing is migrated', async () => {
  const folder = temporaryFolder('migrating')
  const file = await openNewCabinet(folder, { patients: 12 })
  await file.close()
  const occupied = join(folder, 'occupé')
  writeFileSync(occupied, '')
  const beforeMigrating = backupBeforeMigrating({ folder: occupied, program: programName, now: program.now })
  const key = await unlock(file.manifest)
  await expect(openCabinetFile<Tables>(file.folder, key, { ...newerProgram, beforeMigrating })).rejects.toMatchObject({
    code: 'backup.unreadable',
  })
  const still = await openCabinetFile<Tables>(file.folder, key, opening)
  const { rows } = await sql`select count(*) as n from patient where name = 'effacé'`.execute(still.reader)
  expect(rows).toEqual([{ n: 0 }])
  await still.close()
  expect(readdirSync(folder).toSorted()).toEqual(['Cabinet des Lilas.cabinet', 'occupé'])
})
