import { cardModelOf } from '#app/devices/card-models.ts'
import type { SeenReader } from '#app/devices/workstation.ts'
import { trainingReaders as names } from '#app/text/fr/training-reader.ts'
import { type CardConnection, CardFailure, type CardReaders, type Insertions, type ReadersState } from './ports.ts'
import type { TrainingLine, TrainingSlot } from './training-line.ts'

/** The two slots of the training reader, shown as two readers. */
export interface TrainingReaders extends CardReaders {
  /** The reader is there, empty, and speaks through this line. */
  readonly show: (line: TrainingLine) => void
  /** What is in the slots now. */
  readonly set: (slots: readonly (TrainingSlot | null)[]) => void
  /** The reader is taken away, with its cards. */
  readonly hide: () => void
  /** The turn of the card that has this insertion, `null` when it is no longer there. */
  readonly turnOf: (insertion: number) => number | null
  /** The insertion of the card of a slot. */
  readonly insertionIn: (slot: number) => number | null
}

/** How long a command may take where the caller does not say, ms. */
const patienceMs = 10_000

interface Shown {
  readonly reader: SeenReader
  readonly slot: TrainingSlot | null
}

/** @param insertions Shared with the readers of this computer: no number is given twice. */
export function openTrainingReaders(insertions: Insertions): TrainingReaders {
  let line: TrainingLine | null = null
  let shown: readonly Shown[] = []
  const watchers = new Set<(state: ReadersState) => void>()
  const state = (): ReadersState => ({ service: 'ready', readers: shown.map(({ reader }) => reader) })
  const put = (next: readonly Shown[]) => {
    shown = next
    for (const tell of watchers) tell(state())
  }
  const empty = (name: string): Shown => ({
    reader: { name, status: 'empty', card: null, training: true },
    slot: null,
  })
  const withCard = (before: Shown | undefined, name: string, slot: TrainingSlot): Shown => {
    if (before?.slot?.turn === slot.turn) return before
    const atr = Buffer.from(slot.atr).toString('hex').toUpperCase()
    const card = { ...cardModelOf(atr), atr, insertion: insertions.next(), training: true }
    return { reader: { name, status: 'card', card, training: true }, slot }
  }
  /** One command at a time, and one transaction: the others wait. */
  const queues = new Map<number, Promise<unknown>>()
  const inTurn = <T>(slot: number, work: () => Promise<T>): Promise<T> => {
    const mine = (queues.get(slot) ?? Promise.resolve()).then(work, work)
    queues.set(slot, mine)
    return mine
  }

  return {
    state,
    watch: (changed) => {
      watchers.add(changed)
      return () => void watchers.delete(changed)
    },
    show: (started) => {
      line = started
      put(names.map(empty))
    },
    set: (slots) => {
      if (line === null) return
      put(
        names.map((name, at) => {
          const slot = slots[at] ?? null
          return slot === null ? empty(name) : withCard(shown[at], name, slot)
        }),
      )
    },
    hide: () => {
      line = null
      put([])
    },
    turnOf: (insertion) => shown.find(({ reader }) => reader.card?.insertion === insertion)?.slot?.turn ?? null,
    insertionIn: (slot) => shown[slot]?.reader.card?.insertion ?? null,
    connect: (name) => {
      const at = shown.findIndex(({ reader }) => reader.name === name)
      const found = shown[at]
      if (found === undefined || line === null) return Promise.reject(new CardFailure('reader.absent', 'TRAINING'))
      const { slot, reader } = found
      if (slot === null || reader.card === null) return Promise.reject(new CardFailure('card.absent', 'TRAINING'))
      return Promise.resolve(connection({ line, at, slot, name, insertion: reader.card.insertion, inTurn }))
    },
    close: () => Promise.resolve(),
  }
}

function connection(card: {
  readonly line: TrainingLine
  readonly at: number
  readonly slot: TrainingSlot
  readonly name: string
  readonly insertion: number
  readonly inTurn: <T>(slot: number, work: () => Promise<T>) => Promise<T>
}): CardConnection {
  const { line, at, slot, name, insertion, inTurn } = card
  let useless: CardFailure | null = null
  let last: Promise<unknown> = Promise.resolve()
  const send = async (command: Uint8Array, timeoutMs: number): Promise<Uint8Array> => {
    if (useless !== null) throw useless
    const reply = await before(
      timeoutMs,
      // Silence of a virtual card is told at once: it is waited for as that of a real one.
      line.ask({ ask: 'transmit', slot: at, turn: slot.turn, command }).then(
        (said) => (said === null ? new Promise<never>(() => undefined) : said),
        () => 'withdrawn',
      ),
    )
    if (reply instanceof Uint8Array) return reply
    useless =
      reply === 'slow' ? new CardFailure('card.slow', 'TRAINING_SILENT') : new CardFailure('card.withdrawn', 'TRAINING')
    throw useless
  }
  return {
    reader: name,
    insertion,
    atr: slot.atr,
    transmit: (command, timeoutMs = patienceMs) => {
      const mine = last.then(
        () => send(command, timeoutMs),
        () => send(command, timeoutMs),
      )
      last = mine
      return mine
    },
    transaction: (work) => inTurn(at, work),
    close: () => {
      useless ??= new CardFailure('card.withdrawn', 'TRAINING_CLOSED')
      return Promise.resolve()
    },
  }
}

function before<T>(milliseconds: number, reply: Promise<T>): Promise<T | 'slow'> {
  return new Promise((resolve, reject) => {
    const limit = setTimeout(() => resolve('slow'), milliseconds)
    reply.then(resolve, reject).finally(() => clearTimeout(limit))
  })
}
