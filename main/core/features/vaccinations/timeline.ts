import type { VaccinationFields } from '#app/features/vaccinations/model.ts'
import { sayValences, vaccinationLine } from '#app/text/fr/vaccination-words.ts'
import { putEntry, type RecordEntry, removeEntry } from '#core/features/record/index.ts'
import type { WriteDb } from '#core/kernel/tables.ts'
import type { NewVaccination, Stamp } from './repository.ts'

/** A vaccination as it stands in the Historique: on the day it was given, at noon, since its hour is not known. */
export function timelineEntryOf(
  { vaccinationId, patientId, fields }: Omit<NewVaccination, 'sourceNoteId'>,
  author: { readonly id: string | null; readonly name: string },
): RecordEntry {
  return {
    entryId: vaccinationId,
    patientId,
    kind: 'vaccination',
    categoryId: null,
    occurredAt: middleOf(fields),
    title: vaccinationLine(fields),
    detail: sayValences(fields.valences),
    authorId: author.id,
    authorName: author.name,
    marks: {},
    text: [fields.lot, fields.givenBy, fields.comment].filter((part) => part !== '').join(' '),
  }
}

/** Puts a vaccination in the Historique, or writes it again where it is. */
export async function enterTimeline(
  db: WriteDb,
  vaccination: Omit<NewVaccination, 'sourceNoteId'>,
  stamp: Stamp,
): Promise<void> {
  await putEntry(db, timelineEntryOf(vaccination, { id: stamp.by, name: initialsOf(stamp.byName) }))
}

/** Takes a vaccination out of the Historique. */
export async function leaveTimeline(db: WriteDb, vaccinationId: string): Promise<void> {
  await removeEntry(db, vaccinationId)
}

/** The middle of what is known of the date: a year is placed in July, a month on its fifteenth. */
function middleOf({ givenOn }: VaccinationFields): string {
  const date = givenOn.endsWith('-00-00') ? givenOn.replace('-00-00', '-07-01') : givenOn.replace(/-00$/, '-15')
  return `${date}T11:00:00.000Z`
}

/** « Dr H. MARCHAND » gives « HM ». */
function initialsOf(name: string): string {
  return name
    .split(/\s+/)
    .filter((word) => !/^(dr|pr|mme|m)\.?$/i.test(word))
    .map((word) => word.charAt(0).toUpperCase())
    .join('')
    .slice(0, 4)
}
