import {
  blockPatient,
  countContents,
  deletePatient,
  getBlock,
  listBlocked,
  listDuplicates,
  listMerges,
  mergePatients,
  patientReport,
  previewMerge,
  recreatePatient,
  unblockPatient,
  undoMerge,
} from '#app/features/lifecycle/contract.ts'
import { isNameTyped, nameToType, undoDays } from '#app/features/lifecycle/rules.ts'
import { type Problem, problem } from '#app/kernel/problem.ts'
import { groupsAtCreation } from '#core/features/access/index.ts'
import { dropUnusedBlobs } from '#core/features/documents/index.ts'
import {
  findPairs,
  findRow,
  insertPatient,
  type PatientRow,
  recordOf,
  toFields,
  toSummary,
  type Writer,
} from '#core/features/patients/index.ts'
import { askForSweep } from '#core/features/record/index.ts'
import { findPlaceName } from '#core/features/places/index.ts'
import { type Handler, handle } from '#core/kernel/handle.ts'
import { isProblem, type Work } from '#core/kernel/work.ts'
import { blockedPatients, dropBlock, findBlock, writeBlock } from './block.ts'
import { findMerge, forgetOldMerges, mergeRecords, preventionOf, undoMergeRows } from './merge.ts'
import { countRows, deleteRows, patientGroupTable, type PatientRegistry } from './patient-rows.ts'
import { obstaclesOf, previewOf } from './preview.ts'
import { blankFields, findTrace, groupsOfRecord, leaveTrace, reportPage } from './traces.ts'

const mostPairs = 200

/** What answers about the life of records, over the tables that every slice declares. */
export function lifecycleHandlers(registry: PatientRegistry): readonly Handler[] {
  return [...blocks, ...reports, ...deletions(registry), ...merges(registry)]
}

const blocks = [
  handle(getBlock, async ({ patientId }, work) => ({ block: await work.read((db) => findBlock(db, patientId)) })),
  handle(listBlocked, async (_input, work) => ({ patientIds: await work.read(blockedPatients) })),
  handle(blockPatient, async ({ patientId, reason }, work) => {
    const block = await work.write((db) => writeBlock(db, patientId, reason, writerOf(work)))
    work.announce('patient', patientId, 0)
    return { block }
  }),
  handle(unblockPatient, async ({ patientId }, work) => {
    const reason = await work.write((db) => dropBlock(db, patientId))
    work.announce('patient', patientId, 0)
    return { reason }
  }),
]

const reports = [
  handle(patientReport, async ({ filter, offset, limit }, work) => {
    const page = await work.read((db) => reportPage(db, filter, { offset, limit }))
    work.journal({ details: { state: filter.state, text: filter.text, rows: page.total } })
    return page
  }),
  handle(recreatePatient, async ({ traceId }, work) => {
    const patientId = work.newId()
    const trace = await work.read((db) => findTrace(db, traceId))
    if (trace === null) return problem('not-found', {})
    const birthPlaceName = await findPlaceName(trace.birth_place_code)
    const record = await work.write(async (db) => {
      const present = await findTrace(db, traceId)
      if (present === null) return problem('not-found', {})
      if (present.recreated_as !== null) return problem('patient.already-recreated', {})
      const accessGroupIds = await groupsAtCreation(db, work.actor)
      if (accessGroupIds === null) return problem('not-found', {})
      const fields = blankFields(present)
      const row = await insertPatient(db, { patientId, fields, tagIds: [], accessGroupIds, writer: writerOf(work) })
      await db.updateTable('patient_trace').set({ recreated_as: patientId }).where('trace_id', '=', traceId).execute()
      work.journal({ patientId, details: { fileNumber: row.file_number, formerFileNumber: present.file_number } })
      return recordOf(db, row, birthPlaceName)
    })
    if (isProblem(record)) return record
    work.announce('patient', patientId, record.version)
    return { record }
  }),
  handle(listDuplicates, async (_input, work) => work.read((db) => findPairs(db, mostPairs))),
]

function deletions(registry: PatientRegistry): readonly Handler[] {
  return [
    handle(countContents, async ({ patientId }, work) =>
      work.read(async (db) => {
        const row = await findRow(db, patientId)
        if (row === null) return problem('not-found', {})
        const contents = await countRows(db, await registry.tables(db), patientId)
        return { patient: toSummary(row), contents: contents.filter(({ kind }) => kind !== patientGroupTable) }
      }),
    ),
    handle(deletePatient, async ({ patientId, expectedVersion, typedName }, work) => {
      work.journal({ patientId })
      const seen = await work.read((db) => findRow(db, patientId))
      if (seen === null) return problem('not-found', {})
      const traceId = work.newId()
      const answer = await work.write(async (db) => {
        const row = await findRow(db, patientId)
        if (row === null) return problem('not-found', {})
        if (row.version !== expectedVersion) return conflictOf(row)
        if (!isNameTyped(typedName, nameToType(toFields(row)))) return problem('patient.name-differs', {})
        const contents = await countRows(db, await registry.tables(db), patientId)
        const groupIds = await groupsOfRecord(db, patientId)
        await deleteRows(db, registry, patientId)
        await dropUnusedBlobs(db)
        await askForSweep(db)
        await leaveTrace(db, { traceId, row, departure: 'deleted', mergedInto: null, groupIds, writer: writerOf(work) })
        const counts = Object.fromEntries(contents.map(({ kind, count }) => [kind, count]))
        work.journal({ details: { fileNumber: row.file_number, ...counts } })
        return { traceId }
      })
      // To everybody who sees records: who saw this one no longer does.
      if (!isProblem(answer)) work.announce('patient', '*', 0)
      return answer
    }),
  ]
}

function merges(registry: PatientRegistry): readonly Handler[] {
  return [
    handle(previewMerge, async (input, work) => {
      const pair = await pairInSight(work, input)
      if (pair === null) return problem('not-found', {})
      work.journal({ patientId: input.keptPatientId, subjectId: input.otherPatientId })
      return { preview: await work.read((db) => previewOf(db, registry, pair.kept, pair.other)) }
    }),
    handle(mergePatients, async (input, work) => {
      if ((await pairInSight(work, input)) === null) return problem('not-found', {})
      const [mergeId, traceId] = [work.newId(), work.newId()]
      const answer = await work.write(async (db) => {
        const kept = await findRow(db, input.keptPatientId)
        const other = await findRow(db, input.otherPatientId)
        if (kept === null || other === null) return problem('not-found', {})
        if (kept.version !== input.keptVersion) return conflictOf(kept)
        if (other.version !== input.otherVersion) return conflictOf(other)
        const [obstacle] = await obstaclesOf(db, kept, other)
        if (obstacle?.code === 'drafts') return problem('merge.drafts', { names: obstacle.names })
        if (obstacle !== undefined) return problem(`merge.${obstacle.code}`, {})
        await forgetOldMerges(db, new Date(Date.parse(work.now()) - undoDays * 86_400_000).toISOString())
        await mergeRecords(db, registry, {
          mergeId,
          traceId,
          kept,
          other,
          choices: input.choices,
          writer: writerOf(work),
        })
        work.journal({
          patientId: kept.patient_id,
          subjectId: other.patient_id,
          details: { fileNumber: kept.file_number, otherFileNumber: other.file_number },
        })
        return { mergeId, keptPatientId: kept.patient_id }
      })
      if (!isProblem(answer)) work.announce('patient', '*', 0)
      return answer
    }),
    handle(listMerges, async ({ patientId }, work) =>
      work.read(async (db) => {
        const rows = await db
          .selectFrom('patient_merge')
          .selectAll('patient_merge')
          .where('patient_merge.kept_patient_id', '=', patientId)
          .orderBy('patient_merge.merge_id', 'desc')
          .execute()
        const done = []
        for (const row of rows) {
          const other = JSON.parse(row.other_before) as PatientRow
          done.push({
            mergeId: row.merge_id,
            keptPatientId: row.kept_patient_id,
            otherName: nameToType(toFields(other)),
            otherFileNumber: other.file_number,
            mergedAt: row.merged_at,
            mergedBy: row.merged_by,
            prevented: await preventionOf(db, row, work.now()),
          })
        }
        return { merges: done }
      }),
    ),
    handle(undoMerge, async ({ mergeId }, work) => {
      const seen = await work.read((db) => findMerge(db, mergeId))
      if (seen === null) return problem('not-found', {})
      const undone = await work.write(async (db) => {
        const merge = await findMerge(db, mergeId)
        if (merge === null) return problem('not-found', {})
        const reason = await preventionOf(db, merge, work.now())
        if (reason !== null) return problem('merge.not-undoable', { reason })
        work.journal({ patientId: merge.kept_patient_id, subjectId: merge.other_patient_id })
        return undoMergeRows(db, registry, merge)
      })
      if (isProblem(undone)) return undone
      work.announce('patient', '*', 0)
      return { undone }
    }),
  ]
}

/** Both records, when the caller sees both and they are two. */
async function pairInSight(
  work: Work,
  ids: { readonly keptPatientId: string; readonly otherPatientId: string },
): Promise<{ readonly kept: PatientRow; readonly other: PatientRow } | null> {
  if (ids.keptPatientId === ids.otherPatientId) return null
  return work.read(async (db) => {
    const kept = await findRow(db, ids.keptPatientId)
    const other = await findRow(db, ids.otherPatientId)
    return kept === null || other === null ? null : { kept, other }
  })
}

function conflictOf(row: PatientRow): Problem<'edit.conflict'> {
  return problem('edit.conflict', {
    currentVersion: row.version,
    changedBy: row.updated_by,
    changedAt: row.updated_at,
  })
}

function writerOf(work: Work): Writer {
  return { userId: work.actor.userId, displayName: work.actor.displayName, at: work.now() }
}
