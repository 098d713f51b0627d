import { searchWords } from '#app/kernel/letters.ts'
import type { NoteContent, NoteItem, NoteItemKind, NoteSection, SectionDefinition } from './model.ts'

/** The sections of a cabinet that has not chosen its own, in their order. */
export const usualSections: readonly SectionDefinition[] = [
  section('motif', 'Motif', ['RDV', 'Plainte'], null),
  section('antecedent', 'Antécédent', ['ATCD', 'Antécédents', 'Pathologie'], 'problem'),
  section('famille', 'Antécédent familial', ['ATCD familiaux', 'Famille'], 'family', false),
  section('allergie', 'Allergie', ['Allergies', 'Intolérance'], 'allergy'),
  section('habitus', 'Habitus', ['Mode de vie', 'Tabac'], 'habitus', false),
  section('traitement', 'Traitement', ['Traitements', 'TTT', 'TT'], 'treatment'),
  section('constantes', 'Constantes', ['CST', 'Mesures'], 'measurement'),
  section('examen', 'Examen', ['EXAM', 'Examen clinique'], null),
  section('vaccination', 'Vaccination', ['Vaccin', 'Vaccins'], 'vaccination', false),
  section('conclusion', 'Conclusion', ['CCL', 'Diagnostic'], null),
  section('conduite', 'Conduite à tenir', ['CAT'], null),
]

function section(
  sectionId: string,
  keyword: string,
  synonyms: string[],
  opens: NoteItemKind | null,
  offered = true,
): SectionDefinition {
  return { sectionId, keyword, synonyms, opens, offered }
}

/** A keyword as keywords are compared: case, accents and signs are free. */
export function keywordKey(word: string): string {
  return searchWords(word).join(' ')
}

/** The first word that opens two sections, or that no letter is left of; `null` when the library is clear. */
export function clashOf(sections: readonly SectionDefinition[]): string | null {
  const owners = new Map<string, string>()
  for (const { sectionId, keyword, synonyms } of sections) {
    for (const word of [keyword, ...synonyms]) {
      const key = keywordKey(word)
      const owner = owners.get(key)
      // A word twice in one section opens the same one.
      if (key === '' || (owner !== undefined && owner !== sectionId)) return word
      owners.set(key, sectionId)
    }
  }
  return new Set(sections.map(({ sectionId }) => sectionId)).size === sections.length
    ? null
    : (sections[0]?.keyword ?? '')
}

/** A section asked for while typing, and the part of the text that asked for it, `[from, to)`. */
export interface OpenedSection {
  readonly section: SectionDefinition
  readonly from: number
  readonly to: number
}

/**
 * The section that has just been asked for: its keyword followed by « : » or « # » before the caret, at the beginning of
 * a line or of a sentence; or « # » then its keyword and a space. `null` when the text before the caret asks for none.
 */
export function sectionAskedFor(
  text: string,
  caret: number,
  sections: readonly SectionDefinition[],
): OpenedSection | null {
  const before = text.slice(0, caret)
  const [, called] = /(?:^|[\n.;!?])[ \t\u00A0]*([^\n.;!?:#]{2,60}?)[ \t\u00A0]*[:#]$/u.exec(before) ?? []
  const [, hashed] = /#([^\n.;!?:#]{2,60}?)[ \t\u00A0:]$/u.exec(before) ?? []
  const word = called ?? hashed
  if (word === undefined) return null
  const found = sectionNamed(word, sections)
  if (found === null) return null
  const from = hashed === undefined ? before.lastIndexOf(word) : before.lastIndexOf('#')
  return { section: found, from, to: caret }
}

/** The section a word opens, or `null`. */
export function sectionNamed(word: string, sections: readonly SectionDefinition[]): SectionDefinition | null {
  const key = keywordKey(word)
  return sections.find(({ keyword, synonyms }) => [keyword, ...synonyms].some((one) => keywordKey(one) === key)) ?? null
}

/** What is being looked for after « # » at the caret: the letters typed, and where « # » stands; `null` outside. */
export function lookedForAt(text: string, caret: number): { readonly from: number; readonly letters: string } | null {
  const [, letters] = /(?:^|[\s.;!?])#([^\n#:.;!?]{0,40})$/u.exec(text.slice(0, caret)) ?? []
  return letters === undefined ? null : { from: caret - letters.length - 1, letters }
}

/** Sections whose keyword or synonym begins with these letters, in their order. */
export function sectionsBeginning(
  letters: string,
  sections: readonly SectionDefinition[],
): readonly SectionDefinition[] {
  const key = keywordKey(letters)
  return sections.filter(({ keyword, synonyms }) =>
    [keyword, ...synonyms].some((word) => keywordKey(word).startsWith(key)),
  )
}

/** The line the caret is in, up to the caret, and where it begins. */
export function lineBefore(text: string, caret: number): { readonly from: number; readonly line: string } {
  const from = text.lastIndexOf('\n', caret - 1) + 1
  return { from, line: text.slice(from, caret) }
}

/** The sentence being typed, up to the caret, and where it begins: after the last full stop, semicolon or line end. */
export function sentenceBefore(text: string, caret: number): { readonly from: number; readonly begun: string } {
  const { line } = lineBefore(text, caret)
  // Stops are looked for in the line alone, once: at each key of a long text, what is before it is not read again.
  const [stop] = [...line.matchAll(/[.;!?](?=\s)/gu)].slice(-1)
  const begun = line.slice(stop === undefined ? 0 : stop.index + 1).replace(/^[.;!?\s]+/u, '')
  return { from: caret - begun.length, begun }
}

/** What a note is called in « Historique »: its reason, or its conclusion, or its first words; empty without any. */
export function titleOf({ sections }: Pick<NoteContent, 'sections'>): string {
  return (
    firstSentence(textOf(sections, 'motif')) || firstSentence(textOf(sections, 'conclusion')) || firstWords(sections)
  )
}

/** What stands beside the title: the conclusion, when the title is not made of it. */
export function detailOf(content: Pick<NoteContent, 'sections'>): string {
  const conclusion = firstSentence(textOf(content.sections, 'conclusion'))
  return conclusion === titleOf(content) ? '' : conclusion
}

function textOf(sections: readonly NoteSection[], wanted: string): string {
  return sections.find(({ sectionId, text }) => sectionId === wanted && text.trim() !== '')?.text ?? ''
}

function firstWords(sections: readonly NoteSection[]): string {
  const written = sections.find(({ text }) => text.trim() !== '')
  return written === undefined
    ? sections.flatMap(({ keyword, items }) => (items.length > 0 ? [keyword] : [])).join(', ')
    : firstSentence(written.text)
}

function firstSentence(text: string): string {
  const [line = ''] = text.trim().split('\n')
  const [sentence = ''] = line.split(/(?<=[.!?;])\s/u)
  return sentence.replace(/[.;]$/u, '').trim().slice(0, 160)
}

/** A note without the sections left empty: what is signed. */
export function withoutEmpty(content: NoteContent): NoteContent {
  return {
    ...content,
    sections: content.sections.filter(({ text, items }) => text.trim() !== '' || items.length > 0),
  }
}

/** Every item of a note, in order. */
export function itemsOf(content: Pick<NoteContent, 'sections'>): readonly NoteItem[] {
  return content.sections.flatMap(({ items }) => items)
}

/** Whether two notes say the same. */
export function saysTheSame(one: NoteContent, other: NoteContent): boolean {
  return canonical(one) === canonical(other)
}

/** Fields in the order of their names: they may come back from a file in another. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([left], [right]) => (left < right ? -1 : 1)))
      : inner,
  )
}

/**
 * What a revision changes of what a note feeds. An item left as it was is not written again: what was corrected since in
 * its own tab stays. Measures are when the date of the consultation changes, since it dates them and nothing else does.
 */
export function feedChanges(
  before: NoteContent | null,
  after: NoteContent,
): { readonly put: readonly NoteItem[]; readonly withdraw: readonly NoteItem[] } {
  const former = new Map((before === null ? [] : itemsOf(before)).map((item) => [item.itemId, item]))
  const isRedated = before !== null && before.occurredAt !== after.occurredAt
  const now = itemsOf(after)
  const kept = new Map(now.map((item) => [item.itemId, item.kind]))
  return {
    put: now.filter((item) => {
      const present = former.get(item.itemId)
      const isDated = isRedated && item.kind === 'measurement'
      return isDated || present === undefined || canonical(present) !== canonical(item)
    }),
    withdraw: [...former.values()].filter(({ itemId, kind }) => kept.get(itemId) !== kind),
  }
}

/** « HM » of Hélène MARCHAND, « JPM » of Jean-Paul MARTIN. */
export function initialsOf(firstName: string, lastName: string): string {
  return [...firstName.split(/[\s-]+/u), lastName.trim()]
    .map((name) => [...name][0] ?? '')
    .join('')
    .toLocaleUpperCase('fr')
    .slice(0, 4)
}
