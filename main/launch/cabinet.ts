import { Command, CommanderError } from 'commander'
import { fr } from '#app/text/fr/command-line.ts'
import { addArchives } from './commands/archives.ts'
import { addAudit } from './commands/audit.ts'
import { addBackup } from './commands/backup.ts'
import { addBench } from './commands/bench.ts'
import { addCreate } from './commands/create.ts'
import { addHost } from './commands/host.ts'
import { addImport } from './commands/import.ts'
import { addImportBdpm } from './commands/import-bdpm.ts'
import { addImportCim10 } from './commands/import-cim10.ts'
import { addInfo } from './commands/info.ts'
import { addInsi } from './commands/insi.ts'
import { addReaders } from './commands/readers.ts'
import { addRestore } from './commands/restore.ts'
import { addTraining } from './commands/training.ts'
import { addUsers } from './commands/users.ts'
import { addVerify } from './commands/verify.ts'
import { Misuse, tell } from './command.ts'
import { programVersion } from './program-version.ts'

const program = new Command('cabinet')
  .description(fr.program)
  .version(programVersion(), '--version', fr.options.version)
  .showSuggestionAfterError(false)

for (const add of [
  addCreate,
  addTraining,
  addInfo,
  addUsers,
  addImport,
  addImportBdpm,
  addImportCim10,
  addArchives,
  addBackup,
  addVerify,
  addAudit,
  addRestore,
  addHost,
  addReaders,
  addInsi,
  addBench,
]) {
  add(program)
}
const json = process.argv.includes('--json')
for (const command of [program, ...program.commands.flatMap((of) => [of, ...of.commands])]) {
  if (command !== program) command.option('--json', fr.options.json)
  command
    .configureHelp({
      styleTitle: (title) => fr.help[title as keyof typeof fr.help] ?? title,
      commandUsage: (of) => [...namesAbove(of), of.name(), usageOf(of)].join(' '),
      subcommandTerm: (of) => [of.name(), argumentsOf(of)].join(' ').trim(),
    })
    .helpOption('-h, --help', fr.options.help)
    .configureOutput({ outputError: () => {} })
  command.exitOverride()
  command.helpCommand(false)
}

try {
  await program.parseAsync()
} catch (error) {
  if (!(error instanceof CommanderError)) throw error
  // Help or version was asked for, and shown.
  if (error.exitCode === 0) process.exitCode = 0
  else process.exitCode = tell({ json, note: () => {}, progress: () => {} }, new Misuse(wordMisuse(error)))
}

/** The names of the commands one is in, the outermost first. */
function namesAbove(of: Command): readonly string[] {
  return of.parent === null ? [] : [...namesAbove(of.parent), of.parent.name()]
}

/** The words of a command after its name, in French. */
function usageOf(of: Command): string {
  return [of.commands.length > 0 ? fr.help.command : argumentsOf(of), fr.help.options].join(' ').trim()
}

function argumentsOf(of: Command): string {
  return of.registeredArguments
    .map(
      (argument) =>
        `${argument.required ? '<' : '['}${argument.name()}${argument.variadic ? '…' : ''}${argument.required ? '>' : ']'}`,
    )
    .join(' ')
}

/** What was wrong with the words of the command, in French; commander quotes the word at fault. */
function wordMisuse({ code, message }: CommanderError): string {
  const quoted = /'([^']*)'/.exec(message)?.[1] ?? ''
  const sentence = Object.hasOwn(fr.misuse.words, code) ? fr.misuse.words[code as keyof typeof fr.misuse.words] : null
  return `${sentence === null ? fr.misuse.other : sentence(quoted)} ${fr.misuse.seeHelp}`
}
