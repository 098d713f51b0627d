// A process that works on a cabinet, to be refused, looked at or killed. Arguments: what to do, and the cabinet's folder
// (for `create`, the folder of the cabinets). It says on standard output, one line each, what it has promised.
import { writeSync } from 'node:fs'
import { sql } from 'kysely'
import { type CabinetFile, openCabinetFile } from '#core/db/cabinet-file.ts'
import { argon2Floor } from '#core/db/key-wrapping.ts'
import { unlockWithPassword } from '#core/db/keyslots.ts'
import { readManifest } from '#core/db/manifest.ts'
import { CabinetRefusal } from '#core/db/refusal.ts'
import {
  anna,
  annasPassword,
  bruno,
  makeCabinet,
  type NoteTables,
  noteMigration,
  openingSide,
} from './sample-cabinet.ts'
import { slowMigration } from './slow-migration.ts'

const [task = '', folder = ''] = process.argv.slice(2)
/** Written before this returns: a line in a buffer would die with the process. */
const say = (line: string) => writeSync(1, `${line}\n`)

async function open(migrations = [noteMigration]): Promise<CabinetFile<NoteTables>> {
  const key = await unlockWithPassword(await readManifest(folder), anna.userId, annasPassword)
  if (key === null) throw new Error('the password no longer opens the cabinet')
  if (task === 'migrate') say('ready')
  return openCabinetFile<NoteTables>(folder, key, {
    ...openingSide,
    migrations,
    beforeMigrating: async () => undefined,
  })
}

/** Each goes on until the process is killed. */
const tasks: Readonly<Record<string, () => Promise<void>>> = {
  async hold() {
    await open()
    say('ready')
    await new Promise((resolve) => setTimeout(resolve, 600_000))
  },
  async migrate() {
    await open([noteMigration, slowMigration])
    say('migrated')
    await new Promise((resolve) => setTimeout(resolve, 600_000))
  },
  async rekey() {
    const file = await open()
    say('ready')
    for (;;) {
      const note = file.writer.insertInto('note').values({ content: 'kept' }).returning('number')
      say(`kept ${(await note.executeTakeFirstOrThrow()).number}`)
      // Writes asked during a rekeying wait for its end; they are part of what is promised.
      const waiting = sql`insert into note (content) values ('waited')`.execute(file.writer)
      await file.rekey()
      await waiting
      say('rekeyed')
    }
  },
  async keys() {
    const file = await open()
    await file.keys.setPassword(bruno, { password: 'mot-de-passe-0', argon2: argon2Floor })
    say('ready')
    for (let number = 1; ; number++) {
      await file.keys.setPassword(bruno, { password: `mot-de-passe-${number}`, argon2: argon2Floor })
      say(`set ${number}`)
    }
  },
  async create() {
    say('ready')
    for (let number = 1; ; number++) {
      const { file } = await makeCabinet(folder, { name: `${process.pid} ${number}` })
      await file.close()
      say(`made ${process.pid} ${number}`)
    }
  },
}

try {
  await tasks[task]?.()
} catch (error) {
  if (!(error instanceof CabinetRefusal)) throw error
  say(`refused ${error.code}`)
}
