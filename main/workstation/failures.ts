import type { Diagnostic } from '#app/devices/workstation.ts'
import type { FailureLog } from './ports.ts'

type Failure = Diagnostic['errors'][number]

/** How many failures are kept. */
const mostKept = 30

/** The last failures of this process. Nothing is written anywhere. */
export interface KeptFailures extends FailureLog {
  /** Newest first. */
  readonly list: () => readonly Failure[]
}

/** An empty log. Words longer than a name of a library are cut: nothing a card said can pass for one. */
export function keptFailures(now: () => Date = () => new Date()): KeptFailures {
  const kept: Failure[] = []
  return {
    note({ reader, doing, code }) {
      kept.unshift({ at: now().toISOString(), reader, doing: doing.slice(0, 60), code: code.slice(0, 60) })
      kept.length = Math.min(kept.length, mostKept)
    },
    list: () => [...kept],
  }
}
