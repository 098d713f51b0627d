import Sqlite from 'better-sqlite3-multiple-ciphers'
import { Kysely, SqliteDialect } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  derivedTables,
  type PatientTable,
  patientTablesOf,
  readSchema,
  type SchemaTable,
} from '#core/kernel/patient-tables.ts'
import type { CabinetTables, ReadDb } from '#core/kernel/tables.ts'
import { slices } from '#core/slices.ts'
import { migrations } from '#migrations/list.ts'

/** Deletion, merging, archives and digests know a table by what it declares and by its schema: both must say enough. */
describe('the tables with rows of patients', () => {
  const db = new Kysely<CabinetTables>({ dialect: new SqliteDialect({ database: new Sqlite(':memory:') }) })
  let schema: readonly SchemaTable[] = []
  let tables: readonly PatientTable[] = []

  beforeAll(async () => {
    for (const migration of migrations) await migration.up(db as unknown as Kysely<unknown>, 'sqlite')
    schema = await readSchema(db as ReadDb)
    tables = patientTablesOf(schema, slices.bound)
  })
  afterAll(() => db.destroy())

  test('are all known: those declared, those that hang on them, and those made again from them', () => {
    const known = new Set([...tables.map(({ name }) => name), ...Object.keys(derivedTables)])
    const pointing = schema.filter(({ references }) => references.some(({ table }) => known.has(table)))
    expect(pointing.filter(({ name }) => !known.has(name)).map(({ name }) => name)).toEqual([])
    const declared = [...slices.bound].filter(([, { groups }]) => groups === undefined)
    expect(declared.filter(([name]) => !tables.some((table) => table.name === name))).toEqual([])
  })

  test('come after those they point at, so that rows are inserted in this order and deleted in the other', () => {
    const places = new Map(tables.map(({ name }, place) => [name, place]))
    for (const { name, references } of tables) {
      for (const { table } of references) {
        if (table !== name) expect(places.get(table) ?? -1, `${name} → ${table}`).toBeLessThan(places.get(name) ?? -1)
      }
    }
  })

  test('begin with the patients', () => {
    expect(tables[0]).toMatchObject({ name: 'patient', isOwn: true, key: ['patient_id'] })
  })

  test('name their rows by keys that no other cabinet deals out: texts, never a counter', () => {
    const unsure = tables
      .filter(({ archive }) => archive !== 'local' && archive !== 'packed')
      .filter(({ key, columns }) =>
        key.every((name) => columns.find((column) => column.name === name)?.type !== 'text'),
      )
    expect(unsure.map(({ name }) => name)).toEqual([])
  })

  test('point at what they point at by its primary key, or by columns unique there', () => {
    const wanted = tables.flatMap(({ name, references }) => references.map((reference) => ({ name, reference })))
    for (const { name, reference } of wanted) {
      const there = schema.find((table) => table.name === reference.table)
      const sets = there?.uniques
        .filter(({ where }) => where === null)
        .map(({ columns }) => columns.toSorted().join(' '))
      expect(sets, `${name} → ${reference.table}`).toContain(reference.keys.toSorted().join(' '))
    }
  })
})

describe('a table that hangs on patients’ rows', () => {
  const text = (name: string, isRequired = true) => ({ name, type: 'text' as const, isRequired })
  const patient: SchemaTable = {
    name: 'patient',
    columns: [text('patient_id')],
    key: ['patient_id'],
    references: [],
    uniques: [{ columns: ['patient_id'], where: null }],
  }
  const note: SchemaTable = {
    name: 'note',
    columns: [text('note_id'), text('patient_id')],
    key: ['note_id'],
    references: [{ columns: ['patient_id'], table: 'patient', keys: ['patient_id'] }],
    uniques: [{ columns: ['note_id'], where: null }],
  }
  const revision = (isRequired: boolean): SchemaTable => ({
    name: 'note_revision',
    columns: [text('revision_id'), text('note_id', isRequired)],
    key: ['revision_id'],
    references: [{ columns: ['note_id'], table: 'note', keys: ['note_id'] }],
    uniques: [{ columns: ['revision_id'], where: null }],
  })
  const bound = new Map([
    ['patient', { column: 'patient_id', own: true }],
    ['note', { column: 'patient_id', archive: 'private' as const }],
  ])

  test('is a part of them, kept where they are kept', () => {
    const found = patientTablesOf([revision(true), note, patient], bound)
    expect(found.map(({ name }) => name)).toEqual(['patient', 'note', 'note_revision'])
    expect(found[2]).toMatchObject({ patientColumn: null, owner: { table: 'note' }, archive: 'private' })
  })

  test('is refused when a row of it may hang on nothing: it would be nobody’s', () => {
    expect(() => patientTablesOf([revision(false), note, patient], bound)).toThrow('note_revision')
  })

  test('is refused in a ring: no order would insert it', () => {
    const ring = { ...note, references: [{ columns: ['note_id'], table: 'note_revision', keys: ['note_id'] }] }
    expect(() => patientTablesOf([revision(true), ring, patient], bound)).toThrow('point at each other')
  })
})
