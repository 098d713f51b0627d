import { discardDraft, getDraft, saveDraft } from '#app/features/drafts/contract.ts'
import type { DraftPlace, DraftView } from '#app/features/drafts/model.ts'
import type { CabinetClient } from './client.ts'
import { hasSealed, openSealed, sealingKeyOf, sealTexts } from './sealed-drafts.ts'

/** Where the text of one form stands. `at` is when the cabinet confirmed it. */
export type DraftState =
  | { readonly kind: 'clean' | 'changed' | 'saving' | 'kept-here' | 'failed' }
  | { readonly kind: 'saved'; readonly at: string }

/** Values of a form's fields, by name. */
export type DraftFields = Readonly<Record<string, unknown>>

interface Text {
  readonly fields: DraftFields
  readonly basedOnVersion: number | null
}

interface Kept {
  /** Who typed it: a text held while the line was cut is never sent as somebody else's. */
  readonly owner: string
  readonly place: DraftPlace
  state: DraftState
  /** What is typed and not yet confirmed by the cabinet. */
  waiting: Text | null
  /** What is on its way to the cabinet. */
  sent: Text | null
  timer: ReturnType<typeof setTimeout> | undefined
  sending: Promise<void> | null
  /** How many texts were taken, to tell one typed since from the one that is given up. */
  texts: number
}

/**
 * How long after the first key that is not kept yet the text is sent, in ms. Not after the last one: who types for a
 * minute without a pause would lose a minute. Under a second with its way to the disk.
 */
export const draftDelayMs = 800

const clean: DraftState = { kind: 'clean' }

/**
 * Keeps what is being typed out of harm: sent to the cabinet each second while typing, held here while the line is cut, sent
 * again when it comes back. It lives beside the screens, so that closing one loses nothing.
 */
export class DraftKeeper {
  readonly #client: CabinetClient
  readonly #kept = new Map<string, Kept>()
  readonly #listeners = new Set<() => void>()
  #owner = ''
  #sealing: CryptoKey | null = null
  #sealed: Promise<void> = Promise.resolve()
  #opened: Promise<void> = Promise.resolve()
  #isAway = false

  constructor(client: CabinetClient) {
    this.#client = client
  }

  /**
   * Says whose texts these are now; those of another stay aside until they come back. With `sealingKey`, what an earlier page
   * of this tab had sealed for this person is given back.
   */
  belongTo(userId: string, sealingKey: string | null): Promise<void> {
    // The last thing done with the former key: at lock it is forgotten, and what was not sent yet would go with it.
    void this.seal()
    this.#owner = userId
    this.#sealing = null
    this.#announce()
    this.#opened = sealingKey === null ? Promise.resolve() : this.#unseal(userId, sealingKey)
    return this.#opened
  }

  async #unseal(userId: string, sealingKey: string): Promise<void> {
    const key = await sealingKeyOf(sealingKey)
    if (this.#owner !== userId) return
    this.#sealing = key
    for (const { place, fields, basedOnVersion } of await openSealed(userId, key)) {
      const kept = this.#keptFor(place)
      // What is typed since is newer than what was sealed.
      if (kept.texts > 0) continue
      kept.waiting = { fields, basedOnVersion }
      kept.texts += 1
      this.#become(kept, { kind: 'kept-here' })
    }
    void this.flush()
  }

  /** Says that the line is down, or up again: texts are then sealed here as they are typed, or sent. */
  keepHere(isAway: boolean): void {
    if (this.#isAway === isAway) return
    this.#isAway = isAway
    if (!isAway) return void this.flush()
    for (const kept of this.#own())
      if (kept.waiting !== null || kept.sending !== null) this.#become(kept, { kind: 'kept-here' })
    void this.seal()
  }

  /** Seals what the cabinet has not confirmed, for the page that takes the place of this one. */
  async seal(): Promise<void> {
    const key = this.#sealing
    const texts = this.#own().flatMap(({ place, waiting, sent }) => {
      const text = waiting ?? sent
      return text === null ? [] : [{ place, ...text }]
    })
    if (key !== null) this.#sealed = this.#sealed.then(() => sealTexts(this.#owner, key, texts))
    await this.#sealed
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
    const kept = this.#keptFor(place)
    kept.waiting = { fields, basedOnVersion }
    kept.texts += 1
    this.#become(kept, { kind: this.#isAway ? 'kept-here' : 'changed' })
    if (this.#isAway) return void this.seal()
    kept.timer ??= setTimeout(() => void this.#send(kept), draftDelayMs)
  }

  /** Sends at once what waits: on leaving a field, before locking, before closing. Settles when everything was tried. */
  async flush(place?: DraftPlace): Promise<void> {
    const chosen = place === undefined ? this.#own() : [this.#kept.get(this.#keyOf(place))]
    await Promise.all(chosen.map((kept) => (kept === undefined ? undefined : this.#send(kept))))
  }

  /** What the cabinet keeps for one place, or what is held here for it. */
  async find(place: DraftPlace): Promise<DraftView | null> {
    await this.#opened
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
      kept.timer = undefined
      kept.waiting = null
      await kept.sending
      // Something typed since is another text: it stays, and will be sent.
      if (kept.texts === texts) this.#kept.delete(key)
      if (hasSealed(kept.owner)) void this.seal()
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
    kept.timer = undefined
    if (this.#isAway) return
    if (kept.sending !== null) await kept.sending
    const text = kept.waiting
    if (text === null || kept.owner !== this.#owner) return
    kept.waiting = null
    kept.sent = text
    this.#become(kept, { kind: 'saving' })
    kept.sending = this.#write(kept, text)
    await kept.sending
  }

  async #write(kept: Kept, text: Text): Promise<void> {
    const reply = await this.#client.call(saveDraft, {
      place: kept.place,
      fields: { ...text.fields },
      basedOnVersion: text.basedOnVersion,
    })
    kept.sending = null
    kept.sent = null
    if (reply.ok) {
      if (hasSealed(kept.owner)) void this.seal()
      if (kept.waiting === null) this.#become(kept, { kind: 'saved', at: reply.value.savedAt })
      return
    }
    // Nothing typed meanwhile: this text is still the last one.
    kept.waiting ??= text
    const away = ['connection.lost', 'unauthenticated', 'locked', 'cabinet.not-open'].includes(reply.problem)
    this.#become(kept, { kind: away ? 'kept-here' : 'failed' })
    void this.seal()
  }

  #become(kept: Kept, state: DraftState): void {
    // Said once, not at each key: a screen is drawn again for each thing said.
    if (kept.state.kind === state.kind && state.kind !== 'saved') return
    kept.state = state
    this.#announce()
  }

  #keptFor(place: DraftPlace): Kept {
    const key = this.#keyOf(place)
    const kept = this.#kept.get(key) ?? {
      owner: this.#owner,
      place,
      state: clean,
      waiting: null,
      sent: null,
      timer: undefined,
      sending: null,
      texts: 0,
    }
    this.#kept.set(key, kept)
    return kept
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
