import type { AnyOperation, InputOf, Reply } from '#app/kernel/operation.ts'
import type { ProblemCode } from '#app/kernel/problem.ts'
import type { OperationLink } from '#app/kernel/reply.ts'

/** A line to the core: oRPC's link, whatever carries it. */
export type Link = OperationLink

/** The line is cut: nothing was answered, and asking again later is safe for a query. */
export interface ConnectionLost {
  readonly ok: false
  readonly problem: 'connection.lost'
  readonly data: { readonly since: string }
}

/** What a call brings back: the cabinet's answer, or the absence of the cabinet. Never an exception. */
export type CallReply<O> = Reply<O> | ConnectionLost

/** Any refusal a screen may have to word. */
export interface AnyProblem {
  readonly problem: ProblemCode | 'connection.lost'
  readonly data: unknown
}

/** Asks operations of the cabinet. */
export interface CabinetClient {
  /** Asks one operation. Rejects only when `signal` is aborted: the answer then interests nobody. */
  call<O extends AnyOperation>(
    operation: O,
    input: InputOf<O>,
    options?: { readonly signal?: AbortSignal },
  ): Promise<CallReply<O>>
}

/** The refusal shown when nothing at the other end answers. */
export function connectionLost(since: Date): ConnectionLost {
  return { ok: false, problem: 'connection.lost', data: { since: since.toISOString() } }
}
