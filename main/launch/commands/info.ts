import type { Command } from 'commander'
import { fingerprintContent } from '#app/features/backups/contract.ts'
import { fr } from '#app/text/fr/command-line.ts'
import { type Actor, withOpenCabinet } from '../cabinet-seat.ts'
import { answering } from '../command.ts'
import { addActor } from '../options.ts'

/** `cabinet info`: what a cabinet holds, as figures and as a digest to compare with another copy of it. */
export function addInfo(program: Command): void {
  const command = addActor(
    program.command('info').description(fr.commands.info).requiredOption('--dir <dossier>', fr.options.dir),
  )
  command.action(
    answering(command, (_terminal, options: Actor & { readonly dir: string }) =>
      withOpenCabinet(
        options,
        { ...options, needs: 'backup.configure' },
        async (seat, { cabinetId, name, folder, profile, latestBackupAt }) => {
          const { counts, contentHash } = await seat.ask(fingerprintContent, {})
          return {
            value: { cabinetId, name, folder, profile, counts, contentHash, latestBackupAt },
            lines: [fr.info(name, counts.patients, counts.users), fr.contentHash(contentHash)],
          }
        },
      ),
    ),
  )
}
