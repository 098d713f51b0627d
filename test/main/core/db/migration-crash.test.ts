import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { openCabinetFile } from '#core/db/cabinet-file.ts'
import { unlockWithPassword } from '#core/db/keyslots.ts'
import { readManifest } from '#core/db/manifest.ts'
import { killAtRandom, kills } from '#test/world/crash.ts'
import { openInAnotherProcess } from './other-process.ts'
import {
  anna,
  annasPassword,
  countNotes,
  makeCabinet,
  noteMigration,
  type NoteTables,
  openingSide,
} from './sample-cabinet.ts'
import { slowMigration } from './slow-migration.ts'
import { temporaryFolder } from './temporary-folder.ts'

const parent = temporaryFolder()
const rounds = kills(4, 50)

test(`a migration killed ${rounds} times leaves the schema of before or of after, never between`, async () => {
  let cut = 0
  for (let round = 0; round < rounds; round++) {
    const { file } = await makeCabinet(parent, { notes: 1_500, name: `Cabinet ${round}` })
    await file.close()
    // The first always falls before the end, the others anywhere.
    const withinMs = round === 0 ? 20 : 250
    const victim = { script: openInAnotherProcess, args: ['migrate', file.folder], readyLine: 'ready', withinMs }
    const { acknowledged } = await killAtRandom(victim)
    const migrated = await stepsApplied(file.folder)
    if (acknowledged.includes('migrated')) expect(migrated).toBe(true)
    if (!migrated) cut++
  }
  expect(cut, 'some kills fell before the end').toBeGreaterThan(0)
})

/** Opens with the program that knows the step, which applies it if the kill undid it; says whether it was there. */
async function stepsApplied(folder: string): Promise<boolean> {
  const key = await unlockWithPassword(await readManifest(folder), anna.userId, annasPassword)
  if (key === null) throw new Error('the password no longer opens the cabinet')
  let migrated = true
  const file = await openCabinetFile<NoteTables>(folder, key, {
    ...openingSide,
    migrations: [noteMigration, slowMigration],
    beforeMigrating: async ({ file: pending }) => {
      migrated = false
      const { rows } = await sql`select name from sqlite_schema where name like 'part%'`.execute(pending.reader)
      expect(rows, 'nothing of the step is there without its record').toEqual([])
      const { rows: changed } = await sql`select 1 from note where content like '%.' limit 1`.execute(pending.reader)
      expect(changed).toEqual([])
    },
  })
  expect(await countNotes(file.reader)).toBe(1_500)
  const { rows } = await sql`select name from sqlite_schema where type = 'table' and name like 'part%'`.execute(
    file.reader,
  )
  expect(rows).toHaveLength(10)
  expect(await file.quickCheck()).toEqual([])
  await file.close()
  return migrated
}
