import { createHash, type Hash } from 'node:crypto'
import type { SqlcipherDatabase } from '#native/sqlcipher/database.ts'

/**
 * A SHA-256 over every row of every table of a database, in an order that depends on nothing but the rows: two databases
 * with the same content have the same hash, however their pages lie.
 *
 * Tables by name, columns as declared, rows by primary key. Virtual tables and their shadow tables are left out (an index
 * is derived from the rows), SQLite's own as well, and those named in `excluding` (jobs, locks, what merely opening
 * writes). Reads inside one transaction; blocks its thread some seconds for 100,000 patients.
 */
export function contentHash(database: SqlcipherDatabase, excluding: readonly string[] = []): string {
  const hash = createHash('sha256')
  const left = new Set(excluding)
  database.transaction(() => {
    for (const table of tablesOf(database)) if (!left.has(table.name)) addTable(hash, database, table)
  })()
  return hash.digest('hex')
}

interface Table {
  readonly name: string
  readonly columns: readonly string[]
  readonly order: readonly string[]
}

function tablesOf(database: SqlcipherDatabase): readonly Table[] {
  const listed = database.prepare("select name from pragma_table_list where schema = 'main' and type = 'table'").pluck()
  const names = listed.all().map(String)
  return names
    .filter((name) => !name.startsWith('sqlite_'))
    .toSorted((a, b) => (a < b ? -1 : 1))
    .map((name) => {
      const described = database.prepare('select name, pk from pragma_table_xinfo(?) order by cid').raw().all(name)
      const columns = described.map((row) => ({ name: String(at(row, 0)), key: Number(at(row, 1)) }))
      const key = columns.filter((column) => column.key > 0).toSorted((a, b) => a.key - b.key)
      return {
        name,
        columns: columns.map((column) => column.name),
        // A table without a primary key is ordered by all it holds: equal rows may then stand in any order.
        order: (key.length > 0 ? key : columns).map((column) => column.name),
      }
    })
}

/** Bytes are gathered before they are hashed: one call per value would cost more than the hashing. */
const gatheredBytes = 1 << 18

function addTable(hash: Hash, database: SqlcipherDatabase, table: Table): void {
  const writer = new ValueWriter(hash)
  writer.add(table.name)
  writer.add(BigInt(table.columns.length))
  for (const column of table.columns) writer.add(column)
  const list = (names: readonly string[]) => names.map((name) => `"${name.replaceAll('"', '""')}"`).join(', ')
  const rows = database
    .prepare(`select ${list(table.columns)} from ${list([table.name])} order by ${list(table.order)}`)
    .raw()
    .safeIntegers()
  for (const row of rows.iterate()) if (Array.isArray(row)) for (const value of row) writer.add(value)
  writer.flush()
}

/** Writes each value with its type and its length, so that no two different rows give the same bytes. */
class ValueWriter {
  readonly #hash: Hash
  #buffer = Buffer.allocUnsafe(gatheredBytes)
  #used = 0

  constructor(hash: Hash) {
    this.#hash = hash
  }

  add(value: unknown): void {
    if (value === null) this.#header(0, 0)
    else if (typeof value === 'string') this.#text(value)
    else if (typeof value === 'bigint') this.#buffer.writeBigInt64BE(value, this.#header(2, 8))
    else if (typeof value === 'number') this.#buffer.writeDoubleBE(value, this.#header(3, 8))
    else if (Buffer.isBuffer(value)) value.copy(this.#buffer, this.#header(4, value.byteLength))
    else throw new TypeError('a value SQLite does not have')
  }

  flush(): void {
    this.#hash.update(this.#buffer.subarray(0, this.#used))
    this.#used = 0
  }

  #text(value: string): void {
    const bytes = Buffer.byteLength(value)
    this.#buffer.write(value, this.#header(1, bytes), bytes, 'utf8')
  }

  /** Writes type and length, and returns where the `bytes` bytes of the value go. */
  #header(type: number, bytes: number): number {
    if (this.#used + bytes + 5 > this.#buffer.byteLength) {
      this.flush()
      if (bytes + 5 > this.#buffer.byteLength) this.#buffer = Buffer.allocUnsafe(bytes + 5)
    }
    this.#buffer[this.#used] = type
    this.#buffer.writeUInt32BE(bytes, this.#used + 1)
    this.#used += 5 + bytes
    return this.#used - bytes
  }
}

function at(row: unknown, place: number): unknown {
  return Array.isArray(row) ? row[place] : undefined
}
