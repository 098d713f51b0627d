import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import { queriesOn, SwappableConnection } from '#core/db/connection.ts'
import { migrate } from '#core/db/migrate.ts'
import { migrations } from '#migrations/list.ts'
import { openSqlcipher } from '#native/sqlcipher/database.ts'

const folder = fileURLToPath(new URL('../../migrations/', import.meta.url))
/** Where the fingerprints of shipped migrations are kept. */
export const frozenFile = join(folder, 'frozen.json')

/** What must never change in a shipped migration: its text, and the schema that it and those before it make. */
export interface Fingerprint {
  readonly file: string
  readonly schema: string
}

/** The file a migration must be in. */
export function fileOf({ number, name }: { readonly number: number; readonly name: string }): string {
  return `${String(number).padStart(4, '0')}-${name}.ts`
}

/** The migration files that are there, whether the list names them or not. */
export function migrationFiles(): readonly string[] {
  return readdirSync(folder)
    .filter((name) => /^\d/.test(name))
    .toSorted()
}

/** The fingerprints kept of shipped migrations, by file name. */
export function frozenFingerprints(): Readonly<Record<string, Fingerprint>> {
  return JSON.parse(readFileSync(frozenFile, 'utf8')) as Record<string, Fingerprint>
}

/** The fingerprints of the migrations as they are now, by file name, in the order of the list. */
export async function presentFingerprints(): Promise<Readonly<Record<string, Fingerprint>>> {
  const temporary = mkdtempSync(join(tmpdir(), 'cabinet-schema-'))
  const key = randomBytes(32)
  const connection = new SwappableConnection(openSqlcipher(join(temporary, 'schema.db'), { key, create: true }))
  try {
    const db = queriesOn<unknown>(connection)
    const present: Record<string, Fingerprint> = {}
    for (const [place, migration] of migrations.entries()) {
      const run = {
        migrations: migrations.slice(0, place + 1),
        program: 'freeze',
        now: () => '2026-11-22T00:00:00.000Z',
      }
      await migrate(db, { ...run, dialect: 'sqlite' })
      // Shadow tables of the search index belong to SQLite's version, not to us.
      const { rows } = await sql<{ sql: string }>`
        select sql from sqlite_schema where sql is not null
        and tbl_name not in (select name from pragma_table_list where type = 'shadow') order by type, name
      `.execute(db)
      const file = fileOf(migration)
      present[file] = {
        file: sha256(readFileSync(join(folder, file))),
        schema: sha256(rows.map((row) => row.sql).join(';\n')),
      }
    }
    return present
  } finally {
    connection.close()
    rmSync(temporary, { recursive: true, force: true })
  }
}

function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex')
}
