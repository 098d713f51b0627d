import type { RefusedBecause } from '#app/kernel/greeting.ts'
import { type AnyOperation, type InputOf, policyOf } from '#app/kernel/operation.ts'
import { callOver, ConnectionLost } from '#app/kernel/reply.ts'
import { type CabinetClient, type CallReply, connectionLost, type Link } from './client.ts'

/** Where the line to the cabinet stands. `generation` grows each time another line replaces a lost one. */
export type ConnectionState =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'ready'; readonly generation: number }
  | { readonly kind: 'lost'; readonly since: Date }
  /** The host does not let this seat in. `program` is its version. */
  | { readonly kind: 'refused'; readonly because: RefusedBecause; readonly program: string }

/** What was under way when the line broke is waited for this long, in ms: a little longer than a session is. */
const patienceMs = 130_000

/** Refusals that mean the session did not come back with the line. */
const sessionLost: ReadonlySet<string> = new Set(['locked', 'unauthenticated', 'cabinet.not-open'])

/**
 * A client over one line after another. What was asked when a line broke is asked again on the next one: a command under
 * the same key, so that it is done once. What is asked while there is no line is refused at once.
 */
export class Line {
  #state: ConnectionState = { kind: 'connecting' }
  #generation = 0
  #link: Link | null = null
  #user: string | null = null
  #commands = 0
  readonly #listeners = new Set<() => void>()
  readonly #first = Promise.withResolvers<void>()

  readonly client: CabinetClient = {
    call: async (operation, input, options) => {
      if (this.#state.kind === 'connecting') await this.#first.promise
      const { kind, audit } = policyOf(operation)
      if (kind !== 'command') return this.#ask(operation, input, options?.signal, undefined)
      // What is no act (a draft, a layout) may be done twice without harm: nobody waits for it.
      if (typeof audit !== 'string') return this.#ask(operation, input, options?.signal, crypto.randomUUID())
      this.#commands += 1
      try {
        return await this.#ask(operation, input, options?.signal, crypto.randomUUID())
      } finally {
        this.#commands -= 1
        this.#announce()
      }
    },
  }
  readonly state = () => this.#state
  readonly subscribe = (listener: () => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }
  /** Acts whose answer is not known yet. */
  readonly underWay = () => this.#commands
  /** Settles once every act sent is known to be done, or not. */
  readonly settled = () =>
    new Promise<void>((resolve) => {
      const look = () => {
        if (this.#commands > 0) return
        this.#listeners.delete(look)
        resolve()
      }
      this.#listeners.add(look)
      look()
    })

  /** Says who is signed in and not locked: what somebody asked is sent again for them alone. */
  readonly actFor = (userId: string | null) => {
    this.#user = userId
    this.#announce()
  }

  open(link: Link, resumed: boolean): void {
    this.#generation += 1
    this.#link = link
    if (!resumed) this.#user = null
    this.#become({ kind: 'ready', generation: this.#generation })
  }
  cut(): void {
    this.#link = null
    if (this.#state.kind !== 'lost') this.#become({ kind: 'lost', since: new Date() })
  }
  refuse(because: RefusedBecause, program: string): void {
    this.#link = null
    this.#become({ kind: 'refused', because, program })
  }

  #become(state: ConnectionState): void {
    this.#state = state
    this.#first.resolve()
    this.#announce()
  }

  #announce(): void {
    for (const listener of this.#listeners) listener()
  }

  async #ask<O extends AnyOperation>(
    operation: O,
    input: InputOf<O>,
    signal: AbortSignal | undefined,
    key: string | undefined,
  ): Promise<CallReply<O>> {
    const { kind, needs } = policyOf(operation)
    const caller = needs === 'session' || needs === 'active-session' ? this.#user : null
    let brokeAt: number | null = null
    for (;;) {
      if (brokeAt !== null && !(await this.#isBack(brokeAt, caller, signal))) return connectionLost(this.#since())
      const link = this.#link
      if (link === null) {
        if (brokeAt === null) return connectionLost(this.#since())
        continue
      }
      try {
        const reply = await callOver(link, operation, input, {
          ...(signal === undefined ? {} : { signal }),
          ...(key === undefined ? {} : brokeAt === null ? { key } : { key, again: true }),
        })
        const lost = brokeAt !== null && caller !== null && !reply.ok && sessionLost.has(reply.problem)
        if (!lost || key === undefined) return reply
        // Whether it was done is not known: the same person comes back, and it is sent again under its key.
        this.#user = null
        if (!(await this.#isBack(brokeAt ?? 0, caller, signal))) return reply
      } catch (error) {
        if (!(error instanceof ConnectionLost)) throw error
        // A stream that broke is followed again by whoever follows it; anything else is asked on the next line.
        if (kind === 'subscription') return connectionLost(this.#since())
        brokeAt ??= performance.now()
        if (this.#link === link) await new Promise((resolve) => setTimeout(resolve, 50))
        if (this.#link === link) return connectionLost(this.#since())
      }
    }
  }

  /** Waits for a line, and for the person who asked; false when it lasts too long. */
  #isBack(brokeAt: number, caller: string | null, signal: AbortSignal | undefined): Promise<boolean> {
    return new Promise((resolve, reject) => {
      const end = (settle: () => void) => {
        clearTimeout(impatience)
        this.#listeners.delete(look)
        signal?.removeEventListener('abort', giveUp)
        settle()
      }
      const look = () => {
        if (this.#link !== null && (caller === null || this.#user === caller)) end(() => resolve(true))
      }
      const giveUp = () => end(() => reject(signal?.reason as Error))
      const leftMs = brokeAt + patienceMs - performance.now()
      const impatience = setTimeout(() => end(() => resolve(false)), Math.max(0, leftMs))
      if (signal?.aborted === true) return giveUp()
      signal?.addEventListener('abort', giveUp)
      this.#listeners.add(look)
      look()
    })
  }

  #since(): Date {
    return this.#state.kind === 'lost' ? this.#state.since : new Date()
  }
}
