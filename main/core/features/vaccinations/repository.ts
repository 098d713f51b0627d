import { type VaccinationFields, type VaccinationView, vaccinationFields } from '#app/features/vaccinations/model.ts'
import type { ReadDb, WriteDb } from '#core/kernel/tables.ts'
import type { VaccinationTable } from './tables.ts'

/** Who writes, and when. */
export interface Stamp {
  readonly at: string
  readonly by: string
  /** « Dr H. MARCHAND ». */
  readonly byName: string
}

/** A vaccination to be written. */
export interface NewVaccination {
  readonly vaccinationId: string
  readonly patientId: string
  readonly sourceNoteId: string | null
  readonly fields: VaccinationFields
}

/** Vaccinations of a patient that are not removed, the last given first. */
export async function findVaccinations(db: ReadDb, patientId: string): Promise<readonly VaccinationTable[]> {
  return db
    .selectFrom('vaccination')
    .selectAll()
    .where('patient_id', '=', patientId)
    .where('removed_at', 'is', null)
    .orderBy('given_on', 'desc')
    .orderBy('recorded_at', 'desc')
    .execute()
}

/** One vaccination of a patient, removed or not; or nothing. */
export async function findVaccination(
  db: ReadDb,
  patientId: string,
  vaccinationId: string,
): Promise<VaccinationTable | undefined> {
  return db
    .selectFrom('vaccination')
    .selectAll()
    .where('patient_id', '=', patientId)
    .where('vaccination_id', '=', vaccinationId)
    .executeTakeFirst()
}

/** Adds many vaccinations at once, each with who wrote it and when. Not to the Historique: see `enterTimeline`. */
export async function insertVaccinations(
  db: WriteDb,
  vaccinations: readonly (NewVaccination & { readonly stamp: Stamp })[],
): Promise<void> {
  if (vaccinations.length === 0) return
  await db
    .insertInto('vaccination')
    .values(
      vaccinations.map(({ vaccinationId, patientId, sourceNoteId, fields, stamp }) => ({
        vaccination_id: vaccinationId,
        patient_id: patientId,
        source_note_id: sourceNoteId,
        ...columnsOf(fields),
        recorded_at: stamp.at,
        recorded_by: stamp.by,
        recorded_by_name: stamp.byName,
        updated_at: stamp.at,
        updated_by: stamp.by,
        updated_by_name: stamp.byName,
        removed_at: null,
        removed_by: null,
        version: 1,
      })),
    )
    .execute()
}

/** Writes over the version that was read; `removed`: takes it out, or brings it back. Answers the version it has now. */
export async function changeVaccination(
  db: WriteDb,
  present: VaccinationTable,
  change: { readonly fields?: VaccinationFields; readonly removed?: boolean },
  stamp: Stamp,
): Promise<number> {
  const version = present.version + 1
  await db
    .updateTable('vaccination')
    .set({
      ...(change.fields === undefined ? {} : columnsOf(change.fields)),
      ...(change.removed === undefined
        ? {}
        : { removed_at: change.removed ? stamp.at : null, removed_by: change.removed ? stamp.by : null }),
      updated_at: stamp.at,
      updated_by: stamp.by,
      updated_by_name: stamp.byName,
      version,
    })
    .where('vaccination_id', '=', present.vaccination_id)
    .execute()
  return version
}

/** What is written of a vaccination, from its row. */
export function fieldsOf(row: VaccinationTable): VaccinationFields {
  return vaccinationFields.parse({
    valences: row.valences.split(' ').filter((code) => code !== ''),
    vaccine: row.vaccine,
    rank: row.rank,
    givenOn: row.given_on,
    lot: row.lot,
    site: row.site,
    route: row.route,
    givenBy: row.given_by,
    declared: row.declared === 1,
    comment: row.comment,
  })
}

/** A vaccination as its readers see it. */
export function viewOf(row: VaccinationTable): VaccinationView {
  return {
    vaccinationId: row.vaccination_id,
    sourceNoteId: row.source_note_id,
    fields: fieldsOf(row),
    recordedAt: row.recorded_at,
    recordedBy: row.recorded_by_name,
    updatedAt: row.updated_at,
    updatedBy: row.updated_by_name,
    version: row.version,
  }
}

function columnsOf(fields: VaccinationFields) {
  return {
    valences: fields.valences.join(' '),
    vaccine: fields.vaccine,
    rank: fields.rank,
    given_on: fields.givenOn,
    lot: fields.lot,
    site: fields.site,
    route: fields.route,
    given_by: fields.givenBy,
    declared: fields.declared ? 1 : 0,
    comment: fields.comment,
  }
}
