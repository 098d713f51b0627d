import { type ClientLink, ORPCError } from '@orpc/client'
import type { AnyOperation, InputOf, OutputOf, Reply } from './operation.ts'
import { policyOf } from './operation.ts'
import { problemData } from './problem.ts'

/** Any transport of operations: oRPC's links over a message port or a web socket, or the core itself in memory. */
export type OperationLink = ClientLink<CommandKey>

/** Names one command, so that it is done once however often it is sent: 22 to 64 characters drawn at random by the caller. */
export interface CommandKey {
  readonly key?: string
  /** It was sent before, and its answer was not heard: what it left is looked for before it is done. */
  readonly again?: true
}

/** What of an `AbortSignal` is used here; `app` has no DOM and no Node to take the type from. */
export interface GiveUp {
  readonly aborted: boolean
  readonly reason: unknown
}

/** The channel broke before an answer came: nobody knows whether the operation was done. */
export class ConnectionLost extends Error {
  constructor(options?: ErrorOptions) {
    super('the connection to the core was lost', options)
    this.name = 'ConnectionLost'
  }
}

/**
 * Asks one operation over any transport. Every refusal comes back as a value; only a broken channel throws
 * {@link ConnectionLost}, and an aborted `signal` its own reason.
 *
 * @example
 * const reply = await callOver(link, searchPatients, { text: 'dur' })
 * if (reply.ok) show(reply.value.rows)
 */
export async function callOver<O extends AnyOperation>(
  link: OperationLink,
  operation: O,
  input: InputOf<O>,
  options: { readonly signal?: GiveUp } & CommandKey = {},
): Promise<Reply<O>> {
  const { signal, key, again } = options
  try {
    const path = policyOf(operation).name.split('.')
    const context = { context: key === undefined ? {} : again === true ? { key, again } : { key } }
    const value = await link.call(path, input, signal === undefined ? context : Object.assign(context, { signal }))
    return { ok: true, value: value as OutputOf<O> }
  } catch (error) {
    if (signal?.aborted === true) throw signal.reason
    return refusalOf(error) as Reply<O>
  }
}

/** What an error of the transport means: a named refusal, or {@link ConnectionLost} thrown. */
function refusalOf(error: unknown): { readonly ok: false; readonly problem: string; readonly data: unknown } {
  if (!(error instanceof ORPCError)) throw new ConnectionLost({ cause: error })
  if (error.code in problemData) return { ok: false, problem: error.code, data: error.data }
  // Not one of ours: a frame oRPC itself refused, or an older program at the other end.
  return { ok: false, problem: 'internal', data: { reference: `wire:${error.code}` } }
}
