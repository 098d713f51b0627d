import { onMessagePortMessage, postMessagePortMessage, type SupportedMessagePort } from '@orpc/client/message-port'
import {
  StandardLink,
  type StandardLinkClient,
  StandardRPCJsonSerializer,
  StandardRPCLinkCodec,
  StandardRPCSerializer,
} from '@orpc/client/standard'
import {
  type ClientPeerCloseOptions,
  decodeResponseMessage,
  encodeRequestMessage,
  experimental_ClientPeerWithoutCodec as ClientPeer,
} from '@orpc/standard-server-peer'
import type { OperationLink } from './reply.ts'

/** What carries frames: text both ways, in order. */
export interface FrameLine {
  send(frame: string | Uint8Array<ArrayBuffer>): void
}

/** The caller's end of a line: operations go out by its link, frames come in by `hear`, and `cut` ends what was waiting. */
export interface LineEnd {
  readonly link: OperationLink
  hear(frame: string | Uint8Array | ArrayBuffer): void
  cut(): void
}

/** Given for a reason to what no longer waits, so that nobody reads it. */
const answered = 'answered'

/**
 * oRPC's peer ends every answered request as if it were aborted, and makes three errors with their stacks to say so: a
 * third of the cost of a round trip. Given a reason, it makes none.
 */
class QuietPeer extends ClientPeer {
  override close(options: ClientPeerCloseOptions = {}): void {
    super.close(options.id === undefined ? options : { reason: answered, ...options })
  }
}

const origin = 'http://orpc'
const serializer = new StandardRPCSerializer(new StandardRPCJsonSerializer())
/** oRPC reads the address it is given and never writes to it. */
type Address = Awaited<ReturnType<StandardRPCLinkCodec<Record<never, never>>['encode']>>['url']
const addresses = new Map<string, Address>()

/** The address of an operation does not change from one call to the next: it is made once. */
class KnownPathCodec extends StandardRPCLinkCodec<Record<never, never>> {
  override async encode(...asked: Parameters<StandardRPCLinkCodec<Record<never, never>>['encode']>) {
    const [path, input, { signal, lastEventId }] = asked
    const name = path.join('/')
    const url = addresses.get(name)
    if (url === undefined || lastEventId !== undefined) {
      const request = await super.encode(...asked)
      addresses.set(name, request.url)
      return request
    }
    return { url, method: 'POST', headers: {}, body: serializer.serialize(input), signal }
  }
}

/** The caller's end of any line. */
export function lineEnd(line: FrameLine): LineEnd {
  const peer = new QuietPeer(async ([id, type, payload]) => {
    line.send((await encodeRequestMessage(id, type, payload)) as string | Uint8Array<ArrayBuffer>)
  })
  let isCut = false
  const client: StandardLinkClient<Record<never, never>> = {
    call: async (request) => {
      // A closed port takes frames without a word, and nothing would ever answer.
      if (isCut) throw new Error('the line was cut')
      const response = await peer.request(request)
      return { ...response, body: () => Promise.resolve(response.body) }
    },
  }
  return {
    link: new StandardLink(new KnownPathCodec(serializer, { url: origin }), client),
    hear: (frame) => {
      void decodeResponseMessage(frame).then((message) => peer.message(message))
    },
    cut: () => {
      isCut = true
      peer.close()
    },
  }
}

/** What of a web socket is used here; a browser's own, or the one of Node. */
export interface SocketLike {
  readonly readyState: number
  send(frame: string | Uint8Array<ArrayBuffer>): void
  addEventListener(type: 'open' | 'close', heard: () => void, options?: { readonly once?: boolean }): void
  addEventListener(type: 'message', heard: (event: { readonly data: unknown }) => void): void
}

const connecting = 0

/** Operations over a web socket, whose `binaryType` is `arraybuffer`. What is asked before it is open waits for that. */
export function socketLine(socket: SocketLike): LineEnd {
  const waiting: (string | Uint8Array<ArrayBuffer>)[] = []
  const end = lineEnd({
    send: (frame) => {
      if (socket.readyState === connecting) waiting.push(frame)
      else socket.send(frame)
    },
  })
  socket.addEventListener('open', () => waiting.splice(0).forEach((frame) => socket.send(frame)), { once: true })
  socket.addEventListener('message', (event) => end.hear(event.data as string | ArrayBuffer))
  socket.addEventListener('close', () => end.cut(), { once: true })
  return end
}

/** Operations over a message port: a window of Electron, a thread. The caller starts the port, and cuts when it closes. */
export function portLine(port: SupportedMessagePort): LineEnd {
  const end = lineEnd({ send: (frame) => postMessagePortMessage(port, frame) })
  onMessagePortMessage(port, (frame) => end.hear(frame as string))
  return end
}
