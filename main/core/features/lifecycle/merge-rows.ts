import { sql } from 'kysely'
import type { PatientTable, Unique } from '#core/kernel/patient-tables.ts'
import type { ReadDb, WriteDb } from '#core/kernel/tables.ts'
import {
  type AnyRow,
  anyTables,
  belongsTo,
  hasKey,
  keyOf,
  patientGroupTable,
  type PatientRegistry,
  rowsOf,
} from './patient-rows.ts'
import type { PatientMergeRowTable } from './tables.ts'

/** What a merge did with one row, as its trace keeps it. */
export type RowFate = Pick<PatientMergeRowTable, 'table_name' | 'row_key' | 'became' | 'image'>

/** Two records, and what is chosen of what each may hold once. */
export interface RowsMerge {
  readonly keptId: string
  readonly otherId: string
  /** Tables of which the other record’s one row is kept. */
  readonly singlesOfOther: readonly string[]
  /** Tags that hide a record, not brought to one that is shown. */
  readonly tagsLeft: readonly string[]
}

/** The tables whose rows move: each names its patient, and is not the patient. */
export function movedTables(tables: readonly PatientTable[]): readonly PatientTable[] {
  return tables.filter(({ isOwn, patientColumn }) => !isOwn && patientColumn !== null)
}

/** Whether a record may hold one row of this table at most. */
export function isSingle(table: PatientTable): boolean {
  return table.uniques.some(({ columns }) => columns.length === 1 && columns[0] === table.patientColumn)
}

/**
 * Gives the rows of one record to another. A row the kept record has already stays there once; what goes is kept in the
 * trace. Answers what became of each.
 */
export async function moveRows(db: WriteDb, registry: PatientRegistry, merge: RowsMerge): Promise<readonly RowFate[]> {
  const tables = await registry.tables(db)
  const fates: RowFate[] = []
  for (const table of movedTables(tables)) {
    const rows = await rowsOf(db, tables, table, merge.otherId)
    if (rows.length === 0) continue
    if (table.name === patientGroupTable) {
      fates.push(...(await uniteGroups(db, tables, table, rows, merge.keptId)))
      continue
    }
    const twice = await rowsHadTwice(db, table, merge)
    const moving = []
    for (const row of rows) {
      const key = JSON.stringify(keyOf(table, row))
      const isLeft = table.name === 'patient_tag' && merge.tagsLeft.includes(String(row['tag_id']))
      const rival = twice.get(key)
      if (rival !== undefined && isSingle(table) && merge.singlesOfOther.includes(table.name)) {
        fates.push(...(await dropRow(db, tables, table, rival)))
        moving.push(row)
      } else if (rival !== undefined || isLeft) fates.push(...(await dropRow(db, tables, table, row)))
      else moving.push(row)
    }
    for (const row of moving) fates.push(fateOf(table, row, 'moved'))
    await anyTables(db)
      .updateTable(table.name)
      .set({ [String(table.patientColumn)]: merge.keptId })
      .where(belongsTo(tables, table, merge.otherId))
      .execute()
  }
  return fates
}

/** How many rows of each table the other record holds that the kept one has already. */
export async function countTwice(
  db: ReadDb,
  tables: readonly PatientTable[],
  merge: Pick<RowsMerge, 'keptId' | 'otherId'>,
): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>()
  for (const table of movedTables(tables)) {
    const twice = await rowsHadTwice(db, table, merge)
    if (twice.size > 0) counts.set(table.name, twice.size)
  }
  return counts
}

/** Rows of the other record that would be the kept one’s a second time, by their key, each with the row that is there. */
async function rowsHadTwice(
  db: ReadDb | WriteDb,
  table: PatientTable,
  { keptId, otherId }: Pick<RowsMerge, 'keptId' | 'otherId'>,
): Promise<ReadonlyMap<string, AnyRow>> {
  const column = String(table.patientColumn)
  const found = new Map<string, AnyRow>()
  for (const unique of table.uniques.filter(({ columns }) => columns.includes(column))) {
    const [here, there] = [
      await candidatesOf(db, table, unique, column, keptId),
      await candidatesOf(db, table, unique, column, otherId),
    ]
    const present = new Map(here.map((row) => [sameness(unique, column, row), row]))
    for (const row of there) {
      const rival = present.get(sameness(unique, column, row))
      if (rival !== undefined) found.set(JSON.stringify(keyOf(table, row)), rival)
    }
  }
  return found
}

async function candidatesOf(
  db: ReadDb | WriteDb,
  table: PatientTable,
  unique: Unique,
  column: string,
  patientId: string,
): Promise<readonly AnyRow[]> {
  let query = anyTables(db)
    .selectFrom(table.name)
    .selectAll(table.name)
    .where(`${table.name}.${column}`, '=', patientId)
  if (unique.where !== null) query = query.where(sql.raw<boolean>(unique.where))
  return query.execute()
}

function sameness({ columns }: Unique, column: string, row: AnyRow): string {
  const values = columns.filter((name) => name !== column).map((name) => row[name])
  // To a unique index, nothing equals nothing.
  return values.includes(null) ? `${String(row[column])} ${JSON.stringify(row)}` : JSON.stringify(values)
}

async function uniteGroups(
  db: WriteDb,
  tables: readonly PatientTable[],
  table: PatientTable,
  rows: readonly AnyRow[],
  keptId: string,
): Promise<readonly RowFate[]> {
  const present = new Set((await rowsOf(db, tables, table, keptId)).map((row) => row['access_group_id']))
  const added = rows.filter((row) => !present.has(row['access_group_id']))
  for (const row of added) {
    await anyTables(db)
      .insertInto(table.name)
      .values({ ...row, patient_id: keptId })
      .execute()
  }
  return [
    ...added.map((row) => fateOf(table, { ...row, patient_id: keptId }, 'added')),
    // Gone with the patient’s row.
    ...rows.map((row) => fateOf(table, row, 'dropped')),
  ]
}

/** Takes a row out with what hangs on it, the parts first; the trace holds them owners first. */
async function dropRow(
  db: WriteDb,
  tables: readonly PatientTable[],
  table: PatientTable,
  row: AnyRow,
): Promise<readonly RowFate[]> {
  const fates = [fateOf(table, row, 'dropped')]
  for (const part of tables.filter(({ owner }) => owner?.table === table.name)) {
    const [column] = part.owner?.columns ?? []
    const [key] = part.owner?.keys ?? []
    if (column === undefined || key === undefined) continue
    const hanging = await anyTables(db)
      .selectFrom(part.name)
      .selectAll(part.name)
      .where(`${part.name}.${column}`, '=', row[key])
      .execute()
    for (const each of hanging) fates.push(...(await dropRow(db, tables, part, each)))
  }
  await anyTables(db)
    .deleteFrom(table.name)
    .where(hasKey(table, keyOf(table, row)))
    .execute()
  return fates
}

function fateOf(table: PatientTable, row: AnyRow, became: RowFate['became']): RowFate {
  return {
    table_name: table.name,
    row_key: JSON.stringify(keyOf(table, row)),
    became,
    image: became === 'dropped' ? imageOf(row) : null,
  }
}

/** A row as the trace keeps it. Throws for bytes: no row of a patient holds any, contents are apart. */
export function imageOf(row: AnyRow): string {
  for (const [column, value] of Object.entries(row)) {
    if (typeof value === 'object' && value !== null) throw new Error(`${column} cannot be kept in a trace`)
  }
  return JSON.stringify(row)
}

/**
 * Gives back what a merge moved, dropped and added; the other patient’s own row is there again. Answers the tables and
 * keys that were given back.
 */
export async function returnRows(
  db: WriteDb,
  registry: PatientRegistry,
  { keptId, otherId }: Pick<RowsMerge, 'keptId' | 'otherId'>,
  fates: readonly RowFate[],
): Promise<void> {
  const tables = await registry.tables(db)
  for (const fate of fates.filter(({ became }) => became === 'added')) {
    const table = tableNamed(tables, fate)
    await anyTables(db)
      .deleteFrom(table.name)
      .where(hasKey(table, keyIn(fate)))
      .execute()
  }
  for (const fate of fates.filter(({ became }) => became === 'moved')) {
    const table = tableNamed(tables, fate)
    const column = String(table.patientColumn)
    const key = keyIn(fate).map((value, place) => (table.key[place] === column ? keptId : value))
    await anyTables(db)
      .updateTable(table.name)
      .set({ [column]: otherId })
      .where(hasKey(table, key))
      .where(`${table.name}.${column}`, '=', keptId)
      .execute()
  }
  const places = new Map(tables.map(({ name }, place) => [name, place]))
  const dropped = fates
    .filter(({ became }) => became === 'dropped')
    .toSorted((a, b) => (places.get(a.table_name) ?? 0) - (places.get(b.table_name) ?? 0))
  for (const fate of dropped) {
    const table = tableNamed(tables, fate)
    const row = JSON.parse(fate.image ?? '{}') as AnyRow
    if (table.name === patientGroupTable && !(await groupStands(db, row))) continue
    await anyTables(db)
      .insertInto(table.name)
      .values(row)
      // « Public » is given by the schema.
      .onConflict((conflict) => conflict.columns([...table.key]).doNothing())
      .execute()
  }
}

/** A group may have been deleted meanwhile. */
async function groupStands(db: WriteDb, row: AnyRow): Promise<boolean> {
  const group = await db
    .selectFrom('access_group')
    .select('access_group_id')
    .where('access_group_id', '=', String(row['access_group_id']))
    .executeTakeFirst()
  return group !== undefined
}

function tableNamed(tables: readonly PatientTable[], { table_name: name }: RowFate): PatientTable {
  const table = tables.find((each) => each.name === name)
  if (table === undefined) throw new Error(`a merge moved rows of ${name}, which is no table of patients`)
  return table
}

function keyIn({ row_key: key }: RowFate): readonly unknown[] {
  return JSON.parse(key) as readonly unknown[]
}
