import { type TreatmentFields, treatmentFields } from '#app/features/treatments/model.ts'
import type { FedFrom, NoteFeeder } from '#core/kernel/note-feeding.ts'
import { changeTreatment, findTreatment, insertTreatments, type Stamp } from './repository.ts'

/** What a signed note does with its treatments. */
export const treatmentFeeder: NoteFeeder<TreatmentFields> = {
  kind: 'treatment',
  fields: treatmentFields,
  put: async (db, from, fields) => {
    const present = await findTreatment(db, from.patientId, from.itemId)
    // Begun the day it was decided, unless the note says otherwise; prescribed by who signs it.
    const begun: TreatmentFields = {
      ...fields,
      startedOn: fields.startedOn ?? from.occurredOn,
      prescriber: fields.prescriber === '' ? from.actorName : fields.prescriber,
    }
    if (present === undefined) {
      const { itemId: treatmentId, patientId, noteId: sourceNoteId } = from
      await insertTreatments(db, [{ treatmentId, patientId, fields: begun, sourceNoteId }], stampOf(from))
      return
    }
    // What the tab did since, stopping it among others, is not what the note says again.
    const { stopped_on: stoppedOn, stop_reason: stopReason } = present
    await changeTreatment(db, present, { fields: { ...begun, stoppedOn, stopReason }, removed_at: null }, stampOf(from))
  },
  withdraw: async (db, from) => {
    const present = await findTreatment(db, from.patientId, from.itemId)
    if (present === undefined || present.removed_at !== null) return
    await changeTreatment(db, present, { removed_at: from.at }, stampOf(from))
  },
  restore: async (db, from, withdrawnAt) => {
    const present = await findTreatment(db, from.patientId, from.itemId)
    if (present === undefined || present.removed_at !== withdrawnAt) return
    await changeTreatment(db, present, { removed_at: null }, stampOf(from))
  },
}

function stampOf({ at, actorId, actorName }: FedFrom): Stamp {
  return { at, by: actorId, byName: actorName }
}
