import { familyFields, habitusFields, problemFields, writableAllergy } from '#app/features/antecedents/model.ts'
import { problemRemark } from '#app/features/antecedents/rules.ts'
import type { AntecedentKind, FieldsOfKind } from '#app/features/antecedents/model.ts'
import { sayAllergy, sayFamily, sayHabitus, sayProblem } from '#app/text/fr/antecedent-words.ts'
import type { FedFrom, NoteFeeder } from '#core/kernel/note-feeding.ts'
import type { WriteDb } from '#core/kernel/tables.ts'
import { changeLine, endStatements, findLine, insertLine, type Stamp } from './repository.ts'

/** An end before its beginning is refused at the signature, as it is in the tab. */
const problemInOrder = problemFields.refine((fields) => problemRemark(fields) === null, { message: 'order' })

/** What a signed note does with its antécédents, family, habitus and allergies. An allergy ends « Aucune connue ». */
export const antecedentFeeders = {
  problem: feederOf('problem', problemInOrder, sayProblem),
  family: feederOf('family', familyFields, sayFamily),
  habitus: feederOf('habitus', habitusFields, sayHabitus),
  allergy: feederOf('allergy', writableAllergy, sayAllergy),
} as const

function feederOf<K extends AntecedentKind>(
  kind: K,
  fields: NoteFeeder<FieldsOfKind<K>>['fields'],
  words: (fields: FieldsOfKind<K>) => string,
): NoteFeeder<FieldsOfKind<K>> {
  return {
    kind,
    fields,
    words,
    put: async (db, from, written) => {
      const stamp = stampOf(from)
      const present = await findLine(db, kind, from.patientId, from.itemId)
      if (present === undefined) {
        const { itemId: entryId, patientId, noteId: sourceNoteId } = from
        await insertLine(db, { entryId, patientId, kind, fields: written, sourceNoteId }, stamp)
      } else {
        await changeLine(db, present, { fields: written, removed: false }, stamp)
      }
      await afterChange(db, kind, from)
    },
    withdraw: async (db, from) => {
      const present = await findLine(db, kind, from.patientId, from.itemId)
      if (present === undefined || present.removed_at !== null) return
      await changeLine(db, present, { removed: true }, stampOf(from))
      await afterChange(db, kind, from)
    },
    restore: async (db, from, withdrawnAt) => {
      const present = await findLine(db, kind, from.patientId, from.itemId)
      if (present === undefined || present.removed_at !== withdrawnAt) return
      await changeLine(db, present, { removed: false }, stampOf(from))
      await afterChange(db, kind, from)
    },
  }
}

/**
 * « Aucune connue » ends with every change of the list: a statement older than an allergy, as a merge may leave one, must not
 * come back when the allergy leaves.
 */
async function afterChange(db: WriteDb, kind: AntecedentKind, from: FedFrom): Promise<void> {
  if (kind === 'allergy') await endStatements(db, from.patientId, stampOf(from))
}

function stampOf({ at, actorId, actorName }: FedFrom): Stamp {
  return { at, by: actorId, byName: actorName }
}
