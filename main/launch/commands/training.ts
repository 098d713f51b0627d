import type { Command } from 'commander'
import { prepareTraining, trainingAccounts } from '#app/features/cabinet/contract.ts'
import { fr } from '#app/text/fr/command-line.ts'
import { findCabinet, withSeat } from '../cabinet-seat.ts'
import { answering } from '../command.ts'
import { wholeNumber } from '../options.ts'

interface Options {
  readonly dir: string
  readonly patients: string
  readonly seed: string
}

/** `cabinet training`: a cabinet of invented patients; the same seed and number give the same ones. */
export function addTraining(program: Command): void {
  const command = program
    .command('training')
    .description(fr.commands.training)
    .requiredOption('--dir <dossier>', fr.options.dir)
    .option('--patients <nombre>', fr.options.patients, '2000')
    .option('--seed <nombre>', fr.options.seed, '1')
  command.action(
    answering(command, async (terminal, options: Options) => {
      const patients = wholeNumber('--patients', options.patients, 0, 100_000)
      const seed = wholeNumber('--seed', options.seed, 0, 2 ** 31 - 1)
      return withSeat({ dir: options.dir }, async (seat) => {
        const { jobId } = await seat.ask(prepareTraining, { patients, seed })
        await seat.follow(jobId, terminal)
        const { cabinetId, name, folder } = await findCabinet(seat, options.dir)
        const { accounts } = await seat.ask(trainingAccounts, {})
        return {
          value: { cabinetId, name, folder, patients, seed, accounts },
          lines: [
            fr.trainingReady(name, patients),
            fr.accounts,
            ...accounts.map(({ displayName, password }) => `  ${displayName} : ${password}`),
          ],
        }
      })
    }),
  )
}
