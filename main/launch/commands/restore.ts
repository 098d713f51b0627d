import type { Command } from 'commander'
import { resolve } from 'node:path'
import { inspectBackup, restoreBackup } from '#app/features/backups/contract.ts'
import { listCabinets } from '#app/features/cabinet/contract.ts'
import { fr } from '#app/text/fr/command-line.ts'
import { withSeat } from '../cabinet-seat.ts'
import { answering } from '../command.ts'

interface Options {
  readonly dir: string
  readonly name?: string
  readonly replace?: boolean
}

/** `cabinet restore FILE`: a cabinet from a backup, beside the others, or in place of itself. Refused, it touches nothing. */
export function addRestore(program: Command): void {
  const command = program
    .command('restore')
    .description(fr.commands.restore)
    .argument('<fichier>')
    .requiredOption('--dir <dossier>', fr.options.restoreTo)
    .option('--name <nom>', fr.options.restoreName)
    .option('--replace', fr.options.replace)
  command.action(
    answering(command, (terminal, file: string, options: Options) =>
      withSeat({ dir: options.dir }, async (seat) => {
        const path = resolve(file)
        const { contents } = await seat.ask(inspectBackup, { path })
        const { jobId } = await seat.ask(restoreBackup, {
          path,
          name: options.name ?? contents.cabinetName,
          mode: options.replace === true ? 'replace' : 'new',
          expectedCabinetId: contents.cabinetId,
        })
        const { result } = await seat.follow(jobId, terminal)
        const { cabinets } = await seat.ask(listCabinets, {})
        const restored = cabinets.find(
          ({ cabinetId, name }) => cabinetId === result?.cabinetId && name === (result.name ?? name),
        )
        if (restored === undefined) throw new Error('a restored cabinet is not listed')
        const { cabinetId, name, folder } = restored
        return { value: { cabinetId, name, folder, counts: contents.counts }, lines: [fr.restored(name, folder)] }
      }),
    ),
  )
}
