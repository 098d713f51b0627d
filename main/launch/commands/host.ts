import type { Command } from 'commander'
import { existsSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
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

/** `cabinet host`: serves the screens and the operations to browsers of this computer, until it is told to stop. */
export function addHost(program: Command): void {
  const command = program
    .command('host')
    .description(fr.commands.host)
    .option('--dir <dossier>', fr.options.cabinets)
    .option('--port <nombre>', fr.options.port)
    .option('--lan', fr.options.lan)
  command.action(answering(command, (terminal, options: Options) => runHost(terminal, options)))
}

/** Runs a host until SIGINT or SIGTERM, then closes the cabinet. Without a port, the usual one or any free one. */
export async function runHost(terminal: Terminal, options: Options): Promise<null> {
  if (options.lan === true) throw new Misuse(fr.misuse.lan)
  const port = options.port === undefined ? null : wholeNumber('--port', options.port, 0, 65_535)
  const pages = join(projectRoot, 'dist', 'renderer')
  if (!existsSync(join(pages, 'index.html'))) throw new Misuse(fr.misuse.notBuilt)
  // Loaded when needed: a word misspelt is said at once.
  const { composeCore, stateFolder } = await import('#main/compose/index.ts')
  const { startHost } = await import('#main/host/host.ts')
  const { UnreadableCertificates } = await import('#main/host/certificates.ts')
  const core = composeCore({
    version: programVersion(),
    ...(options.dir === undefined ? {} : { cabinetsFolder: cabinetsFolderOf(options.dir) }),
  })
  const start = (on: number) =>
    startHost({
      core,
      pages,
      port: on,
      certificatesFolder: join(stateFolder(), 'host'),
      seatName: `Navigateur, ${hostname()}`,
    })
  try {
    // Heard from now on: whoever reads the address may stop the host at once.
    const stopping = askedToStop()
    const host = await listenSomewhere(start, port)
    announce(terminal, host)
    await stopping
    terminal.note(fr.hostStopping)
    await host.close()
  } catch (error) {
    if (error instanceof UnreadableCertificates) throw new Misuse(fr.misuse.hostKeys(error.folder))
    throw error
  } finally {
    await core.dispose()
  }
  return null
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
function announce(terminal: Terminal, host: Host): void {
  const { address, port, fingerprint, authorityFile } = host
  if (terminal.json)
    process.stdout.write(`${JSON.stringify({ ok: true, address, port, fingerprint, authorityFile })}\n`)
  else process.stdout.write(`${fr.hostReady(address)}\n${fr.hostTrust(fingerprint, authorityFile)}\n`)
}

function askedToStop(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve())
  })
}
