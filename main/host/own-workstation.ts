import { fork } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Logger } from '#core/ports/logger.ts'
import type { WorkstationStart } from '#main/workstation/frames.ts'
import {
  type ForkedWorkstation,
  type PageEnd,
  type WorkstationEnd,
  workstationEnvironment,
  workstationOverChannel,
} from '#main/workstation/over-channel.ts'
import type { PageWorkstation } from './workstation-lines.ts'

/** The workstation of a host's own computer. */
export interface OwnWorkstation extends PageWorkstation {
  /** Has the cards let go, and ends it: a moment at most. */
  close(): Promise<void>
  readonly pid: number | undefined
}

/** One that lived this long was sound: the next crash counts as a first one. */
const soundAfterMs = 60_000
/** Longest wait before another start, in ms. */
const longestWaitMs = 30_000
const closingMs = 1_500

const isSource = import.meta.filename.endsWith('.ts')

/** What the process runs: the source where this is the source, what was built beside it where this was built. */
const workstationEntry = isSource
  ? join(import.meta.dirname, '..', 'workstation', 'process.ts')
  : join(import.meta.dirname, '..', 'workstation', 'workstation.js')

/** The built training cards; `null` where they were not built. */
export function builtTrainingCards(): string | null {
  const built = isSource
    ? join(import.meta.dirname, '..', '..', 'dist', 'simulators', 'training-cards.js')
    : join(import.meta.dirname, '..', 'simulators', 'training-cards.js')
  return existsSync(built) ? built : null
}

/**
 * The readers of a host's own computer, in a process that is forked when a page first asks for them, and again, after a
 * wait that grows, when it dies: its pages then see their line close, and open another.
 */
export function ownWorkstation(start: WorkstationStart, logger: Logger, entry = workstationEntry): OwnWorkstation {
  let present: ForkedWorkstation | null = null
  let crashes = 0
  let mayStartAt = 0
  let closing: PromiseWithResolvers<void> | null = null

  const begin = (): ForkedWorkstation => {
    const startedAt = performance.now()
    const child = fork(entry, [], {
      execArgv: [],
      env: workstationEnvironment(start),
      serialization: 'advanced',
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    })
    return workstationOverChannel(child, {
      ready: () => undefined,
      ended(code) {
        present = null
        if (closing !== null) return closing.resolve()
        const now = performance.now()
        crashes = now - startedAt > soundAfterMs ? 1 : crashes + 1
        // Pages open another line by themselves: the next one starts it again, once that is due.
        const waitMs = crashes <= 1 ? 0 : Math.min(longestWaitMs, 500 * 2 ** (crashes - 2))
        mayStartAt = now + waitMs
        logger.write({
          level: 'warning',
          event: 'workstation.ended',
          fields: { code: code ?? -1, crashes, waitMs },
        })
      },
    })
  }

  return {
    attach(page: PageEnd): WorkstationEnd {
      if (closing === null && (present !== null || performance.now() >= mayStartAt)) {
        present ??= begin()
        return present.attach(page)
      }
      page.close()
      return { hear: () => undefined, cut: () => undefined }
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
    get pid() {
      return present?.pid
    },
  }
}
