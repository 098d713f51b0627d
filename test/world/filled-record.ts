import Sqlite from 'better-sqlite3-multiple-ciphers'
import { Kysely, SqliteDialect } from 'kysely'
import { createHash } from 'node:crypto'
import type { InsProof } from '#app/features/identity/model.ts'
import { nirKey } from '#app/kernel/nir.ts'
import { migrations } from '#migrations/list.ts'
import type { CabinetTables, ReadDb } from '#core/kernel/tables.ts'
import { slices } from '#core/slices.ts'
import type { SqlcipherDatabase } from '#native/sqlcipher/database.ts'
import {
  type PatientTable,
  patientTablesOf,
  readSchema,
  type SchemaColumn,
  type SchemaTable,
} from '#core/kernel/patient-tables.ts'

/** The tables of a cabinet, as its migrations make them. */
export async function knownTables(): Promise<Pick<Filling, 'tables' | 'schema'>> {
  const db = new Kysely<CabinetTables>({ dialect: new SqliteDialect({ database: new Sqlite(':memory:') }) })
  for (const migration of migrations) await migration.up(db as unknown as Kysely<unknown>, 'sqlite')
  const schema = await readSchema(db as ReadDb)
  await db.destroy()
  return { schema, tables: patientTablesOf(schema, slices.bound) }
}

/** What a record is filled with. */
export interface Filling {
  readonly database: SqlcipherDatabase
  /** Every table with rows of patients, parents first. */
  readonly tables: readonly PatientTable[]
  readonly schema: readonly SchemaTable[]
  readonly patientId: string
  /** A user of the cabinet: whoever a row says wrote it. */
  readonly userId: string
  /** Different words and identifiers for different seeds. */
  readonly seed: string
  /** Tables left empty. */
  readonly without?: readonly string[]
  /** The least bytes of each content; a line by default. */
  readonly contentBytes?: number
}

/**
 * Puts a row in every table with rows of patients, and what it points at in libraries, from the schema alone: a table is
 * covered the day it is declared. Answers how many rows it wrote, by table.
 */
export function fillRecord(filling: Filling): ReadonlyMap<string, number> {
  const written = new Map<string, number>()
  const made = new Map<string, Readonly<Record<string, unknown>>>()
  for (const table of filling.tables) {
    if (table.isOwn || madeAgain.has(table.name) || filling.without?.includes(table.name) === true) continue
    const row = makeRow(filling, table, made)
    made.set(table.name, row)
    written.set(table.name, 1)
  }
  return written
}

/** Tables whose rows follow from others: the program makes them. */
const madeAgain: ReadonlySet<string> = new Set(['patient_access_group', 'patient_known_number'])

type Made = Map<string, Readonly<Record<string, unknown>>>

function makeRow(filling: Filling, table: SchemaTable, made: Made): Readonly<Record<string, unknown>> {
  const { database } = filling
  const checks = String(
    (database.prepare('select sql from sqlite_schema where name = ?').all(table.name) as { sql: string }[])[0]?.sql,
  )
  const row: Record<string, unknown> = {}
  for (const column of table.columns) row[column.name] = valueOf(filling, table, column, checks)
  const own = filling.tables.find(({ name }) => name === table.name)
  if (own?.patientColumn !== undefined && own.patientColumn !== null) row[own.patientColumn] = filling.patientId
  for (const reference of table.references) {
    const [column] = reference.columns
    const [key] = reference.keys
    if (column === undefined || key === undefined) continue
    row[column] = pointedAt(filling, reference.table, key, made, table.name)
  }
  Object.assign(row, sensible[table.name]?.(row))
  for (let tries = 0; ; tries += 1) {
    try {
      insertRow(database, table.name, row)
      break
    } catch (error) {
      // What a rule takes cannot always be guessed: what may be empty is left empty where it does not.
      const rule = /CHECK constraint failed: (\w+)/.exec(String(error))?.[1]
      const guessed = rule === undefined ? [] : guessedIn(table, checks, rule).filter((name) => row[name] !== null)
      if (guessed.length === 0 || tries > 20) throw error
      for (const name of guessed) row[name] = null
    }
  }
  return row
}

/** What the schema does not say of a row, and the program reads. */
const sensible: Readonly<Record<string, (row: Readonly<Record<string, unknown>>) => object>> = {
  // Not « INS KO »: the row of the patient would say it too.
  patient_identity: () => ({
    ko_reason: null,
    ko_exchange_id: null,
    ko_at: null,
    ko_by_user_id: null,
    ko_by: null,
    strays: 0,
  }),
  // An INS that a changed trait has withdrawn.
  identity_proof: (row) => ({ content: JSON.stringify(withdrawnIns(String(row['proof_id']))) }),
}

function withdrawnIns(proofId: string): InsProof {
  const digits = BigInt(`0x${proofId.slice(-8)}`) % 1_000_000_000n
  const matricule = `2770${String(digits).padStart(9, '0')}`
  return {
    kind: 'ins',
    proofId,
    answer: {
      number: { matricule, key: nirKey(matricule), oid: '1.2.250.1.213.1.4.8' },
      history: [],
      traits: {
        birthName: 'AUTREFOIS',
        firstName: null,
        firstNames: 'MARIE',
        sex: 'F',
        birthDate: '1977-07-14',
        birthPlaceCode: '33063',
      },
    },
    channel: 'INSI',
    exchangeId: null,
    act: { at: '2026-10-02T09:30:00.000Z', userId: null, by: 'Dr Ancien' },
    verifiedAt: null,
  }
}

function insertRow(database: SqlcipherDatabase, table: string, row: Readonly<Record<string, unknown>>): void {
  const columns = Object.keys(row)
  const names = columns.map((name) => `"${name}"`).join(', ')
  database
    .prepare(`insert into ${table} (${names}) values (${columns.map(() => '?').join(', ')})`)
    .run(...(Object.values(row) as never[]))
}

/** Columns that a rule speaks of and that may be empty. */
function guessedIn(table: SchemaTable, sql: string, rule: string): readonly string[] {
  const from = sql.indexOf(`"${rule}"`)
  const next = sql.indexOf('constraint "', from + 1)
  const said = sql.slice(from, next === -1 ? undefined : next)
  return table.columns
    .filter(
      ({ name, isRequired }) => !isRequired && !table.key.includes(name) && new RegExp(`\\b${name}\\b`).test(said),
    )
    .map(({ name }) => name)
}

function pointedAt(filling: Filling, table: string, key: string, made: Made, from: string): unknown {
  if (table === 'patient') return filling.patientId
  if (table === 'person') return filling.userId
  if (table === from) return null
  const known = made.get(table)
  if (known !== undefined) return known[key]
  if (table === 'blob') return blobOf(filling)
  const there = filling.schema.find(({ name }) => name === table)
  if (there === undefined) throw new Error(`${from} points at ${table}, which is no table`)
  const row = makeRow(filling, there, made)
  made.set(table, row)
  return row[key]
}

/** A content of its own, so that archives carry a file. */
function blobOf({ database, seed, contentBytes = 0 }: Filling): string {
  const bytes = Buffer.from(`%PDF-1.7 contenu ${seed}`.padEnd(contentBytes, ' .'))
  const digest = createHash('sha256').update(bytes).digest('hex')
  const contentId = idOf(`blob ${seed}`)
  database.prepare('insert or ignore into blob values (?, ?, ?, 1)').run(digest, contentId, bytes.length)
  database.prepare('insert or ignore into blob_piece values (?, 0, ?, ?)').run(contentId, bytes, digest)
  return digest
}

/** An identifier that the same words always give. */
export function idOf(words: string): string {
  const hex = createHash('sha256').update(words).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

/** A value that the checks of the table take, told from the table's own SQL. */
function valueOf({ seed }: Filling, table: SchemaTable, { name, type }: SchemaColumn, sql: string): unknown {
  const words = `${seed} ${table.name} ${name}`
  const about = sql.split('\n').join(' ')
  const oneOf = new RegExp(`\\b${name}"? in \\(([^)]*)\\)`, 'i').exec(about)?.[1]
  if (type === 'integer' || type === 'real') {
    if (oneOf !== undefined) return Number(oneOf.split(',')[0])
    // Places are dealt out by their slice: far from any other.
    return name === 'place' ? 1_700_000_000_000_000 + Number.parseInt(idOf(seed).slice(0, 6), 16) : 1
  }
  if (oneOf !== undefined) return oneOf.split(',')[0]?.trim().replaceAll("'", '')
  if (new RegExp(`\\b${name}"? like '____-__-__T`).test(about)) return '2026-11-02T09:30:00.000Z'
  if (new RegExp(`\\b${name}"? like '____-__-__'`).test(about)) return '2026-11-02'
  if (new RegExp(`length\\("?${name}"?\\) = 64`).test(about)) return createHash('sha256').update(words).digest('hex')
  if (new RegExp(`length\\("?${name}"?\\) = 36`).test(about) || name.endsWith('_id')) return idOf(words)
  if (name === 'marks' || /^(?:fields|values|content)$/.test(name)) return '{}'
  if (/json|sections|items|keywords|names$/.test(name)) return '[]'
  const longest = new RegExp(`length\\("?${name}"?\\) (?:<=|between 1 and) (\\d+)`).exec(about)?.[1] ?? 60
  return `Écrit ${words}`.slice(0, Math.min(60, Number(longest)))
}
