/** A card must sign, and its code was not entered here. Whoever shows it gives the code to `workstation.enterPin`. */
export interface PinRequest {
  readonly requestId: string
  /** The card meant; `null` for the one that is there. */
  readonly cardNumber: string | null
  /** The code was entered: the card is asked again. */
  entered(): void
  /** The person does not want it signed. */
  giveUp(): void
}

/** The code that is asked for now, if any, and whether a screen shows it. */
export class PinRequests {
  readonly #listeners = new Set<() => void>()
  #current: PinRequest | null = null

  readonly current = () => this.#current
  readonly subscribe = (listener: () => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Asks for a code until it was entered; `false` when the person gave up, `signal` ended, or no screen can ask. */
  ask(requestId: string, cardNumber: string | null, signal: AbortSignal): Promise<boolean> {
    if (signal.aborted || this.#listeners.size === 0) return Promise.resolve(false)
    this.#current?.giveUp()
    return new Promise((resolve) => {
      const end = (entered: boolean) => {
        if (this.#current !== mine) return
        signal.removeEventListener('abort', giveUp)
        this.#become(null)
        resolve(entered)
      }
      const giveUp = () => end(false)
      const mine: PinRequest = { requestId, cardNumber, entered: () => end(true), giveUp }
      signal.addEventListener('abort', giveUp, { once: true })
      this.#become(mine)
    })
  }

  #become(request: PinRequest | null): void {
    this.#current = request
    for (const listener of this.#listeners) listener()
  }
}
