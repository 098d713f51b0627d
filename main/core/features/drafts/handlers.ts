import {
  discardDraft as discardOperation,
  getDraft,
  listDrafts as listOperation,
  saveDraft as saveOperation,
} from '#app/features/drafts/contract.ts'
import { handle } from '#core/kernel/handle.ts'
import { discardDraft, findDraft, listDrafts, patientOf, saveDraft } from './repository.ts'

const save = handle(saveOperation, async ({ place, fields, basedOnVersion }, work) => {
  const savedAt = work.now()
  const { userId } = work.actor
  await work.write(async (db) => {
    await saveDraft(db, {
      draft_id: work.newId(),
      user_id: userId,
      form: place.form,
      subject_id: place.subjectId,
      patient_id: patientOf(place),
      fields: JSON.stringify(fields),
      based_on_version: basedOnVersion,
      saved_at: savedAt,
    })
  })
  work.announce('draft', place.subjectId ?? place.form, 1)
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

/** What answers about drafts. */
export const draftsHandlers = [save, get, list, discard]
