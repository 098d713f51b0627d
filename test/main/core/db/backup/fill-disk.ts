/**
 * Backs up (`copy`) or restores (`restore`) in a process that may write files of a limited size only, and says what came of
 * it: `node fill-disk.ts copy|restore <cabinet folder> <backup folder or file>`.
 */
import { writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { startBackup, startRestore } from '#core/db/backup/index.ts'
import { openCabinetFile } from '#core/db/cabinet-file.ts'
import { readManifest } from '#core/db/manifest.ts'
import { opening, requestOf, type Tables, unlock } from './account-cabinet.ts'

const [task, folder = '', other = ''] = process.argv.slice(2)

async function outcome(): Promise<unknown> {
  if (task === 'restore') {
    const request = { path: other, folder: dirname(folder), name: 'Trop grand', mode: 'new' } as const
    return startRestore({ ...request, now: '2026-11-22T13:40:00.000Z' }).finished
  }
  const manifest = await readManifest(folder)
  const file = await openCabinetFile<Tables>(folder, await unlock(manifest), opening)
  try {
    return await startBackup(requestOf(file, other)).finished
  } finally {
    await file.close()
  }
}

const said = await outcome().catch((error: { code?: unknown; data?: unknown }) => ({
  code: error.code,
  data: error.data,
}))
writeSync(1, `${JSON.stringify(said)}\n`)
