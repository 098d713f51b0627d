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
import {
  type HostHello,
  hostHello,
  hostVerdict,
  lineWords,
  provenText,
  type RefusedBecause,
  type SeatAnswer,
  type Welcome,
} from './greeting.ts'
import type { CommandKey, OperationLink } from './reply.ts'

/** What carries frames: text both ways, in order. */
export interface FrameLine {
  send(frame: string | Uint8Array<ArrayBuffer>): void
}

/** What a seat says of itself when a line opens. */
export interface SeatGreeting {
  /** The digest of the contract this program was made with. */
  readonly contract: string
  readonly program: string
  readonly kind: SeatAnswer['kind']
  /** Brings back the session of the seat's former line. */
  readonly resume?: string | undefined
  /** Shows that the seat holds its key: signs the text a host asks. Absent where the seat has none. */
  readonly prove?: (text: string) => Promise<Pick<SeatAnswer, 'certificate' | 'signature'>>
}

/** The host does not let this seat in; `program` is the host's version. */
export class SeatRefused extends Error {
  readonly refused: RefusedBecause
  readonly program: string
  constructor(refused: RefusedBecause, program: string) {
    super(`the host refused this seat: ${refused}`)
    this.name = 'SeatRefused'
    this.refused = refused
    this.program = program
  }
}

/** The caller's end of a line: operations go out by its link, frames come in by `hear`, and `cut` ends what was waiting. */
export interface LineEnd {
  /** What is asked before the welcome waits for it. */
  readonly link: OperationLink
  /** The end of the greeting. Rejects with {@link SeatRefused}, or when the line is cut before. */
  readonly welcome: Promise<Welcome>
  hear(frame: string | Uint8Array | ArrayBuffer): void
  say(word: keyof typeof lineWords): void
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
type Address = Awaited<ReturnType<StandardRPCLinkCodec<CommandKey>['encode']>>['url']
const addresses = new Map<string, Address>()

/** The address of an operation does not change from one call to the next: it is made once. */
class KnownPathCodec extends StandardRPCLinkCodec<CommandKey> {
  override async encode(...asked: Parameters<StandardRPCLinkCodec<CommandKey>['encode']>) {
    const [path, input, { signal, lastEventId, context }] = asked
    const name = path.join('/')
    const url = addresses.get(name)
    if (url === undefined || lastEventId !== undefined) {
      const request = await super.encode(...asked)
      addresses.set(name, request.url)
      return { ...request, headers: { ...request.headers, ...keyHeader(context) } }
    }
    return { url, method: 'POST', headers: keyHeader(context), body: serializer.serialize(input), signal }
  }
}

/** The headers of a frame that names its command, and that says it was sent before. */
export const commandHeaders = { key: 'key', again: 'again' } as const

const withoutKey = {}

function keyHeader({ key, again }: CommandKey): Readonly<Record<string, string>> {
  if (key === undefined) return withoutKey
  return again === true ? { [commandHeaders.key]: key, [commandHeaders.again]: '1' } : { [commandHeaders.key]: key }
}

/** The caller's end of any line. */
export function lineEnd(line: FrameLine, greeting: SeatGreeting): LineEnd {
  const welcome = Promise.withResolvers<Welcome>()
  // Whoever does not follow the greeting learns of its failure by what was asked.
  welcome.promise.catch(() => undefined)
  let waiting: (string | Uint8Array<ArrayBuffer>)[] | null = []
  let hasAnswered = false
  let isCut = false
  const peer = new QuietPeer(async ([id, type, payload]) => {
    const frame = (await encodeRequestMessage(id, type, payload)) as string | Uint8Array<ArrayBuffer>
    if (waiting === null) line.send(frame)
    else waiting.push(frame)
  })
  const cut = (why: Error) => {
    isCut = true
    welcome.reject(why)
    peer.close()
  }
  const client: StandardLinkClient<CommandKey> = {
    call: async (request) => {
      // A closed port takes frames without a word, and nothing would ever answer.
      if (isCut) throw new Error('the line was cut')
      const response = await peer.request(request)
      return { ...response, body: () => Promise.resolve(response.body) }
    },
  }
  const greet = async (frame: unknown) => {
    const word: unknown = JSON.parse(String(frame))
    if (!hasAnswered) {
      hasAnswered = true
      line.send(JSON.stringify(await answerTo(hostHello.parse(word), greeting)))
      return
    }
    const verdict = hostVerdict.parse(word)
    if ('refused' in verdict) return cut(new SeatRefused(verdict.refused, verdict.program))
    const frames = waiting ?? []
    waiting = null
    welcome.resolve(verdict)
    for (const each of frames) line.send(each)
  }
  return {
    link: new StandardLink(new KnownPathCodec(serializer, { url: origin }), client),
    welcome: welcome.promise,
    hear: (frame) => {
      if (waiting !== null) void greet(frame).catch((error: unknown) => cut(error as Error))
      else if (frame !== lineWords.pulse) void decodeResponseMessage(frame).then((message) => peer.message(message))
    },
    say: (word) => {
      if (waiting === null && !isCut) line.send(lineWords[word])
    },
    cut: () => cut(new Error('the line was cut')),
  }
}

async function answerTo(hello: HostHello, greeting: SeatGreeting): Promise<SeatAnswer> {
  const { contract, program, kind, resume, prove } = greeting
  const proof = hello.admission === 'prove' && prove !== undefined ? await prove(provenText(hello.nonce)) : {}
  return { contract, program, kind, ...(resume === undefined ? {} : { resume }), ...proof }
}

/** What of a web socket is used here; a browser's own, or the one of Node. */
export interface SocketLike {
  send(frame: string | Uint8Array<ArrayBuffer>): void
  addEventListener(type: 'close', heard: () => void, options?: { readonly once?: boolean }): void
  addEventListener(type: 'message', heard: (event: { readonly data: unknown }) => void): void
}

/** Operations over a web socket, whose `binaryType` is `arraybuffer`. */
export function socketLine(socket: SocketLike, greeting: SeatGreeting): LineEnd {
  // The host speaks first: nothing is sent before the socket is open.
  const end = lineEnd({ send: (frame) => socket.send(frame) }, greeting)
  socket.addEventListener('message', (event) => end.hear(event.data as string | ArrayBuffer))
  socket.addEventListener('close', () => end.cut(), { once: true })
  return end
}

/** Operations over a message port: a window of Electron, a thread. The caller starts the port, and cuts when it closes. */
export function portLine(port: SupportedMessagePort, greeting: SeatGreeting): LineEnd {
  const end = lineEnd({ send: (frame) => postMessagePortMessage(port, frame) }, greeting)
  onMessagePortMessage(port, (frame) => end.hear(frame as string))
  return end
}
