import { type ClientLink, ORPCError } from '@orpc/client'
import { type AnyOperation, type InputOf, type OutputOf, policyOf, type Reply } from '#app/kernel/operation.ts'
import { type ProblemCode, problemData } from '#app/kernel/problem.ts'

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

/** A line to the core: oRPC's link, whatever carries it. */
export type Link = ClientLink<Record<never, never>>

/** The refusal shown when nothing at the other end answers. */
export function connectionLost(since: Date): ConnectionLost {
  return { ok: false, problem: 'connection.lost', data: { since: since.toISOString() } }
}

/**
 * A client over one line. `whenCut` says since when the line is down, or `null` while it is up; it is asked only when a
 * call fails without an answer.
 */
export function createClient(link: Link, whenCut: () => Date | null = () => null): CabinetClient {
  return {
    async call<O extends AnyOperation>(
      operation: O,
      input: InputOf<O>,
      options?: { readonly signal?: AbortSignal },
    ): Promise<CallReply<O>> {
      try {
        const signal = options?.signal
        const path = policyOf(operation).name.split('.')
        const value = await link.call(path, input, { context: {}, ...(signal === undefined ? {} : { signal }) })
        // The core filtered the output with this operation's own schema.
        return { ok: true, value: value as OutputOf<O> } as CallReply<O>
      } catch (error) {
        options?.signal?.throwIfAborted()
        return refusal(error, whenCut()) as CallReply<O>
      }
    },
  }
}

function refusal(error: unknown, cutSince: Date | null): AnyProblem & { readonly ok: false } {
  if (error instanceof ORPCError) {
    const code: unknown = error.code
    if (typeof code === 'string' && isProblemCode(code)) return { ok: false, problem: code, data: error.data ?? {} }
    return { ok: false, problem: 'internal', data: { reference: String(code) } }
  }
  // Anything else than an answer is a line that broke under the question.
  return connectionLost(cutSince ?? new Date())
}

function isProblemCode(code: string): code is ProblemCode {
  return Object.hasOwn(problemData, code)
}
