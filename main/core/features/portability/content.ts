import { type PatientTable, readSchema, type Reference, type SchemaTable } from '#core/kernel/patient-tables.ts'
import type { ArchivedRow, ReadDb } from '#core/kernel/tables.ts'
import { type AnyRow, anyTables, type PatientRegistry, rowsOf } from '#core/features/lifecycle/index.ts'

/** What of a record is read: for an archive of one patient, of the cabinet, or for its digest. */
export type Extent = 'unit' | 'massive' | 'digest'

/** The rows of one table that belong to a record. */
export interface TableRows {
  readonly table: PatientTable
  readonly rows: readonly ArchivedRow[]
}

/** Everything a record holds, parents first, and what slices keep of it in their own words. */
export interface RecordContent {
  readonly patientId: string
  readonly tables: readonly TableRows[]
  readonly packed: readonly { readonly slice: string; readonly rows: readonly ArchivedRow[] }[]
}

const places = {
  unit: ['record'],
  massive: ['record', 'private', 'trace'],
  // Who had access is the business of the cabinet where they had it.
  digest: ['record', 'private'],
} as const satisfies Record<Extent, readonly string[]>

/** The tables an archive of this extent carries, row by row. */
export function carriedTables(tables: readonly PatientTable[], extent: Extent): readonly PatientTable[] {
  return tables.filter(({ archive }) => (places[extent] as readonly string[]).includes(archive))
}

/** Reads everything a record in sight holds. */
export async function readRecord(
  db: ReadDb,
  registry: PatientRegistry,
  patientId: string,
  extent: Extent,
): Promise<RecordContent> {
  const all = await registry.tables(db)
  const left = new Map<string, Set<unknown>>()
  const tables: TableRows[] = []
  for (const table of carriedTables(all, extent)) {
    const found = await withContactsInSight(db, table, await rowsOf(db, all, table, patientId))
    const rows = found.filter((row) => isCarried(table, row, left))
    tables.push({ table, rows: rows.map((row) => archivedRow(table, row)) })
  }
  const leftIds = new Set([...left.values()].flatMap((ids) => [...ids]))
  const packed = []
  for (const [slice, life] of Object.entries(registry.lives)) {
    if (life.pack === undefined) continue
    const rows = await life.pack(db, patientId)
    packed.push({ slice, rows: rows.filter((row) => !Object.values(row).some((value) => leftIds.has(value))) })
  }
  return { patientId, tables, packed }
}

/** Without the rows that point at a contact out of sight: it goes in no archive, and what points at nothing cannot come in. */
async function withContactsInSight(
  db: ReadDb,
  table: PatientTable,
  rows: readonly AnyRow[],
): Promise<readonly AnyRow[]> {
  const columns = table.references.filter(({ table: to }) => to === 'contact').flatMap((reference) => reference.columns)
  const named = [...new Set(rows.flatMap((row) => columns.map((column) => row[column])))]
  const wanted = named.filter((value) => typeof value === 'string')
  if (wanted.length === 0) return rows
  const seen = await anyTables(db)
    .selectFrom('contact')
    .select('contact.contact_id')
    .where('contact.contact_id', 'in', wanted)
    .execute()
  const inSight = new Set(seen.map((row) => row['contact_id']))
  return rows.filter((row) => columns.every((column) => row[column] === null || inSight.has(row[column])))
}

/** Not a row that archives leave, nor one that points at it. */
function isCarried(table: PatientTable, row: AnyRow, left: Map<string, Set<unknown>>): boolean {
  const { notArchived } = table
  const isLeft =
    (notArchived !== null && row[notArchived.column] === notArchived.value) ||
    table.references.some(({ table: to, columns }) => columns.some((column) => left.get(to)?.has(row[column])))
  if (isLeft) {
    const ids = left.get(table.name) ?? new Set()
    for (const column of table.key) ids.add(row[column])
    left.set(table.name, ids)
  }
  return !isLeft
}

function archivedRow(table: PatientTable, row: AnyRow): ArchivedRow {
  return Object.fromEntries(
    table.columns.map(({ name }) => {
      const value = row[name]
      if (typeof value === 'object' && value !== null)
        throw new Error(`${table.name}.${name} holds bytes: archives do not`)
      return [name, (value ?? null) as string | number | null]
    }),
  )
}

/** What rows of records point at besides records: the libraries of the cabinet, and who wrote. */
export interface Surroundings {
  /** Tables of libraries, parents first. */
  readonly libraries: readonly SchemaTable[]
  readonly references: (table: string) => readonly Reference[]
}

/** Tables that are never a library: contents go as files, people as authors, groups belong to their cabinet. */
const apart: ReadonlySet<string> = new Set(['person', 'blob', 'access_group', 'patient'])

/** The libraries that rows of records may point at, however far. */
export async function readSurroundings(db: ReadDb, registry: PatientRegistry): Promise<Surroundings> {
  const schema = await readSchema(db)
  const byName = new Map(schema.map((table) => [table.name, table]))
  const ofPatients = new Set((await registry.tables(db)).map(({ name }) => name))
  const libraries: SchemaTable[] = []
  const visit = (name: string) => {
    for (const { table } of byName.get(name)?.references ?? []) {
      const library = byName.get(table)
      if (apart.has(table) || ofPatients.has(table) || library === undefined || libraries.includes(library)) continue
      visit(table)
      if (!libraries.includes(library)) libraries.push(library)
    }
  }
  for (const table of carriedTables(await registry.tables(db), 'massive')) visit(table.name)
  return { libraries, references: (table) => byName.get(table)?.references ?? [] }
}

/** Values that rows give for references to a table, without those that say nothing. */
export function pointed(
  references: readonly Reference[],
  rows: readonly ArchivedRow[],
  table: string,
): ReadonlySet<string> {
  const columns = references.filter((reference) => reference.table === table).flatMap((reference) => reference.columns)
  const values = rows.flatMap((row) => columns.map((column) => row[column]))
  return new Set(values.filter((value): value is string => typeof value === 'string'))
}

/** The rows of a library with these keys. */
export async function libraryRows(
  db: ReadDb,
  library: SchemaTable,
  keys: Iterable<string>,
): Promise<readonly ArchivedRow[]> {
  const [key] = library.key
  if (key === undefined || library.key.length !== 1) throw new Error(`${library.name} cannot be pointed at`)
  const rows: ArchivedRow[] = []
  const wanted = [...keys].toSorted()
  for (let from = 0; from < wanted.length; from += 200) {
    const found = await anyTables(db)
      .selectFrom(library.name)
      .selectAll(library.name)
      .where(`${library.name}.${key}`, 'in', wanted.slice(from, from + 200))
      .orderBy(`${library.name}.${key}`)
      .execute()
    rows.push(...(found as readonly ArchivedRow[]))
  }
  return rows
}

/** Columns that name a row of a library wherever it is: unique besides its key; `null` when only its key does. */
export function naturalKey(library: SchemaTable): readonly string[] | null {
  const named = library.uniques.find(({ columns, where }) => where === null && columns.join() !== library.key.join())
  return named?.columns ?? null
}
