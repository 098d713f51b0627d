import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { inspectBackup } from '#core/db/backup/index.ts'
import { backUp, openNewCabinet, openWithPassword, temporaryFolder } from './cabinet-on-disk.ts'

const script = fileURLToPath(new URL('./fill-disk.ts', import.meta.url))

/**
 * A process whose files may not pass a size gets `EFBIG`, where a full volume gives `ENOSPC`: both in the middle of writing,
 * after the free space had been judged sufficient. Windows has no such limit.
 */
describe.skipIf(process.platform === 'win32')(
  'no room in the middle (needs a limit on file size: none on Windows)',
  () => {
    test('a backup that does not fit leaves nothing, and the cabinet goes on', async () => {
      const folder = temporaryFolder('full')
      const target = join(folder, 'sauvegardes')
      const file = await openNewCabinet(folder, { patients: 8_000 })
      await file.close()
      const said = limited(1_024, ['copy', file.folder, target])
      expect(said).toMatchObject({
        code: 'backup.no-space',
        data: { neededBytes: expect.any(Number), freeBytes: expect.any(Number) },
      })
      expect(readdirSync(target)).toEqual([])
      const opened = await openWithPassword(file.folder, file.manifest)
      const backup = await backUp(opened, target)
      await expect(inspectBackup(backup.path)).resolves.toMatchObject({ description: { counts: { patients: 8_000 } } })
    })

    test('a restoration that does not fit leaves nothing beside', async () => {
      const folder = temporaryFolder('full')
      const cabinets = join(folder, 'cabinets')
      mkdirSync(cabinets)
      const file = await openNewCabinet(cabinets, { patients: 8_000 })
      const { path } = await backUp(file, folder)
      await file.close()
      const said = limited(1_024, ['restore', file.folder, path])
      expect(said).toMatchObject({ code: 'backup.no-space' })
      expect(readdirSync(cabinets)).toEqual(['Cabinet des Lilas.cabinet'])
    })
  },
)

/** Runs the script where no file may grow past so many KiB. */
function limited(kib: number, args: readonly string[]): unknown {
  // In bash the unit of `ulimit -f` is 1024 bytes.
  const command = `ulimit -f ${kib}; exec "$0" "$@"`
  return JSON.parse(execFileSync('bash', ['-c', command, process.execPath, script, ...args], { encoding: 'utf8' }))
}
