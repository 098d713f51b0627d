import type { Allergies, AntecedentsView } from '#app/features/antecedents/model.ts'
import { allergyState, inProblemOrder, inTopicOrder, supersededHabitus } from '#app/features/antecedents/rules.ts'
import type { ReadDb } from '#core/kernel/tables.ts'
import { findLines, findStatement, type Line } from './repository.ts'

/** Everything of « Antécédents » of one patient in sight. */
export async function antecedentsOf(db: ReadDb, patientId: string): Promise<AntecedentsView> {
  const problems = (await findLines(db, 'problem', patientId)).map((line) => ({ ...viewOf(line), fields: line.fields }))
  const family = (await findLines(db, 'family', patientId)).map((line) => ({ ...viewOf(line), fields: line.fields }))
  const habitus = (await findLines(db, 'habitus', patientId)).map((line) => ({ ...viewOf(line), fields: line.fields }))
  const superseded = supersededHabitus(habitus)
  return {
    problems: [...inProblemOrder(problems)],
    family,
    habitus: inTopicOrder(habitus).map((line) => ({ ...line, superseded: superseded.has(line.entryId) })),
    allergies: await allergiesOf(db, patientId),
  }
}

/**
 * What is known of the allergies of one patient in sight: three states that never stand for one another, and of a list, each
 * substance with its BDPM code or class where there is one. What the safety check of treatments reads.
 */
export async function allergiesOf(db: ReadDb, patientId: string): Promise<Allergies> {
  const entries = (await findLines(db, 'allergy', patientId)).map((line) => ({ ...viewOf(line), fields: line.fields }))
  const statement = entries.length > 0 ? undefined : await findStatement(db, patientId)
  return allergyState(
    entries,
    statement === undefined ? null : { declaredAt: statement.declared_at, declaredBy: statement.declared_by_name },
  )
}

function viewOf(line: Omit<Line, 'kind' | 'fields'>) {
  return {
    entryId: line.entryId,
    sourceNoteId: line.source_note_id,
    recordedAt: line.recorded_at,
    recordedBy: line.recorded_by_name,
    updatedAt: line.updated_at,
    updatedBy: line.updated_by_name,
    version: line.version,
  }
}
