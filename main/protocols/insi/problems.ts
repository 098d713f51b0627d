import type { TeleserviceFault } from '../teleservice/fault.ts'
import type { InsiAnswer } from './answer.ts'

/** What is said to a person when INSi gave no identity: each has its sentence and its advice. */
export type InsiProblem =
  /** `01`. */
  | 'insi.no-match'
  /** `02`. */
  | 'insi.several-matches'
  /** The service does not know the number of authorisation of this software. */
  | 'insi.software-unknown'
  /** The certificate of the establishment, or the professional, has not the right to this. */
  | 'insi.access-refused'
  /** The service behind is stopped for now. */
  | 'insi.unavailable'
  /** The search itself failed there. */
  | 'insi.search-failed'
  /** A trait is not written as the service wants it. */
  | 'insi.traits-refused'
  /** Another fault of the request, of which no list is public. */
  | 'insi.request-refused'
  /** Another fault of the service. */
  | 'insi.failed'
  /** What came back is not to be believed. */
  | 'insi.unreadable'

/** Whether asking the same again may help, and when. */
export type InsiRetry =
  /** Not before something is changed. */
  | 'never'
  /** Later, the same. */
  | 'later'

/** A problem, and what it came from: codes only, for the journal and the diagnostic. */
export interface NamedInsiProblem {
  readonly problem: InsiProblem
  readonly retry: InsiRetry
  /** `01`, `siram_40/insi_102`, `http 503`, `matricule`. */
  readonly code: string
}

interface FaultRow {
  readonly code: string
  readonly problem: InsiProblem
  readonly retry: InsiRetry
}

/** Faults by their detail code: those that are public. A row more is all that a new one needs. */
const faults: readonly FaultRow[] = [
  { code: 'desir_550', problem: 'insi.software-unknown', retry: 'never' },
  { code: 'desir_560', problem: 'insi.access-refused', retry: 'never' },
  { code: 'desir_1020', problem: 'insi.unavailable', retry: 'later' },
  { code: 'insi_102', problem: 'insi.search-failed', retry: 'later' },
  { code: 'insi_24', problem: 'insi.traits-refused', retry: 'never' },
]

/** Those whose detail code is absent, or in no list, by their subcode. */
const subcodes: readonly FaultRow[] = [
  { code: 'siram_100', problem: 'insi.software-unknown', retry: 'never' },
  { code: 'siram_40', problem: 'insi.failed', retry: 'later' },
]

/** The problem of an answer; `null` when it gives an identity. */
export function insiProblemOf(answer: InsiAnswer): NamedInsiProblem | null {
  switch (answer.kind) {
    case 'found':
      return null
    case 'none':
      return { problem: 'insi.no-match', retry: 'never', code: '01' }
    case 'several':
      return { problem: 'insi.several-matches', retry: 'never', code: '02' }
    case 'fault':
      return problemOfFault(answer.fault)
    case 'http':
      return problemOfStatus(answer.status)
    case 'unreadable':
      return { problem: 'insi.unreadable', retry: 'never', code: answer.reason }
  }
}

function problemOfFault(fault: TeleserviceFault): NamedInsiProblem {
  const code = [fault.subcode, fault.code].filter((one) => one !== null).join('/') || 'fault'
  const row = faults.find((one) => one.code === fault.code) ?? subcodes.find((one) => one.code === fault.subcode)
  if (row !== undefined) return { problem: row.problem, retry: row.retry, code }
  return fault.side === 'sender'
    ? { problem: 'insi.request-refused', retry: 'never', code }
    : { problem: 'insi.failed', retry: 'later', code }
}

function problemOfStatus(status: number): NamedInsiProblem {
  const code = `http ${status}`
  if (status === 401 || status === 403) return { problem: 'insi.access-refused', retry: 'never', code }
  if (status === 429 || (status >= 502 && status <= 504)) return { problem: 'insi.unavailable', retry: 'later', code }
  if (status >= 500) return { problem: 'insi.failed', retry: 'later', code }
  return { problem: 'insi.request-refused', retry: 'never', code }
}
