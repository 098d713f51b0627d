import type { Command } from 'commander'
import { resolve } from 'node:path'
import { inspectBackup } from '#app/features/backups/contract.ts'
import { fr } from '#app/text/fr/command-line.ts'
import { withSeat } from '../cabinet-seat.ts'
import { answering } from '../command.ts'

/** `cabinet verify FILE`: every block of a backup against its digest, and what the file says it holds. Needs no secret. */
export function addVerify(program: Command): void {
  const command = program.command('verify').description(fr.commands.verify).argument('<file>')
  command.action(
    answering(command, (_terminal, file: string) =>
      withSeat({}, async (seat) => {
        const { contents } = await seat.ask(inspectBackup, { path: resolve(file) })
        const { cabinetName, counts } = contents
        return {
          value: { ...contents },
          lines: [fr.backupSound(contents.path), fr.info(cabinetName, counts.patients, counts.users)],
        }
      }),
    ),
  )
}
