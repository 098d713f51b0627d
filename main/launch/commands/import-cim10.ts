import type { Command } from 'commander'
import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { importCim10, longestCim10File } from '#app/features/antecedents/contract.ts'
import { fr } from '#app/text/fr/command-line.ts'
import { decodeCsvBytes } from '#main/protocols/csv.ts'
import { type Actor, withOpenCabinet } from '../cabinet-seat.ts'
import { answering, Misuse, Refused, type Terminal } from '../command.ts'
import { addActor } from '../options.ts'

interface Options extends Actor {
  readonly dir: string
  readonly edition?: string
}

/** `cabinet import-cim10 FILE`: the codes of an official file, all or nothing; each bad line is named with its reason. */
export function addImportCim10(program: Command): void {
  const command = addActor(
    program
      .command('import-cim10')
      .description(fr.commands.importCim10)
      .argument('<fichier>')
      .requiredOption('--dir <dossier>', fr.options.dir)
      .option('--edition <nom>', fr.options.edition),
  )
  command.action(
    answering(command, async (terminal, file: string, options: Options) => {
      const text = await readText(file)
      const edition = (options.edition ?? basename(file)).slice(0, 80)
      return withOpenCabinet(options, { ...options, needs: 'cabinet.configure' }, async (seat) => {
        const { codes } = await seat.ask(importCim10, { text, edition }).catch((error: unknown) => {
          noteRefusedLines(terminal, error)
          throw error
        })
        return { value: { codes, edition }, lines: [fr.importedCim10(codes, edition)] }
      })
    }),
  )
}

function noteRefusedLines(terminal: Terminal, error: unknown): void {
  if (!(error instanceof Refused) || error.problem !== 'import.refused') return
  const { lines } = error.data as { readonly lines: readonly { line: number; field: string; reason: string }[] }
  for (const { line, field, reason } of lines) terminal.note(fr.refusedLine(line, field, reason))
}

async function readText(path: string): Promise<string> {
  const known = await stat(path).catch(() => null)
  if (known === null || !known.isFile()) throw new Misuse(fr.misuse.unreadableFile(path))
  if (known.size > longestCim10File) throw new Misuse(fr.misuse.notCim10(path))
  const text = decodeCsvBytes(await readFile(path))
  if (text.includes('\0')) throw new Misuse(fr.misuse.notText(path))
  return text
}
