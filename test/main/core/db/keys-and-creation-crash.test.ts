import { mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openCabinetFile } from '#core/db/cabinet-file.ts'
import { cabinetFoldersIn } from '#core/db/create-cabinet.ts'
import { unlockWithPassword } from '#core/db/keyslots.ts'
import { readManifest } from '#core/db/manifest.ts'
import { killAtRandom, kills } from '#test/world/crash.ts'
import { openInAnotherProcess } from './other-process.ts'
import { anna, annasPassword, bruno, makeCabinet, type NoteTables, openingSide } from './sample-cabinet.ts'
import { temporaryFolder } from './temporary-folder.ts'

const parent = temporaryFolder()
const rounds = kills(3, 40)

async function openSound(folder: string) {
  const key = await unlockWithPassword(await readManifest(folder), anna.userId, annasPassword)
  if (key === null) throw new Error('the password no longer opens the cabinet')
  const file = await openCabinetFile<NoteTables>(folder, key, openingSide)
  expect(await file.quickCheck()).toEqual([])
  return file
}

test(`key slots: killed ${rounds} times, a password that was set opens, and nobody else is shut out`, async () => {
  const { file } = await makeCabinet(parent, { name: 'Cabinet des clés' })
  await file.close()
  for (let round = 0; round < rounds; round++) {
    const victim = { script: openInAnotherProcess, args: ['keys', file.folder], readyLine: 'ready', withinMs: 250 }
    const { acknowledged } = await killAtRandom(victim)
    const set = Number(acknowledged.at(-1)?.slice('set '.length) ?? 0)
    const manifest = await readManifest(file.folder)
    // The one being set when the process died may be there already, never half of it.
    const opened = await Promise.all(
      [set, set + 1].map((number) => unlockWithPassword(manifest, bruno.userId, `mot-de-passe-${number}`)),
    )
    expect(opened.filter((key) => key !== null)).toHaveLength(1)
    await (await openSound(file.folder)).close()
  }
})

test(`creation: killed ${rounds} times, what looks like a cabinet is one`, async () => {
  const folder = join(parent, 'creations')
  mkdirSync(folder)
  const seen = new Set<string>()
  for (let round = 0; round < rounds; round++) {
    const victim = { script: openInAnotherProcess, args: ['create', folder], readyLine: 'ready', withinMs: 400 }
    const { acknowledged } = await killAtRandom(victim)
    const there = await cabinetFoldersIn(folder)
    for (const line of acknowledged) expect(there).toContain(join(folder, `${line.slice('made '.length)}.cabinet`))
    for (const cabinet of there) {
      if (seen.has(cabinet)) continue
      seen.add(cabinet)
      const file = await openSound(cabinet)
      expect(file.manifest.schemaVersion).toBe(10)
      await file.close()
    }
  }
  expect(readdirSync(folder).filter((name) => !name.endsWith('.cabinet') && !/^\..*\.part$/.test(name))).toEqual([])
})
