import { searchWords } from '#app/kernel/letters.ts'
import { cim10FromAToG } from './cim10/a-to-g.ts'
import { cim10FromHToM } from './cim10/h-to-m.ts'
import { cim10FromNToZ } from './cim10/n-to-z.ts'
import type { Cim10Match } from './model.ts'

/**
 * A code of the small set: of the CIM-10 (WHO, edition 2019, as the ATIH carries it in its French use of 2025), with its
 * label and synonyms in our own words. Codes of four characters of the ATIH extensions are not in it.
 */
export interface UsualCode {
  readonly code: string
  readonly label: string
  readonly synonyms: readonly string[]
}

interface Sought extends UsualCode {
  readonly labelWords: readonly string[]
  readonly synonymWords: readonly (readonly string[])[]
  readonly words: readonly string[]
}

/** Taken apart when they are first looked for: a page that codes nothing does not hold them. */
let soughtCodes: readonly Sought[] | null = null

function sought(): readonly Sought[] {
  soughtCodes ??= usualCim10().map((usual) => {
    // « sans précision » tells a code from its neighbours, not an illness from another.
    const labelWords = searchWords(usual.label.replace(/, sans précision$/, ''))
    const synonymWords = usual.synonyms.map(searchWords)
    const words = [...labelWords, ...synonymWords.flat(), ...codeWords(usual.code)]
    return { ...usual, labelWords, synonymWords, words }
  })
  return soughtCodes
}

/** The codes that come with the program: those general practice uses most. */
export function usualCim10(): readonly UsualCode[] {
  return [cim10FromAToG, cim10FromHToM, cim10FromNToZ]
    .flatMap((chapters) => chapters.trim().split('\n'))
    .map((line) => {
      const [code = '', label = '', synonyms = ''] = line.split('|')
      return { code, label, synonyms: synonyms === '' ? [] : synonyms.split(', ') }
    })
}

/** The folded words a code is found by, each between spaces: of its label, and the code with and without its dot. */
export function cim10SearchWords(code: string, label: string): string {
  return ` ${[...searchWords(label), ...codeWords(code)].join(' ')} `
}

/**
 * Codes whose words begin with each typed word, in any order; accents, capitals and dots do not matter. Those of the small
 * set first, best first: the label or a synonym as typed, then one that begins so, then the shortest label. When nothing
 * begins so, a letter too many, missing, wrong or swapped is forgiven in words of four letters and more.
 */
export function rankCim10(
  typed: string,
  imported: readonly { readonly code: string; readonly label: string }[],
  limit: number,
): Cim10Match[] {
  const words = searchWords(typed)
  if (words.length === 0) return []
  const exact = sought().filter((one) => words.every((word) => one.words.some((known) => known.startsWith(word))))
  const close =
    exact.length > 0 || imported.length > 0
      ? []
      : sought().filter((one) => words.every((word) => one.words.some((known) => beginsAlmost(known, word))))
  const usual = [...exact, ...close]
    .map((one) => ({ one, rank: rankOf(one, words) }))
    .toSorted((first, second) => first.rank - second.rank || (first.one.code < second.one.code ? -1 : 1))
    .map(({ one }): Cim10Match => ({ code: one.code, label: one.label, source: 'usual' }))
  const known = new Set(usual.map(({ code }) => code))
  const others = imported
    .filter(({ code }) => !known.has(code))
    .toSorted((first, second) => first.label.length - second.label.length || (first.code < second.code ? -1 : 1))
    .map(({ code, label }): Cim10Match => ({ code, label, source: 'imported' }))
  return [...usual, ...others].slice(0, limit)
}

/**
 * The code whose label is exactly what is written, or `null`. Synonyms find a code for somebody to choose and never choose it:
 * « adénome », « stomie » and « angioplastie » are words of several.
 */
export function codeOfExactly(written: string): string | null {
  const typed = searchWords(written).join(' ')
  if (typed === '') return null
  return sought().find(({ labelWords }) => labelWords.join(' ') === typed)?.code ?? null
}

/** Smaller is better. Whole matches, then beginnings, then the rest by length. */
function rankOf(one: Sought, words: readonly string[]): number {
  const typed = words.join(' ')
  const compact = words.join('')
  const texts = [one.labelWords.join(' '), ...one.synonymWords.map((known) => known.join(' '))]
  const code = codeWords(one.code)[0] ?? ''
  const length = one.labelWords.join(' ').length / 1000
  if (code === compact || texts[0] === typed) return length
  if (texts.includes(typed)) return 1 + length
  if (code.startsWith(compact)) return 2 + length
  if (texts[0]?.startsWith(typed) === true) return 3 + length
  if (texts.some((text) => text.startsWith(typed))) return 4 + length
  return words.every((word) => one.labelWords.some((known) => known.startsWith(word))) ? 5 + length : 6 + length
}

/** `E11.9` is found as e119, and as e11 followed by 9. */
function codeWords(code: string): readonly string[] {
  const compact = searchWords(code).join('')
  return [compact, ...searchWords(code)]
}

/** Whether a word begins as another does, but for one letter. Short words are taken as they are. */
function beginsAlmost(known: string, typed: string): boolean {
  if (known.startsWith(typed)) return true
  if (typed.length < 4 || /\d/.test(typed)) return false
  return [typed.length - 1, typed.length, typed.length + 1].some((length) => isOneSlip(known.slice(0, length), typed))
}

/** Whether two words differ by one letter: too many, missing, wrong, or two swapped. */
function isOneSlip(first: string, second: string): boolean {
  let from = 0
  while (from < first.length && from < second.length && first[from] === second[from]) from += 1
  const [a, b] = [first.slice(from), second.slice(from)]
  if (a.slice(1) === b.slice(1) || a.slice(1) === b || a === b.slice(1)) return true
  return a.length > 1 && a[0] === b[1] && a[1] === b[0] && a.slice(2) === b.slice(2)
}
