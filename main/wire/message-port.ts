import {
  onMessagePortClose,
  onMessagePortMessage,
  postMessagePortMessage,
  type SupportedMessagePort,
} from '@orpc/client/message-port'
import type { Core } from '#core/index.ts'
import type { Admission, SeatLine } from './admission.ts'
import { serveLine } from './serve-line.ts'

/**
 * Serves operations to one seat until the port closes: a port of `worker_threads`, one that Electron handed to a utility
 * process, or any object with `postMessage` and `on('message' | 'close')` whose messages come as `{ data }`.
 *
 * A port closes with its window: there is no line to break, and the session ends with it.
 */
export function serveOverMessagePort(core: Core, port: SupportedMessagePort, admission: Admission): SeatLine {
  const line = serveLine(core, admission, {
    send: (frame) => postMessagePortMessage(port, frame),
    hangUp: () => {
      if ('close' in port && typeof port.close === 'function') port.close()
    },
  })
  onMessagePortMessage(port, (frame) => line.hear(frame as string))
  onMessagePortClose(port, () => line.cut('seat-gone'))
  if ('start' in port && typeof port.start === 'function') port.start()
  return line
}
