import { join } from 'node:path'
import { onMessagePortClose } from '@orpc/client/message-port'
import { closeCabinet } from '#app/features/cabinet/contract.ts'
import { composeCore, standardErrorLogger } from '#main/compose/index.ts'
import type { SeatInfo } from '#core/index.ts'
import { startHost } from '#main/host/host.ts'
import { HostNetwork } from '#main/host/network.ts'
import { connectInMemory, knownSeat, type SeatLine, serveOverMessagePort } from '#main/wire/index.ts'
import { listenForHosts } from './browse-hosts.ts'
import { type CoreStart, coreStartVariable, type ToCore } from './core-frames.ts'
import type { NetworkAnswer, NetworkQuestion } from './core-questions.ts'
import { keyringOverShell } from './keyring-over-shell.ts'
import { knownHosts } from './known-hosts.ts'
import { networkDesk } from './network-desk.ts'
import { shellLine } from './shell-line.ts'

// The core's own process: beside the shell, never in it. It ends with the shell, or when the shell says so, and nothing
// a terminal sends to the whole group ends it before the file is closed.
process.on('SIGINT', () => {})
process.on('SIGTERM', () => {})

const start = JSON.parse(process.env[coreStartVariable] ?? 'null') as CoreStart
Reflect.deleteProperty(process.env, coreStartVariable)

const shell = shellLine()
const keyring = keyringOverShell(shell)
const hostFolder = join(start.stateFolder, 'host')
const ownNetwork = await HostNetwork.open({ folder: hostFolder, logger: standardErrorLogger })
const core = composeCore({
  version: start.version,
  stateFolder: start.stateFolder,
  ...(start.cabinetsFolder === null ? {} : { cabinetsFolder: start.cabinetsFolder }),
  keyring,
  ports: { network: ownNetwork },
})
// No browser of this computer is answered; other computers are, when and as long as the cabinet is shared.
const host = await startHost({
  core,
  pages: start.pages,
  certificatesFolder: hostFolder,
  port: null,
  seatName: '',
  network: ownNetwork,
})
const network = networkDesk({
  hosts: knownHosts(start.stateFolder, keyring),
  browse: listenForHosts,
  seatsAtWork: async () => (await ownNetwork.seats()).filter((seat) => seat.online).length,
})
const lines = new Set<SeatLine>()
let closing = false

shell.listen((message: ToCore, port) => {
  if (message.type === 'line' && port !== undefined) {
    if (message.hostId === null) serve(port, message.seat)
    else network.relay(port, message.hostId)
  } else if (message.type === 'network') void answer(message)
  else if (message.type === 'keyring') keyring.answered(message)
  else if (message.type === 'close') void close(message.withBackup)
})
shell.lost(() => void close(false))
shell.say({ type: 'ready' })

async function answer(question: NetworkQuestion): Promise<void> {
  const outcome: NetworkAnswer['outcome'] = await network.answer(question).then(
    (answered) => ({ failed: false, answer: answered }) as const,
    () => ({ failed: true }) as const,
  )
  shell.say({ type: 'network', question: question.question, outcome })
}

function serve(port: Parameters<typeof serveOverMessagePort>[1], seat: SeatInfo): void {
  const line = serveOverMessagePort(core, port, knownSeat(seat))
  lines.add(line)
  onMessagePortClose(port, () => lines.delete(line))
}

/** Closes the file, with its backup at closing when one is set and the shell can wait for it. */
async function close(withBackup: boolean): Promise<void> {
  if (closing) return
  closing = true
  try {
    // The windows are gone, and the end of their lines may come after this: nobody works at another seat any more.
    for (const line of lines) line.end()
    network.close()
    await host.close()
    if (withBackup) {
      const seat = connectInMemory(core, { kind: 'electron', name: '' })
      // Refused when no cabinet is open: then there is nothing to back up.
      await seat.call(closeCabinet, { withBackup: true })
      seat.close()
    }
    await core.dispose()
  } finally {
    shell.say({ type: 'closed' })
    setTimeout(() => process.exit(0), 20)
  }
}
