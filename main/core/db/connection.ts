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

  get isOpen(): boolean {
    return this.#current !== null
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

/** Lines of the journal that may be added before the reader looks again: the write-ahead log cannot end meanwhile. */
const journalLinesUnseen = 64
const journalLine = /^insert into "audit_entry"/i
const changesNothing = /^\s*(select|pragma|begin|commit|rollback|explain)\b/i

/**
 * The connection that reads. It stays on one state of the file until something but the journal changes it: SQLite forgets
 * every page it has decrypted as soon as another connection commits, and each search, each opened record leaves a line in
 * the journal. Whoever reads the journal itself sees its last line.
 */
export class ReadingConnection extends SwappableConnection {
  #stays = true

  override prepare(text: string): SqliteStatement {
    if (text.includes('audit_entry')) this.lookAgain()
    if (this.#stays && !this.current.inTransaction) this.current.exec('begin')
    return super.prepare(text)
  }

  /** Whether it stays on one state; not while somebody waits for the write-ahead log to be empty. */
  stay(stays: boolean): void {
    this.#stays = stays
    this.lookAgain()
  }

  /** From the next statement on, sees the last commit; until then, holds back no checkpoint. */
  lookAgain(): void {
    if (this.isOpen && this.current.inTransaction) this.current.exec('commit')
  }
}

/** The connection that writes; it has the reader look again at each commit that is more than lines of the journal. */
export class WritingConnection extends SwappableConnection {
  readonly #reader: ReadingConnection
  #changed = false
  #lines = 0

  constructor(current: SqlcipherDatabase, reader: ReadingConnection) {
    super(current)
    this.#reader = reader
  }

  override prepare(text: string): SqliteStatement {
    if (journalLine.test(text)) this.#lines += 1
    else if (!changesNothing.test(text)) this.#changed = true
    // Kysely runs at once what it prepares: the reader is asked nothing between this and the commit.
    if (text === 'commit' || !this.current.inTransaction) this.#tellReader()
    return super.prepare(text)
  }

  #tellReader(): void {
    if (!this.#changed && this.#lines < journalLinesUnseen) return
    this.#reader.lookAgain()
    this.#changed = false
    this.#lines = 0
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
