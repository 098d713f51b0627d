import {
  IconFile,
  IconFileCertificate,
  IconFileExport,
  IconFileText,
  IconFlask2,
  IconMail,
  IconPhoto,
  IconPill,
  IconSend,
  IconStethoscope,
  IconVaccine,
} from '@tabler/icons-react'
import { usualCategories } from '#app/features/documents/model.ts'
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

/** How the documents of the usual categories are drawn, beside the word of their category. */
const categoryDrawings: Readonly<Record<string, Icon>> = {
  [usualCategories.biology]: IconFlask2,
  [usualCategories.imaging]: IconPhoto,
  [usualCategories.received]: IconMail,
  [usualCategories.report]: IconFileText,
  [usualCategories.certificate]: IconFileCertificate,
  [usualCategories.export]: IconFileExport,
}

/** The icon and the word of a line: a document goes by its category, where it has one. */
export function kindOf(
  entry: TimelineEntry,
  categories: ReadonlyMap<string, string>,
): { readonly icon: Icon; readonly word: string } {
  const isReceivedLetter = entry.kind === 'letter' && entry.marks.received === true
  const category = entry.categoryId === null ? undefined : categories.get(entry.categoryId)
  const drawnAs = entry.categoryId === null ? undefined : categoryDrawings[entry.categoryId]
  return {
    icon: isReceivedLetter ? IconMail : (drawnAs ?? kindDrawings[entry.kind]),
    word: isReceivedLetter ? text.received : (category ?? text.kinds[entry.kind]),
  }
}
