import {
  digestRecords,
  exportPatient,
  exportToFile,
  importArchive,
  readImportReport,
} from '#app/features/portability/contract.ts'
import type { ImportReport } from '#app/features/portability/model.ts'
import { nameKey } from '#app/kernel/letters.ts'
import { problem } from '#app/kernel/problem.ts'
import type { PatientRegistry } from '#core/features/lifecycle/index.ts'
import { findRow } from '#core/features/patients/index.ts'
import { type Handler, handle } from '#core/kernel/handle.ts'
import type { ReadDb } from '#core/kernel/tables.ts'
import type { Work } from '#core/kernel/work.ts'
import { digestRecord, joinDigests } from './canonical.ts'
import { readSurroundings } from './content.ts'
import { exportIntoFile, exportIntoRecord } from './export.ts'
import { importPlan } from './import.ts'

/** Reports remembered: those of the last works, as long as works are. */
const mostReports = 50

/** What answers about archives and digests of records. */
export function portabilityHandlers(registry: PatientRegistry): readonly Handler[] {
  const reports = new Map<string, { readonly userId: string; readonly report: ImportReport }>()
  return [
    handle(exportPatient, async ({ patientId }, work) => {
      if (isBusy(work)) return problem('archive.running', {})
      const row = await work.read((db) => findRow(db, patientId))
      if (row === null) return problem('not-found', {})
      const name = nameKey(`${row.used_name === '' ? row.birth_name : row.used_name} ${row.file_number}`)
      return { jobId: work.jobs.start(exportIntoRecord(work, registry, patientId, name)) }
    }),
    handle(exportToFile, async ({ path, fileNumber }, work) => {
      if (!(await work.vault.mayName(path))) return problem('network.host-only', {})
      if (isBusy(work)) return problem('archive.running', {})
      const patientIds = await work.read((db) => patientsOf(db, fileNumber))
      if (fileNumber !== null && patientIds.length === 0) return problem('not-found', {})
      work.journal({
        ...(fileNumber === null ? {} : { patientId: patientIds[0] ?? '' }),
        details: { records: patientIds.length },
      })
      const kind = fileNumber === null ? 'massive' : 'unit'
      return { jobId: work.jobs.start(exportIntoFile(work, registry, kind, patientIds, path)) }
    }),
    handle(importArchive, async ({ path }, work) => {
      if (!(await work.vault.mayName(path))) return problem('network.host-only', {})
      if (isBusy(work)) return problem('archive.running', {})
      const { userId } = work.actor
      let jobId = ''
      const plan = importPlan(work, registry, path, (report) => {
        reports.set(jobId, { userId, report })
        for (const oldest of [...reports.keys()].slice(0, -mostReports)) reports.delete(oldest)
      })
      jobId = work.jobs.start(plan)
      return { jobId }
    }),
    handle(readImportReport, async ({ jobId }, work) => {
      const kept = reports.get(jobId)
      return kept === undefined || kept.userId !== work.actor.userId
        ? problem('not-found', {})
        : { report: kept.report }
    }),
    handle(digestRecords, async ({ fileNumber }, work) => {
      const patientIds = await work.read((db) => patientsOf(db, fileNumber))
      if (fileNumber !== null && patientIds.length === 0) return problem('not-found', {})
      if (fileNumber !== null) work.journal({ patientId: patientIds[0] ?? '' })
      return work.read(async (db) => {
        const around = await readSurroundings(db, registry)
        const digests = []
        const rows = new Map<string, number>()
        for (const patientId of patientIds) {
          const digest = await digestRecord(db, registry, around, patientId)
          digests.push({ patientId, sha256: digest.sha256 })
          for (const [table, count] of digest.rows) rows.set(table, (rows.get(table) ?? 0) + count)
        }
        const tables = [...rows].map(([table, count]) => ({ table, rows: count }))
        return {
          sha256: joinDigests(digests),
          patients: digests.length,
          rows: tables.reduce((sum, table) => sum + table.rows, 0),
          tables: tables.toSorted((a, b) => (a.table < b.table ? -1 : 1)),
        }
      })
    }),
  ]
}

/** One at a time: each reads or writes as much as the disk gives. */
function isBusy(work: Work): boolean {
  return work.jobs.isRunning('export') || work.jobs.isRunning('import')
}

async function patientsOf(db: ReadDb, fileNumber: number | null): Promise<readonly string[]> {
  let query = db.selectFrom('patient').select('patient.patient_id').orderBy('patient.file_number')
  if (fileNumber !== null) query = query.where('patient.file_number', '=', fileNumber)
  return (await query.execute()).map((row) => row.patient_id)
}
