/**
 * What the killed processes of crash.test.ts do: `node crash-work.ts <task> <cabinet folder> <other path>`. Each line is said
 * after the thing it tells is done and durable.
 */
import { writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { sql } from 'kysely'
import { backupFileName, startBackup, startRestore } from '#core/db/backup/index.ts'
import { type CabinetFile, openCabinetFile } from '#core/db/cabinet-file.ts'
import { readManifest } from '#core/db/manifest.ts'
import { addPatients, opening, programName, type Tables, unlock } from './account-cabinet.ts'

const [task, folder = '', other = ''] = process.argv.slice(2)

/** Written before this returns: a line in a buffer would die with the process. */
function say(line: string): void {
  writeSync(1, `${line}\n`)
}

async function open(): Promise<CabinetFile<Tables>> {
  const manifest = await readManifest(folder)
  return openCabinetFile<Tables>(folder, await unlock(manifest), opening)
}

async function move(file: CabinetFile<Tables>): Promise<number> {
  return file.writer.transaction().execute(async (db) => {
    await sql`update left_account set amount = amount - 1`.execute(db)
    await sql`update right_account set amount = amount + 1`.execute(db)
    const { rows } = await sql<{ amount: number }>`select amount from right_account`.execute(db)
    return rows[0]?.amount ?? 0
  })
}

/** Commits without end, telling the amount moved by each commit. */
async function write(): Promise<void> {
  const file = await open()
  say('ready')
  for (;;) {
    const amount = await move(file)
    say(`moved ${amount}`)
    if (amount % 20 === 0) await addPatients(file, 5)
  }
}

/** Backs up without end, and commits meanwhile. */
async function backUp(): Promise<void> {
  const file = await open()
  say('ready')
  for (let number = 0; ; number++) {
    const takenAt = new Date(Date.UTC(2026, 10, 22, 8, 0, number)).toISOString()
    const { finished } = startBackup({
      source: file,
      folder: other,
      fileName: backupFileName('Essai', takenAt),
      takenAt,
      writtenBy: programName,
      reason: 'asked',
    })
    say(`moved ${await move(file)}`)
    say(`made ${(await finished).fileName}`)
  }
}

/** Puts a backup in the place of the cabinet, once. */
async function restore(): Promise<void> {
  say('ready')
  const name = (await readManifest(folder)).name
  const parent = dirname(folder)
  await startRestore({ path: other, folder: parent, name, mode: 'replace', now: new Date().toISOString() }).finished
  say('restored')
}

if (task === 'write') await write()
else if (task === 'back-up') await backUp()
else if (task === 'restore') await restore()
else throw new Error(`no such task: ${task}`)
