import { diffArrays, diffWordsWithSpace } from 'diff'
import type { NoteContent, NoteSection } from '#app/features/notes/model.ts'
import { sayItem } from './entries.ts'

/** A run of words: the same in both texts, only in the later, or only in the former. */
export interface Run {
  readonly kind: 'same' | 'added' | 'dropped'
  readonly text: string
}

/** What changed of one section. */
export interface SectionDifference {
  readonly sectionId: string
  readonly keyword: string
  readonly text: readonly Run[]
  readonly items: readonly Run[]
}

/** What changed between two states of a note, section by section; those left as they were are left out. */
export function differencesOf(before: NoteContent, after: NoteContent): readonly SectionDifference[] {
  const all = new Map([...after.sections, ...before.sections].map((section) => [section.sectionId, section.keyword]))
  return [...all].flatMap(([sectionId, keyword]) => {
    const former = before.sections.find((one) => one.sectionId === sectionId)
    const later = after.sections.find((one) => one.sectionId === sectionId)
    const text = diffWordsWithSpace(former?.text ?? '', later?.text ?? '').map(runOf)
    const items = diffArrays(wordsOf(former), wordsOf(later)).flatMap((part) =>
      part.value.map((words) => runOf({ ...part, value: words })),
    )
    const changed = [...text, ...items].some(({ kind }) => kind !== 'same')
    return changed ? [{ sectionId, keyword, text, items }] : []
  })
}

function wordsOf(section: NoteSection | undefined): string[] {
  return section === undefined ? [] : section.items.map(sayItem)
}

function runOf(part: { readonly value: string; readonly added?: boolean; readonly removed?: boolean }): Run {
  return { kind: part.added === true ? 'added' : part.removed === true ? 'dropped' : 'same', text: part.value }
}
