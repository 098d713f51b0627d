import type { PatientSummary } from '#app/features/patients/model.ts'

/** One page of an answer, as `patients.search` and `patients.advancedSearch` give it. */
export interface RowsPage {
  readonly rows: readonly PatientSummary[]
  readonly total: number
  readonly totalIsExact: boolean
  readonly visible: number
}

/** The answer to one page asked: rows, a refusal worded by the screen, or nothing because the question was withdrawn. */
export type RowsAnswer =
  | { readonly kind: 'page'; readonly page: RowsPage }
  | { readonly kind: 'refused'; readonly problem: string; readonly reference: string | null }
  | { readonly kind: 'withdrawn' }

/** Asks one page of the current question. Must reject or answer `withdrawn` once `signal` is aborted. */
export type AskRows = (offset: number, limit: number, signal: AbortSignal) => Promise<RowsAnswer>

/** What the list shows at one moment. A new object at each change, so that React sees it. */
export interface RowsView {
  /** The question whose rows are shown; the one last asked once it is answered. */
  readonly shown: string | null
  /** The answer is late: rows of the previous question stay, and it is said so. */
  readonly late: boolean
  /** Rows one may scroll through; grows at the end while the total is not exact. */
  readonly length: number
  readonly total: number
  readonly totalIsExact: boolean
  readonly visible: number
  readonly failure: { readonly problem: string; readonly reference: string | null } | null
  readonly rowAt: (index: number) => PatientSummary | undefined
}

/** Rows asked at once: what a window of 1080 px shows, and a little more. */
export const windowSize = 50

/** After how long an answer is late. Before, nothing is shown: a quick answer costs one drawing, not two. */
export const lateMs = 300

const nothing: RowsView = {
  shown: null,
  late: false,
  length: 0,
  total: 0,
  totalIsExact: true,
  visible: 0,
  failure: null,
  rowAt: () => undefined,
}

/**
 * Rows of a list too long to hold: windows asked when they come into sight, kept while the question stands.
 *
 * A new question withdraws the previous one and what it had asked. Rows of the previous question stay until the first
 * window of the new one is there, so that the list never blinks. Answers that come late are dropped.
 */
export class PatientRows {
  #view: RowsView = nothing
  #windows = new Map<number, readonly PatientSummary[]>()
  #pending = new Set<number>()
  /** Windows asked again by `refresh`; the others are forgotten once these are there. */
  #fresh: Set<number> | null = null
  #inSight: { readonly first: number; readonly last: number } = { first: 0, last: windowSize - 1 }
  #ask: AskRows | null = null
  #key: string | null = null
  #withdraw = new AbortController()
  #lateness: ReturnType<typeof setTimeout> | undefined
  readonly #listeners = new Set<() => void>()

  /** For `useSyncExternalStore`. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** For `useSyncExternalStore`. */
  readonly view = (): RowsView => this.#view

  /** Puts another question. `key` tells questions apart; the same key twice asks once. */
  question(key: string, ask: AskRows): void {
    if (key === this.#key) return
    this.#key = key
    this.#ask = ask
    this.#inSight = { first: 0, last: windowSize - 1 }
    this.#restart()
    void this.#fetch(0)
  }

  /** Asks again what is shown, rows staying in the meantime (« Actualiser », or a change announced). */
  refresh(): void {
    if (this.#ask === null) return
    this.#restart()
    if (this.#view.shown === this.#key) {
      this.#fresh = new Set()
      for (const window of this.#windowsInSight()) void this.#fetch(window)
    } else void this.#fetch(0)
  }

  /** Whether a record is among the rows held. */
  holds(patientId: string): boolean {
    return [...this.#windows.values()].some((rows) => rows.some((row) => row.patientId === patientId))
  }

  /** Says which rows are in sight; asks the windows that miss. */
  need(first: number, last: number): void {
    if (this.#view.shown !== this.#key || this.#ask === null) return
    this.#inSight = { first, last }
    for (const window of this.#windowsInSight()) {
      if (!this.#windows.has(window) && !this.#pending.has(window)) void this.#fetch(window)
    }
  }

  /** Withdraws everything: the screen is gone. */
  close(): void {
    this.#withdraw.abort()
    clearTimeout(this.#lateness)
    this.#key = null
    this.#ask = null
  }

  #restart(): void {
    this.#withdraw.abort()
    this.#withdraw = new AbortController()
    this.#pending = new Set()
    this.#fresh = null
    clearTimeout(this.#lateness)
    this.#lateness = setTimeout(() => this.#show({ ...this.#view, late: true }), lateMs)
  }

  #windowsInSight(): readonly number[] {
    const { first, last } = this.#inSight
    const from = Math.floor(Math.max(0, first) / windowSize)
    const to = Math.floor(Math.max(0, Math.min(last, this.#view.length - 1)) / windowSize)
    return Array.from({ length: Math.max(1, to - from + 1) }, (_, step) => from + step)
  }

  async #fetch(window: number): Promise<void> {
    const ask = this.#ask
    const signal = this.#withdraw.signal
    if (ask === null) return
    this.#pending.add(window)
    const answer = await ask(window * windowSize, windowSize, signal).catch(
      (): RowsAnswer =>
        signal.aborted ? { kind: 'withdrawn' } : { kind: 'refused', problem: 'unreachable', reference: null },
    )
    if (signal.aborted) return
    this.#pending.delete(window)
    if (answer.kind === 'page') this.#take(window, answer.page)
    else if (answer.kind === 'refused') {
      clearTimeout(this.#lateness)
      this.#show({
        ...this.#view,
        late: false,
        failure: { problem: answer.problem, reference: answer.reference },
      })
    }
  }

  #take(window: number, page: RowsPage): void {
    const same = this.#view.shown === this.#key
    if (!same) this.#windows = new Map()
    this.#windows.set(window, page.rows)
    if (this.#fresh !== null) {
      this.#fresh.add(window)
      if (this.#pending.size === 0) {
        for (const old of this.#windows.keys()) if (!this.#fresh.has(old)) this.#windows.delete(old)
        this.#fresh = null
      }
    }
    const windows = this.#windows
    clearTimeout(this.#lateness)
    this.#show({
      shown: this.#key,
      late: false,
      length: lengthAfter(window, page, same ? this.#view.length : 0),
      total: page.total,
      totalIsExact: page.totalIsExact,
      visible: page.visible,
      failure: null,
      rowAt: (index) => windows.get(Math.floor(index / windowSize))?.[index % windowSize],
    })
  }

  #show(view: RowsView): void {
    this.#view = view
    for (const listener of this.#listeners) listener()
  }
}

/** Rows one may scroll through once `window` is known: past an inexact total, one window more while they come full. */
function lengthAfter(window: number, page: RowsPage, before: number): number {
  if (page.totalIsExact) return page.total
  const seen = window * windowSize + page.rows.length
  return page.rows.length < windowSize ? seen : Math.max(page.total, before, seen + windowSize)
}
