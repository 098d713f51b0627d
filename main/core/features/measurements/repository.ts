import { type Measurement, measureCodes, type Reading } from '#app/features/measurements/model.ts'
import type { ReadDb, WriteDb } from '#core/kernel/tables.ts'
import type { MeasurementTable } from './tables.ts'

/** The longest series that is read at once. */
const longestSeries = 5_000

/** Who writes, and when. */
export interface Stamp {
  readonly at: string
  readonly userId: string
  readonly name: string
}

/** The measures of a record that are not removed, newest first. */
export async function findMeasurements(db: ReadDb, patientId: string): Promise<readonly Measurement[]> {
  const rows = await db
    .selectFrom('measurement')
    .selectAll()
    .where('measurement.patient_id', '=', patientId)
    .where('measurement.removed_at', 'is', null)
    .orderBy('measurement.measured_at', 'desc')
    .orderBy('measurement.measurement_id')
    .limit(longestSeries)
    .execute()
  return rows.map(toMeasurement)
}

/** The last measure of each kind, newest first; of those made before an instant, unless it is `null`. */
export async function findLastMeasurements(
  db: ReadDb,
  patientId: string,
  before: string | null,
): Promise<readonly Measurement[]> {
  const last: MeasurementTable[] = []
  // One by one: each stops at its first line of the index, where all together would read every one of a long record.
  for (const code of measureCodes) {
    let query = db
      .selectFrom('measurement')
      .selectAll()
      .where('measurement.patient_id', '=', patientId)
      .where('measurement.code', '=', code)
      .where('measurement.removed_at', 'is', null)
    if (before !== null) query = query.where('measurement.measured_at', '<', before)
    const row = await query
      .orderBy('measurement.measured_at', 'desc')
      .orderBy('measurement.measurement_id')
      .limit(1)
      .executeTakeFirst()
    if (row !== undefined) last.push(row)
  }
  return last.toSorted((a, b) => b.measured_at.localeCompare(a.measured_at)).map(toMeasurement)
}

/** The birth date of a patient in sight, as national services carry it. */
export async function findBirthDate(db: ReadDb, patientId: string): Promise<string> {
  const row = await db
    .selectFrom('patient')
    .select('patient.birth_date')
    .where('patient.patient_id', '=', patientId)
    .executeTakeFirstOrThrow()
  return row.birth_date
}

/** One measure in sight, removed ones too; or nothing. */
export async function findMeasurement(db: ReadDb, measurementId: string): Promise<MeasurementTable | undefined> {
  return db
    .selectFrom('measurement')
    .selectAll()
    .where('measurement.measurement_id', '=', measurementId)
    .executeTakeFirst()
}

/** The measures of a patient taken together, removed ones too. */
export async function findSet(db: ReadDb, patientId: string, setId: string): Promise<readonly MeasurementTable[]> {
  return db
    .selectFrom('measurement')
    .selectAll()
    .where('measurement.set_id', '=', setId)
    .where('measurement.patient_id', '=', patientId)
    .execute()
}

/** A measure as it is answered. */
export function toMeasurement(row: MeasurementTable): Measurement {
  return {
    measurementId: row.measurement_id,
    code: row.code,
    value: row.value,
    second: row.second_value,
    measuredAt: row.measured_at,
    authorName: row.recorded_by,
    sourceNoteId: row.source_note_id,
    version: row.version,
  }
}

/** A measure to be inserted. */
export interface NewMeasurement {
  readonly measurementId: string
  readonly patientId: string
  readonly setId: string
  readonly sourceNoteId: string | null
  readonly measuredAt: string
  readonly reading: Reading
}

/** The row of a new measure. */
export function rowOf(measurement: NewMeasurement, stamp: Stamp): MeasurementTable {
  return {
    measurement_id: measurement.measurementId,
    patient_id: measurement.patientId,
    set_id: measurement.setId,
    source_note_id: measurement.sourceNoteId,
    code: measurement.reading.code,
    value: measurement.reading.value,
    second_value: measurement.reading.second,
    measured_at: measurement.measuredAt,
    recorded_at: stamp.at,
    recorded_by_id: stamp.userId,
    recorded_by: stamp.name,
    updated_at: stamp.at,
    updated_by_id: stamp.userId,
    updated_by: stamp.name,
    removed_at: null,
    removed_by: null,
    version: 1,
  }
}

/** Adds measures. Their patient must be in sight of the handle. */
export async function insertMeasurements(db: WriteDb, rows: readonly MeasurementTable[]): Promise<void> {
  for (const row of rows) await db.insertInto('measurement').values(row).execute()
}

/** Writes over what was read; answers the version it has now. */
export async function updateMeasurement(
  db: WriteDb,
  present: Pick<MeasurementTable, 'measurement_id' | 'version'>,
  change: Partial<MeasurementTable>,
  stamp: Stamp,
): Promise<number> {
  const version = present.version + 1
  await db
    .updateTable('measurement')
    .set({ ...change, updated_at: stamp.at, updated_by_id: stamp.userId, updated_by: stamp.name, version })
    .where('measurement.measurement_id', '=', present.measurement_id)
    .execute()
  return version
}
