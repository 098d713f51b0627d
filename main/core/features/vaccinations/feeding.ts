import { type VaccinationFields, vaccinationFields } from '#app/features/vaccinations/model.ts'
import { sayValences, vaccinationLine } from '#app/text/fr/vaccination-words.ts'
import type { FedFrom, NoteFeeder } from '#core/kernel/note-feeding.ts'
import { changeVaccination, fieldsOf, findVaccination, insertVaccinations, type Stamp } from './repository.ts'
import { enterTimeline, leaveTimeline } from './timeline.ts'

/** What a signed note does with its vaccinations: each is a line of the Historique too. */
export const vaccinationFeeder: NoteFeeder<VaccinationFields> = {
  kind: 'vaccination',
  fields: vaccinationFields,
  words: (fields) => `${vaccinationLine(fields)} ${sayValences(fields.valences)}`,
  put: async (db, from, fields) => {
    const stamp = stampOf(from)
    const { itemId: vaccinationId, patientId, noteId: sourceNoteId } = from
    const present = await findVaccination(db, patientId, vaccinationId)
    if (present === undefined) {
      await insertVaccinations(db, [{ vaccinationId, patientId, sourceNoteId, fields, stamp }])
    } else {
      await changeVaccination(db, present, { fields, removed: false }, stamp)
    }
    await enterTimeline(db, { vaccinationId, patientId, fields }, stamp)
  },
  withdraw: async (db, from) => {
    const present = await findVaccination(db, from.patientId, from.itemId)
    if (present === undefined || present.removed_at !== null) return
    await changeVaccination(db, present, { removed: true }, stampOf(from))
    await leaveTimeline(db, from.itemId)
  },
  restore: async (db, from, withdrawnAt) => {
    const present = await findVaccination(db, from.patientId, from.itemId)
    if (present === undefined || present.removed_at !== withdrawnAt) return
    await changeVaccination(db, present, { removed: false }, stampOf(from))
    const { itemId: vaccinationId, patientId } = from
    await enterTimeline(db, { vaccinationId, patientId, fields: fieldsOf(present) }, stampOf(from))
  },
}

function stampOf({ at, actorId, actorName }: FedFrom): Stamp {
  return { at, by: actorId, byName: actorName }
}
