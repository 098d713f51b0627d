import type { ResultFields, ResultLine } from '#app/features/results/model.ts'
import { analyteKey } from '#app/features/results/rules.ts'
import type { ReadDb, WriteDb } from '#core/kernel/tables.ts'
import type { ResultTable, ResultValueTable } from './tables.ts'

/** Who writes, and when. */
export interface Stamp {
  readonly at: string
  readonly userId: string
  /** « Dr H. MARCHAND ». */
  readonly name: string
}

/** A result in sight, removed ones too; or nothing. */
export async function findResult(db: ReadDb, resultId: string): Promise<ResultTable | undefined> {
  return db.selectFrom('result').selectAll().where('result.result_id', '=', resultId).executeTakeFirst()
}

/** The lines of a result, in the order of the report. */
export async function findLines(db: ReadDb, resultId: string): Promise<readonly ResultValueTable[]> {
  return db
    .selectFrom('result_value')
    .selectAll()
    .where('result_value.result_id', '=', resultId)
    .orderBy('result_value.position')
    .execute()
}

/** A line of a result with the day of its sample. */
export interface DatedLine extends ResultValueTable {
  readonly sampled_on: string
}

/** The values of some analytes from the samples of a record before a day, the last first. Removed results are left out. */
export async function findFormerLines(
  db: ReadDb,
  { patient_id: patientId, sampled_on: day, result_id: resultId }: ResultTable,
  keys: readonly string[],
): Promise<readonly DatedLine[]> {
  if (keys.length === 0) return []
  return db
    .selectFrom('result_value')
    .innerJoin('result', 'result.result_id', 'result_value.result_id')
    .selectAll('result_value')
    .select('result.sampled_on')
    .where('result_value.patient_id', '=', patientId)
    .where('result_value.analyte_key', 'in', keys)
    .where('result.removed_at', 'is', null)
    .where('result.sampled_on', '<', day)
    .where('result.result_id', '<>', resultId)
    .orderBy('result.sampled_on', 'desc')
    .orderBy('result.result_id')
    .orderBy('result_value.position')
    .execute()
}

/** Every number of a record, by analyte, oldest first. Removed results are left out. */
export async function findNumbers(db: ReadDb, patientId: string): Promise<readonly DatedLine[]> {
  return db
    .selectFrom('result_value')
    .innerJoin('result', 'result.result_id', 'result_value.result_id')
    .selectAll('result_value')
    .select('result.sampled_on')
    .where('result_value.patient_id', '=', patientId)
    .where('result_value.value', 'is not', null)
    .where('result.removed_at', 'is', null)
    .orderBy('result_value.analyte_key')
    .orderBy('result.sampled_on')
    .execute()
}

/** A line as it is answered. */
export function toLine(row: ResultValueTable): ResultLine {
  return {
    panel: row.panel,
    analyte: row.analyte,
    loinc: row.loinc,
    value: row.value,
    text: row.text,
    unit: row.unit,
    low: row.low,
    high: row.high,
    reference: row.reference,
    flag: row.flag,
  }
}

/** The row of a new result. */
export function rowOf(
  result: { readonly resultId: string; readonly patientId: string; readonly fields: ResultFields },
  stamp: Stamp,
): ResultTable {
  return {
    result_id: result.resultId,
    patient_id: result.patientId,
    ...columnsOf(result.fields),
    seen_at: null,
    seen_by: null,
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

/** The columns of what is written of a result, its lines apart. */
export function columnsOf({ title, laboratory, sampledOn, comment }: ResultFields) {
  return { title, laboratory, sampled_on: sampledOn, comment }
}

/** The rows of the lines of a result. */
export function lineRowsOf(
  { result_id: resultId, patient_id: patientId }: Pick<ResultTable, 'result_id' | 'patient_id'>,
  lines: readonly ResultLine[],
  newId: () => string,
): readonly ResultValueTable[] {
  return lines.map((line, position) => ({
    result_value_id: newId(),
    result_id: resultId,
    patient_id: patientId,
    position,
    panel: line.panel,
    analyte: line.analyte,
    analyte_key: analyteKey(line.analyte),
    loinc: line.loinc,
    value: line.value,
    text: line.text,
    unit: line.unit,
    low: line.low,
    high: line.high,
    reference: line.reference,
    flag: line.flag,
  }))
}

/** Adds a result with its lines. Its patient must be in sight of the handle. */
export async function insertResult(db: WriteDb, row: ResultTable, lines: readonly ResultValueTable[]): Promise<void> {
  await db.insertInto('result').values(row).execute()
  await insertLines(db, lines)
}

/** Puts other lines in the place of those of a result. */
export async function replaceLines(db: WriteDb, resultId: string, lines: readonly ResultValueTable[]): Promise<void> {
  await db.deleteFrom('result_value').where('result_value.result_id', '=', resultId).execute()
  await insertLines(db, lines)
}

async function insertLines(db: WriteDb, lines: readonly ResultValueTable[]): Promise<void> {
  for (const line of lines) await db.insertInto('result_value').values(line).execute()
}

/** Writes over what was read; answers the row as it is now. */
export async function updateResult(
  db: WriteDb,
  present: ResultTable,
  change: Partial<ResultTable>,
  stamp: Stamp,
): Promise<ResultTable> {
  const written = {
    ...change,
    updated_at: stamp.at,
    updated_by_id: stamp.userId,
    updated_by: stamp.name,
    version: present.version + 1,
  }
  await db.updateTable('result').set(written).where('result.result_id', '=', present.result_id).execute()
  return { ...present, ...written }
}
