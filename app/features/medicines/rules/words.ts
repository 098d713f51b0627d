import { searchWords } from '#app/kernel/letters.ts'

/** « 1 000 » is one number, however its thousands are spaced. */
const thousands = /(?<=\d)[ \u00a0\u202f](?=\d{3}(?!\d))/g

/**
 * The words of a drug's name as they are looked for: lower case, no accent, figures apart from letters. « 1 000 mg » and
 * « 1000mg » give the same.
 */
export function medicineWords(text: string): string[] {
  return searchWords(text.replaceAll(thousands, '')).flatMap((word) => word.match(/\d+|[a-z]+/g) ?? [])
}

/** Words as a search reads them: each between spaces, so that a word is found by its beginning. */
export function wordsColumn(texts: readonly string[]): string {
  return ` ${[...new Set(texts.flatMap(medicineWords))].join(' ')} `
}

/** What a typed text must find: the beginning of each word, and whole numbers before the last one. */
export function searchNeedles(text: string): string[] {
  const words = medicineWords(text)
  return words.map((word, place) => {
    const isBeingTyped = place === words.length - 1 && !/\s$/.test(text)
    return /^\d+$/.test(word) && !isBeingTyped ? ` ${word} ` : ` ${word}`
  })
}

/** Whether words hold all that was typed. */
export function holdsNeedles(words: string, needles: readonly string[]): boolean {
  return needles.every((needle) => words.includes(needle))
}

/** « (CHLORHYDRATE DE) », « (SULFATE D') »: the salt, which the strength is not of. */
const saltMark = /\s*\([^()]*\bD(?:E|'|’)?\s*\)/g
/** « (Rapport amoxicilline/acide clavulanique : 8/1) ». */
const ratioMark = /\s*\(rapport[^()]*\)/gi

/**
 * A generic group by its common name: « CIMETIDINE 200 mg - TAGAMET 200 mg, comprimé pelliculé » gives « CIMETIDINE 200 mg,
 * comprimé pelliculé ». What a salt is equal to stands for it.
 */
export function commonName(groupLabel: string): string {
  const [first = groupLabel, ...others] = groupLabel
    .replaceAll(ratioMark, '')
    .replace(/[\s.]+$/, '')
    .split(' - ')
  const common = activeParts(first)
    .replaceAll(saltMark, '')
    .replaceAll(/\s+/g, ' ')
    .replace(/[\s,]+$/, '')
  const last = others.at(-1)
  const form = last === undefined || !last.includes(', ') ? '' : last.slice(last.lastIndexOf(', '))
  return common.includes(', ') ? common : `${common}${form}`
}

/** « X équivalant à Y »: Y, for one substance as for several said before or each by each. */
function activeParts(text: string): string {
  const [before = '', after, ...more] = text.split(/\s+équivalant à\s+/i)
  if (after === undefined) return text
  // Strengths before the word: each substance has its own.
  if (more.length > 0 || /\d/.test(before))
    return text
      .split(' + ')
      .map((part) => part.replace(/^.*équivalant à\s+/i, ''))
      .join(' + ')
  return after
}
