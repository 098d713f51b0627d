import { randomUUID } from 'node:crypto'
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { readManifest } from '#core/db/manifest.ts'
import {
  contentHash,
  inspectBackup,
  releaseDatabaseBytes,
  startBackup,
  startRestore,
  verifyBackup,
} from '#core/db/backup/index.ts'
import { partialSuffix } from '#core/db/backup/format.ts'
import { addPatients, requestOf, unlock } from './account-cabinet.ts'
import { backUp, openNewCabinet, openWithPassword, temporaryFolder } from './cabinet-on-disk.ts'

test('a backup of a cabinet in use holds what the cabinet held, and says so without a key', async () => {
  const folder = temporaryFolder()
  const file = await openNewCabinet(folder, { patients: 120 })
  const backup = await backUp(file, join(folder, 'sauvegardes'))
  expect(backup.fileName).toBe('Cabinet des Lilas 2026-11-22 14h32m07s.cabsave')
  expect(readdirSync(join(folder, 'sauvegardes'))).toEqual([backup.fileName])

  const seen = await inspectBackup(backup.path)
  expect(seen.description.counts).toEqual({ patients: 120, users: 1 })
  expect(seen.description.cabinet).toEqual(file.manifest)
  expect(seen.description).toMatchObject({ takenAt: '2026-11-22T13:32:07.000Z', reason: 'asked' })
  expect(seen.sizeBytes).toBe(readFileSync(backup.path).byteLength)
  await expect(verifyBackup(backup.path, unlock)).resolves.toMatchObject({ description: seen.description })
})

test('what is restored has the content of the instant of the backup, whatever was written since', async () => {
  const folder = temporaryFolder()
  const file = await openNewCabinet(folder, { patients: 80 })
  const before = hashOf(file)
  const backup = await backUp(file, join(folder, 'sauvegardes'))
  await addPatients(file, 5)
  expect(hashOf(file)).not.toBe(before)
  const restored = await startRestore({
    path: backup.path,
    folder,
    name: 'Cabinet retrouvé',
    mode: 'new',
    unlock,
    now: '2026-11-22T13:40:00.000Z',
  }).finished
  const manifest = await readManifest(restored.folder)
  expect(manifest).toEqual({ ...file.manifest, name: 'Cabinet retrouvé' })
  expect(hashOf(await openWithPassword(restored.folder, manifest))).toBe(before)
})

test('neither the backup nor anything beside it shows a patient in clear', async () => {
  const folder = temporaryFolder()
  const file = await openNewCabinet(folder)
  const { path } = await backUp(file, folder)
  expect(readFileSync(path).includes('GARNIER')).toBe(false)
  expect(readFileSync(path).includes('SQLite format 3')).toBe(false)
})

test('two backups in the same second have two names', async () => {
  const folder = temporaryFolder()
  const file = await openNewCabinet(folder)
  const first = await backUp(file, folder)
  const second = await backUp(file, folder)
  expect([first.fileName, second.fileName]).toEqual([
    'Cabinet des Lilas 2026-11-22 14h32m07s.cabsave',
    'Cabinet des Lilas 2026-11-22 14h32m07s (2).cabsave',
  ])
})

test('one backup of a cabinet at a time; the second is refused and the first goes on', async () => {
  const folder = temporaryFolder()
  const file = await openNewCabinet(folder)
  const first = startBackup(requestOf(file, folder))
  await expect(backUp(file, folder)).rejects.toMatchObject({ code: 'backup.running' })
  await expect(first.finished).resolves.toMatchObject({ description: { counts: { patients: 50 } } })
})

test('a cancelled backup leaves nothing, even from a pause', async () => {
  const folder = temporaryFolder()
  const file = await openNewCabinet(folder, { patients: 6_000 })
  const target = join(folder, 'sauvegardes')
  const phases: string[] = []
  const running = startBackup(requestOf(file, target, { progress: ({ phase }) => phases.push(phase) }))
  running.pause()
  await new Promise((resolve) => setTimeout(resolve, 150))
  running.cancel()
  await expect(running.finished).rejects.toMatchObject({ name: 'WorkCancelled' })
  expect(readdirSync(target)).toEqual([])
  expect(phases).not.toContain('finishing')
})

test('a paused backup waits, then goes on through every phase to the end', async () => {
  const folder = temporaryFolder()
  const file = await openNewCabinet(folder, { patients: 3_000 })
  const phases = new Set<string>()
  const running = startBackup(
    requestOf(file, join(folder, 'sauvegardes'), {
      progress: ({ phase, done, total }) => {
        phases.add(phase)
        expect(done).toBeLessThanOrEqual(total)
      },
    }),
  )
  running.pause()
  await expect.poll(() => phases.size, { timeout: 20_000 }).toBe(1)
  await new Promise((resolve) => setTimeout(resolve, 200))
  expect([...phases]).toEqual(['waiting'])
  running.resume()
  const backup = await running.finished
  expect(backup.description.counts.patients).toBe(3_000)
  expect([...phases]).toEqual(['waiting', 'copying', 'checking', 'rereading', 'finishing'])
})

test('leftovers of a killed backup of this cabinet are removed, those of another one are left', async () => {
  const folder = temporaryFolder()
  const file = await openNewCabinet(folder)
  const ours = `${file.manifest.cabinetId}-0123456789ab${partialSuffix}`
  const others = `${randomUUID()}-0123456789ab${partialSuffix}`
  for (const name of [ours, `${ours}-wal`, others]) writeFileSync(join(folder, name), 'x')
  await backUp(file, folder)
  expect(existsSync(join(folder, ours))).toBe(false)
  expect(existsSync(join(folder, `${ours}-wal`))).toBe(false)
  expect(existsSync(join(folder, others))).toBe(true)
})

test('a damaged cabinet gives no backup: the copy does not pass the check', async () => {
  const folder = temporaryFolder()
  const file = await openNewCabinet(folder, { patients: 2_000 })
  const { database } = file.paths
  expect(file.checkpoint()).toBe(true)
  await file.close()
  const bytes = readFileSync(database)
  const place = Math.floor(bytes.byteLength * 0.7)
  bytes[place] = (bytes[place] ?? 0) ^ 1
  writeFileSync(database, bytes)
  const damaged = await openWithPassword(file.folder, await readManifest(file.folder))
  const target = join(folder, 'sauvegardes')
  await expect(backUp(damaged, target)).rejects.toMatchObject({ code: 'cabinet.damaged' })
  expect(readdirSync(target)).toEqual([])
})

test('a backup opens with the cabinet’s slots and with nothing else', async () => {
  const folder = temporaryFolder()
  const file = await openNewCabinet(folder)
  const { path } = await backUp(file, folder)
  await expect(verifyBackup(path, () => null)).rejects.toMatchObject({ code: 'backup.wrong-key' })
  const other = await openNewCabinet(join(folder, 'autre'))
  await expect(verifyBackup(path, () => unlock(other.manifest))).rejects.toMatchObject({ code: 'backup.wrong-key' })
})

test('a cabinet closed in the middle of its backup leaves a whole backup or none', async () => {
  const folder = temporaryFolder()
  const file = await openNewCabinet(folder, { patients: 3_000 })
  const target = join(folder, 'sauvegardes')
  const phases: string[] = []
  const running = startBackup(requestOf(file, target, { progress: ({ phase }) => phases.push(phase) }))
  await expect.poll(() => phases.includes('waiting'), { timeout: 20_000 }).toBe(true)
  await file.close()
  releaseDatabaseBytes(file.paths.database)
  const outcome = await running.finished.then(
    (backup) => backup.fileName,
    () => null,
  )
  expect(readdirSync(target)).toEqual(outcome === null ? [] : [outcome])
  if (outcome !== null) await verifyBackup(join(target, outcome), unlock)
  const again = await openWithPassword(file.folder, await readManifest(file.folder))
  expect(await again.quickCheck()).toEqual([])
})

test('a folder that cannot be written is refused by name', async () => {
  const folder = temporaryFolder()
  const file = await openNewCabinet(folder)
  writeFileSync(join(folder, 'occupé'), '')
  for (const target of [join(folder, 'occupé'), `${folder}/x/../y`, 'relatif']) {
    await expect(backUp(file, target)).rejects.toMatchObject({ code: 'backup.unreadable', data: { path: target } })
  }
})

test('a rekeying and a backup exclude each other', async () => {
  const folder = temporaryFolder()
  const file = await openNewCabinet(folder, { patients: 4_000 })
  const phases: string[] = []
  const running = startBackup(requestOf(file, folder, { progress: ({ phase }) => phases.push(phase) }))
  running.pause()
  await expect.poll(() => phases.length > 0, { timeout: 20_000 }).toBe(true)
  await expect(file.rekey()).rejects.toMatchObject({ code: 'cabinet.busy' })
  running.resume()
  const backup = await running.finished
  const rekeying = file.rekey()
  await expect(backUp(file, folder)).rejects.toMatchObject({ code: 'cabinet.busy' })
  await rekeying
  await expect(verifyBackup(backup.path, unlock)).resolves.toMatchObject({ fileName: backup.fileName })
  const after = await backUp(file, folder)
  await expect(verifyBackup(after.path, unlock)).resolves.toMatchObject({ fileName: after.fileName })
})

test('the layout is the documented one: the database comes out by hand', async () => {
  const folder = temporaryFolder()
  const file = await openNewCabinet(folder)
  const { path } = await backUp(file, folder)
  const bytes = readFileSync(path)
  const pageSize = bytes.readUInt32BE(20)
  const pages = Number(bytes.readBigUInt64BE(24))
  const database = Buffer.concat([
    bytes.subarray(pageSize * pages, pageSize * (pages + 1)),
    bytes.subarray(pageSize, pageSize * pages),
  ])
  await file.close()
  const byHand = join(folder, 'À la main.cabinet')
  mkdirSync(byHand)
  writeFileSync(join(byHand, 'cabinet.db'), database)
  copyFileSync(join(file.folder, 'manifest.json'), join(byHand, 'manifest.json'))
  const opened = await openWithPassword(byHand, await readManifest(byHand))
  const counted = await sql<{ n: number }>`select count(*) as n from patient`.execute(opened.reader)
  expect(counted.rows[0]?.n).toBe(50)
})

function hashOf(file: Parameters<typeof backUp>[0]): string {
  const reader = file.openReader()
  try {
    return contentHash(reader)
  } finally {
    reader.close()
  }
}
