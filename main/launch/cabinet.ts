import { Command, CommanderError } from 'commander'
import { fr } from '#app/text/fr/command-line.ts'
import { addBackup } from './commands/backup.ts'
import { addBench } from './commands/bench.ts'
import { addCreate } from './commands/create.ts'
import { addHost } from './commands/host.ts'
import { addImport } from './commands/import.ts'
import { addInfo } from './commands/info.ts'
import { addRestore } from './commands/restore.ts'
import { addTraining } from './commands/training.ts'
import { addUsers } from './commands/users.ts'
import { addVerify } from './commands/verify.ts'
import { programVersion } from './program-version.ts'

const program = new Command('cabinet')
  .description(fr.program)
  .version(programVersion())
  .showSuggestionAfterError()
  .exitOverride()

for (const add of [
  addCreate,
  addTraining,
  addInfo,
  addUsers,
  addImport,
  addBackup,
  addVerify,
  addRestore,
  addHost,
  addBench,
]) {
  add(program)
}
for (const command of program.commands) command.option('--json', fr.options.json).exitOverride()

try {
  await program.parseAsync()
} catch (error) {
  // commander has already said what was wrong, or shown the help that was asked for.
  if (!(error instanceof CommanderError)) throw error
  process.exitCode = error.exitCode === 0 ? 0 : 2
}
