import {
  discardDraft as discardOperation,
  getDraft,
  listDrafts as listOperation,
  saveDraft as saveOperation,
} from '#app/features/drafts/contract.ts'
import type { DraftPlace } from '#app/features/drafts/model.ts'
import { problem } from '#app/kernel/problem.ts'
import { patientOfMemo } from '#core/features/memos/index.ts'
import { patientOfTask, seesPatient } from '#core/features/tasks/index.ts'
import { handle } from '#core/kernel/handle.ts'
import type { ReadDb } from '#core/kernel/tables.ts'
import { discardDraft, findDraft, listDrafts, patientOfEntry, saveDraft } from './repository.ts'

const save = handle(saveOperation, async ({ place, fields, basedOnVersion }, work) => {
  const savedAt = work.now()
  const { userId } = work.actor
  // Looked up with the caller's sight; written without it, or a former draft of the place would be in the way unseen.
  const patientId = await work.read((db) => patientOf(db, place))
  if (patientId === undefined) return problem('not-found', {})
  if (patientId !== null && !(await work.read((db) => seesPatient(db, patientId)))) return problem('not-found', {})
  const { isNew } = await work.write((db) =>
    saveDraft(db, {
      draft_id: work.newId(),
      user_id: userId,
      form: place.form,
      subject_id: place.subjectId,
      patient_id: patientId,
      fields: JSON.stringify(fields),
      based_on_version: basedOnVersion,
      saved_at: savedAt,
    }),
  )
  // Kept each second while it is typed: the lists of drafts are asked again when there is one more, not at each word.
  if (isNew) work.announce('draft', place.subjectId ?? place.form, 1)
  return { savedAt }
})

const get = handle(getDraft, async ({ place }, work) => ({
  draft: await work.read((db) => findDraft(db, work.actor.userId, place)),
}))

const list = handle(listOperation, async (_input, work) => ({
  drafts: await work.read((db) => listDrafts(db, work.actor.userId)),
}))

const discard = handle(discardOperation, async ({ place }, work) => {
  await work.write((db) => discardDraft(db, work.actor.userId, place))
  work.announce('draft', place.subjectId ?? place.form, 1)
  return { discarded: true as const }
})

/** Forms whose text says something of a patient: the place names the record of a new one, or the entry that is revised. */
const ofRecord: ReadonlySet<DraftPlace['form']> = new Set(['note', 'letter', 'prescription'])

/**
 * The patient a place is about: what is typed about them is in sight of who sees them. `null` for a place of no patient,
 * `undefined` for one that must have one and names nothing in sight.
 */
async function patientOf(db: ReadDb, { form, subjectId }: DraftPlace): Promise<string | null | undefined> {
  if (ofRecord.has(form)) {
    if (subjectId === null) return undefined
    return (await seesPatient(db, subjectId)) ? subjectId : patientOfEntry(db, subjectId)
  }
  if (subjectId === null) return null
  if (form === 'patient-civil-status') return subjectId
  if (form === 'memo') return (await seesPatient(db, subjectId)) ? subjectId : patientOfMemo(db, subjectId)
  if (form !== 'task') return null
  const task = await patientOfTask(db, subjectId)
  // Not a task in sight: the record a new task is about, whose sight is looked at next.
  return task === null ? subjectId : task.patientId
}

/** What answers about drafts. */
export const draftsHandlers = [save, get, list, discard]
