import { assignGroups, patientGroups } from '#app/features/access/contract.ts'
import { problem } from '#app/kernel/problem.ts'
import { noteAssignment } from '#core/features/patients/index.ts'
import { markEntries } from '#core/features/record/index.ts'
import { handle } from '#core/kernel/handle.ts'
import type { ReadDb } from '#core/kernel/tables.ts'
import { isProblem, openedAt, type Work } from '#core/kernel/work.ts'
import { listGroups, markOf, marksOfPatient, putPatientIn, searchMarksOf } from './groups.ts'
import { readGroupsSwitch } from './sight.ts'

/** The groups of one record. */
export const ofPatient = handle(patientGroups, async ({ patientId }, work) =>
  work.read(async (db) => {
    const patient = await db
      .selectFrom('patient')
      .select('patient.version')
      .where('patient.patient_id', '=', patientId)
      .executeTakeFirst()
    if (patient === undefined) return problem('not-found', {})
    return {
      enabled: (await readGroupsSwitch(db)).enabled,
      groups: await marksOfPatient(db, patientId),
      version: patient.version,
    }
  }),
)

/** Puts a record in groups. The record itself changes version: two people never undo each other's choice unseen. */
export const assign = handle(assignGroups, async ({ patientId, expectedVersion, groupIds, mayLoseSight }, work) => {
  const written = await work.write(async (db) => {
    const patient = await db
      .selectFrom('patient')
      .select(['patient.version', 'patient.updated_by', 'patient.updated_at'])
      .where('patient.patient_id', '=', patientId)
      .executeTakeFirst()
    if (patient === undefined) return problem('not-found', {})
    if (patient.version !== expectedVersion) {
      return problem('edit.conflict', {
        currentVersion: patient.version,
        changedBy: patient.updated_by,
        changedAt: patient.updated_at,
      })
    }
    const all = await listGroups(db)
    const wanted = all.filter((row) => row.kind === 'public' || groupIds.includes(row.access_group_id))
    if (groupIds.some((groupId) => !all.some((row) => row.access_group_id === groupId))) return problem('not-found', {})
    const wantedIds = wanted.map((row) => row.access_group_id)
    if (!(await isInOwnGroup(db, work, patientId))) return problem('access.emergency-only', {})
    const lostSight = !staysInSight(work, patientId, wantedIds)
    if (lostSight && !mayLoseSight) return problem('access.would-lose-sight', {})
    const moves = await putPatientIn(db, patientId, wantedIds, work.actor, async (afterwards, added) => {
      await noteAssignment(db, patientId, afterwards, {
        userId: work.actor.userId,
        displayName: work.actor.displayName,
        at: work.now(),
      })
      // Who comes to see the record finds what is written in it.
      if (added.length > 0) await markEntries(db, patientId, await searchMarksOf(db, afterwards))
    })
    work.journal({ details: { ...moves, ...(lostSight ? { lostSight } : {}) } })
    return { groups: wanted.map(markOf), version: patient.version + 1, lostSight }
  })
  if (isProblem(written)) return written
  work.announce('patient', patientId, written.version)
  // Whoever has just lost sight of the record cannot be told which: everybody asks again for what they show.
  work.announce('access-group', '*', 0)
  return written
})

/** Whether the record is in sight without any emergency access: who has two hours must not make them last. */
async function isInOwnGroup(db: ReadDb, { actor }: Work, patientId: string): Promise<boolean> {
  if (actor.seesAll) return true
  const held = await marksOfPatient(db, patientId)
  return held.some((mark) => actor.groupIds.includes(mark.groupId))
}

function staysInSight(work: Work, patientId: string, groupIds: readonly string[]): boolean {
  const { actor } = work
  return (
    actor.seesAll ||
    groupIds.some((groupId) => actor.groupIds.includes(groupId)) ||
    openedAt(actor, work.now()).includes(patientId)
  )
}
