import { readConsents, saveConsents } from '#app/features/consents/contract.ts'
import type { ConsentFields, ConsentView } from '#app/features/consents/model.ts'
import { settledConsent } from '#app/features/consents/rules.ts'
import { problem } from '#app/kernel/problem.ts'
import { handle } from '#core/kernel/handle.ts'
import { isProblem } from '#core/kernel/work.ts'
import { consentOf, writeConsent } from './repository.ts'

const read = handle(readConsents, async ({ patientId }, work) => ({
  consent: await work.read((db) => consentOf(db, patientId)),
}))

const save = handle(saveConsents, async ({ patientId, expectedVersion, fields }, work) => {
  const settled = settledConsent(fields)
  const refusal = await work.write(async (db) => {
    const before = await consentOf(db, patientId)
    if (before.version !== expectedVersion) {
      return problem('edit.conflict', {
        currentVersion: before.version,
        changedBy: before.updatedBy,
        changedAt: before.updatedAt ?? work.now(),
      })
    }
    // Answers are what the journal is for here: which was given before, and which now.
    work.journal({ details: { changed: changesOf(before, settled) } })
    await writeConsent(db, { patientId, version: before.version + 1, at: work.now(), by: work.actor.userId }, settled)
    return null
  })
  if (isProblem(refusal)) return refusal
  work.announce('patient', patientId, expectedVersion + 1)
  return { consent: await work.read((db) => consentOf(db, patientId)) }
})

function changesOf({ fields: before }: ConsentView, after: ConsentFields) {
  const names = Object.keys(after) as (keyof ConsentFields)[]
  const changed = names.filter((name) => before[name] !== after[name])
  return Object.fromEntries(changed.map((name) => [name, { before: before[name], after: after[name] }]))
}

/** What answers about consents. */
export const consentsHandlers = [read, save]
