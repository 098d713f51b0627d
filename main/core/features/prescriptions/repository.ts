import { z } from 'zod'
import {
  overriddenAlert,
  prescriptionFields,
  prescriptionLine,
  type PrescriptionTemplate,
  type PrescriptionView,
} from '#app/features/prescriptions/model.ts'
import { notCheckedReason } from '#app/features/treatments/model.ts'
import type { ReadDb, WriteDb } from '#core/kernel/tables.ts'
import type { PrescriptionTable, PrescriptionTemplateTable } from './tables.ts'

/** A prescription in sight, or nothing. */
export async function findPrescription(
  db: ReadDb,
  patientId: string,
  prescriptionId: string,
): Promise<PrescriptionTable | undefined> {
  return db
    .selectFrom('prescription')
    .selectAll()
    .where('prescription_id', '=', prescriptionId)
    .where('patient_id', '=', patientId)
    .executeTakeFirst()
}

/** Writes signed prescriptions, of one patient or of many. */
export async function insertPrescriptions(db: WriteDb, rows: readonly PrescriptionTable[]): Promise<void> {
  for (let from = 0; from < rows.length; from += 100)
    await db
      .insertInto('prescription')
      .values(rows.slice(from, from + 100))
      .execute()
}

/** Marks a prescription cancelled. */
export async function markCancelled(
  db: WriteDb,
  row: PrescriptionTable,
  by: { readonly at: string; readonly userId: string; readonly name: string; readonly reason: string },
): Promise<void> {
  await db
    .updateTable('prescription')
    .set({
      cancelled_at: by.at,
      cancelled_by: by.userId,
      cancelled_by_name: by.name,
      cancel_reason: by.reason,
      version: row.version + 1,
    })
    .where('prescription_id', '=', row.prescription_id)
    .execute()
}

/** A prescription as screens show it. */
export function viewOf(row: PrescriptionTable): PrescriptionView {
  return {
    prescriptionId: row.prescription_id,
    patientId: row.patient_id,
    fields: prescriptionFields.parse(JSON.parse(row.content)),
    signedAt: row.signed_at,
    signedById: row.signed_by,
    signedBy: row.signed_by_name,
    overridden: z.array(overriddenAlert).parse(JSON.parse(row.overridden)),
    notChecked: z.array(notCheckedReason).parse(JSON.parse(row.not_checked)),
    cancelledAt: row.cancelled_at,
    cancelledBy: row.cancelled_by_name,
    cancelReason: row.cancel_reason,
    version: row.version,
  }
}

/** The templates of the cabinet and of a user, by name. */
export async function findTemplates(db: ReadDb, userId: string): Promise<readonly PrescriptionTemplateTable[]> {
  return db
    .selectFrom('prescription_template')
    .selectAll()
    .where((eb) => eb.or([eb('owner_id', 'is', null), eb('owner_id', '=', userId)]))
    .orderBy('name')
    .orderBy('template_id')
    .execute()
}

/** A template as screens show it. */
export function templateOf(row: PrescriptionTemplateTable): PrescriptionTemplate {
  return {
    templateId: row.template_id,
    name: row.name,
    isShared: row.owner_id === null,
    lines: z.array(prescriptionLine).parse(JSON.parse(row.lines)),
    version: row.version,
  }
}
