import { type MessagePortMain, utilityProcess } from 'electron'
import type { FromWorkstation, ToWorkstation, WorkstationStart } from '#main/workstation/frames.ts'
import { workstationEnvironment } from '#main/workstation/over-channel.ts'
import { builtEntry } from './processes.ts'

/** One life of the workstation's process. */
export interface WorkstationProcess {
  /**
   * Hands a page's line over; before the process is up, it waits. `ownCabinets`: its page sees the cabinets of this computer,
   * and not those of a host.
   */
  attach(port: MessagePortMain, ownCabinets: boolean): void
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

/**
 * Starts the workstation in a utility process: what it loads (koffi) is of Node-API 8, which every Electron has.
 * Chromium forbids such a process buffers outside its own memory (`koffi.view` ends it): libraries copy instead.
 */
export function startWorkstationProcess(start: WorkstationStart, listeners: WorkstationListeners): WorkstationProcess {
  const env = workstationEnvironment(start)
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
    attach: (port, ownCabinets) => tell({ type: 'line', line: ++lines, ownCabinets }, [port]),
    close: () => tell({ type: 'close' }),
    kill: () => {
      child.kill()
    },
    get pid() {
      return child.pid
    },
  }
}
