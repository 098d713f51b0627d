import type { ChangeEvent } from '#app/features/sessions/model.ts'
import type { Actor } from './work.ts'

/** Who may learn of a change, besides having a session that is not locked. */
export type Audience =
  /** Whoever may see the patient named by the event's `id`, and this user whether or not they see them any more. */
  | { readonly patient: string; readonly user?: string | null }
  /** One user, wherever they are signed in. */
  | { readonly user: string }
  /** One connection. */
  | { readonly connection: string }
  | 'everyone'

/** A connection that listens. */
export interface Listener {
  readonly connectionId: string
  readonly actor: Actor
}

/** Who a listener is now, and what they may see. */
export interface Sight {
  /** A user as they are now; `null` when they may no longer act. */
  actor(userId: string): Promise<Actor | null>
  /** What says who sees a patient: asked once for an event, however many listen. */
  whoSees(patientId: string): Promise<(actor: Actor) => boolean>
}

/** Streams of one connection: a page has one. Beyond, the oldest ends: nobody fills the memory of the core by listening. */
const mostStreams = 16

/** Beyond this many events not yet taken, a listener is told once to ask for everything again. */
const longestQueue = 200

/**
 * Carries what changed to the connections that may know. Events hold a kind, an identifier and a version, never data;
 * an `id` of `*` says « many: ask again ».
 */
export class ChangeHub {
  readonly #streams = new Set<ChangeStream>()
  readonly #sight: Sight

  constructor(sight: Sight) {
    this.#sight = sight
  }

  /** Listens until `signal` ends, or {@link endFor} is called for the connection. */
  watch(listener: Listener, signal: AbortSignal): AsyncIterableIterator<ChangeEvent> {
    const stream = new ChangeStream(listener, () => this.#streams.delete(stream))
    this.#streams.add(stream)
    const own = [...this.#streams].filter(({ listener: { connectionId } }) => connectionId === listener.connectionId)
    for (const oldest of own.slice(0, -mostStreams)) oldest.end()
    if (signal.aborted) stream.end()
    else signal.addEventListener('abort', () => stream.end(), { once: true })
    return stream
  }

  /** Ends what a connection was watching: at lock, at sign-out, when it goes away. */
  endFor(connectionId: string): void {
    for (const stream of this.#streams) if (stream.listener.connectionId === connectionId) stream.end()
  }

  /** Sends an event to whoever may know. Never throws: a listener that cannot be checked is told nothing. */
  async publish(event: ChangeEvent, audience: Audience): Promise<void> {
    if (this.#streams.size === 0) return
    const mayKnow = await this.#rule(audience).catch(() => () => false)
    await Promise.all(
      [...this.#streams].map(async (stream) => {
        // As they are now: since they began to listen, their rights may have been narrowed, or their access ended.
        const actor = await this.#sight.actor(stream.listener.actor.userId).catch(() => null)
        if (actor !== null && mayKnow(actor, stream.listener)) stream.push(event)
      }),
    )
  }

  async #rule(audience: Audience): Promise<(actor: Actor, listener: Listener) => boolean> {
    if (audience === 'everyone') return () => true
    if ('connection' in audience) return (_actor, listener) => audience.connection === listener.connectionId
    if (!('patient' in audience)) return (actor) => audience.user === actor.userId
    const { patient, user } = audience
    const sees =
      patient === '*'
        ? (actor: Actor) => actor.permissions.includes('patient.read')
        : await this.#sight.whoSees(patient)
    return (actor) => actor.userId === user || sees(actor)
  }
}

/** One listener's events, in order, with one « ask again » in place of a queue too long. */
class ChangeStream implements AsyncIterableIterator<ChangeEvent> {
  readonly listener: Listener
  readonly #ended: () => void
  #queue: ChangeEvent[] = []
  #waiting: ((result: IteratorResult<ChangeEvent>) => void) | null = null
  #over = false

  constructor(listener: Listener, ended: () => void) {
    this.listener = listener
    this.#ended = ended
  }

  push(event: ChangeEvent): void {
    if (this.#over) return
    if (this.#waiting !== null) {
      this.#waiting({ done: false, value: event })
      this.#waiting = null
      return
    }
    this.#queue.push(event)
    if (this.#queue.length > longestQueue) {
      const kinds = new Set(this.#queue.map((queued) => queued.kind))
      this.#queue = [...kinds].map((kind) => ({ kind, id: '*', version: 0 }))
    }
  }

  end(): void {
    if (this.#over) return
    this.#over = true
    this.#ended()
    this.#waiting?.({ done: true, value: undefined })
    this.#waiting = null
  }

  next(): Promise<IteratorResult<ChangeEvent>> {
    const value = this.#queue.shift()
    if (value !== undefined) return Promise.resolve({ done: false, value })
    if (this.#over) return Promise.resolve({ done: true, value: undefined })
    return new Promise((resolve) => {
      this.#waiting = resolve
    })
  }

  return(): Promise<IteratorResult<ChangeEvent>> {
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
