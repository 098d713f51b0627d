import { type CreateTableBuilder, type Kysely, sql, type Transaction } from 'kysely'

/** The engines a schema is written for: SQLite in the cabinet's file, PostgreSQL for later and for tests. */
export type SchemaDialect = 'sqlite' | 'postgres'

/** What a migration may touch: one transaction, shared with the record that says it was applied. */
export type MigrationTransaction = Transaction<unknown> | Kysely<unknown>

/**
 * One step of the schema. Numbered by tens, in the order of `list.ts`; once shipped its file is never edited, and it
 * imports nothing but kysely and this file. It runs inside a transaction and must not open one.
 */
export interface Migration {
  readonly number: number
  /** The file's name without number and extension: `people` for `0010-people.ts`. */
  readonly name: string
  up(db: MigrationTransaction, dialect: SchemaDialect): Promise<void>
}

/**
 * Starts a table whose column types are enforced: `STRICT` on SQLite, which PostgreSQL is by nature. Allowed types on
 * both: `text`, `integer`, `real`, and {@link bytes}. Add columns and checks, then `.execute()`.
 *
 * `clustered`: stored in the order of its primary key, for join tables and small lookups (`WITHOUT ROWID`).
 *
 * @example
 * await strictTable(db, dialect, 'tag')
 *   .addColumn('tag_id', 'text', (column) => column.primaryKey())
 *   .addColumn('archived', 'integer', (column) => column.notNull().defaultTo(0))
 *   .addCheckConstraint('tag_archived', isFlag('archived'))
 *   .execute()
 */
export function strictTable<N extends string>(
  db: MigrationTransaction,
  dialect: SchemaDialect,
  name: N,
  options: { readonly clustered?: boolean } = {},
): CreateTableBuilder<N> {
  const table = db.schema.createTable(name)
  if (dialect === 'postgres') return table
  return table.modifyEnd(options.clustered === true ? sql`strict, without rowid` : sql`strict`)
}

/** The column type for bytes. */
export function bytes(dialect: SchemaDialect): 'blob' | 'bytea' {
  return dialect === 'sqlite' ? 'blob' : 'bytea'
}

/** Check: a boolean, stored 0 or 1. */
export function isFlag(column: string) {
  return sql<boolean>`${sql.ref(column)} in (0, 1)`
}

/** Check: one code of a closed list; a null passes, add `not null` where one is required. */
export function isOneOf(column: string, codes: readonly [string, ...string[]]) {
  return sql<boolean>`${sql.ref(column)} in (${sql.join(codes.map((code) => sql.lit(code)))})`
}

/** Check: a UUID as lower-case text. */
export function isId(column: string) {
  return sql<boolean>`length(${sql.ref(column)}) = 36 and lower(${sql.ref(column)}) = ${sql.ref(column)}`
}

/** Check: an instant in UTC, `2026-11-22T10:15:30.000Z`. */
export function isInstant(column: string) {
  return sql<boolean>`${sql.ref(column)} like '____-__-__T__:__:__.___Z'`
}

/** Check: a civil date, `2026-11-22`. Not for birth dates that may be partial or lunar: those have their own rule. */
export function isCivilDate(column: string) {
  return sql<boolean>`${sql.ref(column)} like '____-__-__'`
}

/** Check: a text neither empty nor longer than `longest` characters. */
export function isTextOf(column: string, longest: number) {
  return sql<boolean>`length(${sql.ref(column)}) between 1 and ${sql.lit(longest)}`
}
