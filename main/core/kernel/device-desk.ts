import type { CardSignature, DeviceAnswer, DeviceEvent, DeviceRequest } from '#app/features/devices/model.ts'
import type { DeviceProblem, DeviceRefusal, ProfessionalCard, VitaleCard } from '#app/devices/workstation.ts'
import type { Ports } from '#core/ports/index.ts'
import type { Seat } from './session-table.ts'

type Kind = DeviceRequest['kind']
type Outcome = DeviceAnswer['outcome']
type Asked<K extends Kind> = Omit<Extract<DeviceRequest, { readonly kind: K }>, 'kind' | 'requestId'>

/** What a card gave, or why it did not. */
export type CardAnswer<T> = { readonly ok: true; readonly value: T } | DeviceRefusal

/**
 * The cards of the seat that asked, wherever the core is. An answer never rejects: a seat without readers says
 * `device.absent`, one that leaves, locks, changes hands or asks for the same thing again `cancelled`, one that does not
 * answer in time `card.slow`. What comes back was shaped by the seat: verify it before it is believed.
 */
export interface SeatDevices {
  /** Reads the Vitale card of a reader, or of whichever has one. A minute at most. */
  readVitaleCard(asked: Asked<'readVitaleCard'>): Promise<CardAnswer<VitaleCard>>
  /** Reads the public objects of the professional card that is there: no code is needed. Half a minute at most. */
  readProfessionalCard(asked: Asked<'readProfessionalCard'>): Promise<CardAnswer<ProfessionalCard>>
  /**
   * Has a digest of a document signed by the signature key of a card: its holder may be asked for the code. A minute and a
   * half at most. The operation that asks is journaled, and its entry says so.
   */
  signDigest(asked: Asked<'signDigest'>): Promise<CardAnswer<CardSignature>>
}

/** The seat's side: what it is asked, and what it answers. */
export interface SeatRequests {
  watch(): AsyncIterableIterator<DeviceEvent>
  /** False when nobody waits for that answer: another connection's, one that came too late, or not of its kind. */
  answer(requestId: string, answer: DeviceAnswer): boolean
}

/** How long the seat may take, in ms: somebody may have to find their card, or to type its code. */
const patienceMs: Readonly<Record<Kind, number>> = {
  readVitaleCard: 60_000,
  readProfessionalCard: 30_000,
  signDigest: 90_000,
}

interface Pending {
  readonly requestId: string
  settle(outcome: Outcome): void
  /** Settles it without the seat, which is told to leave it. */
  withdraw(problem: DeviceProblem): void
}

/** What one seat is asked and by what it hears of it. */
interface Counter {
  stream: RequestStream | null
  readonly pending: Map<Kind, Pending>
}

/** Carries what the core asks of cards to the seat that has them, and its answers back. */
export class DeviceDesk {
  readonly #ports: Pick<Ports, 'timers' | 'random'>
  readonly #counters = new Map<string, Counter>()

  constructor(ports: Pick<Ports, 'timers' | 'random'>) {
    this.#ports = ports
  }

  /**
   * The cards of one seat; what is asked ends with `signal`. Nothing is asked once `mayAsk` says no: of whoever came to the
   * seat after the person the work is of.
   */
  for(seat: Seat, signal: AbortSignal, mayAsk: () => boolean = () => true): SeatDevices {
    // An answer is looked up by the kind it was asked in: its value is of that kind.
    const ask = async <T>(request: DeviceRequest) =>
      (mayAsk() ? await this.#ask(seat, signal, request) : refused('cancelled')) as CardAnswer<T>
    const requestId = () => this.#ports.random.id()
    return {
      readVitaleCard: (asked) => ask<VitaleCard>({ kind: 'readVitaleCard', requestId: requestId(), ...asked }),
      readProfessionalCard: (asked) =>
        ask<ProfessionalCard>({ kind: 'readProfessionalCard', requestId: requestId(), ...asked }),
      signDigest: (asked) => ask<CardSignature>({ kind: 'signDigest', requestId: requestId(), ...asked }),
    }
  }

  /** What is asked of the seat's cards from now on, until `signal` ends. It takes the place of a former stream. */
  watch(seat: Seat, signal: AbortSignal): AsyncIterableIterator<DeviceEvent> {
    const counter = this.#counterOf(seat)
    counter.stream?.end()
    this.leave(seat)
    const stream = new RequestStream(() => {
      // Whoever followed before has no say in what the seat follows now.
      if (counter.stream !== stream) return
      counter.stream = null
      this.leave(seat)
      this.#counters.delete(seat.id)
    })
    counter.stream = stream
    this.#counters.set(seat.id, counter)
    if (signal.aborted) stream.end()
    else signal.addEventListener('abort', () => stream.end(), { once: true })
    return stream
  }

  /** Takes the answer of a seat to one of its requests; false when nobody waits for it, or not in that kind. */
  answer(seat: Seat, requestId: string, { kind, outcome }: DeviceAnswer): boolean {
    const pending = this.#counters.get(seat.id)?.pending.get(kind)
    if (pending?.requestId !== requestId) return false
    pending.settle(outcome)
    return true
  }

  /** The seat was locked, left or given to somebody else: what was asked of its cards was asked by another. */
  leave(seat: Pick<Seat, 'id'>): void {
    for (const pending of this.#counters.get(seat.id)?.pending.values() ?? []) pending.withdraw('cancelled')
  }

  #counterOf(seat: Seat): Counter {
    return this.#counters.get(seat.id) ?? { stream: null, pending: new Map() }
  }

  #ask(seat: Seat, signal: AbortSignal, request: DeviceRequest): Promise<Outcome> {
    const counter = this.#counters.get(seat.id)
    if (signal.aborted) return Promise.resolve(refused('cancelled'))
    if (counter === undefined || counter.stream === null) return Promise.resolve(refused('device.absent'))
    const { stream, pending } = counter
    // A person who asks again no longer waits for the first.
    pending.get(request.kind)?.withdraw('cancelled')
    return new Promise((resolve) => {
      const settle = (outcome: Outcome) => {
        if (pending.get(request.kind) !== mine) return
        pending.delete(request.kind)
        stopWaiting()
        signal.removeEventListener('abort', giveUp)
        resolve(outcome)
      }
      const withdraw = (problem: DeviceProblem) => {
        settle(refused(problem))
        stream.push({ kind: 'withdrawn', requestId: request.requestId })
      }
      const giveUp = () => withdraw('cancelled')
      const mine: Pending = { requestId: request.requestId, settle, withdraw }
      const stopWaiting = this.#ports.timers.after(patienceMs[request.kind], () => withdraw('card.slow'))
      pending.set(request.kind, mine)
      signal.addEventListener('abort', giveUp, { once: true })
      stream.push({ kind: 'asked', request })
    })
  }
}

function refused(problem: DeviceProblem): Outcome {
  return { ok: false, problem }
}

/** The requests of one seat, in order. There are never many: one of each kind is waited for at a time. */
class RequestStream implements AsyncIterableIterator<DeviceEvent> {
  readonly #ended: () => void
  readonly #queue: DeviceEvent[] = []
  #waiting: ((result: IteratorResult<DeviceEvent>) => void) | null = null
  #isOver = false

  constructor(ended: () => void) {
    this.#ended = ended
  }

  push(event: DeviceEvent): void {
    if (this.#isOver) return
    if (this.#waiting === null) {
      this.#queue.push(event)
      // A page that asks for cards and never reads what it is asked: it is no reader of cards.
      if (this.#queue.length > longestQueue) this.end()
      return
    }
    this.#waiting({ done: false, value: event })
    this.#waiting = null
  }

  end(): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#ended()
    this.#waiting?.({ done: true, value: undefined })
    this.#waiting = null
  }

  next(): Promise<IteratorResult<DeviceEvent>> {
    const value = this.#queue.shift()
    if (value !== undefined) return Promise.resolve({ done: false, value })
    if (this.#isOver) return Promise.resolve({ done: true, value: undefined })
    return new Promise((resolve) => {
      this.#waiting = resolve
    })
  }

  return(): Promise<IteratorResult<DeviceEvent>> {
    this.end()
    return Promise.resolve({ done: true, value: undefined })
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.end()
  }
}

/** Events not yet taken that a stream bears. */
const longestQueue = 100
