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
/** A beginning shorter than this is a word of its own. */
const shortestBeginning = 2

/** What a typed text looks for; `null` when it holds no word. Words said twice count once; those after the eighth do not. */
export function wantedWords(typed: string): WantedWords | null {
  const words = searchWords(typed).slice(0, mostWords)
  const last = words.at(-1)
  if (last === undefined) return null
  const isBeginning = last.length >= shortestBeginning
  const whole = [...new Set(isBeginning ? words.slice(0, -1) : words)]
  return { whole, beginning: isBeginning ? last : null }
}

/** The words an entry is found by, each once. */
export function entryWords(...texts: readonly string[]): readonly string[] {
  return [...new Set(texts.flatMap((text) => searchWords(text)))]
}

/** Where the words looked for stand in a text as it is shown. */
export function highlights(text: string, wanted: WantedWords): readonly Highlight[] {
  const found: Highlight[] = []
  for (const { word, from, to } of wordsIn(text)) {
    if (wanted.whole.includes(word)) found.push([from, to])
    else if (wanted.beginning !== null && word.startsWith(wanted.beginning)) found.push([from, to])
  }
  return found
}

const snippetLength = 160
const before = 48

/**
 * The part of a text around the first of the words found, on one line, at most 160 characters and « … » where it is cut.
 * Without any of them, the beginning.
 */
export function snippetOf(text: string, wanted: WantedWords): Snippet {
  const line = text.replace(/\s+/gu, ' ').trim()
  const first = highlights(line, wanted)[0]?.[0] ?? 0
  let from = Math.max(0, Math.min(first - before, line.length - snippetLength))
  // A word is not cut at the beginning.
  if (from > 0) from = line.lastIndexOf(' ', from) + 1
  const end = from + snippetLength
  const to = end >= line.length ? line.length : Math.max(line.lastIndexOf(' ', end), first + 1)
  const shown = `${from > 0 ? '… ' : ''}${line.slice(from, to)}${to < line.length ? ' …' : ''}`
  return { text: shown, highlights: [...highlights(shown, wanted)] }
}

interface PlacedWord {
  readonly word: string
  readonly from: number
  readonly to: number
}

const plainSign = /^[a-z0-9]+$/

/** Words as {@link searchWords} cuts them, each with its place. A sign may become two letters (œ), or none (an accent). */
function* wordsIn(text: string): Generator<PlacedWord> {
  let word = ''
  let from = 0
  let to = 0
  let at = 0
  for (const sign of text) {
    const plain = toPlainCapitals(sign).toLowerCase()
    const isMark = plain === '' && word !== ''
    if (isMark) to = at + sign.length
    else if (plainSign.test(plain)) {
      if (word === '') from = at
      word += plain
      to = at + sign.length
    } else if (word !== '') {
      yield { word, from, to }
      word = ''
    }
    at += sign.length
  }
  if (word !== '') yield { word, from, to }
}
