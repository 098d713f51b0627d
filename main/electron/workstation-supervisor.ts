import type { MessagePortMain } from 'electron'
import type { WorkstationStart } from '#main/workstation/frames.ts'
import { backOffMs } from './back-off.ts'
import { startWorkstationProcess, type WorkstationProcess } from './workstation-process.ts'

/** Keeps the process of readers and cards running, and says when pages need a new line to it. */
export interface WorkstationSupervisor {
  /** Hands a page's line to the present process; the first one starts it. See {@link WorkstationProcess} `attach`. */
  attach(port: MessagePortMain, ownCabinets: boolean): void
  /** Has the cards let go and waits for the end of the process, a moment: what does not answer is ended. */
  close(): Promise<void>
  /** Ends it at once. */
  kill(): void
  readonly pid: number | undefined
}

/** One that lived this long was sound: the next crash counts as a first one. */
const soundAfterMs = 60_000
/** A driver that is stuck keeps nobody from leaving. */
const closingMs = 1_500

/** Starts the process when a page first needs it, and again when it ends unasked. `restarted`: pages need new lines. */
export function superviseWorkstation(
  start: WorkstationStart,
  events: {
    restarted(): void
    log(event: string, fields: Readonly<Record<string, number | string>>): void
  },
): WorkstationSupervisor {
  let crashes = 0
  let present: WorkstationProcess | null = null
  let hasBegun = false
  let closing: PromiseWithResolvers<void> | null = null

  const begin = () => {
    hasBegun = true
    const startedAt = performance.now()
    const sinceStart = () => Math.round(performance.now() - startedAt)
    present = startWorkstationProcess(start, {
      ready: () => events.log('workstation.ready', { afterMs: sinceStart() }),
      ended(code) {
        present = null
        if (closing !== null) return closing.resolve()
        crashes = sinceStart() > soundAfterMs ? 1 : crashes + 1
        const waitMs = backOffMs(crashes)
        events.log('workstation.ended', { code: code ?? -1, crashes, waitMs })
        setTimeout(() => {
          if (closing !== null) return
          begin()
          events.restarted()
        }, waitMs)
      },
    })
  }

  return {
    attach(port, ownCabinets) {
      if (closing !== null) return port.close()
      if (!hasBegun) begin()
      // While none runs the line is dropped: the page is given another after the restart.
      if (present === null) port.close()
      else present.attach(port, ownCabinets)
    },
    close() {
      if (closing !== null) return closing.promise
      closing = Promise.withResolvers<void>()
      const stuck = setTimeout(() => {
        present?.kill()
        closing?.resolve()
      }, closingMs)
      if (present === null) closing.resolve()
      else present.close()
      return closing.promise.finally(() => clearTimeout(stuck))
    },
    kill: () => present?.kill(),
    get pid() {
      return present?.pid
    },
  }
}
