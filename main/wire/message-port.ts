import { onMessagePortClose, type SupportedMessagePort } from '@orpc/client/message-port'
import { RPCHandler } from '@orpc/server/message-port'
import type { CallContext, Connection, Core, SeatInfo } from '#core/index.ts'

const handlers = new WeakMap<Core, RPCHandler<CallContext>>()

/**
 * Serves operations to one seat until the port closes: a port of `worker_threads`, one that Electron handed to a utility
 * process, or any object with `postMessage` and `on('message' | 'close')` whose messages come as `{ data }`.
 */
export function serveOverMessagePort(core: Core, port: SupportedMessagePort, seat: SeatInfo): Connection {
  const connection = core.attach(seat)
  const handler = handlers.get(core) ?? new RPCHandler<CallContext>(core.router)
  handlers.set(core, handler)
  handler.upgrade(port, { context: { connection } })
  onMessagePortClose(port, () => connection.detach())
  if ('start' in port && typeof port.start === 'function') port.start()
  return connection
}
