import type { TrainingCard } from '#app/devices/workstation.ts'
import type { FailureLog, Insertions, Training } from './ports.ts'
import { fieldOf, openTrainingLine, type TrainingLine } from './training-line.ts'
import { trainingProfessionalCards } from './training-professional-cards.ts'
import { openTrainingReaders } from './training-readers.ts'

/** What training is made of. */
export interface TrainingParts {
  /** The training cards as they were built: a module that Node runs. */
  readonly program: string | URL
  readonly insertions: Insertions
  readonly failures: FailureLog
}

/** The training reader and its cards, in a thread of their own that lives from the first question to the last. */
export function trainingReader({ program, insertions, failures }: TrainingParts): Training {
  let line: TrainingLine | null = null
  let starting: Promise<readonly TrainingCard[] | null> | null = null
  const watchers = new Set<() => void>()
  const readers = openTrainingReaders(insertions)
  const tell = () => {
    for (const changed of watchers) changed()
  }
  const deck = async (): Promise<readonly TrainingCard[]> => {
    const cards = await line?.ask({ ask: 'deck' }).catch(() => null)
    return Array.isArray(cards) ? cards.flatMap(trainingCard) : []
  }
  const open = async (): Promise<readonly TrainingCard[] | null> => {
    const opened = openTrainingLine(program, {
      slots: readers.set,
      lost: () => {
        if (line !== opened) return
        failures.note({ reader: null, doing: 'training', code: 'ENDED' })
        line = null
        readers.hide()
        tell()
      },
    })
    line = opened
    readers.show(opened)
    const cards = await deck()
    // It did not start: what was shown of it is already taken back.
    if (line !== opened) return null
    tell()
    return cards
  }
  const put = async (ask: 'insert' | 'withdraw', cardId: string): Promise<boolean> =>
    (await line?.ask({ ask, cardId }).catch(() => false)) === true

  return {
    start: async () => {
      if (line !== null && starting === null) return deck()
      starting ??= open().finally(() => {
        starting = null
      })
      return starting
    },
    cards: deck,
    insert: (cardId) => put('insert', cardId),
    withdraw: (cardId) => put('withdraw', cardId),
    stop: async () => {
      const ended = line
      if (ended === null) return
      line = null
      readers.hide()
      tell()
      await ended.end()
    },
    running: () => line !== null,
    watch: (changed) => {
      watchers.add(changed)
      return () => void watchers.delete(changed)
    },
    readers,
    professionalCards: trainingProfessionalCards(readers, () => line),
  }
}

function trainingCard(one: unknown): readonly TrainingCard[] {
  const [cardId, kind, label] = [fieldOf(one, 'cardId'), fieldOf(one, 'kind'), fieldOf(one, 'label')]
  if (typeof cardId !== 'string' || typeof label !== 'string' || (kind !== 'cps' && kind !== 'vitale')) return []
  return [{ cardId, kind, label, inserted: fieldOf(one, 'inserted') === true }]
}
