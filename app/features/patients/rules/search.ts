import type { CivilDate } from '#app/kernel/civil-date.ts'
import { monthFromWord } from './dates.ts'
import { nameKey, searchWords } from '#app/kernel/letters.ts'

/** Everything of a record that finds it. */
export interface Searchable {
  readonly birthName: string
  readonly usedName: string
  readonly birthFirstNames: readonly string[]
  readonly firstBirthFirstName: string
  readonly usedFirstName: string
  readonly birthDate: CivilDate
  readonly phones: readonly string[]
  readonly email: string
  readonly fileNumber: number
  /** 13 characters, or `null`. */
  readonly matricule: string | null
  readonly matriculeKey: string | null
  readonly tags: readonly { readonly tagId: string; readonly name: string }[]
  readonly hidden: boolean
  readonly rcp: boolean
  readonly vsmReminder: boolean
  readonly insKo: boolean
}

/**
 * Marks that filters look for among the words of a record. They begin with `_`, which no typed text can contain once
 * folded, so that nobody finds « rcp » by typing it.
 */
export const searchMarks = {
  hidden: '_h',
  rcp: '_rcp',
  vsmReminder: '_vsm',
  insKo: '_ko',
  tag: (tagId: string) => `_t${tagId.replaceAll('-', '')}`,
  matricule: (matricule: string) => `_m${matricule.toLowerCase()}`,
  email: (email: string) => `_e${nameKey(email)}`,
} as const

/** Digits of a telephone number as typed at home: +33 6… and 0033 6… become 06…. */
export function phoneDigits(phone: string): string {
  const digits = phone.replace(/\D/g, '')
  if (/^\s*\+\s*33/.test(phone)) return `0${digits.slice(2).replace(/^0/, '')}`
  return digits.startsWith('0033') ? `0${digits.slice(4).replace(/^0/, '')}` : digits
}

/**
 * The words a record is found by, folded, each once. A compound name gives its parts and its joined form; a telephone
 * number, itself and its last 4 to 8 digits; a birth date, JJMMAAAA, JJMMAA, MMAAAA and AAAA; a matricule, only itself
 * whole.
 */
export function searchTokens(record: Searchable): string[] {
  const tokens = new Set<string>()
  for (const name of [
    record.birthName,
    record.usedName,
    record.firstBirthFirstName,
    record.usedFirstName,
    ...record.birthFirstNames,
  ]) {
    const words = searchWords(name)
    for (const word of words) tokens.add(word)
    // « De La Fuente » is also typed « delafuente » and « lafuente ».
    for (let from = 0; from < words.length - 1; from += 1) tokens.add(words.slice(from).join(''))
  }
  const [year, month, day] = [record.birthDate.slice(0, 4), record.birthDate.slice(5, 7), record.birthDate.slice(8, 10)]
  for (const form of [`${day}${month}${year}`, `${day}${month}${year.slice(2)}`, `${month}${year}`, year])
    tokens.add(form)
  for (const phone of record.phones) {
    const digits = phoneDigits(phone)
    if (digits === '') continue
    tokens.add(digits)
    for (let length = 4; length <= 8 && length < digits.length; length += 1) tokens.add(digits.slice(-length))
  }
  if (record.email !== '') {
    tokens.add(searchMarks.email(record.email))
    // Numbers apart from letters, or each address would be a word of its own beside the name it is made of.
    for (const word of searchWords(record.email.split('@')[0] ?? '')) {
      for (const part of word.match(lettersOrDigits) ?? []) tokens.add(part)
    }
  }
  tokens.add(String(record.fileNumber))
  if (record.matricule !== null) {
    tokens.add(searchMarks.matricule(record.matricule))
    tokens.add(searchMarks.matricule(`${record.matricule}${record.matriculeKey ?? ''}`))
  }
  for (const tag of record.tags) {
    tokens.add(searchMarks.tag(tag.tagId))
    for (const word of searchWords(tag.name)) tokens.add(word)
  }
  if (record.hidden) tokens.add(searchMarks.hidden)
  if (record.rcp) tokens.add(searchMarks.rcp)
  if (record.vsmReminder) tokens.add(searchMarks.vsmReminder)
  if (record.insKo) tokens.add(searchMarks.insKo)
  return [...tokens]
}

/** One thing that must be found: at least one of its ways, each way being words that must all be there. */
export interface SearchTerm {
  readonly ways: readonly (readonly SearchWord[])[]
}

/** One normalised word to look for. */
export interface SearchWord {
  readonly text: string
  /** Whether words that only begin so are found too. */
  readonly prefix: boolean
}

const mostTerms = 8
const lettersOrDigits = /[a-z]+|\d+/g
const matriculeForm = /^[1-478]\d{4}(?:\d{2}|2[ab])\d{6}(?:\d{2})?$/

/**
 * What a typed text asks for: every term must be found, in any order. Groups of digits that follow each other are read
 * both apart and joined (« 06 39 98 14 52 », « 14/07/1977 »), as are a month in letters (« 14 juil 77 ») and a matricule
 * with its spaces. An empty list is the whole list.
 */
export function parseSearch(text: string): SearchTerm[] {
  const terms: SearchTerm[] = []
  const plus33 = text.replace(/(?:\+|\b00)33[\s.]*0?(?=[\s.]*\d)/g, ' 0')
  const typed: string[] = []
  for (const word of plus33.split(/\s+/u)) {
    if (word.includes('@')) {
      const folded = searchMarks.email(word)
      if (folded !== '_e') terms.push(oneWay(prefixed(folded)))
    } else typed.push(word)
  }
  const words = monthsAsDigits(searchWords(typed.join(' ')))
  for (let at = 0; at < words.length && terms.length < mostTerms; ) {
    const matricule = wholeMatricule(words, at)
    if (matricule !== null) {
      const { joined, next } = matricule
      terms.push({ ways: [[{ text: searchMarks.matricule(joined), prefix: false }], [prefixed(joined)]] })
      at = next
      continue
    }
    let end = at
    while (end < words.length && /^\d+$/.test(words[end] ?? '')) end += 1
    const word = words[at] ?? ''
    if (end - at > 1) {
      const group = words.slice(at, end)
      const year = group[2] ?? ''
      // 4/7/1977 is written 04071977 in the index.
      const padded =
        group.length === 3 && /^\d{1,2}$/.test(group[0] ?? '') && /^(\d{2}|\d{4})$/.test(year) ? asDate(group) : null
      const joined = group.join('')
      const ways = [[prefixed(joined)]]
      // « 2744 1958 »: a file number and a year. Shorter groups apart would find everybody.
      if (group.length === 2 && group.some((part) => part.length >= 3)) ways.push(group.map(prefixed))
      if (padded !== null && padded !== joined) ways.push([prefixed(padded)])
      terms.push({ ways })
      at = end
    } else {
      const parts = word.match(lettersOrDigits) ?? []
      // « docteur33 », the beginning of an e-mail address.
      terms.push({ ways: parts.length === 2 ? [[prefixed(word)], parts.map(prefixed)] : [[prefixed(word)]] })
      at += 1
    }
  }
  return terms
}

function oneWay(word: SearchWord): SearchTerm {
  return { ways: [[word]] }
}

function prefixed(text: string): SearchWord {
  return { text, prefix: true }
}

/** ISO order, or day and month of one digit. */
function asDate(group: readonly string[]): string {
  return group.map((part) => part.padStart(2, '0')).join('')
}

/** « 14 juil 77 » and « juillet 1977 » with the month in digits; a name that is also a month (« Avril ») stays a name. */
function monthsAsDigits(words: readonly string[]): string[] {
  return words.map((word, at) => {
    const month = /^[a-z]/.test(word) ? monthFromWord(word) : null
    const dayBefore = /^\d{1,2}$/.test(words[at - 1] ?? '')
    const yearAfter = /^(\d{2}|\d{4})$/.test(words[at + 1] ?? '')
    return month !== null && (dayBefore || yearAfter) ? String(month).padStart(2, '0') : word
  })
}

function wholeMatricule(words: readonly string[], from: number): { joined: string; next: number } | null {
  let joined = ''
  for (let at = from; at < words.length && joined.length < 15; at += 1) {
    joined += words[at] ?? ''
    const next = words[at + 1]
    const more = next !== undefined && /^\d+$/.test(next) && joined.length + next.length <= 15
    if (matriculeForm.test(joined) && !more) return { joined, next: at + 1 }
  }
  return null
}

/** Where a text shown answers a typed search: `[from, to)` in the text as it is, in order, not overlapping. */
export type MatchRange = readonly [from: number, to: number]

/**
 * The parts of a shown text to mark. A typed word marks the beginnings of words, and the inside of words from three
 * letters on; accents and case do not matter; digits are found across the signs between them (14/07/1977, 06 39…).
 */
export function matchRanges(text: string, query: string): MatchRange[] {
  const wanted = parseSearch(query)
    .flatMap((term) => term.ways.flat())
    .filter((word) => !word.text.startsWith('_'))
    .map((word) => word.text)
  if (wanted.length === 0) return []
  const letters = foldedLetters(text)
  const folded = letters.map((letter) => letter.folded).join('')
  const found: [number, number][] = []
  for (const word of wanted) {
    const digits = /^\d+$/.test(word)
    for (let at = folded.indexOf(word); at !== -1; at = folded.indexOf(word, at + 1)) {
      const first = letters[at]
      const last = letters[at + word.length - 1]
      if (first === undefined || last === undefined) continue
      const crossesWords = last.word !== first.word
      const inside = at > 0 && letters[at - 1]?.word === first.word
      if (inside && (word.length < 3 || crossesWords)) continue
      if (crossesWords && !digits && word.length < 3) continue
      found.push([first.from, last.to])
    }
  }
  return merge(found)
}

interface FoldedLetter {
  readonly folded: string
  readonly from: number
  readonly to: number
  readonly word: number
}

function foldedLetters(text: string): FoldedLetter[] {
  const letters: FoldedLetter[] = []
  let from = 0
  let word = 0
  for (const sign of text) {
    const to = from + sign.length
    const folded = nameKey(sign)
    // A combining mark belongs to the letter before it; any other sign ends the word.
    if (folded === '' && !/\p{M}/u.test(sign)) word += 1
    for (const letter of folded) letters.push({ folded: letter, from, to, word })
    from = to
  }
  return letters
}

function merge(ranges: [number, number][]): MatchRange[] {
  const merged: [number, number][] = []
  for (const range of ranges.toSorted((a, b) => a[0] - b[0] || a[1] - b[1])) {
    const last = merged.at(-1)
    if (last !== undefined && range[0] <= last[1]) last[1] = Math.max(last[1], range[1])
    else merged.push([range[0], range[1]])
  }
  return merged
}
