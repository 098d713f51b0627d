import { app, type MessagePortMain, utilityProcess } from 'electron'
import { fork } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { SeatInfo } from '#core/index.ts'
import { type CoreStart, coreStartVariable, type FromCore, type KeyringAnswer, type ToCore } from './core-frames.ts'
import type { NetworkQuestion } from './core-questions.ts'
import { coreOverChannel } from './node-core.ts'

/** One life of the core's process. */
export interface CoreProcess {
  /** Hands a window's line over, to this core or to a host it is joined to; before the process is up, it waits. */
  attach(line: number, seat: SeatInfo, hostId: string | null, port: MessagePortMain): void
  ask(question: NetworkQuestion): void
  answerKeyring(answer: KeyringAnswer): void
  /** Asks the core to close its file and end; `withBackup`, after its backup at closing when one is set. */
  close(withBackup: boolean): void
  /** Ends it at once: what was acknowledged is on the disk, the rest is lost. */
  kill(): void
  readonly pid: number | undefined
}

/** What the process says of itself. `ended` comes once, last. */
export interface CoreListeners {
  said(message: Exclude<FromCore, { type: 'frame' | 'hung-up' }>): void
  ended(code: number | null): void
}

/** Whether this runtime can load the database binding, which needs Node-API 10 (Electron 38 or later has it). */
export function runtimeHoldsCore(): boolean {
  return (
    Number(process.versions['napi'] ?? process.versions.modules) >= 10 &&
    Number(process.versions.electron.split('.')[0]) >= 38
  )
}

/** Starts the core: in a utility process, or under the pinned Node when this runtime is too old for the binding. */
export function startCoreProcess(start: CoreStart, listeners: CoreListeners): CoreProcess {
  return runtimeHoldsCore() ? inUtilityProcess(start, listeners) : underNode(start, listeners)
}

function inUtilityProcess(start: CoreStart, listeners: CoreListeners): CoreProcess {
  const child = utilityProcess.fork(coreEntry(), [], {
    serviceName: 'Cabinet Ouvert, base de données',
    env: coreEnvironment(start),
    stdio: 'inherit',
  })
  child.on('message', (message: FromCore) => {
    if (message.type !== 'frame' && message.type !== 'hung-up') listeners.said(message)
  })
  child.once('exit', (code) => listeners.ended(code))
  const tell = (message: ToCore, ports: MessagePortMain[] = []) => child.postMessage(message, ports)
  return {
    attach: (line, seat, hostId, port) => tell({ type: 'line', line, seat, hostId }, [port]),
    ask: tell,
    answerKeyring: tell,
    close: (withBackup) => tell({ type: 'close', withBackup }),
    kill: () => {
      child.kill()
    },
    get pid() {
      return child.pid
    },
  }
}

function underNode(start: CoreStart, listeners: CoreListeners): CoreProcess {
  const child = fork(coreEntry(), [], {
    execPath: pinnedNode(),
    execArgv: [],
    env: coreEnvironment(start),
    serialization: 'advanced',
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  return coreOverChannel(child, listeners)
}

/** Node cannot read inside an archive: the core is packed beside it. */
function coreEntry(): string {
  return join(unpacked(app.getAppPath()), 'dist', 'core', 'core.js')
}

function pinnedNode(): string {
  const name = process.platform === 'win32' ? 'node.exe' : 'node'
  const packed = join(process.resourcesPath, 'node', name)
  if (app.isPackaged && existsSync(packed)) return packed
  const system = process.platform === 'win32' ? 'win' : process.platform
  const folder = join(app.getAppPath(), 'node_modules', `node-${system}-${process.arch}`)
  return process.platform === 'win32' ? join(folder, 'bin', name) : join(folder, 'bin', name)
}

function unpacked(folder: string): string {
  return folder.replace(/app\.asar$/, 'app.asar.unpacked')
}

/** Variables that change what a Node or an Electron process runs or trusts: none of them reaches the database. */
const dangerousVariables =
  /^(ELECTRON_|NODE_|npm_|LD_PRELOAD$|LD_LIBRARY_PATH$|DYLD_|SSLKEYLOGFILE$|OPENSSL_CONF$|UV_)/i

function coreEnvironment(start: CoreStart): Record<string, string> {
  const kept = Object.entries(process.env).flatMap(([name, value]) =>
    value === undefined || dangerousVariables.test(name) ? [] : [[name, value] as const],
  )
  return { ...Object.fromEntries(kept), [coreStartVariable]: JSON.stringify(start) }
}
