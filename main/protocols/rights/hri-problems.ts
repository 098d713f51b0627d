import type { TeleserviceFault } from '../teleservice/fault.ts'
import type { HistoryAnswer } from './hri-answer.ts'

/** What is said to a person when HRi gave no history. */
export type HriProblem =
  /** The service does not know the number of authorisation of this software. */
  | 'hri.software-unknown'
  /** The professional has not the right to this. */
  | 'hri.access-refused'
  /** The service behind is stopped for now. */
  | 'hri.unavailable'
  /** The card is not taken, the person is not found, or another fault of the request: of their codes no list is public. */
  | 'hri.request-refused'
  /** A fault of the service. */
  | 'hri.failed'
  /** What came back is not to be believed. */
  | 'hri.unreadable'

/** A problem, and what it came from: codes only, for the journal and the diagnostic. */
export interface NamedHriProblem {
  readonly problem: HriProblem
  /** `siram_40/hri_12`, `http 503`, `envelope`. */
  readonly code: string
}

/** Faults of the common envelope whose codes are public; those of HRi itself are not. */
const faults: ReadonlyMap<string, HriProblem> = new Map([
  ['desir_550', 'hri.software-unknown'],
  ['desir_560', 'hri.access-refused'],
  ['desir_1020', 'hri.unavailable'],
])

/** The problem of an answer; `null` when it gives a history, be it empty. */
export function hriProblemOf(answer: HistoryAnswer): NamedHriProblem | null {
  switch (answer.kind) {
    case 'history':
      return null
    case 'fault':
      return problemOfFault(answer.fault)
    case 'http':
      return { problem: problemOfStatus(answer.status), code: `http ${answer.status}` }
    case 'unreadable':
      return { problem: 'hri.unreadable', code: answer.reason }
  }
}

function problemOfFault({ side, subcode, code }: TeleserviceFault): NamedHriProblem {
  const known = faults.get(code ?? '') ?? (subcode === 'siram_100' ? 'hri.software-unknown' : null)
  return {
    problem: known ?? (side === 'sender' ? 'hri.request-refused' : 'hri.failed'),
    code: [subcode, code].filter((one) => one !== null).join('/') || 'fault',
  }
}

function problemOfStatus(status: number): HriProblem {
  if (status === 401 || status === 403) return 'hri.access-refused'
  if (status === 429 || (status >= 502 && status <= 504)) return 'hri.unavailable'
  return status >= 500 ? 'hri.failed' : 'hri.request-refused'
}
