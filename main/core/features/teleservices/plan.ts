import type { JobKind } from '#app/features/jobs/model.ts'
import type { Problem } from '#app/kernel/problem.ts'
import type { WriteDb } from '#core/kernel/tables.ts'
import type { TeleserviceName } from '#core/ports/index.ts'
import type { CallIdentity, CallingSoftware, CallProof } from '#main/protocols/teleservice/envelope.ts'

/** How the one who calls proves who they are. */
export type CallMode = CallProof['mode']

/** Who calls, when, with what proof: what every request of `main/protocols` is written with. */
export interface CallMaterial {
  /** `messageId` is a UUID alone. */
  readonly identity: CallIdentity
  /** `name` is the plain name of the software. */
  readonly software: CallingSoftware
  readonly proof: CallProof
}

/** What is to be sent by POST. */
export interface CallRequest {
  readonly contentType: string
  /** UTF-8. */
  readonly body: string
  /** As sent, prefix included. */
  readonly messageId: string
}

/** An answer, read. */
export interface CallReading<T> {
  /** In codes alone, for the trace: `00`, `siram_40/insi_102`, `http 503`. */
  readonly outcome: string
  /** What is said to the person when the answer is not the one hoped for; the call is then over all the same. */
  readonly problem: Problem | null
  readonly value: T
  /** What is kept of it with its trace, for a person to decide on later; serialised as JSON. */
  readonly answer?: unknown
}

/** A call whose trace is being written. */
export interface CallExchange {
  readonly exchangeId: string
  readonly mode: CallMode
  /** When it was asked. */
  readonly askedAt: string
  /** When the answer was written down. */
  readonly answeredAt: string
  /** `null` for the service of the night. */
  readonly userId: string | null
  readonly by: string
}

/** One call to a service of the Assurance Maladie. */
export interface CallPlan<T> {
  readonly service: TeleserviceName
  /** What is asked, as the trace names it: `vitale`, `traits`, `verification`, `rights`, `reimbursements`. */
  readonly operation: string
  /** As which work it is shown. Default: the name of the service. */
  readonly kind?: JobKind
  /** Whom it is about; `null` for a deposit of many. */
  readonly patientId: string | null
  /** Only a professional may ask this: the certificate of an establishment is no proof for it. */
  readonly needsProfessional: boolean
  /** Writes the request. Called once who calls is known and their card has signed; a problem ends the call unsent. */
  request(call: CallMaterial): CallRequest | Problem
  /** Reads what came back. Never throws for what the service may send. */
  read(status: number, body: Uint8Array): CallReading<T>
  /**
   * Writes what the answer means, in the transaction that closes the trace; called for every answer that was read, with or
   * without a problem. What it returns goes in the journal: codes, never a trait or a number.
   */
  apply?(db: WriteDb, value: T, exchange: CallExchange): Promise<Readonly<Record<string, unknown>> | void>
}
