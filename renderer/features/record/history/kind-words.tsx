import {
  IconFile,
  IconFileText,
  IconFlask2,
  IconMail,
  IconPill,
  IconSend,
  IconStethoscope,
  IconVaccine,
} from '@tabler/icons-react'
import type { EntryKind, TimelineEntry } from '#app/features/record/model.ts'
import { recordText } from '#app/text/fr/record.ts'
import type { Icon } from '#ui/Button.tsx'

const text = recordText.history

/** How each kind is drawn. */
export const kindDrawings: Readonly<Record<EntryKind, Icon>> = {
  consultation: IconStethoscope,
  document: IconFile,
  letter: IconFileText,
  prescription: IconPill,
  result: IconFlask2,
  vaccination: IconVaccine,
  message: IconSend,
}

/** The icon and the word of a line: a document goes by its category, where it has one. */
export function kindOf(
  entry: TimelineEntry,
  categories: ReadonlyMap<string, string>,
): { readonly icon: Icon; readonly word: string } {
  const isReceivedLetter = entry.kind === 'letter' && entry.marks.received === true
  const category = entry.categoryId === null ? undefined : categories.get(entry.categoryId)
  return {
    icon: isReceivedLetter ? IconMail : kindDrawings[entry.kind],
    word: isReceivedLetter ? text.received : (category ?? text.kinds[entry.kind]),
  }
}
