import type { Command } from 'commander'
import { createCabinet, listCabinets } from '#app/features/cabinet/contract.ts'
import { fr } from '#app/text/fr/command-line.ts'
import { withSeat } from '../cabinet-seat.ts'
import { answering, Misuse } from '../command.ts'
import { readTwoSecrets, type SecretSource } from '../secret.ts'

interface Options extends SecretSource {
  readonly dir: string
  readonly name: string
  readonly lastName: string
  readonly firstName: string
  readonly title: Title
  readonly rpps?: string
  readonly adminLastName?: string
  readonly adminFirstName?: string
  readonly adminTitle: Title
}

const titles = ['Dr', 'Pr', 'M.', 'Mme', ''] as const
type Title = (typeof titles)[number]

/**
 * `cabinet create`: an empty cabinet, its first practitioner and the account that administers it, which is the same
 * person's unless told otherwise; the recovery key is said once.
 */
export function addCreate(program: Command): void {
  const command = program
    .command('create')
    .description(fr.commands.create)
    .requiredOption('--dir <dossier>', fr.options.dir)
    .requiredOption('--name <nom>', fr.options.name)
    .requiredOption('--last-name <nom>', fr.options.lastName)
    .requiredOption('--first-name <nom>', fr.options.firstName)
    .option('--title <civilité>', fr.options.title, '')
    .option('--rpps <nombre>', fr.options.rpps)
    .option('--admin-last-name <nom>', fr.options.adminLastName)
    .option('--admin-first-name <nom>', fr.options.adminFirstName)
    .option('--admin-title <civilité>', fr.options.adminTitle, '')
    .option('--password-stdin', fr.options.twoPasswordsStdin)
    .option('--password-fd <nombre>', fr.options.twoPasswordsFd)
  command.action(
    answering(command, async (_terminal, options: Options) => {
      const [password, adminPassword] = await readTwoSecrets(options)
      if (!titles.includes(options.title)) throw new Misuse(fr.options.title)
      if (!titles.includes(options.adminTitle)) throw new Misuse(fr.options.adminTitle)
      return withSeat({ dir: options.dir }, async (seat) => {
        const { session, recovery } = await seat.ask(createCabinet, {
          name: options.name,
          administrator: {
            title: options.adminTitle,
            lastName: options.adminLastName ?? options.lastName,
            firstName: options.adminFirstName ?? options.firstName,
            password: adminPassword,
          },
          practitioner: {
            title: options.title,
            lastName: options.lastName,
            firstName: options.firstName,
            rpps: options.rpps ?? null,
            password,
          },
        })
        const { cabinets } = await seat.ask(listCabinets, {})
        const folder = cabinets.find(({ cabinetId }) => cabinetId === session.cabinetId)?.folder ?? options.dir
        return {
          value: { cabinetId: session.cabinetId, name: session.cabinetName, folder, recoveryKey: recovery.groups },
          lines: [fr.created(session.cabinetName, folder), fr.recovery, `  ${recovery.groups.join(' ')}`],
        }
      })
    }),
  )
}
