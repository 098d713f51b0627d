import { discardDraft, getDraft, saveDraft } from '#app/features/drafts/contract.ts'
import type { DraftPlace, DraftView } from '#app/features/drafts/model.ts'
import type { CabinetClient } from './client.ts'

/** Where the text of one form stands. `at` is when the cabinet confirmed it. */
export type DraftState =
  | { readonly kind: 'clean' | 'changed' | 'saving' | 'kept-here' | 'failed' }
  | { readonly kind: 'saved'; readonly at: string }

/** Values of a form's fields, by name. */
export type DraftFields = Readonly<Record<string, unknown>>

interface Kept {
  /** Who typed it: a text held while the line was cut is never sent as somebody else's. */
  readonly owner: string
  readonly place: DraftPlace
  state: DraftState
  /** What is typed and not yet confirmed by the cabinet. */
  waiting: { readonly fields: DraftFields; readonly basedOnVersion: number | null } | null
  timer: ReturnType<typeof setTimeout> | undefined
  sending: Promise<void> | null
  /** How many texts were taken, to tell one typed since from the one that is given up. */
  texts: number
}

/** How long after the last key the text is sent. */
export const draftDelayMs = 1000

const clean: DraftState = { kind: 'clean' }

/**
 * Keeps what is being typed out of harm: sent to the cabinet a second after typing, held here while the line is cut, sent
 * again when it comes back. It lives beside the screens, so that closing one loses nothing.
 */
export class DraftKeeper {
  readonly #client: CabinetClient
  readonly #kept = new Map<string, Kept>()
  readonly #listeners = new Set<() => void>()
  #owner = ''

  constructor(client: CabinetClient) {
    this.#client = client
  }

  /** Says whose texts these are now; those of another stay aside until they come back. */
  belongTo(userId: string): void {
    this.#owner = userId
    this.#announce()
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  readonly stateOf = (place: DraftPlace): DraftState => this.#kept.get(this.#keyOf(place))?.state ?? clean

  /** Texts that the cabinet has not confirmed yet. */
  readonly unsent = (): number => this.#own().filter((kept) => kept.waiting !== null || kept.sending !== null).length

  /** Takes what is typed now; the last one wins. */
  put(place: DraftPlace, fields: DraftFields, basedOnVersion: number | null): void {
    const kept = this.#kept.get(this.#keyOf(place)) ?? {
      owner: this.#owner,
      place,
      state: clean,
      waiting: null,
      timer: undefined,
      sending: null,
      texts: 0,
    }
    this.#kept.set(this.#keyOf(place), kept)
    kept.waiting = { fields, basedOnVersion }
    kept.texts += 1
    this.#become(kept, { kind: 'changed' })
    clearTimeout(kept.timer)
    kept.timer = setTimeout(() => void this.#send(kept), draftDelayMs)
  }

  /** Sends at once what waits: on leaving a field, before locking, before closing. Settles when everything was tried. */
  async flush(place?: DraftPlace): Promise<void> {
    const chosen = place === undefined ? this.#own() : [this.#kept.get(this.#keyOf(place))]
    await Promise.all(chosen.map((kept) => (kept === undefined ? undefined : this.#send(kept))))
  }

  /** What the cabinet keeps for one place, or what is held here for it. */
  async find(place: DraftPlace): Promise<DraftView | null> {
    const waiting = this.#kept.get(this.#keyOf(place))?.waiting
    if (waiting !== null && waiting !== undefined)
      return { place, ...waiting, fields: { ...waiting.fields }, savedAt: new Date().toISOString() }
    const reply = await this.#client.call(getDraft, { place })
    return reply.ok ? reply.value.draft : null
  }

  /** The text became an act, or was given up. */
  async discard(place: DraftPlace): Promise<void> {
    const key = this.#keyOf(place)
    const kept = this.#kept.get(key)
    if (kept !== undefined) {
      const { texts } = kept
      clearTimeout(kept.timer)
      kept.waiting = null
      await kept.sending
      // Something typed since is another text: it stays, and will be sent.
      if (kept.texts === texts) this.#kept.delete(key)
    }
    await this.#client.call(discardDraft, { place })
    this.#announce()
  }

  /** Forgets what the cabinet confirmed: a locked screen holds nothing of a record. What is not confirmed stays. */
  forgetSaved(): void {
    for (const [key, kept] of this.#kept) if (kept.waiting === null && kept.sending === null) this.#kept.delete(key)
    this.#announce()
  }

  async #send(kept: Kept): Promise<void> {
    clearTimeout(kept.timer)
    if (kept.sending !== null) await kept.sending
    const text = kept.waiting
    if (text === null || kept.owner !== this.#owner) return
    kept.waiting = null
    this.#become(kept, { kind: 'saving' })
    kept.sending = this.#write(kept, text)
    await kept.sending
  }

  async #write(kept: Kept, text: NonNullable<Kept['waiting']>): Promise<void> {
    const reply = await this.#client.call(saveDraft, {
      place: kept.place,
      fields: { ...text.fields },
      basedOnVersion: text.basedOnVersion,
    })
    kept.sending = null
    if (reply.ok) {
      if (kept.waiting === null) this.#become(kept, { kind: 'saved', at: reply.value.savedAt })
      return
    }
    // Nothing typed meanwhile: this text is still the last one.
    kept.waiting ??= text
    const away = ['connection.lost', 'unauthenticated', 'locked', 'cabinet.not-open'].includes(reply.problem)
    this.#become(kept, { kind: away ? 'kept-here' : 'failed' })
  }

  #become(kept: Kept, state: DraftState): void {
    kept.state = state
    this.#announce()
  }

  #own(): readonly Kept[] {
    return [...this.#kept.values()].filter((kept) => kept.owner === this.#owner)
  }

  #keyOf({ form, subjectId }: DraftPlace): string {
    return `${this.#owner} ${form} ${subjectId ?? ''}`
  }

  #announce(): void {
    for (const listener of this.#listeners) listener()
  }
}
