import { type TreatmentFields, posology, type TreatmentView } from '#app/features/treatments/model.ts'
import { isTaken } from '#app/features/treatments/rules/course.ts'
import type { ReadDb, WriteDb } from '#core/kernel/tables.ts'
import type { TreatmentTable } from './tables.ts'

/** Who writes, and when. */
export interface Stamp {
  readonly at: string
  readonly by: string | null
  readonly byName: string
}

/** A treatment to write, new or brought from elsewhere. */
export interface NewTreatment {
  readonly treatmentId: string
  readonly patientId: string
  readonly fields: TreatmentFields
  readonly renewedUntil?: string | null
  readonly sourceNoteId?: string | null
}

/** The treatments of a patient in sight, removed ones left out. */
export async function findTreatments(db: ReadDb, patientId: string): Promise<readonly TreatmentTable[]> {
  return db
    .selectFrom('treatment')
    .selectAll()
    .where('patient_id', '=', patientId)
    .where('removed_at', 'is', null)
    .execute()
}

/** A treatment in sight, removed ones too; or nothing. */
export async function findTreatment(
  db: ReadDb,
  patientId: string,
  treatmentId: string,
): Promise<TreatmentTable | undefined> {
  return db
    .selectFrom('treatment')
    .selectAll()
    .where('treatment_id', '=', treatmentId)
    .where('patient_id', '=', patientId)
    .executeTakeFirst()
}

/** Adds treatments, of one patient or of many. */
export async function insertTreatments(db: WriteDb, treatments: readonly NewTreatment[], stamp: Stamp): Promise<void> {
  const rows = treatments.map((treatment) => ({
    treatment_id: treatment.treatmentId,
    patient_id: treatment.patientId,
    ...columnsOf(treatment.fields),
    renewed_until: treatment.renewedUntil ?? null,
    source_note_id: treatment.sourceNoteId ?? null,
    recorded_at: stamp.at,
    recorded_by: stamp.by,
    recorded_by_name: stamp.byName,
    updated_at: stamp.at,
    updated_by: stamp.by,
    updated_by_name: stamp.byName,
    removed_at: null,
    removed_by_name: null,
    version: 1,
  }))
  for (let from = 0; from < rows.length; from += 100)
    await db
      .insertInto('treatment')
      .values(rows.slice(from, from + 100))
      .execute()
}

/** What may change of a treatment that is there. */
export type TreatmentChange = Partial<
  Pick<TreatmentTable, 'stopped_on' | 'stop_reason' | 'removed_at' | 'renewed_until'>
> & { readonly fields?: TreatmentFields }

/** Writes over the version that was read; answers the version it has now. */
export async function changeTreatment(
  db: WriteDb,
  present: TreatmentTable,
  { fields, ...columns }: TreatmentChange,
  stamp: Stamp,
): Promise<number> {
  const version = present.version + 1
  await db
    .updateTable('treatment')
    .set({
      ...(fields === undefined ? {} : columnsOf(fields)),
      ...columns,
      ...(columns.removed_at === undefined
        ? {}
        : { removed_by_name: columns.removed_at === null ? null : stamp.byName }),
      updated_at: stamp.at,
      updated_by: stamp.by,
      updated_by_name: stamp.byName,
      version,
    })
    .where('treatment_id', '=', present.treatment_id)
    .execute()
  return version
}

/** What is written about a treatment, from its row. */
export function fieldsOf(row: TreatmentTable): TreatmentFields {
  return {
    drug: { cis: row.drug_cis, name: row.drug_name },
    posology: posology.parse(JSON.parse(row.posology)),
    duration:
      row.duration_count === null || row.duration_unit === null
        ? null
        : { count: row.duration_count, unit: row.duration_unit },
    chronic: row.chronic === 1,
    startedOn: row.started_on,
    stoppedOn: row.stopped_on,
    stopReason: row.stop_reason,
    ald: row.ald === 1,
    prescriber: row.prescriber,
  }
}

/** A treatment as screens show it on a day. */
export function viewOf(row: TreatmentTable, today: string): TreatmentView {
  const fields = fieldsOf(row)
  return {
    treatmentId: row.treatment_id,
    fields,
    renewedUntil: row.renewed_until,
    isCurrent: isTaken(fields, row.renewed_until, today),
    recordedAt: row.recorded_at,
    recordedBy: row.recorded_by_name,
    updatedAt: row.updated_at,
    updatedBy: row.updated_by_name,
    version: row.version,
  }
}

/** Those taken first, in the order they were begun in the record; then the past ones, the last ended first. */
export function inOrder(views: readonly TreatmentView[]): TreatmentView[] {
  const endOf = ({ fields, renewedUntil, updatedAt }: TreatmentView) => fields.stoppedOn ?? renewedUntil ?? updatedAt
  return views.toSorted((a, b) => {
    if (a.isCurrent !== b.isCurrent) return a.isCurrent ? -1 : 1
    if (!a.isCurrent) return endOf(a) > endOf(b) ? -1 : 1
    if (a.fields.chronic !== b.fields.chronic) return a.fields.chronic ? -1 : 1
    return a.treatmentId < b.treatmentId ? -1 : 1
  })
}

function columnsOf(fields: TreatmentFields) {
  return {
    drug_cis: fields.drug.cis,
    drug_name: fields.drug.name,
    posology: JSON.stringify(fields.posology),
    duration_count: fields.duration?.count ?? null,
    duration_unit: fields.duration?.unit ?? null,
    chronic: fields.chronic ? 1 : 0,
    started_on: fields.startedOn,
    stopped_on: fields.stoppedOn,
    stop_reason: fields.stopReason,
    ald: fields.ald ? 1 : 0,
    prescriber: fields.prescriber,
  }
}
