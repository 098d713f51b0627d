import { Kysely, SqliteAdapter, type SqliteDatabase, SqliteDialect, type SqliteStatement } from 'kysely'
import type { SqlcipherDatabase, SqlcipherStatement } from '#native/sqlcipher/database.ts'

/** Statements kept prepared per connection; the hot ones of a cabinet are some dozens. */
const keptStatements = 200

/**
 * The connection Kysely sees. The real one behind it can be exchanged (after a rekeying, under everybody's handles), and
 * its statements stay prepared: preparing again costs more than running most of them.
 */
export class SwappableConnection implements SqliteDatabase {
  #current: SqlcipherDatabase | null
  readonly #statements = new Map<string, SqlcipherStatement>()

  constructor(current: SqlcipherDatabase) {
    this.#current = current
  }

  /** The real connection. Throws when the cabinet is closed. */
  get current(): SqlcipherDatabase {
    if (this.#current === null) throw new Error('the cabinet file is closed')
    return this.#current
  }

  prepare(text: string): SqliteStatement {
    if (text === 'rollback' && !this.current.inTransaction) return alreadyRolledBack
    const kept = this.#statements.get(text)
    if (kept !== undefined) {
      // Most recently used last.
      this.#statements.delete(text)
      this.#statements.set(text, kept)
      return kept
    }
    const statement = this.current.prepare(text)
    // The schema may change under a kept statement, and with it the columns it returns.
    if (!/^\s*(create|alter|drop|pragma|begin|commit|rollback|savepoint|release|vacuum)\b/i.test(text)) {
      this.#statements.set(text, statement)
      if (this.#statements.size > keptStatements) {
        const oldest = this.#statements.keys().next()
        if (!oldest.done) this.#statements.delete(oldest.value)
      }
    }
    return statement
  }

  /** Forgets prepared statements: after a change of schema. */
  forgetStatements(): void {
    this.#statements.clear()
  }

  /** Puts another real connection in the place of a closed one. */
  reopen(next: SqlcipherDatabase): void {
    this.close()
    this.#current = next
  }

  close(): void {
    this.#statements.clear()
    this.#current?.close()
    this.#current = null
  }
}

/**
 * On a full disk or a failed write SQLite rolls the transaction back by itself; Kysely's own rollback would then fail, and
 * its error would hide the reason.
 */
const alreadyRolledBack: SqliteStatement = {
  reader: false,
  run: () => ({ changes: 0, lastInsertRowid: 0 }),
  all: () => [],
  iterate: () => [].values(),
}

/**
 * SQLite rolls DDL back with its transaction; Kysely's own adapter says it does not, and would leave half a schema
 * behind a failed migration.
 */
class TransactionalSqliteAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true
  }
}

/** Kysely's dialect for a cabinet's file. */
class CabinetSqliteDialect extends SqliteDialect {
  override createAdapter(): SqliteAdapter {
    return new TransactionalSqliteAdapter()
  }
}

/** A query builder over one connection; statements queue up for it. */
export function queriesOn<Tables>(connection: SqliteDatabase): Kysely<Tables> {
  return new Kysely<Tables>({ dialect: new CabinetSqliteDialect({ database: connection }) })
}
