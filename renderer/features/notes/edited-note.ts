import { z } from 'zod'
import {
  noteItem,
  type NoteContent,
  type NoteItem,
  type SectionDefinition,
  sectionId,
} from '#app/features/notes/model.ts'
import { saysTheSame } from '#app/features/notes/rules.ts'
import { id, instantUtc } from '#app/kernel/ids.ts'

/** A section as it is being written: it may be empty, and its items incomplete. */
export interface EditedSection {
  readonly sectionId: string
  readonly keyword: string
  readonly text: string
  readonly items: readonly NoteItem[]
}

/** A consultation as it is being written. */
export interface EditedNote {
  /** Drawn when the editor opened: signed twice after a cut, it is one note. */
  readonly noteId: string
  readonly occurredAt: string
  readonly sections: readonly EditedSection[]
}

const editedNote = z.object({
  noteId: id,
  occurredAt: instantUtc,
  sections: z.array(z.object({ sectionId, keyword: z.string(), text: z.string(), items: z.array(noteItem) })).min(1),
})

/** A blank consultation: the first section of the library, ready for the caret. */
export function blankNote(first: SectionDefinition, occurredAt: string, text = ''): EditedNote {
  return { noteId: crypto.randomUUID(), occurredAt, sections: [{ ...openedAs(first), text }] }
}

/** What a draft holds; `null` when another program kept something else under its name. */
export function readDraft(fields: Readonly<Record<string, unknown>>): EditedNote | null {
  const read = editedNote.safeParse(fields)
  return read.success ? read.data : null
}

/** A section of the library as it opens. */
export function openedAs({ sectionId: opened, keyword }: SectionDefinition): EditedSection {
  return { sectionId: opened, keyword, text: '', items: [] }
}

/** What is signed. */
export function contentOf({ occurredAt, sections }: EditedNote): NoteContent {
  return { occurredAt, sections: sections.map((section) => ({ ...section, items: [...section.items] })) }
}

/** Whether nothing is written. */
export function isBlank({ sections }: EditedNote): boolean {
  return sections.every(({ text, items }) => text.trim() === '' && items.length === 0)
}

/** Whether there is something to keep: anything written in a new note, anything changed in a signed one. */
export function isChanged(note: EditedNote, base: EditedNote, isNew: boolean): boolean {
  return isNew ? !isBlank(note) || note.occurredAt !== base.occurredAt : !saysTheSame(contentOf(note), contentOf(base))
}

/** With one section changed. */
export function withSection(
  note: EditedNote,
  wanted: string,
  change: (section: EditedSection) => EditedSection,
): EditedNote {
  return { ...note, sections: note.sections.map((one) => (one.sectionId === wanted ? change(one) : one)) }
}

/** With a section open: where it already is, or after the others. */
export function withOpened(note: EditedNote, section: SectionDefinition): EditedNote {
  return note.sections.some((one) => one.sectionId === section.sectionId)
    ? note
    : { ...note, sections: [...note.sections, openedAs(section)] }
}

/** Without a section; the last one is emptied rather than taken away. */
export function withoutSection(note: EditedNote, wanted: string, first: SectionDefinition): EditedNote {
  const left = note.sections.filter((one) => one.sectionId !== wanted)
  return { ...note, sections: left.length === 0 ? [openedAs(first)] : left }
}

/** With an item added to a section, or written over where it is. */
export function withItem(note: EditedNote, wanted: string, item: NoteItem): EditedNote {
  return withSection(note, wanted, (section) => {
    const isThere = section.items.some(({ itemId }) => itemId === item.itemId)
    const items = isThere
      ? section.items.map((one) => (one.itemId === item.itemId ? item : one))
      : [...section.items, item]
    return { ...section, items }
  })
}

/** Without an item. */
export function withoutItem(note: EditedNote, wanted: string, itemId: string): EditedNote {
  return withSection(note, wanted, (section) => ({
    ...section,
    items: section.items.filter((one) => one.itemId !== itemId),
  }))
}

/** Fields of a form as a note keeps them: plain JSON, without what was left undefined. */
export function plainFields(fields: object): NoteItem['fields'] {
  return JSON.parse(JSON.stringify(fields)) as NoteItem['fields']
}

/** Reads « 24/11/2026 14:31 » (or « 24/11/26 14h31 ») as an instant of this computer’s time zone; `null` when it is none. */
export function readDayAndHour(typed: string): string | null {
  const [, day, month, year = '', hour, minute] =
    /^\s*(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})[\s,àa]+(\d{1,2})[:hH](\d{2})\s*$/u.exec(typed) ?? []
  if (day === undefined) return null
  const wanted = [
    Number(year.length === 2 ? `20${year}` : year),
    Number(month),
    Number(day),
    Number(hour),
    Number(minute),
  ]
  const [y = 0, m = 0, d = 0, h = 0, min = 0] = wanted
  const date = new Date(y, m - 1, d, h, min)
  const isReal = date.getMonth() === m - 1 && date.getDate() === d && date.getHours() === h && date.getMinutes() === min
  return isReal ? date.toISOString() : null
}
