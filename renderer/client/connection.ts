import { createORPCClient } from '@orpc/client'
import { RPCLink as MessagePortLink } from '@orpc/client/message-port'
import type { ContractRouterClient } from '@orpc/contract'
import { type SeatContract, seatContract } from '#app/devices/contract.ts'
import { isPortDelivery, portRequest } from '#app/devices/ports.ts'
import { portLine, socketLine } from '#app/kernel/lines.ts'
import { type CabinetClient, connectionLost, createClient, type Link } from './client.ts'

/** Where the line to the cabinet stands. `generation` grows each time another line replaces a lost one. */
export type ConnectionState =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'ready'; readonly generation: number }
  | { readonly kind: 'lost'; readonly since: Date }

/** What the computer at this seat can do; only a window of the program has it. */
export type SeatClient = ContractRouterClient<SeatContract>

/** The line to the cabinet: a client that survives cuts, and the seat's own services where there are some. */
export interface Connection {
  readonly client: CabinetClient
  readonly state: () => ConnectionState
  readonly subscribe: (listener: () => void) => () => void
  /** `null` in a browser. Settles once. */
  readonly seat: Promise<SeatClient | null>
}

/** The part of a connection that does not depend on what carries it. */
class Line {
  #state: ConnectionState = { kind: 'connecting' }
  #generation = 0
  #client: CabinetClient | null = null
  readonly #listeners = new Set<() => void>()
  #first = Promise.withResolvers<void>()

  readonly client: CabinetClient = {
    call: async (operation, input, options) => {
      if (this.#state.kind === 'connecting') await this.#first.promise
      if (this.#state.kind === 'lost' || this.#client === null) return connectionLost(this.#since() ?? new Date())
      return this.#client.call(operation, input, options)
    },
  }
  readonly state = () => this.#state
  readonly subscribe = (listener: () => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }
  #since = () => (this.#state.kind === 'lost' ? this.#state.since : null)
  #become(state: ConnectionState): void {
    this.#state = state
    for (const listener of this.#listeners) listener()
  }
  open(link: Link): void {
    this.#generation += 1
    this.#client = createClient(link, this.#since)
    this.#become({ kind: 'ready', generation: this.#generation })
    this.#first.resolve()
  }
  cut(): void {
    if (this.#state.kind !== 'lost') this.#become({ kind: 'lost', since: new Date() })
    this.#first.resolve()
  }
}

const retryMs = [300, 1000, 2000, 5000] as const
const silenceMs = 12_000
const pulseMs = 10_000

/** A line over a web socket of the page's own origin, opened again after each cut, for as long as the page lives. */
export function connectWebSocket(url: string): Connection {
  const line = new Line()
  let failures = 0
  const open = () => {
    const socket = new WebSocket(url)
    socket.binaryType = 'arraybuffer'
    let heardAt = performance.now()
    const pulse = setInterval(() => {
      if (performance.now() - heardAt > silenceMs + pulseMs) socket.close()
      else if (socket.readyState === WebSocket.OPEN)
        void link.call(['cabinet', 'describe'], {}, { context: {} }).catch(() => undefined)
    }, pulseMs)
    // Before `link`: a message must be counted even when oRPC ignores it.
    socket.addEventListener('message', () => {
      heardAt = performance.now()
    })
    const { link } = socketLine(socket)
    socket.addEventListener('open', () => {
      failures = 0
      line.open(link)
    })
    socket.addEventListener('close', () => {
      clearInterval(pulse)
      line.cut()
      setTimeout(open, retryMs[Math.min(failures, retryMs.length - 1)])
      failures += 1
    })
  }
  open()
  return { client: line.client, state: line.state, subscribe: line.subscribe, seat: Promise.resolve(null) }
}

const seatOperations = Object.keys(seatContract) as (keyof SeatContract)[]

/** The lines a window of the program is given by its preload; a core that restarts brings another one, unasked. */
export function connectMessagePort(): Connection {
  const line = new Line()
  const seat = Promise.withResolvers<SeatClient>()
  const nonce = crypto.randomUUID()
  window.addEventListener('message', (event) => {
    const port = event.ports[0]
    if (event.source !== window || !isPortDelivery(event.data, nonce) || port === undefined) return
    if (event.data.kind === 'seat') {
      port.start()
      // A copy with the contract's names only: oRPC's client answers to any name, `then` included, which a promise calls.
      const client = createORPCClient<SeatClient>(new MessagePortLink({ port }))
      seat.resolve(Object.fromEntries(seatOperations.map((name) => [name, client[name]])) as unknown as SeatClient)
      return
    }
    const { link, cut } = portLine(port)
    let replaced = false
    port.addEventListener('close', () => {
      cut()
      if (!replaced) line.cut()
    })
    window.addEventListener('message', (next) => {
      if (next !== event && isPortDelivery(next.data, nonce) && next.data.kind === 'core') replaced = true
    })
    port.start()
    line.open(link)
  })
  window.postMessage({ type: portRequest, nonce }, window.location.origin)
  return { client: line.client, state: line.state, subscribe: line.subscribe, seat: seat.promise }
}

/** The line this page was made for: a window of the program, or a browser before a host. */
export function connect(location: Location): Connection {
  if (location.protocol === 'app:') return connectMessagePort()
  return connectWebSocket(`${location.protocol === 'http:' ? 'ws' : 'wss'}://${location.host}/rpc`)
}

/** A connection over a line already open: tests, and a core in the same process. */
export function connectLink(link: Link): Connection {
  const line = new Line()
  line.open(link)
  return { client: line.client, state: line.state, subscribe: line.subscribe, seat: Promise.resolve(null) }
}
