import {
  onMessagePortClose,
  onMessagePortMessage,
  postMessagePortMessage,
  type SupportedMessagePort,
} from '@orpc/client/message-port'
import type { Connection, Core, SeatInfo } from '#core/index.ts'
import { serveLine } from './serve-line.ts'

/**
 * Serves operations to one seat until the port closes: a port of `worker_threads`, one that Electron handed to a utility
 * process, or any object with `postMessage` and `on('message' | 'close')` whose messages come as `{ data }`.
 */
export function serveOverMessagePort(core: Core, port: SupportedMessagePort, seat: SeatInfo): Connection {
  const hangUp = () => {
    if ('close' in port && typeof port.close === 'function') port.close()
  }
  const line = serveLine(core, seat, (frame) => postMessagePortMessage(port, frame), hangUp)
  onMessagePortMessage(port, (frame) => line.hear(frame as string))
  onMessagePortClose(port, () => line.cut())
  if ('start' in port && typeof port.start === 'function') port.start()
  return line.connection
}
