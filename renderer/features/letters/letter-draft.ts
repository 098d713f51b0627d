import { z } from 'zod'
import {
  letterCategory,
  type LetterContent,
  letterDocument,
  letterFormat,
  letterRecipient,
  type LetterDocument,
} from '#app/features/letters/model.ts'

/** A letter while it is written: its title may still be empty. */
export type WrittenLetter = LetterContent

/** Nobody, until a recipient is chosen. */
const nobody = { contactId: null, name: '', address: '' } as const
const emptyDocument: LetterDocument = { type: 'doc', content: [{ type: 'paragraph' }] }

/** A letter nobody has begun. */
export function blankLetter(practitionerId: string | null): WrittenLetter {
  return { category: 'letter', title: '', recipient: nobody, practitionerId, format: 'A4', document: emptyDocument }
}

const kept = z.object({
  category: letterCategory,
  title: z.string().max(160),
  recipient: letterRecipient,
  practitionerId: z.string().nullable(),
  format: letterFormat,
  document: letterDocument,
})

/** What a draft holds; `null` when an older program kept something else. */
export function readLetterDraft(fields: Readonly<Record<string, unknown>>): WrittenLetter | null {
  const read = kept.safeParse(fields)
  return read.success ? read.data : null
}

/** Whether two letters say the same, to the letter. */
export function isSameLetter(one: WrittenLetter, other: WrittenLetter): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}

/** Whether there is nothing to read in a text: no word, no field. */
export function isEmptyDocument(document: LetterDocument): boolean {
  return !/"type":"(?:text|field)"/.test(JSON.stringify(document))
}
