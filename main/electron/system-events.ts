import { EventEmitter, on } from 'node:events'
import type { SystemEvent } from '#app/devices/network.ts'

/** What happens to this computer, told to every page that listens. */
export interface SystemEvents {
  /** The person's screen was locked, or the computer goes to sleep. */
  locked(): void
  /** Until `signal` is aborted. */
  watch(signal: AbortSignal | undefined): AsyncGenerator<SystemEvent, void, void>
}

/** Nobody is told of what happened before they listened. */
export function systemEvents(): SystemEvents {
  const emitter = new EventEmitter()
  // One listener per window, and one more while a page is being replaced.
  emitter.setMaxListeners(50)
  return {
    locked: () => emitter.emit('lock'),
    async *watch(signal) {
      try {
        const locks = on(emitter, 'lock', signal === undefined ? {} : { signal })
        while ((await locks.next()).done !== true) yield { kind: 'lock' }
      } catch (error) {
        if (signal?.aborted !== true) throw error
      }
    },
  }
}
