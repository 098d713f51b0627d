import { searchWords } from '#app/kernel/letters.ts'
import { longestPhrase, type NoteContent } from './model.ts'

/** The shortest phrase worth completing, in letters, and the fewest words of one. */
const shortest = 12
const fewestWords = 2
/** The most phrases one note teaches. */
const mostOfNote = 60

/** The most phrases the glossary of one user holds; the least used go first. */
export const largestGlossary = 3000

/** A phrase as phrases are compared and looked up: words in lower case without accents, a space between. */
export function phraseKey(phrase: string): string {
  return searchWords(phrase).join(' ')
}

/**
 * The phrases a signed note teaches to the glossary of its author. A phrase is a sentence or a line of a section.
 *
 * What could say something of one patient to another is not learnt: a phrase with a digit (a value, a date, a dose), a
 * phrase with a word of the patient’s names, a phrase with a capital inside (a name of a person, of a place, of a drug)
 * unless it is an acronym of at most five capitals (« HTA », « ECG »), a phrase with « @ ».
 *
 * @param names the patient’s names, every one known.
 */
export function phrasesOf(content: Pick<NoteContent, 'sections'>, names: readonly string[]): readonly string[] {
  const personal = new Set(names.flatMap(searchWords).filter((word) => word.length > 1))
  const found = new Map<string, string>()
  for (const { text } of content.sections) {
    for (const part of text.split(/\n|(?<=[.;!?])\s+/u)) {
      const phrase = part.replace(/^[\s\-–—•*]+/u, '').replace(/[\s.;]+$/u, '')
      if (isLearnt(phrase, personal) && found.size < mostOfNote) found.set(phraseKey(phrase), phrase)
    }
  }
  return [...found.values()]
}

function isLearnt(phrase: string, personal: ReadonlySet<string>): boolean {
  if (phrase.length < shortest || phrase.length > longestPhrase || /[\d@]/u.test(phrase)) return false
  const words = searchWords(phrase)
  if (words.length < fewestWords || words.some((word) => personal.has(word))) return false
  const [, ...others] = phrase.split(/[\s'’(),/:-]+/u).filter((word) => word !== '')
  return others.every((word) => !/^\p{Lu}/u.test(word) || /^\p{Lu}{1,5}$/u.test(word))
}
