import type { Command } from 'commander'
import { createReadStream } from 'node:fs'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { journalVerdictOf, verifyJournal } from '#app/features/journal/contract.ts'
import type { JournalVerdict } from '#app/features/journal/model.ts'
import { fr } from '#app/text/fr/command-line.ts'
import { sayComparison, sayFault, sayRestoration, sayVerdict } from '#app/text/fr/journal.ts'
import { verifyExport } from '#core/index.ts'
import { type Actor, withOpenCabinet } from '../cabinet-seat.ts'
import { type Answer, answering, Misuse } from '../command.ts'
import { addActor } from '../options.ts'

interface Options extends Actor {
  readonly dir?: string
  readonly file?: string
}

/**
 * `cabinet audit verify`: the journal of a cabinet read through and compared with the heads sealed elsewhere, or with
 * `--file` an exported one read through alone. Status 1 when anything is not what was written, each fault named.
 */
export function addAudit(program: Command): void {
  const audit = program.command('audit').description(fr.commands.audit)
  const command = addActor(
    audit
      .command('verify')
      .description(fr.commands.auditVerify)
      .option('--dir <dossier>', fr.options.dir)
      .option('--file <fichier>', fr.options.exportedJournal),
  )
  command.action(
    answering(command, (terminal, { dir, file, ...actor }: Options) => {
      if ((dir === undefined) === (file === undefined)) throw new Misuse(fr.misuse.auditSource)
      if (file !== undefined) return verifyFile(resolve(file))
      return withOpenCabinet({ dir: dir ?? '' }, { ...actor, needs: 'journal.read' }, async (seat) => {
        const { jobId } = await seat.ask(verifyJournal, {})
        await seat.follow(jobId, terminal)
        const { verdict } = await seat.ask(journalVerdictOf, {})
        if (verdict === null) throw new Error('a verification ended without a verdict')
        return answerOf(verdict)
      })
    }),
  )
}

function answerOf(verdict: JournalVerdict): Answer {
  const { faults, restorations, faultCount } = verdict
  return {
    value: { ...verdict, faults: faults.map((fault) => ({ ...fault, message: sayFault(fault) })) },
    lines: [
      sayVerdict(verdict),
      ...faults.map((fault) => `  ${sayFault(fault)}`),
      ...restorations.map(sayRestoration),
      sayComparison(verdict),
    ],
    isBad: faultCount > 0,
  }
}

async function verifyFile(path: string): Promise<Answer> {
  const { isExport, unreadable, ...found } = await verifyExport(linesOf(path))
  if (!isExport) throw new Misuse(fr.misuse.notExport(path))
  const faultCount = found.faults.length + unreadable.length
  return {
    value: {
      ...found,
      unreadable,
      faultCount,
      faults: found.faults.map((fault) => ({ ...fault, message: sayFault(fault) })),
    },
    lines: [
      sayVerdict({ lines: found.lines, faultCount }),
      ...found.faults.map((fault) => `  ${sayFault(fault)}`),
      ...unreadable.map((line) => `  ${fr.auditUnreadable(line)}`),
      ...(found.withoutContent > 0 ? [fr.auditWithout(found.withoutContent)] : []),
    ],
    isBad: faultCount > 0,
  }
}

async function* linesOf(path: string): AsyncGenerator<string> {
  const input = createReadStream(path, 'utf8')
  try {
    yield* createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })
  } catch {
    throw new Misuse(fr.misuse.unreadableFile(path))
  } finally {
    input.destroy()
  }
}
