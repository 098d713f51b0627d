import type { RawData, WebSocket } from 'ws'
import type { Core } from '#core/index.ts'
import type { Admission, SeatLine } from './admission.ts'
import { serveLine } from './serve-line.ts'

/** Bytes of answers a seat may leave unread. */
const mostUnread = 128 * 1024 * 1024

/** How often a seat is asked whether it is still there, in ms. */
const heartbeatMs = 10_000

/** How long a seat that is hung up on may take to close its own end. */
const farewellMs = 2_000

/** Codes of a socket that its page closed: it said so, and went elsewhere. Anything else is a line that broke. */
const closedOnPurpose: ReadonlySet<number> = new Set([1000, 1001])

/**
 * Serves operations to one seat over a web socket already accepted by the host, until the socket closes. A seat that no
 * longer answers is noticed within two beats of {@link heartbeatMs}.
 */
export function serveOverWebSocket(core: Core, socket: WebSocket, admission: Admission): SeatLine {
  const line = serveLine(core, admission, {
    send: (frame) => {
      // Whoever asks and never reads would have the answers pile up here.
      if (socket.bufferedAmount > mostUnread) socket.terminate()
      else socket.send(frame)
    },
    hangUp: () => {
      socket.close(1008)
      // Whoever leaves its own end open would keep the place.
      setTimeout(() => socket.terminate(), farewellMs).unref()
    },
  })
  // Each is answered by as much: whoever asks and never reads would have the answers pile up here too.
  socket.on('ping', () => {
    if (socket.bufferedAmount > mostUnread) socket.terminate()
  })
  socket.on('message', (data: RawData, isBinary: boolean) => line.hear(frameIn(data, isBinary)))
  socket.once('close', (code) => line.cut(closedOnPurpose.has(code) ? 'line-closed' : 'broken'))
  keepAlive(socket)
  return line
}

function keepAlive(socket: WebSocket): void {
  let answered = true
  socket.on('pong', () => {
    answered = true
  })
  const beat = setInterval(() => {
    if (!answered) socket.terminate()
    answered = false
    socket.ping()
  }, heartbeatMs)
  beat.unref()
  socket.once('close', () => clearInterval(beat))
}

/** `ws` gives bytes for text too, in one piece or several. */
function frameIn(data: RawData, isBinary: boolean): string | Uint8Array {
  const bytes = Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as ArrayBuffer)
  return isBinary ? bytes : bytes.toString('utf8')
}
