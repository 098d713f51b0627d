import type { RawData, WebSocket } from 'ws'
import type { Connection, Core, SeatInfo } from '#core/index.ts'
import { serveLine } from './serve-line.ts'

/** Bytes of answers a seat may leave unread. */
const mostUnread = 128 * 1024 * 1024

/** Serves operations to one seat over a web socket already accepted by the host, until the socket closes. */
export function serveOverWebSocket(core: Core, socket: WebSocket, seat: SeatInfo): Connection {
  const send = (frame: string | Uint8Array<ArrayBuffer>) => {
    // Whoever asks and never reads would have the answers pile up here.
    if (socket.bufferedAmount > mostUnread) socket.terminate()
    else socket.send(frame)
  }
  const line = serveLine(core, seat, send, () => socket.close(1008))
  socket.on('message', (data: RawData, isBinary: boolean) => line.hear(frameIn(data, isBinary)))
  socket.once('close', () => line.cut())
  return line.connection
}

/** `ws` gives bytes for text too, in one piece or several. */
function frameIn(data: RawData, isBinary: boolean): string | Uint8Array {
  const bytes = Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as ArrayBuffer)
  return isBinary ? bytes : bytes.toString('utf8')
}
