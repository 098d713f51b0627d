import { RPCHandler } from '@orpc/server/ws'
import type { WebSocket } from 'ws'
import type { CallContext, Connection, Core, SeatInfo } from '#core/index.ts'

const handlers = new WeakMap<Core, RPCHandler<CallContext>>()

/** Serves operations to one seat over a web socket already accepted by the host, until the socket closes. */
export function serveOverWebSocket(core: Core, socket: WebSocket, seat: SeatInfo): Connection {
  const connection = core.attach(seat)
  const handler = handlers.get(core) ?? new RPCHandler<CallContext>(core.router)
  handlers.set(core, handler)
  void handler.upgrade(socket, { context: { connection } })
  socket.once('close', () => connection.detach())
  return connection
}
