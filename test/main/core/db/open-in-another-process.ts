// A process that opens a cabinet, to be refused, looked at or killed. Arguments: what to do, and the cabinet's folder.
// It says on standard output, one line each, what it has been promised: « open », « kept N », « rekeyed », « refused … ».
import { sql } from 'kysely'
import { openCabinetFile } from '#core/db/cabinet-file.ts'
import { unlockWithPassword } from '#core/db/keyslots.ts'
import { readManifest } from '#core/db/manifest.ts'
import { CabinetRefusal } from '#core/db/refusal.ts'
import { anna, annasPassword, noteMigration, type NoteTables, openingSide } from './sample-cabinet.ts'
import { slowMigration } from './slow-migration.ts'

const [task = '', folder = ''] = process.argv.slice(2)
const say = (line: string) => process.stdout.write(`${line}\n`)

try {
  const key = await unlockWithPassword(await readManifest(folder), anna.userId, annasPassword)
  if (key === null) throw new Error('the password no longer opens the cabinet')
  if (task === 'migrate') say('open')
  const file = await openCabinetFile<NoteTables>(folder, key, {
    ...openingSide,
    migrations: task === 'migrate' ? [noteMigration, slowMigration] : [noteMigration],
    beforeMigrating: async () => undefined,
  })
  say(task === 'migrate' ? 'migrated' : 'open')
  for (;;) {
    if (task !== 'rekey') {
      await new Promise((resolve) => setTimeout(resolve, 60_000))
      continue
    }
    const added = await file.writer
      .insertInto('note')
      .values({ content: 'kept' })
      .returning('number')
      .executeTakeFirstOrThrow()
    say(`kept ${added.number}`)
    // Writes asked during a rekeying wait for its end; they are part of what is promised.
    const waiting = sql`insert into note (content) values ('waited')`.execute(file.writer)
    await file.rekey()
    await waiting
    say('rekeyed')
  }
} catch (error) {
  say(error instanceof CabinetRefusal ? `refused ${error.code}` : `failed ${String(error)}`)
  process.exitCode = 1
}
