import type { WorkstationState } from '#app/devices/workstation.ts'

/** Calls to the Assurance Maladie would be signed with a card, and nobody has agreed to it here. */
export interface AgreementRequest {
  readonly requestId: string
  /** The card that would sign; `null` for the one that is there. */
  readonly cardNumber: string | null
  agree(): void
  decline(): void
}

/**
 * What the holder of a card agreed to have signed without being asked each time: the calls to the Assurance Maladie, as long as
 * that card stays in its reader. In the memory of this page alone.
 */
export class Agreements {
  readonly #listeners = new Set<() => void>()
  readonly #agreed = new Set<number>()
  #current: AgreementRequest | null = null

  readonly current = () => this.#current
  readonly subscribe = (listener: () => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Whether whoever holds these cards agreed already: nothing would be asked. */
  holds(insertions: readonly number[]): boolean {
    return insertions.length > 0 && insertions.every((insertion) => this.#agreed.has(insertion))
  }

  /** Asks, once for an insertion; `false` when the person declined, `signal` ended, or no screen can ask. */
  async ask(
    requestId: string,
    cardNumber: string | null,
    insertions: readonly number[],
    signal: AbortSignal,
  ): Promise<boolean> {
    if (this.holds(insertions)) return true
    if (signal.aborted || this.#listeners.size === 0) return false
    this.#current?.decline()
    return new Promise((resolve) => {
      const end = (agreed: boolean) => {
        if (this.#current !== mine) return
        signal.removeEventListener('abort', decline)
        if (agreed) for (const insertion of insertions) this.#agreed.add(insertion)
        this.#become(null)
        resolve(agreed)
      }
      const decline = () => end(false)
      const mine: AgreementRequest = { requestId, cardNumber, agree: () => end(true), decline }
      signal.addEventListener('abort', decline, { once: true })
      this.#become(mine)
    })
  }

  /** Somebody else is at this seat: nobody has agreed to anything. */
  forget(): void {
    this.#agreed.clear()
    this.#current?.decline()
  }

  #become(request: AgreementRequest | null): void {
    this.#current = request
    for (const listener of this.#listeners) listener()
  }
}

/** The professional cards that are in readers now, each by its insertion. */
export function insertionsIn(state: WorkstationState | null): readonly number[] {
  return (state?.readers ?? []).flatMap(({ card }) => (card?.kind === 'cps' ? [card.insertion] : []))
}
