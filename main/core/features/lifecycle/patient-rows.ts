import type { ExpressionBuilder, ExpressionWrapper, Kysely, SqlBool } from 'kysely'
import { type PatientTable, readPatientTables } from '#core/kernel/patient-tables.ts'
import type { PatientColumn, PatientLife, ReadDb, WriteDb } from '#core/kernel/tables.ts'

/** A row of any table. */
export type AnyRow = Readonly<Record<string, unknown>>
/** A handle for tables known by their name only; the scope of the handle holds as for any other query. */
export type AnyDb = Kysely<Record<string, Record<string, unknown>>>
type Builder = ExpressionBuilder<Record<string, Record<string, unknown>>, string>

/** The tables with rows of patients, and what their slices keep beside. */
export interface PatientRegistry {
  /** Parents first; read once: the schema does not change while a cabinet is open. */
  tables(db: ReadDb): Promise<readonly PatientTable[]>
  /** By slice. */
  readonly lives: Readonly<Record<string, PatientLife>>
}

/** The registry of what the slices declare. */
export function patientRegistry(
  bound: ReadonlyMap<string, PatientColumn>,
  lives: Readonly<Record<string, PatientLife>>,
): PatientRegistry {
  let known: Promise<readonly PatientTable[]> | null = null
  return {
    lives,
    tables(db) {
      known ??= readPatientTables(db, bound).catch((error: unknown) => {
        known = null
        throw error
      })
      return known
    },
  }
}

/** The same handle, for tables known by name. */
export function anyTables(db: ReadDb | WriteDb): AnyDb {
  return db as unknown as AnyDb
}

/** « The row belongs to this patient »: by its own column, or by the row it hangs on. */
export function belongsTo(
  tables: readonly PatientTable[],
  table: PatientTable,
  patientId: string,
): (eb: Builder) => ExpressionWrapper<Record<string, Record<string, unknown>>, string, SqlBool> {
  return (eb) => {
    if (table.patientColumn !== null) return eb(`${table.name}.${table.patientColumn}`, '=', patientId)
    const owner = tables.find(({ name }) => name === table.owner?.table)
    const [column] = table.owner?.columns ?? []
    const [key] = table.owner?.keys ?? []
    if (owner === undefined || column === undefined || key === undefined || table.owner?.columns.length !== 1) {
      throw new Error(`${table.name} hangs on nothing that can be followed`)
    }
    const ownersOf = belongsTo(tables, owner, patientId)
    return eb(
      `${table.name}.${column}`,
      'in',
      eb
        .selectFrom(owner.name)
        .select(`${owner.name}.${key}`)
        .where((inner) => ownersOf(inner)),
    )
  }
}

/** The rows of a table that belong to a patient, in the order of their key. */
export async function rowsOf(
  db: ReadDb | WriteDb,
  tables: readonly PatientTable[],
  table: PatientTable,
  patientId: string,
): Promise<readonly AnyRow[]> {
  let query = anyTables(db)
    .selectFrom(table.name)
    .selectAll(table.name)
    .where(belongsTo(tables, table, patientId))
  for (const column of table.key) query = query.orderBy(`${table.name}.${column}`)
  return query.execute()
}

/** How many rows of each table belong to a patient, those that have some; the patient’s own row left out. */
export async function countRows(
  db: ReadDb | WriteDb,
  tables: readonly PatientTable[],
  patientId: string,
): Promise<readonly { readonly kind: string; readonly count: number }[]> {
  const counts = []
  for (const table of tables) {
    if (table.isOwn || table.patientColumn === null) continue
    const row = await anyTables(db)
      .selectFrom(table.name)
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where(belongsTo(tables, table, patientId))
      .executeTakeFirstOrThrow()
    if (Number(row.count) > 0) counts.push({ kind: table.name, count: Number(row.count) })
  }
  return counts
}

/** The values of a row’s primary key, in its order. */
export function keyOf(table: PatientTable, row: AnyRow): readonly unknown[] {
  return table.key.map((column) => row[column])
}

/** « The row has this key. » */
export function hasKey(
  table: PatientTable,
  key: readonly unknown[],
): (eb: Builder) => ExpressionWrapper<Record<string, Record<string, unknown>>, string, SqlBool> {
  return (eb) => eb.and(table.key.map((column, place) => eb(`${table.name}.${column}`, '=', key[place])))
}

/**
 * Deletes every row of a patient, and what the slices keep beside. Contents that no row names any more are left to
 * whoever calls.
 */
export async function deleteRows(db: WriteDb, registry: PatientRegistry, patientId: string): Promise<void> {
  const tables = await registry.tables(db)
  for (const life of Object.values(registry.lives)) await life.leave?.(db, patientId)
  for (const table of tables.toReversed()) {
    // Goes with the patient’s own row, by a trigger: « Public » holds them as long as they are there.
    if (table.name === patientGroupTable) continue
    await anyTables(db)
      .deleteFrom(table.name)
      .where(belongsTo(tables, table, patientId))
      .execute()
  }
}

/** Says which groups a patient is in; its rows are added and removed, never changed. */
export const patientGroupTable = 'patient_access_group'
