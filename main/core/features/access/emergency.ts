import { acknowledgeEmergency, endEmergency, listEmergencies, requestEmergency } from '#app/features/access/contract.ts'
import { acknowledgedForDays, emergencyHours } from '#app/features/access/rules.ts'
import { problem } from '#app/kernel/problem.ts'
import { findByTraits } from '#core/features/patients/index.ts'
import { handle } from '#core/kernel/handle.ts'
import { isProblem } from '#core/kernel/work.ts'
import {
  acknowledge,
  findConcerning,
  findEmergency,
  findOwn,
  isNewTo,
  openFor,
  outOfSight,
  viewOf,
} from './emergency-rows.ts'
import { oneTry } from './emergency-tries.ts'

/**
 * « Bris de glace ». The traits are looked for among every record, inside the transaction that opens what they name: what
 * does not match leaves nothing but its line in the journal, with the reason and without the traits, which may be those of
 * somebody whom its reader does not see.
 */
const request = handle(requestEmergency, async ({ request: asked }, work) => {
  // Opening a record to somebody whose role reads none would show them nothing.
  if (!work.actor.permissions.includes('patient.read')) return problem('forbidden', {})
  work.journal({ details: { reason: asked.reason } })
  const startedAt = work.now()
  const endsAt = new Date(Date.parse(startedAt) + emergencyHours * 3600_000).toISOString()
  let opensNew = false
  const result = await oneTry(
    work,
    (retryAfterMs) =>
      work.write(async (db) => {
        const patientIds = await findByTraits(db, asked)
        const closed = await outOfSight(db, work.actor, patientIds)
        const about = closed[0] ?? patientIds[0]
        if (about === undefined) return problem('access.nobody-matches', { retryAfterMs })
        // The one that is opened, and not how many bear its traits: whoever reads the line may see only that one.
        work.journal({ patientId: about, details: { endsAt } })
        opensNew = await isNewTo(db, work.actor, closed, startedAt)
        await openFor(db, work.actor, closed, { reason: asked.reason, startedAt, endsAt }, () => work.newId())
        return { patientIds, endsAt }
      }),
    (answer) => (isProblem(answer) ? 'missed' : opensNew ? 'opened' : 'nothing-new'),
  )
  if ('waitMs' in result) return problem('access.wait', { retryAfterMs: result.waitMs })
  const { outcome } = result
  if (isProblem(outcome)) return outcome
  for (const patientId of outcome.patientIds) work.announce('emergency', patientId, 1)
  return outcome
})

const end = handle(endEmergency, async ({ emergencyId }, work) => {
  const ended = await work.write(async (db) => {
    const row = await findEmergency(db, emergencyId)
    if (row === undefined || row.user_id !== work.actor.userId || row.ended_at !== null || row.ends_at <= work.now()) {
      return problem('not-found', {})
    }
    work.journal({ patientId: row.patient_id, subjectId: emergencyId })
    await db
      .updateTable('emergency_access')
      .set({ ended_at: work.now() })
      .where('emergency_access.emergency_id', '=', emergencyId)
      .execute()
    return row
  })
  if (isProblem(ended)) return ended
  work.announce('emergency', ended.patient_id, 2)
  return { ended: true as const }
})

const list = handle(listEmergencies, async (_input, work) =>
  work.read(async (db) => {
    const now = work.now()
    const since = new Date(Date.parse(now) - acknowledgedForDays * 86_400_000).toISOString()
    const [own, concerning] = [
      await findOwn(db, work.actor.userId, now),
      await findConcerning(db, work.actor.userId, since),
    ]
    return { own: own.map(viewOf), concerning: concerning.map(viewOf) }
  }),
)

const seen = handle(acknowledgeEmergency, async ({ emergencyId }, work) =>
  work.write(async (db) => {
    const concerning = await findConcerning(db, work.actor.userId, null)
    const row = concerning.find((one) => one.emergency_id === emergencyId)
    if (row === undefined) return problem('not-found', {})
    work.journal({ patientId: row.patient_id, subjectId: emergencyId })
    await acknowledge(db, emergencyId, work.actor.userId, work.now())
    work.announce('emergency', row.patient_id, 3)
    return { acknowledged: true as const }
  }),
)

/** What answers about emergency accesses. */
export const emergencyHandlers = [request, end, list, seen]
