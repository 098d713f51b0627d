import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, renameSync, rmSync } from 'node:fs'
import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A real PC/SC daemon of one's own, with two virtual readers, for one test process and the programs it starts. */
export interface ReaderDaemon {
  /** The two readers, as PC/SC names them: slot 0, then slot 1. */
  readonly readers: readonly [string, string]
  /** Where the virtual reader of a slot waits for its card, on the loopback. */
  readonly portOf: (slot: 0 | 1) => number
  /** What a program started by the test must have in its environment to see these readers, and no other. */
  readonly environment: Readonly<Record<string, string>>
  /** Ends the daemon as a fault would (`SIGKILL`) or as its system would (`SIGTERM`): readers and cards are gone. */
  readonly kill: (signal?: 'SIGKILL' | 'SIGTERM') => Promise<void>
  /** Starts it again at the same place, with its two empty readers. Does nothing while it runs. */
  readonly restart: (options?: { readonly withoutReaders?: boolean }) => Promise<void>
  /** Stops everything; the socket is gone. */
  readonly stop: () => Promise<void>
  readonly [Symbol.asyncDispose]: () => Promise<void>
}

const driver = '/usr/lib/pcsc/drivers/serial/libifdvpcd.so'
const searched = ['/usr/sbin/pcscd', '/usr/bin/pcscd', '/usr/local/sbin/pcscd']
const program = searched.find((path) => existsSync(path))

/** Why no virtual reader can be started here, for the name or the reason of a skipped test; `null` where it can. */
export const pcscdMissing: string | null =
  program === undefined || !existsSync(driver) ? 'needs pcscd and vsmartcard-vpcd' : null

let folder: string | null = null
let running: ReaderDaemon | null = null

/**
 * Where this process finds its own daemon, whether it runs or not: libpcsclite reads the variable once, so the place stays
 * the same as long as the process lives. Call it before anything of PC/SC is loaded by a test that begins without daemon.
 * Never the daemon of this computer: no test sees a user's readers.
 */
export function pcscdSocket(): string {
  if (folder === null) {
    // Made when a daemon starts: a process that only looks for one leaves nothing behind.
    folder = join(tmpdir(), `pcscd-${randomBytes(6).toString('hex')}`)
    const made = folder
    process.once('exit', () => {
      rmSync(made, { recursive: true, force: true })
    })
  }
  const socket = join(folder, 'pcscd.comm')
  process.env['PCSCLITE_CSOCK_NAME'] = socket
  return socket
}

/**
 * Starts the daemon of this process. It is handed its listening socket as systemd would (`LISTEN_FDS`), reads a folder of
 * readers of its own, looks at no USB port, and has a `/run` of its own where the system allows it, so that any number of
 * them run beside each other and beside a user's. It dies with the process that started it, even killed. Some 20 ms.
 */
export async function startPcscd(
  options: { readonly readerName?: string; readonly withoutReaders?: boolean } = {},
): Promise<ReaderDaemon> {
  if (program === undefined || pcscdMissing !== null) throw new Error(`No virtual reader here: ${pcscdMissing}`)
  if (running !== null) throw new Error('This process has its daemon already: stop it first')
  const socket = pcscdSocket()
  const place = join(socket, '..')
  const name = options.readerName ?? 'Virtual PCD'
  let started = await launch(program, place, socket, name, options.withoutReaders === true)
  const kill = async (signal: 'SIGKILL' | 'SIGTERM' = 'SIGKILL'): Promise<void> => {
    if (started.process.exitCode === null && started.process.signalCode === null) {
      const ended = once(started.process, 'exit')
      started.process.kill(signal)
      await ended
    }
    rmSync(socket, { force: true })
  }
  const stop = async (): Promise<void> => {
    await kill()
    rmSync(place, { recursive: true, force: true })
    if (running === daemon) running = null
  }
  const daemon: ReaderDaemon = {
    readers: [`${name} 00 00`, `${name} 00 01`],
    portOf: (slot) => started.port + slot,
    environment: { PCSCLITE_CSOCK_NAME: socket },
    kill,
    restart: async ({ withoutReaders = false } = {}) => {
      if (started.process.exitCode !== null || started.process.signalCode !== null) {
        started = await launch(program, place, socket, name, withoutReaders)
      }
    },
    stop,
    [Symbol.asyncDispose]: stop,
  }
  running = daemon
  return daemon
}

interface Launched {
  readonly process: ChildProcess
  readonly port: number
}

/** Another process may take the ports between the look and the start: then others are tried. */
async function launch(
  pcscd: string,
  place: string,
  socket: string,
  name: string,
  withoutReaders: boolean,
): Promise<Launched> {
  let said = ''
  for (let attempt = 0; attempt < 10; attempt += 1) {
    const port = await freePair()
    await mkdir(place, { recursive: true, mode: 0o700 })
    await mkdir(join(place, 'readers'), { recursive: true })
    await mkdir(join(place, 'usb'), { recursive: true })
    await writeFile(join(place, 'readers', 'virtual'), withoutReaders ? '' : reader(name, port))
    const listener = await listening(place)
    const child = spawn('setpriv', ['--pdeathsig', 'KILL', 'sh', '-c', script, 'sh', pcscd, join(place, 'readers')], {
      stdio: ['ignore', 'pipe', 'pipe', listener.descriptor],
      env: { ...process.env, PCSCLITE_HP_DROPDIR: join(place, 'usb') },
    })
    // Named and left to the daemon without a pause: what this process accepted in its place would wait for ever.
    renameSync(listener.bound, socket)
    listener.server.close()
    const outcome = await readiness(child)
    if (outcome.ready) return { process: child, port }
    said = outcome.said
    child.kill('SIGKILL')
  }
  throw new Error(`pcscd did not start: ${said}`)
}

/**
 * A `/run` of its own where the system gives one: pcscd keeps its number there, and takes the file away when it ends, were
 * it another daemon's. The number of the process stays the same through `exec`, which LISTEN_PID must name.
 */
const script = `
own_run='mount -t tmpfs -o mode=755 none /run && LISTEN_FDS=1 LISTEN_PID=$$ exec "$1" --foreground --info --config "$2"'
[ "$(id -u)" = 0 ] || mapped=--map-root-user
if unshare $mapped --mount sh -c 'mount -t tmpfs none /run' 2>/dev/null
then exec unshare $mapped --mount sh -c "$own_run" sh "$1" "$2"
else LISTEN_FDS=1 LISTEN_PID=$$ exec "$1" --foreground --info --config "$2"
fi`

function reader(name: string, port: number): string {
  const hexadecimal = `0x${port.toString(16).toUpperCase()}`
  return [
    `FRIENDLYNAME "${name}"`,
    `DEVICENAME /dev/null:${hexadecimal}`,
    `LIBPATH ${driver}`,
    `CHANNELID ${hexadecimal}`,
    '',
  ].join('\n')
}

/** Bound under another name, so that closing our end does not take the socket's own name away. */
async function listening(
  place: string,
): Promise<{ readonly server: Server; readonly descriptor: number; readonly bound: string }> {
  const server = createServer()
  const bound = join(place, 'binding')
  rmSync(bound, { force: true })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(bound, resolve)
  })
  await chmod(bound, 0o600)
  // Node gives a server no public way to its descriptor; its handle has had this one since the first Node.
  const { _handle: handle } = server as unknown as { readonly _handle: { readonly fd: number } }
  return { server, descriptor: handle.fd, bound }
}

function readiness(child: ChildProcess): Promise<{ readonly ready: boolean; readonly said: string }> {
  return new Promise((resolve) => {
    let said = ''
    const settle = (ready: boolean): void => {
      clearTimeout(limit)
      resolve({ ready, said })
    }
    const limit = setTimeout(() => {
      settle(false)
    }, 10_000)
    const listen = (piece: Buffer): void => {
      if (said.length > 20_000) return
      said += piece.toString()
      // The driver says it only here; the daemon goes on without the reader.
      if (/Could not (initialize|bind|listen)|init failed|Open Port .* Failed/i.test(said)) settle(false)
      else if (said.includes('daemon ready')) settle(true)
    }
    // Read to the end, or a full pipe would stop the daemon.
    child.stdout?.on('data', listen)
    child.stderr?.on('data', listen)
    child.once('error', () => {
      settle(false)
    })
    child.once('exit', () => {
      settle(false)
    })
  })
}

/** Two free ports in a row, below those that systems hand out by themselves. */
async function freePair(): Promise<number> {
  for (;;) {
    const port = 10_000 + Math.floor(Math.random() * 22_000)
    if ((await isFree(port)) && (await isFree(port + 1))) return port
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => {
      resolve(false)
    })
    probe.listen({ port, host: '0.0.0.0', exclusive: true }, () => {
      probe.close(() => {
        resolve(true)
      })
    })
  })
}
