import { type Kysely, PostgresAdapter } from 'kysely'
import type { ReadDb } from './tables.ts'

/** The engines queries are written for. */
export type QueryDialect = 'sqlite' | 'postgres'

/** The engine a handle talks to, for the few conditions that differ. */
export function dialectOf(db: ReadDb): QueryDialect {
  return (db as unknown as Kysely<unknown>).getExecutor().adapter instanceof PostgresAdapter ? 'postgres' : 'sqlite'
}
