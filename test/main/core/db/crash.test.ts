import { mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { openCabinetFile } from '#core/db/cabinet-file.ts'
import { cabinetFoldersIn } from '#core/db/create-cabinet.ts'
import { unlockWithPassword } from '#core/db/keyslots.ts'
import { readManifest } from '#core/db/manifest.ts'
import { killAtRandom, kills, openElsewhere } from './killed-process.ts'
import { anna, annasPassword, bruno, makeCabinet, type NoteTables, openingSide } from './sample-cabinet.ts'
import { temporaryFolder } from './temporary-folder.ts'

const parent = temporaryFolder()
const longMs = 1_800_000

async function openSound(folder: string) {
  const key = await unlockWithPassword(await readManifest(folder), anna.userId, annasPassword)
  if (key === null) throw new Error('the password no longer opens the cabinet')
  const file = await openCabinetFile<NoteTables>(folder, key, openingSide)
  expect(await file.quickCheck()).toEqual([])
  return file
}

test(
  `writes: killed ${kills} times, every acknowledged commit is there`,
  async () => {
    const { file } = await makeCabinet(parent, { name: 'Cabinet des écritures' })
    await file.close()
    for (let round = 0; round < kills; round++) {
      const other = openElsewhere('write', file.folder)
      await other.said('kept')
      await killAtRandom(other, 300)
      const promised = other.lines.filter((line) => line.startsWith('kept')).map((line) => Number(line.slice(5)))
      const after = await openSound(file.folder)
      const { rows } = await sql<{ number: number }>`select number from note`.execute(after.reader)
      const present = new Set(rows.map((row) => row.number))
      expect(promised.filter((number) => !present.has(number))).toEqual([])
      await after.close()
    }
  },
  longMs,
)

test(
  `key slots: killed ${kills} times, a password that was set opens, and nobody else is shut out`,
  async () => {
    const { file } = await makeCabinet(parent, { name: 'Cabinet des clés' })
    await file.close()
    for (let round = 0; round < kills; round++) {
      const other = openElsewhere('keys', file.folder)
      await other.said('set')
      await killAtRandom(other, 200)
      const set = Number(other.lines.findLast((line) => line.startsWith('set'))?.slice(4))
      const manifest = await readManifest(file.folder)
      // The one being set when the process died may be there already, never half of it.
      const opened = await Promise.all(
        [set, set + 1].map((number) => unlockWithPassword(manifest, bruno.userId, `mot-de-passe-${number}`)),
      )
      expect(opened.filter((key) => key !== null)).toHaveLength(1)
      await (await openSound(file.folder)).close()
    }
  },
  longMs,
)

test(
  `creation: killed ${kills} times, what looks like a cabinet is one`,
  async () => {
    const folder = join(parent, 'creations')
    mkdirSync(folder)
    const seen = new Set<string>()
    for (let round = 0; round < kills; round++) {
      const other = openElsewhere('create', folder)
      await other.said('making')
      await killAtRandom(other, 400)
      const there = await cabinetFoldersIn(folder)
      for (const line of other.lines.filter((one) => one.startsWith('made'))) {
        expect(there).toContain(join(folder, `${line.slice(5)}.cabinet`))
      }
      for (const cabinet of there) {
        if (seen.has(cabinet)) continue
        seen.add(cabinet)
        const file = await openSound(cabinet)
        expect(file.manifest.schemaVersion).toBe(10)
        await file.close()
      }
    }
    expect(readdirSync(folder).filter((name) => !name.endsWith('.cabinet') && !/^\..*\.part$/.test(name))).toEqual([])
  },
  longMs,
)
