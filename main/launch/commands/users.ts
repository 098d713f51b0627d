import type { Command } from 'commander'
import { listPeople } from '#app/features/people/contract.ts'
import { fr } from '#app/text/fr/command-line.ts'
import { type Actor, withOpenCabinet } from '../cabinet-seat.ts'
import { answering } from '../command.ts'
import { addActor } from '../options.ts'

/** `cabinet users`: who may open the cabinet, and as what. */
export function addUsers(program: Command): void {
  const command = addActor(
    program.command('users').description(fr.commands.users).requiredOption('--dir <dossier>', fr.options.dir),
  )
  command.action(
    answering(command, (_terminal, options: Actor & { readonly dir: string }) =>
      withOpenCabinet(options, { ...options, needs: 'people.configure' }, async (seat) => {
        const { people } = await seat.ask(listPeople, {})
        const users = people.map(
          ({ userId, displayName, role, roleName, active, rpps, validFrom, validUntil, lastOpenedAt }) => ({
            userId,
            displayName,
            role,
            roleName,
            active,
            rpps,
            validFrom,
            validUntil,
            lastOpenedAt,
          }),
        )
        return {
          value: { users },
          lines: users.map(({ displayName, roleName, active }) => fr.user(displayName, roleName, active)),
        }
      }),
    ),
  )
}
