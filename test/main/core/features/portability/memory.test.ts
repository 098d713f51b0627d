import { createHash, randomBytes } from 'node:crypto'
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { idOf } from '#test/world/filled-record.ts'
import { openWorld } from '#test/world/open-world.ts'

const documents = 500
const bytesEach = 120_000

test('a record of 500 documents is exported as a stream: the memory it takes does not follow its size', async () => {
  await using world = await openWorld()
  const patientId = await world.as('doctor').createPatient()
  const userId = world.userId('doctor')
  await world.core.dispose()
  await world.onTheDisk((database) => {
    const blob = database.prepare('insert into blob values (?, ?, ?, 1)')
    const piece = database.prepare('insert into blob_piece values (?, 0, ?, ?)')
    const row = database.prepare(
      `insert into document (document_id, patient_id, title, document_date, sender, kind, file_name, source, blob_digest,
        number, bytes, turn, imported_at, updated_at, version)
       values (?, ?, ?, '2026-11-02', '', 'pdf', ?, 'import', ?, 1, ?, 0, '2026-11-02T09:30:00.000Z', '2026-11-02T09:30:00.000Z', 1)`,
    )
    database.exec('begin')
    for (let number = 0; number < documents; number += 1) {
      const bytes = randomBytes(bytesEach)
      const digest = createHash('sha256').update(bytes).digest('hex')
      const contentId = idOf(`content ${number}`)
      blob.run(digest, contentId, bytes.length)
      piece.run(contentId, bytes, digest)
      row.run(idOf(`document ${number}`), patientId, `Compte rendu ${number}`, `cr-${number}.pdf`, digest, bytes.length)
    }
    database.exec('commit')
  })
  const script = fileURLToPath(new URL('./weighing.ts', import.meta.url))
  const args = ['--expose-gc', script, world.folder, world.cabinetId, userId, patientId]
  const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', timeout: 60_000 })
  expect(stderr).toBe('')
  const { state, before, most } = JSON.parse(stdout) as { state: string; before: number; most: number }
  expect(state).toBe('done')
  // 60 MB of documents; MB taken besides what the program takes at rest.
  expect(most - before).toBeLessThan(150)
  const exports = (await world.rowsOf('document')).filter((document) => document.source === 'export')
  expect(exports.map(({ kind, bytes }) => [kind, bytes > documents * bytesEach])).toEqual([['record-archive', true]])
}, 90_000)
