import type { InsAttribute, PatientPreview, PatientRecord, Tag } from '#app/features/patients/model.ts'
import { marksOfPatient } from '#core/features/access/index.ts'
import type { ReadDb } from '#core/kernel/tables.ts'
import { toFields, toSummary } from './rows.ts'
import type { PatientRow } from './tables.ts'

/** A whole row, or `null` when there is none in sight. */
export async function findRow(db: ReadDb, patientId: string): Promise<PatientRow | null> {
  return (
    (await db
      .selectFrom('patient')
      .selectAll('patient')
      .where('patient.patient_id', '=', patientId)
      .executeTakeFirst()) ?? null
  )
}

/** The tags of a patient, by name. */
export async function listTagsOf(db: ReadDb, patientId: string): Promise<Tag[]> {
  const rows = await db
    .selectFrom('patient_tag')
    .innerJoin('tag', 'tag.tag_id', 'patient_tag.tag_id')
    .select(['tag.tag_id', 'tag.name', 'tag.color', 'tag.hides_record'])
    .where('patient_tag.patient_id', '=', patientId)
    .orderBy('tag.name_key')
    .execute()
  return rows.map((row) => ({
    tagId: row.tag_id,
    name: row.name,
    color: row.color,
    hidesRecord: row.hides_record === 1,
  }))
}

/** The record a row opens. */
export async function recordOf(db: ReadDb, row: PatientRow, birthPlaceName: string): Promise<PatientRecord> {
  return {
    patientId: row.patient_id,
    version: row.version,
    fileNumber: row.file_number,
    fields: toFields(row),
    birthPlaceName,
    insStatus: row.ins_status,
    insAttributes: JSON.parse(row.ins_attributes) as InsAttribute[],
    insKo: row.ins_ko === 1,
    ins:
      row.ins_matricule === null || row.ins_key === null || row.ins_oid === null
        ? null
        : { matricule: row.ins_matricule, key: row.ins_key, oid: row.ins_oid },
    hidden: row.hidden === 1,
    tags: await listTagsOf(db, row.patient_id),
    accessGroups: await marksOfPatient(db, row.patient_id),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    updatedBy: row.updated_by,
  }
}

/** The pane beside the list. */
export async function previewOf(db: ReadDb, row: PatientRow): Promise<PatientPreview> {
  return {
    ...toSummary(row),
    mobile: row.mobile,
    phone: row.phone,
    addressLine: row.address_line,
    addressComplement: row.address_complement,
    postalCode: row.postal_code,
    town: row.town,
    attendingPhysicianName: row.attending_physician_name,
    accessGroups: await marksOfPatient(db, row.patient_id),
    tags: await listTagsOf(db, row.patient_id),
  }
}
