import { type MessagePortMain, utilityProcess } from 'electron'
import { fork } from 'node:child_process'
import {
  type FromWorkstation,
  type ToWorkstation,
  type WorkstationStart,
  workstationStartVariable,
} from '#main/workstation/frames.ts'
import { workstationOverChannel } from '#main/workstation/over-channel.ts'
import { builtEntry, pinnedNode, safeEnvironment } from './processes.ts'

/** One life of the workstation's process. */
export interface WorkstationProcess {
  /** Hands a page's line over; before the process is up, it waits. */
  attach(port: MessagePortMain): void
  /** Asks it to let the cards go and to end. */
  close(): void
  kill(): void
  readonly pid: number | undefined
}

/** What the process says of itself. `ended` comes once, last. */
export interface WorkstationListeners {
  ready(): void
  ended(code: number | null): void
}

/** Whether this runtime loads the libraries of readers and cards beside pages: its Node-API must be theirs. */
export function runtimeHoldsWorkstation(): boolean {
  return Number(process.versions['napi'] ?? 0) >= 10
}

/** Starts the workstation: in a utility process, or under the pinned Node when this runtime is too old for its libraries. */
export function startWorkstationProcess(start: WorkstationStart, listeners: WorkstationListeners): WorkstationProcess {
  const environment = { ...safeEnvironment(), [workstationStartVariable]: JSON.stringify(start) }
  return runtimeHoldsWorkstation() ? inUtilityProcess(environment, listeners) : underNode(environment, listeners)
}

function inUtilityProcess(env: Record<string, string>, listeners: WorkstationListeners): WorkstationProcess {
  const child = utilityProcess.fork(builtEntry('workstation', 'workstation'), [], {
    serviceName: 'Cabinet Ouvert, lecteurs de cartes',
    env,
    stdio: 'inherit',
    // A module of the ANS is signed by another than us: without this, macOS refuses to load it.
    allowLoadingUnsignedLibraries: true,
  })
  child.on('message', (message: FromWorkstation) => {
    if (message.type === 'ready') listeners.ready()
  })
  child.once('exit', (code) => listeners.ended(code))
  const tell = (message: ToWorkstation, ports: MessagePortMain[] = []) => child.postMessage(message, ports)
  let lines = 0
  return {
    attach: (port) => tell({ type: 'line', line: ++lines }, [port]),
    close: () => tell({ type: 'close' }),
    kill: () => {
      child.kill()
    },
    get pid() {
      return child.pid
    },
  }
}

function underNode(env: Record<string, string>, listeners: WorkstationListeners): WorkstationProcess {
  const child = fork(builtEntry('workstation', 'workstation'), [], {
    execPath: pinnedNode(),
    execArgv: [],
    env,
    serialization: 'advanced',
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const workstation = workstationOverChannel(child, listeners)
  return {
    attach(port) {
      const line = workstation.attach({ send: (frame) => port.postMessage(frame), close: () => port.close() })
      port.on('message', ({ data }) => line.hear(data))
      port.on('close', () => line.cut())
      port.start()
    },
    close: workstation.close,
    kill: workstation.kill,
    get pid() {
      return workstation.pid
    },
  }
}
