import { useEffect, useState } from 'react'
import type { WorkstationState } from '#app/devices/workstation.ts'
import { useCabinet } from './CabinetProvider.tsx'
import type { WorkstationClient, WorkstationLine } from './workstation-line.ts'

/**
 * Where the card stands that this page's session was opened with.
 * - `none`: nobody is at work here, or their session was opened without a card;
 * - `checking`: whether the card that is there is that one is being read;
 * - `seen`: it has been there ever since;
 * - `gone`: it was withdrawn or replaced, its reader is gone, or nobody can say: lock.
 */
export type SessionCard = 'none' | 'checking' | 'seen' | 'gone'

/** Readers that do not answer for longer are readers without the card, in ms. */
const lostMs = 2_000
/** A card may take so long to be read, in ms, while it is seen that there is one. */
const readingMs = 10_000
/** Between two readings of a card that another program holds for a moment, in ms. */
const againMs = 500

/** Follows one card from its number: found by reading it once for each line, then by its insertion alone. */
export class SessionCardWatch {
  readonly #readers: WorkstationLine
  readonly #cardNumber: string
  readonly #changed: (card: SessionCard) => void
  readonly #stop: () => void
  #told: SessionCard = 'checking'
  #known: { readonly generation: number; readonly insertion: number } | null = null
  #reading: WorkstationClient | null = null
  #deadline: { readonly timer: ReturnType<typeof setTimeout>; readonly why: 'lost' | 'reading' } | null = null

  constructor(readers: WorkstationLine, cardNumber: string, changed: (card: SessionCard) => void) {
    this.#readers = readers
    this.#cardNumber = cardNumber
    this.#changed = changed
    this.#stop = readers.subscribe(() => this.#look())
    this.#look()
  }

  /** Stops following it: nothing is told any more. */
  dispose(): void {
    this.#told = 'gone'
    this.#stop()
    this.#wait(null)
  }

  #look(): void {
    if (this.#told === 'gone') return
    const { status, state, workstation, generation } = this.#readers.view()
    if (status === 'absent') return this.#tell('gone')
    if (workstation === null || state === null || state.service === 'starting') return this.#wait('lost')
    if (this.#known?.generation === generation) {
      if (!isSeen(state, this.#known.insertion)) return this.#tell('gone')
      this.#wait(null)
      return this.#tell('seen')
    }
    // Another line: another process may give the same number to another card.
    if (!state.readers.some(({ card }) => card !== null && card.kind !== 'vitale')) return this.#tell('gone')
    this.#wait('reading')
    void this.#identify(workstation, generation)
  }

  async #identify(workstation: WorkstationClient, generation: number): Promise<void> {
    if (this.#reading === workstation) return
    this.#reading = workstation
    while (this.#reading === workstation && this.#told !== 'gone') {
      const read = await workstation.readProfessionalCard({}).catch(() => null)
      if (this.#reading !== workstation) return
      if (read?.ok === true) {
        this.#reading = null
        if (read.value.cardNumber !== this.#cardNumber) return this.#tell('gone')
        this.#known = { generation, insertion: read.value.insertion }
        return this.#look()
      }
      await new Promise((resolve) => setTimeout(resolve, againMs))
      if (this.#readers.view().workstation !== workstation) this.#reading = null
    }
  }

  /** Gives it a while to be there, once, whatever happens meanwhile; `null`, it is. */
  #wait(why: 'lost' | 'reading' | null): void {
    if (this.#deadline?.why === why) return
    clearTimeout(this.#deadline?.timer)
    this.#deadline = null
    if (why === null) return
    const timer = setTimeout(() => this.#tell('gone'), why === 'lost' ? lostMs : readingMs)
    this.#deadline = { timer, why }
  }

  #tell(card: SessionCard): void {
    if (this.#told === card) return
    if (this.#told === 'gone') return
    this.#told = card
    if (card === 'gone') {
      this.#stop()
      this.#wait(null)
    }
    this.#changed(card)
  }
}

function isSeen(state: WorkstationState, insertion: number): boolean {
  return state.readers.some(({ card }) => card?.insertion === insertion)
}

/** Follows the card that this page's session was opened with, as long as the session is not locked; see {@link SessionCard}. */
export function useSessionCard(): SessionCard {
  const { session, readers } = useCabinet()
  const isCard = session !== null && session !== undefined && !session.locked && session.openedWith.kind === 'card'
  const followed = isCard ? session.sessionId : null
  const cardNumber = isCard ? session.openedWith.cardNumber : null
  const [told, setTold] = useState<{ readonly by: string; readonly card: SessionCard } | null>(null)
  useEffect(() => {
    if (followed === null) return
    const by = `${followed} ${cardNumber ?? ''}`
    // A session opened with a card of which nobody knows which one it was.
    const watch = new SessionCardWatch(readers, cardNumber ?? '', (card) => setTold({ by, card }))
    return () => {
      watch.dispose()
      setTold(null)
    }
  }, [followed, cardNumber, readers])
  if (followed === null) return 'none'
  return told?.by === `${followed} ${cardNumber ?? ''}` ? told.card : 'checking'
}
