import { createHash, type Hash } from 'node:crypto'
import type { SchemaTable } from '#core/kernel/patient-tables.ts'
import type { ArchivedRow, ReadDb } from '#core/kernel/tables.ts'
import type { PatientRegistry } from '#core/features/lifecycle/index.ts'
import { libraryRows, naturalKey, pointed, type RecordContent, readRecord, type Surroundings } from './content.ts'

/**
 * Columns of a patient that say nothing of the record: its number in this cabinet, how many times it was written, and
 * whether the cabinet's tags hide it. The rest counts, derived columns too: they follow from it.
 */
const notContent: ReadonlySet<string> = new Set(['file_number', 'version', 'hidden'])

/** What was digested. */
export interface CanonicalDigest {
  readonly sha256: string
  readonly rows: ReadonlyMap<string, number>
}

/**
 * SHA-256 of what a record holds, the same wherever it is: rows sorted, columns sorted, what points at a library
 * replaced by the name of that row. Left out: file number, groups, drafts, blocks, merges, accesses, journal.
 */
export async function digestRecord(
  db: ReadDb,
  registry: PatientRegistry,
  around: Surroundings,
  patientId: string,
): Promise<CanonicalDigest> {
  return digestContent(db, around, await readRecord(db, registry, patientId, 'digest'))
}

/** The same of a record already read. */
export async function digestContent(
  db: ReadDb,
  around: Surroundings,
  content: RecordContent,
): Promise<CanonicalDigest> {
  const hash = createHash('sha256')
  const rows = new Map<string, number>()
  const named = await libraryNames(db, around, content)
  const parts = [
    ...content.tables.map(({ table, rows: own }) => ({
      name: table.name,
      rows: own.map((row) =>
        canonicalRow(row, table.isOwn ? notContent : new Set(), (column) => named(table.name, column, row)),
      ),
    })),
    ...content.packed.map(({ slice, rows: own }) => ({
      name: `packed:${slice}`,
      rows: own.map((row) => canonicalRow(row, new Set(), () => undefined)),
    })),
  ].toSorted((a, b) => (a.name < b.name ? -1 : 1))
  add(hash, `record ${content.patientId}`)
  for (const part of parts) {
    if (part.rows.length === 0) continue
    rows.set(part.name, part.rows.length)
    add(hash, `table ${part.name} ${part.rows.length}`)
    for (const row of part.rows.toSorted()) add(hash, row)
  }
  return { sha256: hash.digest('hex'), rows }
}

/** One digest of many records, in the order of their identifiers. */
export function joinDigests(digests: readonly { readonly patientId: string; readonly sha256: string }[]): string {
  const hash = createHash('sha256')
  for (const { patientId, sha256 } of digests.toSorted((a, b) => (a.patientId < b.patientId ? -1 : 1))) {
    add(hash, `${patientId} ${sha256}`)
  }
  return hash.digest('hex')
}

function add(hash: Hash, line: string): void {
  hash.update(line)
  hash.update('\n')
}

function canonicalRow(
  row: ArchivedRow,
  left: ReadonlySet<string>,
  nameOf: (column: string) => string | undefined,
): string {
  const columns = Object.keys(row)
    .filter((column) => !left.has(column))
    .toSorted()
  return JSON.stringify(columns.map((column) => [column, nameOf(column) ?? row[column]]))
}

/** What a column that points at a library says, in words that mean the same in another cabinet. */
async function libraryNames(db: ReadDb, around: Surroundings, content: RecordContent) {
  const words = new Map<string, ReadonlyMap<string, string>>()
  for (const library of around.libraries) {
    const wanted = new Set(
      content.tables.flatMap(({ table, rows }) => [...pointed(table.references, rows, library.name)]),
    )
    const rows = await libraryRows(db, library, wanted)
    words.set(library.name, new Map(rows.map((row) => [String(row[library.key[0] ?? '']), wordsOf(library, row)])))
  }
  return (table: string, column: string, row: ArchivedRow): string | undefined => {
    const reference = around.references(table).find(({ columns }) => columns.length === 1 && columns[0] === column)
    const value = row[column]
    return reference === undefined || typeof value !== 'string' ? undefined : words.get(reference.table)?.get(value)
  }
}

/** Counters, and what the cabinet decides of its libraries: not what a record says. */
const local: ReadonlySet<string> = new Set(['version', 'updated_at', 'updated_by', 'position', 'archived'])

function wordsOf(library: SchemaTable, row: ArchivedRow): string {
  const columns = naturalKey(library) ?? Object.keys(row).filter((column) => !local.has(column))
  return JSON.stringify([library.name, ...columns.toSorted().map((column) => [column, row[column]])])
}
