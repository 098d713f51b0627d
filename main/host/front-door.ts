import { once } from 'node:events'
import type { Server as HttpsServer } from 'node:https'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import type { TLSSocket } from 'node:tls'
import type { NetworkEvent } from '#core/ports/network.ts'
import { type Interfaces, isLoopback, isNeighbour, plainAddress } from './addresses.ts'
import { Bucket, type HostLimits, isWorthTelling } from './limits.ts'

/** What the door needs of its host. */
export interface DoorHouse {
  readonly limits: HostLimits
  readonly interfaces: Interfaces
  told(event: NetworkEvent): void
}

/** One address of the network: its connections, and how fast it opens others and asks for pages. */
interface Caller {
  readonly address: string
  open: number
  /** Those of its connections that no seat was recognised on. */
  guests: number
  readonly opening: Bucket
  readonly asking: Bucket
  turnedAway: number
}

/** A connection of the network that no seat was recognised on. */
interface Guest {
  readonly caller: Caller
  /** Cuts it, and makes its place free at once. */
  cut(): void
}

/** Connections of this computer at once: it may not be starved by the network, nor starve it. */
const mostOwnConnections = 256
/** An answer may take so many times longer to be read than a request to be written. */
const answerPatience = 6
/** Addresses remembered at once; when there are more, those that ask nothing are forgotten. */
const mostCallers = 4_096

/**
 * Listens, and hands each connection to the server that answers it: those of the loopback addresses to the one for this
 * computer, the others to the one for the network. What comes from beyond the network, too fast or too often is dropped
 * before any byte of it is read.
 */
export class FrontDoor {
  readonly #house: DoorHouse
  readonly #listening = new Map<string, Server>()
  readonly #callers = new Map<string, Caller>()
  readonly #sockets = new Set<Socket>()
  /** By {@link placeOf}, oldest first. */
  readonly #guests = new Map<string, Guest>()
  #own = 0
  #others = 0
  /** Who answers this computer's own connections; when nobody does, they are treated as the network's. */
  ownServer: HttpsServer | null = null
  /** Who answers the network; when nobody does, its connections are dropped. */
  networkServer: HttpsServer | null = null

  constructor(house: DoorHouse) {
    this.#house = house
  }

  /**
   * Listens at one address, `::` for all of them, and returns the port, which `0` leaves free. Throws Node's own
   * `EADDRINUSE`, `EADDRNOTAVAIL`, `EAFNOSUPPORT`.
   */
  async listen(address: string, port: number): Promise<number> {
    const server = createServer({ noDelay: true }, (socket) => this.#receive(socket))
    server.listen({ port, host: address, exclusive: true })
    await once(server, 'listening')
    this.#listening.set(address, server)
    return (server.address() as AddressInfo).port
  }

  /** Whether an address is listened at. */
  isListening(address: string): boolean {
    return this.#listening.has(address)
  }

  /** Stops listening at an address; connections go on. */
  async stop(address: string): Promise<void> {
    const server = this.#listening.get(address)
    if (server === undefined) return
    this.#listening.delete(address)
    // Not waited for: `close` ends when the last connection does, but the port is free at once.
    server.close()
    await new Promise((resume) => setImmediate(resume))
  }

  /** Stops listening everywhere and, after `graceMs`, cuts what is left. */
  async close(graceMs: number): Promise<void> {
    for (const address of [...this.#listening.keys()]) await this.stop(address)
    if (this.#sockets.size === 0) return
    await new Promise<void>((resume) => {
      const end = () => {
        clearTimeout(timer)
        clearInterval(watch)
        for (const socket of this.#sockets) socket.destroy()
        resume()
      }
      const timer = setTimeout(end, graceMs)
      const watch = setInterval(() => this.#sockets.size === 0 && end(), 20)
    })
  }

  /** A seat was recognised on this connection: it is not cut to make room for others. */
  recognise(socket: Pick<Socket, 'remoteAddress' | 'remotePort'>): void {
    const guest = this.#guests.get(placeOf(socket))
    if (guest === undefined) return
    this.#guests.delete(placeOf(socket))
    guest.caller.guests -= 1
  }

  /** Whether an address of the network may be given one page more now. */
  mayAsk(address: string): boolean {
    return this.#callerAt(address).asking.tryTake(performance.now())
  }

  /** Cuts every connection of the network. */
  cutNetwork(): void {
    for (const socket of this.#sockets) if (!isLoopback(socket.localAddress)) socket.destroy()
  }

  #receive(socket: Socket): void {
    socket.on('error', leaveToClosing)
    const isOwn = isLoopback(socket.localAddress) && isLoopback(socket.remoteAddress)
    const server = isOwn ? (this.ownServer ?? this.networkServer) : this.networkServer
    const leave = server === null ? null : isOwn ? this.#enterOwn() : this.#enter(socket)
    if (server === null || leave === null) {
      socket.destroy()
      return
    }
    this.#sockets.add(socket)
    socket.once('close', () => {
      this.#sockets.delete(socket)
      leave()
    })
    server.emit('connection', socket)
  }

  #enterOwn(): (() => void) | null {
    if (this.#own >= mostOwnConnections) return null
    this.#own += 1
    return () => {
      this.#own -= 1
    }
  }

  #enter(socket: Socket): (() => void) | null {
    const { limits, interfaces } = this.#house
    const address = plainAddress(socket.remoteAddress)
    if (address === '' || !isNeighbour(address, interfaces)) return null
    const caller = this.#callerAt(address)
    if (
      caller.open >= limits.connectionsOfAddress ||
      !caller.opening.tryTake(performance.now()) ||
      (this.#others >= limits.connections && !this.#makeRoom())
    ) {
      this.#noteTurnedAway(caller)
      return null
    }
    return this.#seatGuest(socket, caller)
  }

  #seatGuest(socket: Socket, caller: Caller): () => void {
    const place = placeOf(socket)
    let isGone = false
    const leave = () => {
      if (isGone) return
      isGone = true
      if (this.#guests.get(place) === guest) this.recognise(socket)
      caller.open -= 1
      this.#others -= 1
    }
    const guest: Guest = {
      caller,
      cut: () => {
        if (this.#guests.delete(place)) caller.guests -= 1
        leave()
        socket.destroy()
      },
    }
    caller.open += 1
    caller.guests += 1
    this.#others += 1
    this.#guests.set(place, guest)
    return leave
  }

  /** Cuts the oldest guest of the address that has most of them: whoever fills the door loses, and nobody's seat does. */
  #makeRoom(): boolean {
    let chosen: Guest | null = null
    for (const guest of this.#guests.values())
      if (chosen === null || guest.caller.guests > chosen.caller.guests) chosen = guest
    if (chosen === null) return false
    chosen.cut()
    this.#noteTurnedAway(chosen.caller)
    return true
  }

  #noteTurnedAway(caller: Caller): void {
    caller.turnedAway += 1
    const { address, turnedAway: times } = caller
    if (isWorthTelling(times)) this.#house.told({ kind: 'flood', address, fingerprint: null, times })
  }

  #callerAt(address: string): Caller {
    const known = this.#callers.get(address)
    if (known !== undefined) return known
    const now = performance.now()
    if (this.#callers.size >= mostCallers) {
      for (const [each, caller] of this.#callers)
        if (caller.open === 0 && caller.opening.isFull(now) && caller.asking.isFull(now)) this.#callers.delete(each)
    }
    const { newConnectionsPerMinute, requestsPerSecond, requestBurst } = this.#house.limits
    const opening = new Bucket(newConnectionsPerMinute / 60, newConnectionsPerMinute, now)
    const asking = new Bucket(requestsPerSecond, requestBurst, now)
    const caller: Caller = { address, open: 0, guests: 0, opening, asking, turnedAway: 0 }
    this.#callers.set(address, caller)
    return caller
  }
}

/**
 * Cuts connections of `server` that are long to ask. Node does this for servers that listen themselves; ours are handed
 * their connections.
 */
export function hurry(server: HttpsServer, ms: number): void {
  const waiting = new WeakMap<object, NodeJS.Timeout>()
  const rest = (socket: object) => clearTimeout(waiting.get(socket))
  const wait = (socket: TLSSocket, atMost: number) => {
    rest(socket)
    if (socket.destroyed) return
    waiting.set(
      socket,
      setTimeout(() => socket.destroy(), atMost),
    )
  }
  server.on('secureConnection', (socket) => {
    wait(socket, ms)
    socket.once('close', () => rest(socket))
  })
  server.on('request', (request, response) => {
    const socket = request.socket as TLSSocket
    // What is posted must come in the time of a request; a page may take longer to go over a poor network.
    if (request.method !== 'POST') wait(socket, ms * answerPatience)
    response.once('finish', () => wait(socket, ms))
  })
  server.on('upgrade', (request) => rest(request.socket))
}

/** Listens at both addresses of this computer. `localhost` may mean either; one without IPv6 does with one. */
export async function listenLoopback(door: FrontDoor, wantedPort: number): Promise<number> {
  const port = await door.listen('127.0.0.1', wantedPort)
  await door.listen('::1', port).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRNOTAVAIL' && error.code !== 'EAFNOSUPPORT') throw error
  })
  return port
}

/** What tells a connection from the others, before TLS as after. */
function placeOf({ remoteAddress, remotePort }: Pick<Socket, 'remoteAddress' | 'remotePort'>): string {
  return `${remoteAddress ?? ''} ${remotePort ?? 0}`
}

function leaveToClosing(): void {}
