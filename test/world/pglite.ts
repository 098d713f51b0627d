import { PGlite } from '@electric-sql/pglite'
import { Kysely, PGliteDialect } from 'kysely'
import { migrate } from '#core/db/migrate.ts'
import type { Migration } from '#migrations/lib.ts'
import { migrations as shipped } from '#migrations/list.ts'

/** A cabinet's tables on PostgreSQL, in this process and in memory. */
export interface PgliteCabinet<Tables> extends AsyncDisposable {
  readonly db: Kysely<Tables>
  close(): Promise<void>
}

/**
 * Opens an empty cabinet on PostgreSQL with the same migrations as the file, to hold repositories to both engines.
 * Starting takes some seconds: once per test file, in `beforeAll`.
 */
export async function openPgliteCabinet<Tables>(
  migrations: readonly Migration[] = shipped,
): Promise<PgliteCabinet<Tables>> {
  const pglite = await PGlite.create()
  const db = new Kysely<Tables>({ dialect: new PGliteDialect({ pglite }) })
  const close = async () => {
    await db.destroy()
    if (!pglite.closed) await pglite.close()
  }
  try {
    const run = { migrations, program: 'Cabinet Ouvert (test)', now: () => new Date().toISOString() }
    await migrate(db as Kysely<unknown>, { ...run, dialect: 'postgres' })
  } catch (error) {
    await close()
    throw error
  }
  return { db, close, [Symbol.asyncDispose]: close }
}
