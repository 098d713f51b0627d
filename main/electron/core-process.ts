import { type MessagePortMain, utilityProcess } from 'electron'
import { fork } from 'node:child_process'
import type { SeatInfo } from '#core/index.ts'
import { type CoreStart, coreStartVariable, type FromCore, type KeyringAnswer, type ToCore } from './core-frames.ts'
import type { NetworkQuestion } from './core-questions.ts'
import { coreOverChannel } from './node-core.ts'
import { builtEntry, pinnedNode, safeEnvironment } from './processes.ts'

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
  const child = utilityProcess.fork(builtEntry('core', 'core'), [], {
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
  const child = fork(builtEntry('core', 'core'), [], {
    execPath: pinnedNode(),
    execArgv: [],
    env: coreEnvironment(start),
    serialization: 'advanced',
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  return coreOverChannel(child, listeners)
}

/** What the core is started with, beside what it may see of the program's environment. */
function coreEnvironment(start: CoreStart): Record<string, string> {
  return { ...safeEnvironment(), [coreStartVariable]: JSON.stringify(start) }
}
