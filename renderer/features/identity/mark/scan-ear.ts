/**
 * Hears an INS DataMatrix among the keys of a keyboard: a reader that types like one sends what it read as keys, faster
 * than hands do. It knows a scan by how every mark begins, not by speed alone, so that nothing typed is ever taken for one.
 */

/** What of a key is needed. `at` is when it was pressed, in ms, of the event and not of whoever hears it. */
export interface HeardKey {
  readonly key: string
  readonly code: string
  readonly ctrlKey: boolean
  readonly altKey: boolean
  readonly metaKey: boolean
  readonly repeat: boolean
  readonly at: number
}

/** What a key means for a scan. */
export type Hearing =
  /** Nothing. Whatever looked like a beginning was not one. */
  | { readonly kind: 'none' }
  /** Nothing, and nothing is decided by it: Maj, Ctrl, Alt, the digits of an Alt code. */
  | { readonly kind: 'aside' }
  /** It may be the beginning of a mark; `first` when this key begins it. */
  | { readonly kind: 'maybe'; readonly first: boolean }
  /** It is one: how many keys wrote its beginning. */
  | { readonly kind: 'began'; readonly keys: number }
  | { readonly kind: 'goes-on' }
  /** The reader has sent everything. */
  | { readonly kind: 'ended'; readonly text: string }

/** Between two keys of the beginning: readers send one every 5 to 30 ms, and hands cannot write eight of these so fast. */
export const mostBetweenMs = 70

/** Between two keys of a scan that has begun: a reader stops for a separator, or while the computer is busy. */
export const mostPauseMs = 1000

/** No mark is so long: beyond, the rest is given back to the person. */
const longest = 1200

const groupSeparator = '\u001D'
const modifiers: ReadonlySet<string> = new Set([
  'Shift',
  'Control',
  'Alt',
  'AltGraph',
  'Meta',
  'CapsLock',
  'NumLock',
  'Fn',
  'Hyper',
  'Super',
])

/**
 * The beginnings of a mark, sign by sign, a sign or a class of them: version 01 with its zeros, a later version, and
 * version 01 through the keyboards that disagree (see `scanned-text`): American on French, French on American.
 */
const beginnings: readonly (readonly RegExp[])[] = [
  [/I/i, /S/i, /0/, /1/, /0/, /0/, /0/, /0/],
  [/I/i, /S/i, /0/, /[2-9]/, /[0-9A-Z]/i, /[0-9A-Z]/i, /[0-9A-Z]/i, /[0-9A-Z]/i],
  [/I/i, /S/i, /à/i, /&/, /à/i, /à/i, /à/i, /à/i],
  [/I/i, /S/i, /\)/, /!/, /\)/, /\)/, /\)/, /\)/],
]
/** What some readers say before, and how a French keyboard writes it: the kind of code that was read. */
const announcements: readonly (readonly RegExp[])[] = [
  [/\]/, /d/i, /\d/],
  [/\$/, /d/i, /[&é"'(\-è_çà]/i],
]
const patterns = [...beginnings, ...announcements.flatMap((before) => beginnings.map((mark) => [...before, ...mark]))]

/** Follows the keys of one window. */
export class ScanEar {
  #text = ''
  #scanning = false
  #last = Number.NEGATIVE_INFINITY
  #altCode = ''

  /** A scan is under way: its keys are nobody else's. */
  get scanning(): boolean {
    return this.#scanning
  }

  /** What looks like the beginning of a scan is under way. */
  get wondering(): boolean {
    return !this.#scanning && this.#text !== ''
  }

  /** What was heard of the scan so far. */
  get text(): string {
    return this.#text
  }

  press(key: HeardKey): Hearing {
    const late = key.at - this.#last > (this.#scanning ? mostPauseMs : mostBetweenMs)
    if (modifiers.has(key.key)) {
      if (key.key === 'Alt') this.#altCode = ''
      return { kind: this.#scanning ? 'goes-on' : 'aside' }
    }
    if (key.altKey && !key.ctrlKey && /^Numpad\d$/.test(key.code)) {
      this.#altCode += key.code.slice(-1)
      return { kind: this.#scanning ? 'goes-on' : 'aside' }
    }
    if (late) this.#forget()
    this.#last = key.at
    return this.#scanning ? this.#next(key) : this.#first(key)
  }

  /** A key let go: of Alt, after the digits of a code, it is a sign. `null` when it says nothing. */
  release(key: Pick<HeardKey, 'key' | 'at'>): Hearing | null {
    if (key.key !== 'Alt' || this.#altCode === '') return null
    const sign = String.fromCodePoint(Number(this.#altCode.slice(-4)) % 256)
    this.#altCode = ''
    this.#last = key.at
    return this.#scanning ? this.#add(sign) : this.#wonder(sign)
  }

  /** The keys have stopped: the text of the scan, or `null` when there was none. */
  rest(): string | null {
    const text = this.#scanning ? this.#text : null
    this.#forget()
    return text
  }

  #first(key: HeardKey): Hearing {
    const plain = key.key.length === 1 && !key.repeat && !key.ctrlKey && !key.altKey && !key.metaKey
    if (plain) return this.#wonder(key.key)
    this.#forget()
    return { kind: 'none' }
  }

  #wonder(sign: string): Hearing {
    const before = this.#text
    for (const text of [before + sign, sign]) {
      const how = beginningOf(text)
      if (how === 'none') continue
      this.#text = text
      if (how === 'maybe') return { kind: 'maybe', first: text === sign }
      this.#scanning = true
      return { kind: 'began', keys: Array.from(text).length }
    }
    this.#forget()
    return { kind: 'none' }
  }

  #next(key: HeardKey): Hearing {
    if (key.key === 'Enter' || key.key === 'Tab') return this.#end()
    if (isSeparator(key)) return this.#add(groupSeparator)
    // A key held down repeats itself: a reader lets go of each.
    if (key.key.length === 1 && !key.repeat) return this.#add(key.key)
    return { kind: 'goes-on' }
  }

  #add(sign: string): Hearing {
    if (sign === '\r' || sign === '\n' || sign === '\t') return this.#end()
    this.#text += sign
    return this.#text.length >= longest ? this.#end() : { kind: 'goes-on' }
  }

  #end(): Hearing {
    const text = this.#text
    this.#forget()
    return { kind: 'ended', text }
  }

  #forget(): void {
    this.#text = ''
    this.#scanning = false
  }
}

/** Whether a text is the beginning of a mark, may become one, or neither. */
function beginningOf(text: string): 'whole' | 'maybe' | 'none' {
  const signs = Array.from(text)
  const fitting = patterns.filter(
    (pattern) => signs.length <= pattern.length && signs.every((sign, at) => pattern[at]?.test(sign) === true),
  )
  if (fitting.length === 0) return 'none'
  return fitting.some((pattern) => pattern.length === signs.length) ? 'whole' : 'maybe'
}

/**
 * Whether a key stands for ASCII 29, which no key writes: itself, Ctrl with the key of « ] » (of an American keyboard, by
 * its place, or of this one), or a function key, as readers are set.
 */
function isSeparator({ key, code, ctrlKey }: HeardKey): boolean {
  if (key === groupSeparator || /^F\d{1,2}$/.test(key)) return true
  return ctrlKey && (key === ']' || code === 'BracketRight')
}
