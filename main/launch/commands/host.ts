import type { Command } from 'commander'
import { existsSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import type { NetworkStatus } from '#app/features/network/model.ts'
import { fr } from '#app/text/fr/command-line.ts'
import type { Host } from '#main/host/host.ts'
import { answering, Misuse, type Terminal } from '../command.ts'
import { cabinetsFolderOf } from '../cabinet-seat.ts'
import { wholeNumber } from '../options.ts'
import { programVersion, projectRoot } from '../program-version.ts'

/** Where a host answers when nobody says otherwise. */
export const usualPort = 8443

interface Options {
  readonly dir?: string
  readonly port?: string
  readonly lan?: boolean
}

/**
 * `cabinet host`: serves the screens and the operations to browsers of this computer, and with `--lan` to the computers
 * that joined, until it is told to stop. `cabinet host pair`: has the host that runs show a code.
 */
export function addHost(program: Command): void {
  const command = program
    .command('host')
    .description(fr.commands.host)
    .option('--dir <dossier>', fr.options.cabinets)
    .option('--port <nombre>', fr.options.port)
    .option('--lan', fr.options.lan)
  command.action(answering(command, (terminal, options: Options) => runHost(terminal, options)))
  const pair = command.command('pair').description(fr.commands.pair)
  pair.action(answering(pair, () => showCode()))
}

/** Runs a host until SIGINT or SIGTERM, then closes the cabinet. Without a port, the usual one or any free one. */
export async function runHost(terminal: Terminal, options: Options): Promise<null> {
  const port = options.port === undefined ? null : wholeNumber('--port', options.port, 0, 65_535)
  const pages = join(projectRoot, 'dist', 'renderer')
  if (!existsSync(join(pages, 'index.html'))) throw new Misuse(fr.misuse.notBuilt)
  // Loaded when needed: a word misspelt is said at once.
  const { composeCore, standardErrorLogger, stateFolder } = await import('#main/compose/index.ts')
  const { forbidCoreDumps } = await import('#main/host/core-dumps.ts')
  const { startHost } = await import('#main/host/host.ts')
  const { HostNetwork } = await import('#main/host/network.ts')
  const { builtTrainingCards, ownWorkstation } = await import('#main/host/own-workstation.ts')
  // The cabinet and the readers are below this process; where it cannot be, the system's own setting holds.
  forbidCoreDumps()
  const folder = join(stateFolder(), 'host')
  const network = await HostNetwork.open({ folder, logger: standardErrorLogger })
  const core = composeCore({
    version: programVersion(),
    ...(options.dir === undefined ? {} : { cabinetsFolder: cabinetsFolderOf(options.dir) }),
    ports: { network },
  })
  const readers = { stateFolder: stateFolder(), trainingCards: builtTrainingCards() }
  const workstation = ownWorkstation(readers, standardErrorLogger)
  const start = (on: number) =>
    startHost({
      core,
      pages,
      port: on,
      certificatesFolder: folder,
      seatName: `Navigateur, ${hostname()}`,
      network,
      lan: options.lan === true,
      workstation,
    })
  try {
    // Heard from now on: whoever reads the address may stop the host at once.
    const stopping = askedToStop()
    const host = await listenSomewhere(start, port)
    announce(terminal, host, await network.status())
    await stopping
    terminal.note(fr.hostStopping)
    await host.close()
  } catch (error) {
    throw await asMisuse(error)
  } finally {
    await workstation.close()
    await core.dispose()
  }
  return null
}

async function showCode() {
  const { stateFolder } = await import('#main/compose/index.ts')
  const { askForCode } = await import('#main/host/control.ts')
  const folder = join(stateFolder(), 'host')
  const asked = await askForCode(folder).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'EACCES' ? new Misuse(fr.misuse.hostFolder(folder)) : error
  })
  if (!asked.ok) throw new Misuse(asked.why === 'no-host' ? fr.misuse.noHost(folder) : fr.misuse.notShared)
  const { pairing, addresses, fingerprint } = asked.shown
  return { value: { ...pairing, addresses, fingerprint }, lines: fr.pairingCode(pairing.code, addresses, fingerprint) }
}

async function asMisuse(error: unknown): Promise<unknown> {
  const { UnreadableCertificates } = await import('#main/host/certificates.ts')
  const { NetworkRefusal } = await import('#main/host/network.ts')
  if (error instanceof UnreadableCertificates) return new Misuse(fr.misuse.hostKeys(error.folder))
  if (!(error instanceof NetworkRefusal)) return error
  const { port = 0, place = '' } = error.about
  return error.reason === 'port-taken' ? new Misuse(fr.misuse.portTaken(port)) : new Misuse(fr.misuse.hostKeys(place))
}

async function listenSomewhere(start: (port: number) => Promise<Host>, port: number | null): Promise<Host> {
  try {
    return await start(port ?? usualPort)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error
    if (port === null) return start(0)
    throw new Misuse(fr.misuse.portTaken(port))
  }
}

/** The address first, alone on its line of standard output: people click it, programs read it. */
function announce(terminal: Terminal, host: Host, network: NetworkStatus): void {
  const { address, port, fingerprint, authorityFile } = host
  if (terminal.json) {
    const shared = { sharing: network.sharing, addresses: network.addresses, networkFingerprint: network.fingerprint }
    process.stdout.write(`${JSON.stringify({ ok: true, address, port, fingerprint, authorityFile, ...shared })}\n`)
    return
  }
  process.stdout.write(`${fr.hostReady(address)}\n${fr.hostTrust(fingerprint, authorityFile)}\n`)
  if (network.sharing) process.stdout.write(`${fr.hostShared(network.addresses, network.fingerprint)}\n`)
}

function askedToStop(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve())
  })
}
