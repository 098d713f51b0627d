import { listIdentityWork } from '#app/features/identity/contract.ts'
import type { PatientSummary } from '#app/features/patients/model.ts'
import { summaryColumns, toSummary } from '#core/features/patients/index.ts'
import { handle } from '#core/kernel/handle.ts'
import type { ReadDb } from '#core/kernel/tables.ts'
import { findWorkList, pageOf } from './work-list.ts'

/** Answers `identity.workList`. */
export const workListHandler = handle(listIdentityWork, async (input, work) => {
  const cabinetId = work.vault.open()?.cabinetId ?? ''
  const { groupIds } = work.actor
  const page = await work.read(async (db) => {
    const { list, at } = await findWorkList(db, { cabinetId, groupIds, now: work.now() })
    const { total, items } = pageOf(list, input)
    const people = await summaries(db, new Set(items.flatMap(({ patientId, others }) => [patientId, ...others])))
    return {
      items: items.flatMap(({ patientId, reasons, others }) => {
        const patient = people.get(patientId)
        if (patient === undefined) return []
        return [{ patient, reasons: [...reasons], others: others.flatMap((other) => people.get(other) ?? []) }]
      }),
      total,
      totals: { reasons: list.reasons, statuses: list.statuses },
      at,
    }
  })
  work.journal({ details: { list: 'identities', reason: input.reason, rows: page.total } })
  return page
})

/** Identifiers a statement carries. */
const atOnce = 500

async function summaries(db: ReadDb, patientIds: ReadonlySet<string>): Promise<ReadonlyMap<string, PatientSummary>> {
  const found = new Map<string, PatientSummary>()
  const ids = [...patientIds]
  for (let from = 0; from < ids.length; from += atOnce) {
    const rows = await db
      .selectFrom('patient')
      .select(summaryColumns)
      .where('patient.patient_id', 'in', ids.slice(from, from + atOnce))
      .execute()
    for (const row of rows) found.set(row.patient_id, toSummary(row))
  }
  return found
}
