import { randomBytes } from 'node:crypto'
import { StandardRPCHandler } from '@orpc/server/standard'
import {
  decodeRequestMessage,
  encodeResponseMessage,
  experimental_ServerPeerWithoutCodec as ServerPeer,
  type ServerPeerCloseOptions,
} from '@orpc/standard-server-peer'
import {
  greetingPatienceMs,
  type HostHello,
  type HostVerdict,
  lineWords,
  longestGreeting,
  type SeatAnswer,
  seatAnswer,
} from '#app/kernel/greeting.ts'
import { commandHeaders } from '#app/kernel/lines.ts'
import type { CallContext, Connection, Core, LineEnding } from '#core/index.ts'
import type { Admission, SeatLine } from './admission.ts'
import { contractDigest } from './contract-digest.ts'

type Frame = string | Uint8Array<ArrayBuffer>
type HeardFrame = string | Uint8Array | ArrayBuffer

/** What a line does for the end it serves. */
export interface LineCarrier {
  send(frame: Frame): void
  /** What came in is not to be answered, or the seat is not to stay: the line should not look as if it were there. */
  hangUp(): void
}

/** The core's end of a line: frames of the seat come in by `hear`; `cut` says how the line ended. */
export interface ServedLine extends SeatLine {
  hear(frame: HeardFrame): void
  cut(how: Exclude<LineEnding, 'withdrawn'>): void
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
 * Serves operations to one seat over any line that carries frames in order, once both ends have greeted each other. A seat
 * that says nothing, or anything else than the greeting, is hung up on.
 */
export function serveLine(core: Core, admission: Admission, line: LineCarrier): ServedLine {
  let served: Served | null = null
  let isOver = false
  const nonce = randomBytes(32).toString('base64url')
  const end = (how: LineEnding) => {
    if (isOver) return
    isOver = true
    clearTimeout(patience)
    served?.end(how)
  }
  const refuse = () => {
    // A seat that is not to go on with does not come back by its token either.
    end('withdrawn')
    line.hangUp()
  }
  const patience = setTimeout(refuse, greetingPatienceMs)
  patience.unref()

  const verdictOn = async (answer: SeatAnswer): Promise<HostVerdict> => {
    const { version } = core.program
    if (answer.contract !== contractDigest()) return { refused: 'version', program: version }
    const judged = await admission.judge(answer, nonce)
    if (!judged.admitted) return { refused: judged.refused, program: version }
    // The line may have ended while its seat was judged.
    if (isOver) throw new Error('the line is over')
    const connection = core.attach(judged.seat, { resume: answer.resume, hangUp: refuse })
    served = serveSeat(core, connection, line)
    return { welcome: true, seatName: judged.seat.name, resume: connection.resume, resumed: connection.resumed }
  }
  let isGreeting = false
  const greet = async (frame: HeardFrame) => {
    // One answer to one hello; whoever cannot wait for the verdict does not follow the rules.
    if (isGreeting || typeof frame !== 'string' || frame.length > longestGreeting) return refuse()
    isGreeting = true
    const verdict = await verdictOn(seatAnswer.parse(JSON.parse(frame)))
    line.send(JSON.stringify(verdict))
    if ('refused' in verdict) return refuse()
    clearTimeout(patience)
  }
  const hear = async (frame: HeardFrame) => {
    if (isOver) return
    try {
      await (served === null ? greet(frame) : served.hear(frame))
    } catch {
      // Not a frame of ours, or the line broke under the answer: this seat is not one to go on with.
      refuse()
    }
  }
  const hello: HostHello = {
    cabinet: 1,
    contract: contractDigest(),
    program: core.program.version,
    nonce,
    admission: admission.asks,
  }
  line.send(JSON.stringify(hello))
  return {
    connection: () => served?.connection ?? null,
    hear: (frame) => void hear(frame),
    cut: (how) => end(how),
    end: refuse,
  }
}

/** A seat that was welcomed. */
interface Served {
  readonly connection: Connection
  hear(frame: HeardFrame): Promise<void>
  end(how: LineEnding): void
}

function serveSeat(core: Core, connection: Connection, line: LineCarrier): Served {
  const handler = handlers.get(core) ?? new StandardRPCHandler<CallContext>(core.router)
  handlers.set(core, handler)
  const peer = new QuietPeer(async ([id, type, payload]) => {
    line.send((await encodeResponseMessage(id, type, payload)) as Frame)
  })
  const answer: Parameters<QuietPeer['message']>[1] = async (request) => {
    const key = request.headers[commandHeaders.key]
    const again = request.headers[commandHeaders.again] !== undefined
    const named = typeof key === 'string' ? (again ? ({ key, again } as const) : { key }) : {}
    const context = { connection, ...named }
    const asked = { ...request, body: () => Promise.resolve(request.body) }
    const { response } = await handler.handle(asked, { context })
    return response ?? { status: 404, headers: {}, body: 'No procedure matched' }
  }
  let isReplaced = false
  return {
    connection,
    async hear(frame) {
      connection.confirm()
      if (frame === lineWords.pulse) return line.send(lineWords.pulse)
      if (frame === lineWords.replaced) {
        isReplaced = true
        return
      }
      const size = typeof frame === 'string' ? frame.length : frame.byteLength
      if (size > longestBeforeSignIn && !connection.isSignedIn()) throw new Error('too large before sign-in')
      await peer.message(await decodeRequestMessage(frame), answer)
    },
    end(how) {
      connection.detach(isReplaced && how !== 'withdrawn' ? 'broken' : how)
      peer.close()
    },
  }
}
