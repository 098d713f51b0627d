import type { Timers } from '#core/ports/index.ts'

/** The timers of Node; none of them keeps the process alive. */
export const systemTimers: Timers = {
  after: (ms, call) => {
    const timer = setTimeout(call, ms).unref()
    return () => clearTimeout(timer)
  },
  every: (ms, call) => {
    const timer = setInterval(call, ms).unref()
    return () => clearInterval(timer)
  },
}
