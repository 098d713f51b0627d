import type { TeleserviceFault } from '../teleservice/fault.ts'
import type { AdriAnswer } from './adri-answer.ts'

/** What is said to a person when ADRi gave no rights. */
export type AdriProblem =
  /** The service does not know the number of authorisation of this software. */
  | 'adri.software-unknown'
  /** The professional has not the right to this. */
  | 'adri.access-refused'
  /** The service behind is stopped for now. */
  | 'adri.unavailable'
  /** Nobody found by number, date, rank and régime, or another fault of the request: of their codes no list is public. */
  | 'adri.request-refused'
  /** A fault of the service. */
  | 'adri.failed'
  /** What came back is not to be believed. */
  | 'adri.unreadable'

/** A problem, and what it came from: codes only, for the journal and the diagnostic. */
export interface NamedAdriProblem {
  readonly problem: AdriProblem
  /** `siram_40/adr_12`, `http 503`, `envelope`. */
  readonly code: string
}

/** Faults of the common envelope whose codes are public; those of ADRi itself are not. */
const faults: Readonly<Record<string, AdriProblem>> = {
  desir_550: 'adri.software-unknown',
  desir_560: 'adri.access-refused',
  desir_1020: 'adri.unavailable',
}

/** The problem of an answer; `null` when it gives rights. */
export function adriProblemOf(answer: AdriAnswer): NamedAdriProblem | null {
  switch (answer.kind) {
    case 'rights':
      return null
    case 'fault':
      return problemOfFault(answer.fault)
    case 'http':
      return { problem: problemOfStatus(answer.status), code: `http ${answer.status}` }
    case 'unreadable':
      return { problem: 'adri.unreadable', code: answer.reason }
  }
}

function problemOfFault(fault: TeleserviceFault): NamedAdriProblem {
  const code = [fault.subcode, fault.code].filter((one) => one !== null).join('/') || 'fault'
  const known = faults[fault.code ?? ''] ?? (fault.subcode === 'siram_100' ? 'adri.software-unknown' : undefined)
  return { problem: known ?? (fault.side === 'sender' ? 'adri.request-refused' : 'adri.failed'), code }
}

function problemOfStatus(status: number): AdriProblem {
  if (status === 401 || status === 403) return 'adri.access-refused'
  if (status === 429 || (status >= 502 && status <= 504)) return 'adri.unavailable'
  return status >= 500 ? 'adri.failed' : 'adri.request-refused'
}
