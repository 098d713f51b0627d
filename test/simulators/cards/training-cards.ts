import { parentPort } from 'node:worker_threads'
import type { ProfessionalCard } from './professional.ts'
import {
  newProfessionalCard,
  newVitaleCard,
  professionals,
  type TrainingKeys,
  trainingKeys,
  vitales,
} from './training-deck.ts'
import kept from './training-keys.json' with { type: 'json' }
import type { VirtualCard } from './virtual-card.ts'

/**
 * The training reader: a thread of its own, started by the program, which is asked by messages and listens nowhere else. Two
 * slots, one for a professional card, one for a Vitale card; a card keeps the tries it lost as long as the thread lives.
 */

/** What may be asked. Every question has a number, which its answer bears. */
type Question =
  | { readonly ask: 'deck' }
  | { readonly ask: 'insert' | 'withdraw'; readonly cardId: string }
  | { readonly ask: 'transmit'; readonly slot: number; readonly turn: number; readonly command: Uint8Array }
  /** Of the professional card that is inserted: what it shows to anybody. */
  | { readonly ask: 'public'; readonly turn: number }
  | { readonly ask: 'present'; readonly turn: number; readonly pin: string }
  | { readonly ask: 'forget' }
  | {
      readonly ask: 'sign'
      readonly turn: number
      readonly key: 'authentication' | 'signature'
      readonly digestInfo: Uint8Array
    }

interface DeckCard {
  readonly cardId: string
  readonly kind: 'cps' | 'vitale'
  readonly label: string
  readonly card: VirtualCard
  readonly professional: { readonly card: ProfessionalCard; readonly keys: TrainingKeys } | null
}

const allKeys: Readonly<Record<string, Parameters<typeof trainingKeys>[0]>> = kept.cards
const deck: readonly DeckCard[] = [
  ...professionals.map((one): DeckCard => {
    const found = allKeys[one.cardId]
    if (found === undefined) throw new Error(`no key for ${one.cardId}: run make-training-keys.ts`)
    const keys = trainingKeys(found)
    const card = newProfessionalCard(one, keys)
    return { cardId: one.cardId, kind: 'cps', label: one.label, card, professional: { card, keys } }
  }),
  ...vitales.map(
    ({ cardId, label }): DeckCard => ({
      cardId,
      kind: 'vitale',
      label,
      card: newVitaleCard(cardId),
      professional: null,
    }),
  ),
]

/** A card in its slot; `turn` differs at each insertion. */
interface Inserted {
  readonly turn: number
  readonly of: DeckCard
}

const slotOf = { cps: 0, vitale: 1 } as const
const slots: [Inserted | null, Inserted | null] = [null, null]
let turns = 0

const port = parentPort
if (port === null) throw new Error('the training cards are a thread of the program')

function tellSlots(): void {
  const shown = slots.map((one) =>
    one === null ? null : { cardId: one.of.cardId, turn: one.turn, atr: one.of.card.atr },
  )
  port?.postMessage({ event: 'slots', slots: shown })
}

function insert(cardId: string): boolean {
  const of = deck.find((one) => one.cardId === cardId)
  if (of === undefined) return false
  const slot = slotOf[of.kind]
  if (slots[slot]?.of === of) return true
  turns += 1
  of.card.reset()
  slots[slot] = { turn: turns, of }
  tellSlots()
  return true
}

function withdraw(cardId: string): boolean {
  const slot = slots.findIndex((one) => one?.of.cardId === cardId)
  if (slot === -1) return false
  slots[slot]?.of.card.reset()
  slots[slot] = null
  tellSlots()
  return true
}

function professionalOf(turn: number): DeckCard['professional'] {
  const inserted = slots[slotOf.cps]
  return inserted?.turn === turn ? inserted.of.professional : null
}

async function answerTo(question: Question): Promise<unknown> {
  switch (question.ask) {
    case 'deck':
      return deck.map(({ cardId, kind, label }) => ({
        cardId,
        kind,
        label,
        inserted: slots.some((one) => one?.of.cardId === cardId),
      }))
    case 'insert':
      return insert(question.cardId)
    case 'withdraw':
      return withdraw(question.cardId)
    case 'transmit': {
      const inserted = slots[question.slot]
      if (inserted?.turn !== question.turn) return 'withdrawn'
      const reply = await inserted.of.card.transmit(question.command)
      return slots[question.slot]?.turn === question.turn ? reply : 'withdrawn'
    }
    case 'public': {
      const found = professionalOf(question.turn)
      return found === null
        ? null
        : {
            cardNumber: found.card.cardNumber,
            triesLeft: found.card.triesLeft(),
            authentication: found.keys.authentication.certificate,
            signature: found.keys.signature.certificate,
          }
    }
    case 'present': {
      const found = professionalOf(question.turn)
      if (found === null) return null
      // A card that is blocked says so, whatever the code.
      if (found.card.triesLeft() === 0) return { accepted: false, triesLeft: 0 }
      return found.card.verify(question.pin)
    }
    case 'forget':
      for (const { professional } of deck) professional?.card.forget()
      return true
    case 'sign':
      return professionalOf(question.turn)?.card.sign(question.key, question.digestInfo) ?? null
  }
}

port.on('message', ({ id, question }: { readonly id: number; readonly question: Question }) => {
  void answerTo(question).then((reply) => {
    port.postMessage({ id, reply })
  })
})
