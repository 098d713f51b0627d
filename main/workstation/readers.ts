import { setTimeout as sleep } from 'node:timers/promises'
import type { Diagnostic } from '#app/devices/workstation.ts'
import { PcscAbsent, PcscFailure } from '#native/pcsc/codes.ts'
import {
  loadPcsc,
  type Pcsc,
  type PcscContext,
  readerArrivals,
  readerBits,
  type ReaderSight,
} from '#native/pcsc/library.ts'
import { cardFailureOf, connectionTo, connectTimeoutMs, inTime } from './card-connection.ts'
import { driverOf } from './drivers.ts'
import {
  type CardConnection,
  CardFailure,
  type CardReaders,
  type ConnectOptions,
  type FailureLog,
  type Insertions,
  type ReadersState,
} from './ports.ts'
import { type FollowedReader, followReader } from './sights.ts'

/** The readers of PC/SC, and what the diagnostic tells of its library and drivers. */
export interface PcscReaders extends CardReaders {
  /** « libpcsclite.so.1 »; `null` while none is loaded. */
  readonly library: () => string | null
  /** Who made each reader, as its driver says. Asks the readers, not their cards. */
  readonly drivers: () => Promise<Diagnostic['drivers']>
}

/** Waits before the service is asked again, in ms: the last one for ever. A service that starts is found within 5 s. */
const askAgainMs = [250, 500, 1000, 2000, 5000] as const
/** Before a library is looked for again, in ms: it may be installed while the program runs. */
const libraryAgainMs = 30_000
/** On macOS no call waits for a reader to be plugged: readers are listed that often, in ms. Cards are waited for. */
const listAgainMs = 2000
/** When a list that was just read is looked at again, in ms: a reader may come while the wait begins. */
const lookAgainMs = 150
/** While another program keeps a card for itself, how often its reader is looked at, in ms: pcscd does not tell its release. */
const lookForReleaseMs = 1000
/** How long a service may take to see that a card is gone, in ms: pcscd looks at some readers every 400 ms. */
const withdrawalMs = 700
/** A driver that never stops saying that something changed is heard that many times a second. */
const mostWakesPerSecond = 40

const ofReaders: ReadonlySet<string> = new Set([
  'SCARD_E_CANCELLED',
  'SCARD_E_UNKNOWN_READER',
  'SCARD_E_READER_UNAVAILABLE',
  'SCARD_E_NO_READERS_AVAILABLE',
  'SCARD_E_TIMEOUT',
])

/** What the readers are made of; tests give another library. */
export interface PcscReadersParts {
  readonly insertions: Insertions
  readonly failures: FailureLog
  readonly load?: () => Promise<Pcsc>
}

/** Follows the readers of this computer from now on, through whatever happens to its service, until closed. */
export function followPcscReaders(parts: PcscReadersParts): PcscReaders {
  return new Follower(parts)
}

class Follower implements PcscReaders {
  readonly #insertions: Insertions
  readonly #failures: FailureLog
  readonly #load: () => Promise<Pcsc>
  readonly #listeners = new Set<(state: ReadersState) => void>()
  readonly #followed = new Map<string, FollowedReader>()
  /** Readers whose driver has not come back from a call we no longer wait for. */
  readonly #stuck = new Set<string>()
  /** Readers that a connection of ours has for itself: they are not in somebody else's hands. */
  readonly #ours = new Set<string>()
  /** A refusal told more than the service did: readers are asked again how they are. */
  #isDoubted = false
  readonly #end = new AbortController()
  readonly #over: Promise<void>
  #state: ReadersState = { service: 'starting', readers: [] }
  #pcsc: Pcsc | null = null
  #context: PcscContext | null = null
  #wasReady = false
  #attempts = 0

  constructor({ insertions, failures, load = loadPcsc }: PcscReadersParts) {
    this.#insertions = insertions
    this.#failures = failures
    this.#load = load
    this.#over = this.#run()
  }

  readonly state = () => this.#state
  readonly library = () => this.#pcsc?.library ?? null
  readonly watch = (changed: (state: ReadersState) => void) => {
    // A function of its own: the same listener may be given twice.
    const listener = (state: ReadersState) => changed(state)
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  readonly close = async () => {
    if (!this.#end.signal.aborted) this.#end.abort()
    this.#listeners.clear()
    // One cancellation may come before the wait it was meant for.
    const again = setInterval(() => this.#context?.cancel(), 50)
    this.#context?.cancel()
    await this.#over
    clearInterval(again)
  }

  async #run(): Promise<void> {
    while (!this.#end.signal.aborted) {
      try {
        this.#pcsc ??= await this.#load()
        await this.#follow(this.#pcsc)
      } catch (error) {
        if (this.#end.signal.aborted) return
        await this.#pause(this.#say(error))
      }
    }
  }

  /** Says what state a failure leaves the service in, and gives the wait before it is asked again, in ms. */
  #say(error: unknown): number {
    this.#followed.clear()
    if (error instanceof PcscAbsent) {
      if (this.#state.service !== 'library-absent') this.#note('load', 'LIBRARY_ABSENT')
      this.#become('library-absent')
      return libraryAgainMs
    }
    const service = this.#wasReady ? 'service-lost' : 'service-absent'
    const { code } = cardFailureOf(error)
    if (this.#state.service !== service) this.#note('follow', code)
    this.#become(service)
    const waitMs = askAgainMs[Math.min(this.#attempts, askAgainMs.length - 1)] ?? 5000
    this.#attempts += 1
    return waitMs
  }

  /** Until the service fails, or this is closed. */
  async #follow(pcsc: Pcsc): Promise<void> {
    const context = await pcsc.establish()
    const lister = await pcsc.establish().catch(async (error: unknown) => {
      await context.release()
      throw error
    })
    this.#context = context
    const pace = pacer()
    try {
      let tellsArrivals = true
      let isListed = false
      while (!this.#end.signal.aborted) {
        if (!isListed) await this.#list(context)
        const names = [...this.#followed.keys()]
        if (this.#isDoubted && names.length > 0) {
          this.#isDoubted = false
          this.#see(await context.waitForChange(names.map(unseen), 0))
        }
        if (this.#end.signal.aborted) return
        const look = tellsArrivals && !isListed ? this.#lookAgain(context, lister, names) : undefined
        isListed = true
        try {
          const sights = await this.#wait(context, names, tellsArrivals)
          const [arrivals] = sights
          if (arrivals !== undefined && arrivals.reader === readerArrivals) {
            if ((arrivals.bits & readerBits.unknown) !== 0) tellsArrivals = false
            if ((arrivals.bits & readerBits.changed) !== 0) isListed = false
          }
          if (!tellsArrivals || sights.some(({ bits }) => (bits & readerBits.unknown) !== 0)) isListed = false
          this.#see(sights)
        } catch (error) {
          if (!(error instanceof PcscFailure) || !ofReaders.has(error.code)) throw error
          isListed = false
        } finally {
          clearTimeout(look)
        }
        await pace()
      }
    } finally {
      this.#context = null
      await lister.release()
      await context.release()
    }
  }

  async #list(context: PcscContext): Promise<void> {
    const names = new Set(await context.listReaders())
    for (const name of this.#followed.keys()) if (!names.has(name)) this.#followed.delete(name)
    const added = [...names].filter((name) => !this.#followed.has(name))
    if (added.length > 0) {
      this.#see(await context.waitForChange(added.map(unseen), 0), false)
    }
    this.#become('ready')
  }

  #wait(context: PcscContext, names: readonly string[], tellsArrivals: boolean): Promise<readonly ReaderSight[]> {
    const known = names.map((reader) => ({
      ...unseen(reader),
      bits: this.#followed.get(reader)?.bits ?? 0,
    }))
    if (tellsArrivals) {
      // Windows compares the number of readers it is told, in the high half, with those it has.
      const arrivals = { ...unseen(readerArrivals), bits: process.platform === 'win32' ? names.length << 16 : 0 }
      const inUse = this.#state.readers.some(({ status }) => status === 'in-use')
      return context.waitForChange([arrivals, ...known], inUse ? lookForReleaseMs : null)
    }
    return known.length === 0
      ? sleep(listAgainMs, [], { signal: this.#end.signal })
      : context.waitForChange(known, listAgainMs)
  }

  /** Lists once more while the wait is under way, and ends it where a reader came or went before it began. */
  #lookAgain(context: PcscContext, lister: PcscContext, names: readonly string[]): NodeJS.Timeout {
    return setTimeout(() => {
      void lister.listReaders().then(
        (found) => {
          if (found.length !== names.length || found.some((name) => !names.includes(name))) context.cancel()
        },
        // The wait learns it too.
        () => undefined,
      )
    }, lookAgainMs)
  }

  #see(sights: readonly ReaderSight[], tell = true): void {
    for (const sight of sights) {
      if (sight.reader === readerArrivals) continue
      const bits = this.#ours.has(sight.reader) ? sight.bits & ~readerBits.exclusive : sight.bits
      const before = this.#followed.get(sight.reader)
      this.#followed.set(sight.reader, followReader(before, { ...sight, bits: bits >>> 0 }, this.#insertions))
    }
    if (tell) this.#become('ready')
  }

  #become(service: ReadersState['service']): void {
    if (this.#end.signal.aborted) return
    if (service === 'ready') {
      this.#wasReady = true
      this.#attempts = 0
    }
    const readers = [...this.#followed.values()].map(({ seen }) => seen)
    const former = this.#state
    if (
      former.service === service &&
      former.readers.length === readers.length &&
      readers.every((seen, index) => seen === former.readers[index])
    ) {
      return
    }
    this.#state = { service, readers }
    for (const listener of this.#listeners) listener(this.#state)
  }

  /** Whether something shown stays so for {@link withdrawalMs}. */
  async #isStill(shown: () => boolean): Promise<boolean> {
    const changed = Promise.withResolvers<void>()
    const stop = this.watch(() => {
      if (!shown()) changed.resolve()
    })
    if (shown()) await Promise.race([changed.promise, this.#pause(withdrawalMs)])
    stop()
    return shown()
  }

  async #pause(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.#end.signal }).catch(() => undefined)
  }

  #note(doing: string, code: string, reader: string | null = null): void {
    this.#failures.note({ reader, doing, code })
  }

  readonly connect = async (reader: string, options: ConnectOptions = {}): Promise<CardConnection> => {
    const pcsc = this.#pcsc
    if (pcsc === null || this.#state.service !== 'ready') {
      throw new CardFailure('readers.unavailable', this.#state.service.toUpperCase())
    }
    const seen = this.#followed.get(reader)?.seen
    if (seen === undefined || seen.status === 'unusable') throw new CardFailure('reader.absent', 'NOT_SEEN')
    if (seen.status === 'mute') throw new CardFailure('card.unreadable', 'SCARD_W_UNRESPONSIVE_CARD')
    if (seen.card === null) throw new CardFailure('card.absent', 'NOT_SEEN')
    if (this.#stuck.has(reader)) throw new CardFailure('card.slow', 'STUCK')
    const { insertion } = seen.card
    try {
      return await this.#take(pcsc, reader, insertion, options)
    } catch (error) {
      const failure = cardFailureOf(error)
      this.#note('connect', failure.code, reader)
      if (failure.problem === 'card.in-use') {
        this.#isDoubted = true
        this.#context?.cancel()
      }
      throw failure
    }
  }

  async #take(pcsc: Pcsc, reader: string, insertion: number, { exclusive = false }: ConnectOptions) {
    const share = exclusive ? 'exclusive' : 'shared'
    const isThere = () => this.#followed.get(reader)?.seen.card?.insertion === insertion
    const isStillThere = () => this.#isStill(isThere)
    const taking = (async () => {
      const context = await pcsc.establish()
      try {
        const card = await context.connect(reader, share)
        return { context, card, atr: await card.atr() }
      } catch (error) {
        await context.release()
        throw error
      }
    })()
    try {
      const { context, card, atr } = await inTime(taking, connectTimeoutMs)
      if (!isThere()) {
        await card.disconnect('leave')
        await context.release()
        throw new CardFailure('card.withdrawn', 'REPLACED')
      }
      if (exclusive) this.#ours.add(reader)
      const closed = () => void this.#ours.delete(reader)
      const slow = () => void this.#stuck.add(reader)
      const over = () => void this.#stuck.delete(reader)
      return connectionTo({
        context,
        card,
        atr,
        reader,
        insertion,
        share,
        failures: this.#failures,
        isStillThere,
        closed,
        slow,
        over,
      })
    } catch (error) {
      if (cardFailureOf(error).code === 'TIMEOUT') void this.#letGoLater(reader, taking)
      throw error
    }
  }

  async #letGoLater(
    reader: string,
    taking: Promise<{ context: PcscContext; card: { disconnect(how: 'leave'): Promise<void> } }>,
  ) {
    this.#stuck.add(reader)
    try {
      const { card, context } = await taking
      await card.disconnect('leave')
      await context.release()
    } catch {
      // It failed in the end: nothing is held.
    }
    this.#stuck.delete(reader)
  }

  readonly drivers = async (): Promise<Diagnostic['drivers']> => {
    const pcsc = this.#pcsc
    if (pcsc === null || this.#state.service !== 'ready') return []
    const told = this.#state.readers.map(async ({ name }) => {
      const nothing = { reader: name, maker: null, version: null }
      return inTime(driverOf(pcsc, name), 2000).catch(() => nothing)
    })
    return Promise.all(told)
  }
}

function unseen(reader: string): ReaderSight {
  return { reader, bits: 0, atr: new Uint8Array() }
}

/** Lets a loop through {@link mostWakesPerSecond} times a second, and makes it wait beyond. */
function pacer(): () => Promise<void> {
  let since = performance.now()
  let wakes = 0
  return async () => {
    wakes += 1
    const elapsed = performance.now() - since
    if (elapsed >= 1000) {
      since = performance.now()
      wakes = 0
    } else if (wakes >= mostWakesPerSecond) await sleep(1000 - elapsed)
  }
}
