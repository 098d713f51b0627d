import { StandardRPCHandler } from '@orpc/server/standard'
import { createServerPeerHandleRequestFn } from '@orpc/server/standard-peer'
import {
  decodeRequestMessage,
  encodeResponseMessage,
  experimental_ServerPeerWithoutCodec as ServerPeer,
  type ServerPeerCloseOptions,
} from '@orpc/standard-server-peer'
import type { CallContext, Connection, Core, SeatInfo } from '#core/index.ts'

/** Sends one frame to the seat. */
export type SendFrame = (frame: string | Uint8Array<ArrayBuffer>) => void

/** The core's end of a line: frames of the seat come in by `hear`, and `cut` ends its session. */
export interface ServedLine {
  readonly connection: Connection
  hear(frame: string | Uint8Array | ArrayBuffer): void
  cut(): void
}

const handlers = new WeakMap<Core, StandardRPCHandler<CallContext>>()

/** Given for a reason to what no longer waits: without one, oRPC makes an error with its stack at each answer. */
const answered = 'answered'

class QuietPeer extends ServerPeer {
  override close(options: ServerPeerCloseOptions = {}): void {
    super.close(options.id === undefined ? options : { reason: answered, ...options })
  }
}

/** The longest frame of a seat where nobody is signed in: passwords and names; what is larger is not even parsed. */
const longestBeforeSignIn = 256 * 1024

/**
 * Serves operations to one seat over any line that carries frames in order. `hangUp` is called when what came in is not to
 * be answered: the seat is gone, and the line should not stay as if it were there.
 */
export function serveLine(core: Core, seat: SeatInfo, send: SendFrame, hangUp: () => void): ServedLine {
  const connection = core.attach(seat)
  const handler = handlers.get(core) ?? new StandardRPCHandler<CallContext>(core.router)
  handlers.set(core, handler)
  const answer = createServerPeerHandleRequestFn(handler, { context: { connection } })
  const peer = new QuietPeer(async ([id, type, payload]) => {
    send((await encodeResponseMessage(id, type, payload)) as string | Uint8Array<ArrayBuffer>)
  })
  const end = () => {
    peer.close()
    connection.detach()
  }
  const refuse = () => {
    end()
    hangUp()
  }
  const hear = async (frame: string | Uint8Array | ArrayBuffer) => {
    const size = typeof frame === 'string' ? frame.length : frame.byteLength
    if (size > longestBeforeSignIn && !connection.isSignedIn()) return refuse()
    try {
      await peer.message(await decodeRequestMessage(frame), answer)
    } catch {
      // Not a frame of ours, or the line broke under the answer: this seat is not one to go on with.
      refuse()
    }
  }
  return { connection, hear: (frame) => void hear(frame), cut: end }
}
