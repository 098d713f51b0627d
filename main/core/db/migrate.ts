import { type Kysely, sql } from 'kysely'
import type { Migration, SchemaDialect } from '#migrations/lib.ts'
import { CabinetRefusal } from './refusal.ts'

/** The record of one applied step. The table is made by the first step's transaction. */
interface MigrationTables {
  schema_migration: { number: number; name: string; applied_at: string; written_by: string }
}

/** What a run of migrations needs to know. */
export interface MigrationRun {
  readonly dialect: SchemaDialect
  readonly migrations: readonly Migration[]
  /** « Cabinet Ouvert 0.1.0 », recorded with each step. */
  readonly program: string
  /** The current instant, ISO 8601 in UTC with milliseconds. */
  readonly now: () => string
}

/** Where a schema stands, and where this program's list ends. */
export interface SchemaState {
  /** Number of the last applied step, 0 when there is none. */
  readonly applied: number
  readonly latest: number
}

/**
 * Compares the schema with this program's list. Changes nothing.
 *
 * Refuses with `cabinet.newer` a schema that holds a step this program does not know, naming who wrote it; with
 * `cabinet.damaged` a record that this program's list contradicts.
 */
export async function schemaState(db: Kysely<unknown>, run: MigrationRun): Promise<SchemaState> {
  mustBeOrdered(run.migrations)
  const applied = await appliedMigrations(db, run.dialect)
  for (const [place, row] of applied.entries()) {
    const known = run.migrations[place]
    if (known === undefined || (known.number !== row.number && !run.migrations.some((m) => m.number === row.number))) {
      throw new CabinetRefusal('cabinet.newer', { writtenBy: applied.at(-1)?.written_by ?? '' })
    }
    if (known.number !== row.number || known.name !== row.name) {
      throw new CabinetRefusal('cabinet.damaged', { what: `schema step ${row.number}` })
    }
  }
  return { applied: applied.at(-1)?.number ?? 0, latest: run.migrations.at(-1)?.number ?? 0 }
}

/**
 * Applies the steps that are missing, in order. Each shares one transaction with its record: a step that throws, or a
 * process that dies, leaves the schema exactly as the step before left it. Returns the state reached.
 *
 * On SQLite a step may break references while it rebuilds a table; they are checked before it commits.
 */
export async function migrate(db: Kysely<unknown>, run: MigrationRun): Promise<SchemaState> {
  const before = await schemaState(db, run)
  for (const step of run.migrations) {
    if (step.number <= before.applied) continue
    await db.transaction().execute(async (transaction) => {
      if (run.dialect === 'sqlite') await sql`pragma defer_foreign_keys = on`.execute(transaction)
      await makeRecordTable(transaction, run.dialect)
      await step.up(transaction, run.dialect)
      if (run.dialect === 'sqlite') await mustKeepReferences(transaction, step)
      await (transaction as Kysely<unknown> as Kysely<MigrationTables>)
        .insertInto('schema_migration')
        .values({ number: step.number, name: step.name, applied_at: run.now(), written_by: run.program })
        .execute()
    })
  }
  return { ...before, applied: before.latest }
}

/** The list is a program's own data: a mistake in it is a bug, found at the first start. */
function mustBeOrdered(migrations: readonly Migration[]): void {
  let previous = 0
  for (const { number, name } of migrations) {
    if (number <= previous || number % 10 !== 0) throw new Error(`migration ${number}-${name} is out of order`)
    previous = number
  }
}

async function appliedMigrations(db: Kysely<unknown>, dialect: SchemaDialect) {
  const present =
    dialect === 'sqlite'
      ? await sql`select 1 from sqlite_schema where type = 'table' and name = 'schema_migration'`.execute(db)
      : await sql`select 1 from pg_tables where schemaname = current_schema() and tablename = 'schema_migration'`.execute(
          db,
        )
  if (present.rows.length === 0) return []
  return (db as Kysely<MigrationTables>).selectFrom('schema_migration').selectAll().orderBy('number').execute()
}

async function makeRecordTable(db: Kysely<unknown>, dialect: SchemaDialect): Promise<void> {
  const table = db.schema
    .createTable('schema_migration')
    .ifNotExists()
    .addColumn('number', 'integer', (column) => column.primaryKey())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('applied_at', 'text', (column) => column.notNull())
    .addColumn('written_by', 'text', (column) => column.notNull())
  await (dialect === 'sqlite' ? table.modifyEnd(sql`strict`) : table).execute()
}

async function mustKeepReferences(db: Kysely<unknown>, step: Migration): Promise<void> {
  const broken = await sql<{ table: string }>`pragma foreign_key_check`.execute(db)
  if (broken.rows.length > 0) {
    throw new Error(`migration ${step.number}-${step.name} breaks a reference of ${broken.rows[0]?.table ?? ''}`)
  }
}
