import { sql } from 'kysely'
import { dialectOf } from './dialect.ts'
import type { ArchivePlace, PatientColumn, ReadDb } from './tables.ts'

/**
 * A table with rows of patients, as deletion, merging, archives and digests treat it: what a slice declared of it, and
 * what its schema says.
 */
export interface PatientTable {
  readonly name: string
  /** The column that names the patient; `null` for a part, whose rows belong to the patient of their owner. */
  readonly patientColumn: string | null
  /** Rows may be about no patient: those stay where they are. */
  readonly isNullable: boolean
  /** The table of the patients themselves. */
  readonly isOwn: boolean
  /** For a part: the reference that names the row it hangs on. Never empty in a row. */
  readonly owner: Reference | null
  readonly archive: ArchivePlace
  /** In the order of the schema. */
  readonly columns: readonly SchemaColumn[]
  /** The columns of the primary key, in its order. */
  readonly key: readonly string[]
  /** Foreign keys, to whatever table. */
  readonly references: readonly Reference[]
  readonly uniques: readonly Unique[]
  readonly notArchived: NonNullable<PatientColumn['notArchived']> | null
}

/** Columns that are unique together: the primary key, and unique indexes without expressions. */
export interface Unique {
  readonly columns: readonly string[]
  /** For an index of a part of the rows: its condition, in SQL. */
  readonly where: string | null
}

/** A column as the schema declares it. */
export interface SchemaColumn {
  readonly name: string
  readonly type: 'text' | 'integer' | 'real' | 'bytes'
  readonly isRequired: boolean
}

/** A foreign key. */
export interface Reference {
  readonly columns: readonly string[]
  readonly table: string
  /** The columns it points at, as many. */
  readonly keys: readonly string[]
}

/** What the schema says of one table. */
export interface SchemaTable {
  readonly name: string
  readonly columns: readonly SchemaColumn[]
  readonly key: readonly string[]
  readonly references: readonly Reference[]
  readonly uniques: readonly Unique[]
}

/**
 * Tables that point at a patient without being content: made again from the rows by their slice's {@link PatientLife}.
 * A test holds that nothing else is left out.
 */
export const derivedTables: Readonly<Record<string, string>> = {
  patient_order: 'the place in the list, made again by patients',
}

/**
 * Every table with rows of patients, parents before those that point at them: the order of insertion; deletion goes the
 * other way. Parts, which name no patient but hang on a row that does (the revisions of a note), are found by their
 * foreign keys.
 */
export async function readPatientTables(
  db: ReadDb,
  bound: ReadonlyMap<string, PatientColumn>,
): Promise<readonly PatientTable[]> {
  return patientTablesOf(await readSchema(db), bound)
}

/** The same, from a schema already read. Throws for a part with no sure owner, or when tables point at each other in a ring. */
export function patientTablesOf(
  schema: readonly SchemaTable[],
  bound: ReadonlyMap<string, PatientColumn>,
): readonly PatientTable[] {
  const found = new Map<string, PatientTable>()
  for (const table of schema) {
    const declared = bound.get(table.name)
    // What has access groups of its own is not a patient's: a contact of the address book.
    if (declared === undefined || declared.groups !== undefined) continue
    found.set(table.name, {
      ...table,
      patientColumn: declared.column,
      isNullable: declared.nullable === true,
      isOwn: declared.own === true,
      owner: null,
      archive: declared.archive ?? 'record',
      notArchived: declared.notArchived ?? null,
    })
  }
  for (let grew = true; grew; ) {
    grew = false
    for (const table of schema) {
      if (found.has(table.name) || table.name in derivedTables) continue
      const ways = table.references.filter(({ table: to }) => found.has(to))
      if (ways.length === 0) continue
      const owner = ways.find(({ columns }) => columns.every((column) => isRequired(table, column)))
      if (owner === undefined)
        throw new Error(`${table.name} points at a patient's rows, but a row of it may have no owner`)
      const archive = found.get(owner.table)?.archive ?? 'record'
      found.set(table.name, {
        ...table,
        patientColumn: null,
        isNullable: false,
        isOwn: false,
        owner,
        archive,
        notArchived: null,
      })
      grew = true
    }
  }
  return parentsFirst([...found.values()])
}

function isRequired(table: SchemaTable, column: string): boolean {
  return (
    table.key.includes(column) || table.columns.some(({ name, isRequired: required }) => name === column && required)
  )
}

function parentsFirst(tables: readonly PatientTable[]): readonly PatientTable[] {
  const ordered: PatientTable[] = []
  const placed = new Set<string>()
  let left = tables.toSorted((a, b) => Number(b.isOwn) - Number(a.isOwn) || (a.name < b.name ? -1 : 1))
  const names = new Set(left.map(({ name }) => name))
  while (left.length > 0) {
    const ready = left.filter(({ name, references }) =>
      references.every(({ table }) => table === name || !names.has(table) || placed.has(table)),
    )
    if (ready.length === 0) throw new Error(`tables point at each other: ${left.map(({ name }) => name).join(', ')}`)
    for (const table of ready) placed.add(table.name)
    ordered.push(...ready)
    left = left.filter(({ name }) => !placed.has(name))
  }
  return ordered
}

/** Every ordinary table of the cabinet, by name; virtual tables and what lies behind them left out. */
export async function readSchema(db: ReadDb): Promise<readonly SchemaTable[]> {
  return dialectOf(db) === 'sqlite' ? readSqliteSchema(db) : readPostgresSchema(db)
}

async function readSqliteSchema(db: ReadDb): Promise<readonly SchemaTable[]> {
  const { rows: columns } = await sql<{ table_name: string; name: string; type: string; notnull: number; pk: number }>`
    select t.name as table_name, c.name, lower(c.type) as type, c."notnull", c.pk
    from pragma_table_list as t, pragma_table_info(t.name) as c
    where t.schema = 'main' and t.type = 'table' and t.name not like 'sqlite\\_%' escape '\\'
    order by t.name, c.cid`.execute(db)
  const { rows: keys } = await sql<{ table_name: string; id: number; to_table: string; from: string; to: string }>`
    select t.name as table_name, k.id, k."table" as to_table, k."from", k."to"
    from pragma_table_list as t, pragma_foreign_key_list(t.name) as k
    where t.schema = 'main' and t.type = 'table' order by t.name, k.id desc, k.seq`.execute(db)
  const { rows: uniques } = await sql<{
    table_name: string
    index_name: string
    name: string | null
    made_by: string | null
  }>`
    select t.name as table_name, i.name as index_name, c.name, s.sql as made_by
    from pragma_table_list as t, pragma_index_list(t.name) as i, pragma_index_info(i.name) as c
    left join sqlite_schema as s on s.type = 'index' and s.name = i.name
    where t.schema = 'main' and t.type = 'table' and i."unique" = 1
    order by t.name, i.seq, c.seqno`.execute(db)
  return assemble(
    columns.map(({ table_name, name, type, notnull, pk }) => ({
      table: table_name,
      name,
      type: type === 'blob' ? 'bytes' : (type as SchemaColumn['type']),
      isRequired: notnull === 1,
      place: pk,
    })),
    keys.map(({ table_name, id, to_table, from, to }) => ({
      table: table_name,
      id: String(id),
      to: to_table,
      from,
      key: to,
    })),
    uniques.map(({ table_name, index_name, name, made_by }) => ({
      table: table_name,
      index: index_name,
      name,
      where: /\)\s*where\s+([\s\S]+)$/i.exec(made_by ?? '')?.[1]?.trim() ?? null,
    })),
  )
}

async function readPostgresSchema(db: ReadDb): Promise<readonly SchemaTable[]> {
  const { rows: columns } = await sql<{ table: string; name: string; type: string; required: boolean; place: number }>`
    select cls.relname as "table", att.attname as name, typ.typname as type, att.attnotnull as required,
      coalesce(array_position(pk.conkey, att.attnum), 0) as place
    from pg_class cls join pg_namespace ns on ns.oid = cls.relnamespace and ns.nspname = 'public'
    join pg_attribute att on att.attrelid = cls.oid and att.attnum > 0 and not att.attisdropped
    join pg_type typ on typ.oid = att.atttypid
    left join pg_constraint pk on pk.conrelid = cls.oid and pk.contype = 'p'
    where cls.relkind = 'r' order by cls.relname, att.attnum`.execute(db)
  const { rows: keys } = await sql<{ table: string; id: string; to: string; from: string; key: string }>`
    select src.relname as "table", con.conname as id, dst.relname as "to", a.attname as "from", b.attname as key
    from pg_constraint con join pg_class src on src.oid = con.conrelid join pg_class dst on dst.oid = con.confrelid
    cross join unnest(con.conkey, con.confkey) with ordinality as pair(f, t, n)
    join pg_attribute a on a.attrelid = con.conrelid and a.attnum = pair.f
    join pg_attribute b on b.attrelid = con.confrelid and b.attnum = pair.t
    where con.contype = 'f' order by src.relname, con.conname, pair.n`.execute(db)
  const { rows: uniques } = await sql<{ table: string; index: string; name: string | null; where: string | null }>`
    select cls.relname as "table", idx.relname as "index", att.attname as name,
      pg_get_expr(ix.indpred, ix.indrelid) as "where"
    from pg_index ix join pg_class cls on cls.oid = ix.indrelid join pg_class idx on idx.oid = ix.indexrelid
    cross join unnest(ix.indkey::int[]) with ordinality as part(num, n)
    left join pg_attribute att on att.attrelid = cls.oid and att.attnum = part.num and part.num > 0
    where ix.indisunique and cls.relnamespace = 'public'::regnamespace order by cls.relname, idx.relname, part.n`.execute(
    db,
  )
  return assemble(
    columns.map(({ table, name, type, required, place }) => ({
      table,
      name,
      type: typeInPostgres(type),
      isRequired: required,
      place: Number(place),
    })),
    keys,
    uniques,
  )
}

function typeInPostgres(type: string): SchemaColumn['type'] {
  if (type === 'bytea') return 'bytes'
  if (type === 'int2' || type === 'int4' || type === 'int8') return 'integer'
  return type === 'float4' || type === 'float8' ? 'real' : 'text'
}

function assemble(
  columns: readonly (SchemaColumn & { readonly table: string; readonly place: number })[],
  keys: readonly { readonly table: string; id: string; to: string; from: string; key: string }[],
  uniques: readonly { readonly table: string; index: string; name: string | null; where: string | null }[],
): readonly SchemaTable[] {
  const keysOf = Map.groupBy(keys, ({ table }) => table)
  const uniquesOf = Map.groupBy(uniques, ({ table }) => table)
  return [...Map.groupBy(columns, ({ table }) => table)].map(([name, own]) => {
    const key = own
      .filter(({ place }) => place > 0)
      .toSorted((a, b) => a.place - b.place)
      .map((column) => column.name)
    const references = [...Map.groupBy(keysOf.get(name) ?? [], ({ id }) => id).values()].map((parts) => ({
      columns: parts.map(({ from }) => from),
      table: parts[0]?.to ?? '',
      keys: parts.map((part) => part.key),
    }))
    const together = [...Map.groupBy(uniquesOf.get(name) ?? [], ({ index }) => index).values()]
      .filter((parts) => parts.every((part) => part.name !== null))
      .map((parts) => ({ columns: parts.map((part) => part.name ?? ''), where: parts[0]?.where ?? null }))
    const isKey = ({ columns: set }: Unique) => set.length === key.length && set.every((column) => key.includes(column))
    return {
      name,
      columns: own.map(({ name: column, type, isRequired: required }) => ({
        name: column,
        type,
        isRequired: required,
      })),
      key,
      references,
      uniques: [{ columns: key, where: null }, ...together.filter((unique) => !isKey(unique))],
    }
  })
}
