import type { Command } from 'commander'
import { readFile } from 'node:fs/promises'
import { importPatients } from '#app/features/patients/contract.ts'
import { fr } from '#app/text/fr/command-line.ts'
import { decodeCsvBytes } from '#main/protocols/csv.ts'
import { type Actor, withOpenCabinet } from '../cabinet-seat.ts'
import { answering, Misuse, Refused, type Terminal } from '../command.ts'
import { addActor } from '../options.ts'

interface Options extends Actor {
  readonly dir: string
  readonly goodLines?: boolean
  readonly dryRun?: boolean
}

/** `cabinet import FILE`: patients of a CSV file; each bad line is reported with its number and its reason. */
export function addImport(program: Command): void {
  const command = addActor(
    program
      .command('import')
      .description(fr.commands.import)
      .argument('<fichier>')
      .requiredOption('--dir <dossier>', fr.options.dir)
      .option('--good-lines', fr.options.goodLines)
      .option('--dry-run', fr.options.dryRun),
  )
  command.action(
    answering(command, async (terminal, file: string, options: Options) => {
      const csv = await readText(file)
      return withOpenCabinet(options, { ...options, needs: 'patient.import' }, async (seat) => {
        const result = await seat
          .ask(importPatients, {
            csv,
            mode: options.goodLines === true ? 'good-lines' : 'all-or-nothing',
            dryRun: options.dryRun === true,
          })
          .catch((error: unknown) => {
            noteRefusedLines(terminal, error)
            throw error
          })
        return {
          value: result,
          lines: [
            ...result.refused.map(({ line, field, reason }) => fr.refusedLine(line, field, reason)),
            options.dryRun === true ? fr.wouldImport(result.read) : fr.imported(result.written, result.read),
          ],
        }
      })
    }),
  )
}

function noteRefusedLines(terminal: Terminal, error: unknown): void {
  if (!(error instanceof Refused) || error.problem !== 'import.refused') return
  const { lines } = error.data as { readonly lines: readonly { line: number; field: string; reason: string }[] }
  for (const { line, field, reason } of lines) terminal.note(fr.refusedLine(line, field, reason))
}

/** The text of a file as French software writes it. */
async function readText(path: string): Promise<string> {
  const bytes = await readFile(path).catch(() => {
    throw new Misuse(fr.misuse.unreadableFile(path))
  })
  const text = decodeCsvBytes(bytes)
  if (text.includes('\0')) throw new Misuse(fr.misuse.notText(path))
  return text
}
