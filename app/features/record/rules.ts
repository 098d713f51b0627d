import { searchWords, toPlainCapitals } from '#app/kernel/letters.ts'
import type { Permission } from '#app/kernel/permissions.ts'
import { type EntryKind, entryKinds, type Highlight, type Snippet } from './model.ts'

/** Which permission lets a kind of entry be seen: the office reads what is sent and filed, not what is noted. */
export function mayRead(kind: EntryKind): Permission {
  return kind === 'document' || kind === 'letter' ? 'document.read' : 'record.read'
}

/** The kinds somebody may see. */
export function readableKinds(held: readonly Permission[]): readonly EntryKind[] {
  return entryKinds.filter((kind) => held.includes(mayRead(kind)))
}

/** Words looked for: all must be there, in any order; the last may be the beginning of one. */
export interface WantedWords {
  readonly whole: readonly string[]
  /** `null` when its one letter would find everything. */
  readonly beginning: string | null
}

const mostWords = 8
/** Words are known by their first letters: what is longer is no word. */
const longestIndexed = 64
/** A beginning shorter than this is a word of its own. */
const shortestBeginning = 2

/** What a typed text looks for; `null` when it holds no word. Words said twice count once; those after the eighth do not. */
export function wantedWords(typed: string): WantedWords | null {
  const words = searchWords(typed)
    .slice(0, mostWords)
    .map((word) => word.slice(0, longestIndexed))
  const last = words.at(-1)
  if (last === undefined) return null
  const isBeginning = last.length >= shortestBeginning
  const whole = [...new Set(isBeginning ? words.slice(0, -1) : words)]
  return { whole, beginning: isBeginning ? last : null }
}

/** The words an entry is found by, each once. */
export function entryWords(...texts: readonly string[]): readonly string[] {
  const words = new Set<string>()
  for (const text of texts) for (const { word } of wordsIn(text)) words.add(word)
  return [...words]
}

/** Whether a text holds one of the words looked for. */
export function holdsAny(text: string, wanted: WantedWords): boolean {
  for (const { word } of wordsIn(text)) if (isWanted(word, wanted)) return true
  return false
}

/** Where the words looked for stand in a text as it is shown. */
export function highlights(text: string, wanted: WantedWords): readonly Highlight[] {
  const found: Highlight[] = []
  for (const { word, from, to } of wordsIn(text)) if (isWanted(word, wanted)) found.push([from, to])
  return found
}

function isWanted(word: string, { whole, beginning }: WantedWords): boolean {
  return whole.includes(word) || (beginning !== null && word.startsWith(beginning))
}

const snippetLength = 160
const before = 48
/** A word longer than this is cut. */
const longestWord = 40

/**
 * The part of a text around the first of the words found, on one line, at most 160 characters and « … » where it is cut.
 * Without any of them, the beginning.
 */
export function snippetOf(text: string, wanted: WantedWords): Snippet {
  const line = text.replace(/\s+/gu, ' ').trim()
  const first = firstHighlight(line, wanted)
  let from = Math.max(0, Math.min(first - before, line.length - snippetLength))
  const to = cutBefore(line, from + snippetLength)
  if (from > 0) from = cutBefore(line, from)
  const shown = `${from > 0 ? '… ' : ''}${line.slice(from, to).trimEnd()}${to < line.length ? ' …' : ''}`
  return { text: shown, highlights: [...highlights(shown, wanted)] }
}

/** Between two words, at this place or before. */
function cutBefore(line: string, at: number): number {
  if (at >= line.length) return line.length
  const space = line.lastIndexOf(' ', at)
  return space >= at - longestWord ? space + 1 : at
}

function firstHighlight(text: string, wanted: WantedWords): number {
  for (const { word, from } of wordsIn(text)) if (isWanted(word, wanted)) return from
  return 0
}

interface PlacedWord {
  readonly word: string
  readonly from: number
  readonly to: number
}

const plainSign = /^[a-z0-9]+$/

/** Signs met, folded: texts are long and their signs few. */
const foldedSigns = new Map<string, string>()

function fold(sign: string): string {
  const known = foldedSigns.get(sign)
  if (known !== undefined) return known
  const folded = toPlainCapitals(sign).toLowerCase()
  const plain = folded === '' || plainSign.test(folded) ? folded : ' '
  // Every sign of Unicode is not kept: those of the languages written here are.
  if (foldedSigns.size < 2_000) foldedSigns.set(sign, plain)
  return plain
}

/**
 * Words as `searchWords` cuts them, each with its place: `[from, to)` in UTF-16 units. A sign may become two letters (œ), or
 * none (an accent of its own).
 */
function* wordsIn(text: string): Generator<PlacedWord> {
  let word = ''
  let from = 0
  let to = 0
  let at = 0
  for (const sign of text) {
    const plain = fold(sign)
    if (plain === ' ') {
      if (word !== '') yield { word: word.slice(0, longestIndexed), from, to }
      word = ''
    } else if (plain !== '') {
      if (word === '') from = at
      word += plain
      to = at + sign.length
    } else if (word !== '') to = at + sign.length
    at += sign.length
  }
  if (word !== '') yield { word: word.slice(0, longestIndexed), from, to }
}
