import { createORPCClient } from '@orpc/client'
import { RPCLink as MessagePortLink } from '@orpc/client/message-port'
import type { ContractRouterClient } from '@orpc/contract'
import { type SeatContract, seatContract } from '#app/devices/contract.ts'
import { isPortDelivery, portRequest } from '#app/devices/ports.ts'
import { type LineEnd, lineEnd, SeatRefused } from '#app/kernel/lines.ts'
import type { CabinetClient, Link } from './client.ts'
import { type HandOver, leaveHandOver, takeHandOver } from './hand-over.ts'
import { type ConnectionState, Line } from './line.ts'
import { madeOf } from './made-of.ts'
import { proveSeat } from './seat-key.ts'
import { DeliveredWorkstation, noWorkstation, type WorkstationLine, workstationOverSocket } from './workstation-line.ts'

export type { ConnectionState } from './line.ts'

/** What the computer at this seat can do; only a window of the program has it. */
export type SeatClient = ContractRouterClient<SeatContract>

/** The line to the cabinet: a client that survives cuts, and the seat's own services where there are some. */
export interface Connection {
  readonly client: CabinetClient
  readonly state: () => ConnectionState
  readonly subscribe: (listener: () => void) => () => void
  /** `null` in a browser. Settles once. */
  readonly seat: Promise<SeatClient | null>
  /** The line to the readers of the computer this page is shown on. */
  readonly readers: WorkstationLine
  /** The name other people know this seat by, as the host said it; empty before. */
  readonly seatName: () => string
  /** Says who is signed in and not locked; `null`, nobody. */
  readonly actFor: (userId: string | null) => void
  /** Acts sent whose answer is not known yet. */
  readonly underWay: () => number
  /** Settles once there is none. */
  readonly settled: () => Promise<void>
  /** Opens a line at once, after a refusal that may no longer hold. */
  readonly retry: () => void
  /**
   * Makes room for another page in the same tab, which finds there a session that is locked; `isLocked` is false when the
   * cabinet has not confirmed the lock: the session is then left to end by itself.
   */
  readonly handOver: (isLocked: boolean, switching: boolean) => void
  /** What the former page of this tab left to this one. */
  readonly left: HandOver
}

type Frame = string | Uint8Array<ArrayBuffer>

/** One attempt at a line: frames go out by `send`; `drop` ends it without waiting for the other end. */
interface Carried {
  send(frame: Frame): void
  drop(): void
}

/** What opens lines of one kind. */
interface Carrier {
  readonly kind: 'browser' | 'electron'
  open(heard: (frame: string | ArrayBuffer) => void, closed: () => void): Carried
}

const retryMs = [300, 1000, 2000, 5000] as const
/** How often the host is asked whether it is there, and how long it may say nothing, in ms. */
const pulseMs = 3_000
const silenceMs = 9_000
/** A host that takes the line and never greets is tried again, in ms. */
const greetingMs = 8_000
/** A host that is full may have room later, in ms. */
const fullMs = 10_000

/** Opens lines one after another, each bringing back the session of the former. */
class LineKeeper {
  readonly line = new Line()
  readonly left: HandOver
  readonly #carrier: Carrier
  #end: LineEnd | null = null
  #resume: string | undefined
  #seatName = ''
  #failures = 0
  #waiting: ReturnType<typeof setTimeout> | undefined
  #isOver = false

  constructor(carrier: Carrier) {
    this.#carrier = carrier
    this.left = takeHandOver()
    this.#resume = this.left.resume ?? undefined
    window.addEventListener('online', () => this.hurry())
  }

  readonly seatName = () => this.#seatName

  /** Tries now rather than later, when the next attempt is only waited for. */
  readonly hurry = () => {
    if (this.#waiting === undefined || this.#isOver) return
    clearTimeout(this.#waiting)
    this.#begin()
  }

  readonly handOver = (isLocked: boolean, switching: boolean) => {
    this.#isOver = true
    leaveHandOver({ resume: isLocked ? (this.#resume ?? null) : null, switching })
    if (isLocked) this.#end?.say('replaced')
  }

  begin(): void {
    this.#begin()
  }

  #begin(): void {
    this.#waiting = undefined
    let heardAt = performance.now()
    let isDropped = false
    let isWelcome = false
    const carried = this.#carrier.open(
      (frame) => {
        heardAt = performance.now()
        end.hear(frame)
      },
      () => drop(),
    )
    const greeting = { ...madeOf, kind: this.#carrier.kind, resume: this.#resume, prove: proveSeat }
    const end = lineEnd({ send: (frame) => carried.send(frame) }, greeting)
    this.#end = end
    const drop = (againMs?: number) => {
      if (isDropped) return
      isDropped = true
      clearInterval(pulse)
      end.cut()
      carried.drop()
      if (this.#isOver) return
      if (againMs === undefined) this.line.cut()
      this.#waiting = setTimeout(() => this.#begin(), againMs ?? retryMs[Math.min(this.#failures, retryMs.length - 1)])
      this.#failures += 1
    }
    let lookedAt = heardAt
    const pulse = setInterval(() => {
      const now = performance.now()
      // A computer that slept, or that held this page: what came meanwhile is heard after this very tick.
      if (now - lookedAt > 2 * pulseMs) heardAt = now
      lookedAt = now
      if (now - heardAt <= (isWelcome ? silenceMs : greetingMs)) return end.say('pulse')
      // Left by a page that comes back: its session is not over.
      end.say('replaced')
      drop()
    }, pulseMs)
    const greet = async () => {
      try {
        const welcome = await end.welcome
        isWelcome = true
        this.#failures = 0
        this.#resume = welcome.resume
        this.#seatName = welcome.seatName
        // The host keeps the former token until it hears that this one has come.
        end.say('pulse')
        this.line.open(end.link, welcome.resumed)
      } catch (error) {
        if (!(error instanceof SeatRefused)) return drop()
        this.line.refuse(error.refused, error.program)
        drop(error.refused === 'full' ? fullMs : never)
      }
    }
    void greet()
  }
}

/** A refusal that time alone does not change: the longest a timer can wait. */
const never = 2_147_483_647

function kept(keeper: LineKeeper, seat: Promise<SeatClient | null>, readers: WorkstationLine): Connection {
  const { line, seatName, hurry, handOver, left } = keeper
  const { client, state, subscribe, actFor, underWay, settled } = line
  return { client, state, subscribe, actFor, underWay, settled, seat, readers, seatName, retry: hurry, handOver, left }
}

/** A line over a web socket of the page's own origin, opened again after each cut, for as long as the page lives. */
export function connectWebSocket(url: string, readers: WorkstationLine = noWorkstation): Connection {
  const keeper = new LineKeeper({
    kind: 'browser',
    open: (heard, closed) => {
      const socket = new WebSocket(url)
      socket.binaryType = 'arraybuffer'
      socket.addEventListener('message', (event: MessageEvent<string | ArrayBuffer>) => heard(event.data))
      socket.addEventListener('close', closed)
      return {
        send: (frame) => {
          if (socket.readyState === WebSocket.OPEN) socket.send(frame)
        },
        drop: () => socket.close(),
      }
    },
  })
  keeper.begin()
  return kept(keeper, Promise.resolve(null), readers)
}

const seatOperations = Object.keys(seatContract) as (keyof SeatContract)[]

/** The lines a window of the program is given by its preload, asked for again after each cut. */
export function connectMessagePort(): Connection {
  const seat = Promise.withResolvers<SeatClient>()
  const readers = new DeliveredWorkstation()
  const nonce = crypto.randomUUID()
  let take: ((port: MessagePort) => void) | null = null
  /** One that came unasked, after the core was restarted. */
  let spare: MessagePort | null = null
  const keeper = new LineKeeper({
    kind: 'electron',
    open: (heard, closed) => {
      let port: MessagePort | null = null
      take = (given) => {
        take = null
        port = given
        given.addEventListener('message', (event: MessageEvent<string | ArrayBuffer>) => heard(event.data))
        given.addEventListener('close', closed)
        given.start()
      }
      if (spare === null) window.postMessage({ type: portRequest, nonce }, window.location.origin)
      else take(spare)
      spare = null
      return { send: (frame) => port?.postMessage(frame), drop: () => port?.close() }
    },
  })
  window.addEventListener('message', (event) => {
    const port = event.ports[0]
    if (event.source !== window || !isPortDelivery(event.data, nonce) || port === undefined) return
    if (event.data.kind === 'workstation') readers.take(port)
    else if (event.data.kind === 'seat') {
      port.start()
      // A copy with the contract's names only: oRPC's client answers to any name, `then` included, which a promise calls.
      const client = createORPCClient<SeatClient>(new MessagePortLink({ port }))
      seat.resolve(Object.fromEntries(seatOperations.map((name) => [name, client[name]])) as unknown as SeatClient)
    } else if (take === null) {
      spare?.close()
      spare = port
      keeper.hurry()
    } else take(port)
  })
  keeper.begin()
  return kept(keeper, seat.promise, readers)
}

/** The line this page was made for: a window of the program, or a browser before a host. */
export function connect(location: Location): Connection {
  if (location.protocol === 'app:') return connectMessagePort()
  const url = `${location.protocol === 'http:' ? 'ws' : 'wss'}://${location.host}/rpc`
  return connectWebSocket(url, workstationOverSocket(location))
}

/** A connection over a line already open: tests, and a core in the same process. */
export function connectLink(link: Link, readers: WorkstationLine = noWorkstation): Connection {
  const line = new Line()
  line.open(link, false)
  return {
    client: line.client,
    state: line.state,
    subscribe: line.subscribe,
    actFor: line.actFor,
    underWay: line.underWay,
    settled: line.settled,
    seat: Promise.resolve(null),
    readers,
    seatName: () => '',
    retry: () => undefined,
    handOver: () => undefined,
    left: { resume: null, switching: false },
  }
}
