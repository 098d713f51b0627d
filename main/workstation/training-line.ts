import { Worker } from 'node:worker_threads'

/** A slot of the training reader, with what is in it. */
export interface TrainingSlot {
  readonly cardId: string
  /** Another insertion is another turn. */
  readonly turn: number
  readonly atr: Uint8Array
}

/** What the training cards are asked; see `test/simulators/cards/training-cards.ts`, which shares nothing with this file. */
export type TrainingQuestion =
  | { readonly ask: 'deck' }
  | { readonly ask: 'insert' | 'withdraw'; readonly cardId: string }
  | { readonly ask: 'transmit'; readonly slot: number; readonly turn: number; readonly command: Uint8Array }
  | { readonly ask: 'public'; readonly turn: number }
  | { readonly ask: 'present'; readonly turn: number; readonly pin: string }
  | { readonly ask: 'forget' }
  | {
      readonly ask: 'sign'
      readonly turn: number
      readonly key: 'authentication' | 'signature'
      readonly digestInfo: Uint8Array
    }

/** The thread of the training cards. */
export interface TrainingLine {
  /** What it answers, as it came: read it with {@link fieldOf}. Rejects when the thread is gone. */
  readonly ask: (question: TrainingQuestion) => Promise<unknown>
  readonly end: () => Promise<void>
}

/** Its ends. */
export interface TrainingEvents {
  readonly slots: (slots: readonly (TrainingSlot | null)[]) => void
  /** It ended by itself: everything asked was rejected. */
  readonly lost: () => void
}

/**
 * Starts the training cards: a module built apart, in a thread of its own that shares nothing with this process but its
 * messages. A thread, because a packed program may start no Node beside it; and no socket, so that no other program of this
 * computer can put a card in the reader.
 */
export function openTrainingLine(program: string | URL, events: TrainingEvents): TrainingLine {
  const worker = new Worker(program, { execArgv: [], env: {}, stdout: true, stderr: true })
  // A simulator has nothing to say in this program's log.
  worker.stdout.resume()
  worker.stderr.resume()
  worker.unref()
  const waiting = new Map<number, PromiseWithResolvers<unknown>>()
  let asked = 0
  let over = false
  const giveUp = () => {
    over = true
    for (const one of waiting.values()) one.reject(new Error('the training cards ended'))
    waiting.clear()
  }
  worker.on('message', (message: unknown) => {
    const id = fieldOf(message, 'id')
    if (fieldOf(message, 'event') === 'slots') events.slots(readSlots(fieldOf(message, 'slots')))
    else if (typeof id === 'number') {
      waiting.get(id)?.resolve(fieldOf(message, 'reply'))
      waiting.delete(id)
    }
  })
  const lose = () => {
    if (over) return
    giveUp()
    events.lost()
  }
  worker.on('error', lose)
  worker.on('exit', lose)
  return {
    ask: (question) => {
      if (over) return Promise.reject(new Error('the training cards ended'))
      asked += 1
      const reply = Promise.withResolvers<unknown>()
      waiting.set(asked, reply)
      worker.postMessage({ id: asked, question })
      return reply.promise
    },
    end: async () => {
      giveUp()
      await worker.terminate()
    },
  }
}

/** A field of what came, `undefined` where there is none. */
export function fieldOf(message: unknown, name: string): unknown {
  return typeof message === 'object' && message !== null
    ? Object.entries(message).find(([key]) => key === name)?.[1]
    : undefined
}

function readSlots(slots: unknown): readonly (TrainingSlot | null)[] {
  if (!Array.isArray(slots)) return []
  return slots.map((one: unknown) => {
    const [cardId, turn, atr] = [fieldOf(one, 'cardId'), fieldOf(one, 'turn'), fieldOf(one, 'atr')]
    return typeof cardId === 'string' && typeof turn === 'number' && atr instanceof Uint8Array
      ? { cardId, turn, atr }
      : null
  })
}
