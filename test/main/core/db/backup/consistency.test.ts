import { randomUUID } from 'node:crypto'
import { renameSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { readDatabaseBytes } from '#core/db/backup/database-bytes.ts'
import { copyDatabase } from '#core/db/backup/copy.ts'
import { startRestore, Steering } from '#core/db/backup/index.ts'
import type { CabinetFile } from '#core/db/cabinet-file.ts'
import { openSqlcipher } from '#native/sqlcipher/database.ts'
import { addPatients, programName, type Tables } from './account-cabinet.ts'
import { backUp, openNewCabinet, openWithPassword, temporaryFolder } from './cabinet-on-disk.ts'

/** Rounds of backups under load; each one is restored and judged. */
const rounds = process.env['CABINET_LONG'] === '1' ? 60 : 4

test('commits, checkpoints and growth between two blocks of the copy do not reach it', async () => {
  const folder = temporaryFolder()
  const file = await openNewCabinet(folder, { patients: 8_000 })
  const dataKey = file.copyOfDataKey()
  const writer = openSqlcipher(file.paths.database, { key: dataKey, busyTimeoutMs: 0 })
  writer.pragma('wal_autocheckpoint = 20')
  const move = movement(writer)
  move()
  const amount = writer.prepare('select amount from left_account where number = 1').pluck()
  const amountBefore = amount.get()
  let blocks = 0
  const bytes = readDatabaseBytes(file.paths.database)
  const partialPath = join(folder, 'copy.cabsave.partial')
  const result = copyDatabase(
    {
      kind: 'copy',
      databasePath: file.paths.database,
      databaseDescriptor: bytes.descriptor,
      dataKey,
      partialPath,
      description: {
        cabinet: file.manifest,
        takenAt: '2026-11-22T13:32:07.000Z',
        writtenBy: programName,
        reason: 'asked',
      },
      users: 1,
      patientTable: 'patient',
    },
    new Steering(),
    ({ phase }) => {
      if (phase !== 'copying') return
      blocks++
      for (let number = 0; number < 40; number++) move()
      for (const mode of ['PASSIVE', 'FULL', 'RESTART', 'TRUNCATE']) writer.pragma(`wal_checkpoint(${mode})`)
      writer.prepare('insert into patient (patient_id, name, filling) values (?, ?, ?)').run(randomUUID(), 'X', 'x')
      writer.exec('delete from patient where rowid in (select rowid from patient limit 5)')
    },
  )
  bytes.done()
  expect(blocks).toBeGreaterThan(3)
  expect(amount.get()).toBe(Number(amountBefore) - 40 * blocks)
  expect(result.description.counts.patients).toBe(8_000)
  const restored = await startRestore({
    path: renamed(partialPath),
    folder: join(folder, 'restauré'),
    name: 'Essai',
    mode: 'new',
    now: '2026-11-22T13:40:00.000Z',
  }).finished
  const copy = await openWithPassword(restored.folder, file.manifest)
  expect(await sums(copy)).toEqual({ left: amountBefore, total: 1_000, patients: 8_000 })
  writer.close()
})

test('under a stream of commits, each backup is one instant of the cabinet', {
  timeout: 60_000 + rounds * 20_000,
}, async () => {
  const folder = temporaryFolder()
  const file = await openNewCabinet(folder, { patients: 4_000 })
  let committed = 0
  const stop = new AbortController()
  const stream = (async () => {
    while (!stop.signal.aborted) {
      await file.writer.transaction().execute(async (db) => {
        await sql`update left_account set amount = amount - 1, filling = ${'x'.repeat(committed % 900)} where number = 1`.execute(
          db,
        )
        await sql`update right_account set amount = amount + 1, filling = ${'y'.repeat(committed % 700)} where number = 1`.execute(
          db,
        )
      })
      committed++
      if (committed % 50 === 0) await addPatients(file, 10)
      await new Promise((resolve) => setImmediate(resolve))
    }
  })()
  for (let round = 0; round < rounds; round++) {
    const atLeast = committed
    const backup = await backUp(file, join(folder, 'sauvegardes'))
    const atMost = committed
    const { finished } = startRestore({
      path: backup.path,
      folder: join(folder, 'restauré'),
      name: `Tour ${round}`,
      mode: 'new',
      now: '2026-11-22T13:40:00.000Z',
    })
    const copy = await openWithPassword((await finished).folder, file.manifest)
    const seen = await sums(copy)
    await copy.close()
    expect(seen.total).toBe(1_000)
    expect(1_000 - seen.left).toBeGreaterThanOrEqual(atLeast)
    expect(1_000 - seen.left).toBeLessThanOrEqual(atMost)
    expect(seen.patients).toBe(backup.description.counts.patients)
  }
  stop.abort()
  await stream
  expect(committed).toBeGreaterThan(rounds * 5)
})

/** One unit from left to right, in one transaction, over pages far from each other. */
function movement(writer: ReturnType<typeof openSqlcipher>): () => void {
  const take = writer.prepare('update left_account set amount = amount - 1, filling = ? where number = 1')
  const give = writer.prepare('update right_account set amount = amount + 1, filling = ? where number = 1')
  const touch = writer.prepare('update patient set filling = ? where rowid = ?')
  let count = 0
  return writer.transaction(() => {
    count++
    take.run('x'.repeat(count % 900))
    for (let step = 1; step < 8; step++) touch.run(`${randomUUID()}${count}`, step * 911)
    give.run('y'.repeat(count % 700))
  })
}

async function sums(file: CabinetFile<Tables>): Promise<{ left: number; total: number; patients: number }> {
  const { rows } = await sql<{ left: number; right: number; patients: number }>`
    select (select amount from left_account) as left, (select amount from right_account) as right,
           (select count(*) from patient) as patients`.execute(file.reader)
  const row = rows[0]
  if (row === undefined) throw new Error('no account')
  return { left: row.left, total: row.left + row.right, patients: row.patients }
}

/** The copy as `startBackup` would leave it. */
function renamed(partial: string): string {
  const path = partial.replace('.partial', '')
  renameSync(partial, path)
  return path
}
