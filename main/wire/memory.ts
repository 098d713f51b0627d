import { createProcedureClient, isProcedure, type AnyRouter } from '@orpc/server'
import type { AnyOperation, InputOf, Reply } from '#app/kernel/operation.ts'
import { callOver, type CommandKey, type OperationLink } from '#app/kernel/reply.ts'
import type { CallContext, Connection, Core, SeatInfo } from '#core/index.ts'

/** A seat in the same process as the core: tests, and the command line. */
export interface MemorySeat {
  readonly connection: Connection
  readonly link: OperationLink
  /** Asks one operation. A refusal is a value. */
  call<O extends AnyOperation>(
    operation: O,
    input: InputOf<O>,
    options?: { readonly signal?: AbortSignal } & CommandKey,
  ): Promise<Reply<O>>
  /** Ends the seat's session and everything it was waiting for. */
  close(): void
}

/** Attaches a seat without any frame between it and the core: the same dispatch, the same checks. */
export function connectInMemory(core: Core, seat: SeatInfo): MemorySeat {
  const connection = core.attach(seat)
  const context: CallContext = { connection }
  const link = memoryLink(core.router, context)
  return {
    connection,
    link,
    call: (operation, input, options = {}) => callOver(link, operation, input, options),
    close: () => connection.detach('line-closed'),
  }
}

function memoryLink(router: AnyRouter, context: CallContext): OperationLink {
  return {
    call: async (path, input, options) => {
      const procedure = path.reduce<unknown>((node, segment) => (node as Record<string, unknown>)[segment], router)
      if (!isProcedure(procedure)) throw new TypeError(`no operation ${path.join('.')}`)
      const { context: named } = options
      const client = createProcedureClient(procedure, {
        context: named.key === undefined ? context : { ...context, ...named },
        path,
      })
      return client(input, { ...options, context: undefined } as never)
    },
  }
}
