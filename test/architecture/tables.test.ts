import Sqlite from 'better-sqlite3-multiple-ciphers'
import { Kysely, SqliteDialect } from 'kysely'
import { parseSync, Visitor } from 'oxc-parser'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { slices } from '#core/slices.ts'
import { migrations } from '#migrations/list.ts'
import { codeFiles, textOf } from './tree.ts'

/** What the code believes: tables and their columns, read from every `interface CabinetTables`. */
const declared = new Map(
  codeFiles()
    .filter((path) => path.startsWith('main/core/'))
    .flatMap(tablesIn),
)

/** Tables with a patient's identifier that every handle shows whole, and why that lets nobody see a patient. */
const unbound: Readonly<Record<string, string>> = {
  audit_entry: 'the journal is read by operations of its own, and written for refusals too',
  patient_order: 'says only in which order records come; every query joins it to patient',
}

describe('the tables', () => {
  const file = new Sqlite(':memory:')
  const db = new Kysely<unknown>({ dialect: new SqliteDialect({ database: file }) })
  /** What the migrations make, virtual tables apart: their columns have no type, and their content lies in shadow tables. */
  const ordinary = new Set<string>()
  const virtual = new Set<string>()

  beforeAll(async () => {
    for (const migration of migrations) await migration.up(db, 'sqlite')
    const rows = file.prepare("select name, sql from sqlite_schema where type in ('table', 'view')").all()
    for (const { name, sql } of rows as { name: string; sql: string | null }[]) {
      if (/^create virtual/i.test(sql ?? '')) virtual.add(name)
    }
    const shadow = (name: string) => [...virtual].some((owner) => name === owner || name.startsWith(`${owner}_`))
    for (const { name } of rows as { name: string }[]) {
      if (!name.startsWith('sqlite_') && !shadow(name)) ordinary.add(name)
    }
  })
  afterAll(() => db.destroy())

  test('that the code names are those the migrations make', () => {
    expect([...declared.keys()].toSorted()).toEqual([...ordinary, ...virtual].toSorted())
  })

  test('that name a patient are limited to the patients in sight, or it is said why not', () => {
    const named = [...ordinary].filter((table) => declared.get(table)?.includes('patient_id'))
    expect(named.filter((table) => !slices.bound.has(table)).toSorted()).toEqual(Object.keys(unbound).toSorted())
  })

  test.each([...declared])('%s has the columns its type names', (table, columns) => {
    if (virtual.has(table)) return
    const real = file.prepare('select name from pragma_table_info(?)').all(table) as { name: string }[]
    expect(columns.toSorted()).toEqual(real.map(({ name }) => name).toSorted())
  })
})

/** Table name and column names, for each entry of `CabinetTables` in a file. */
function tablesIn(path: string): readonly (readonly [table: string, columns: readonly string[]])[] {
  const source = textOf(path)
  if (!source.includes('interface CabinetTables')) return []
  const shapes = new Map<string, string[]>()
  const tables: { table: string; type: string }[] = []
  const parents = new Map<string, string[]>()
  new Visitor({
    TSInterfaceDeclaration(node) {
      const members = node.body.body.flatMap((member) => {
        if (member.type !== 'TSPropertySignature') return []
        const key = member.key.type === 'Identifier' ? member.key.name : ''
        const type = member.typeAnnotation?.typeAnnotation
        const reference =
          type?.type === 'TSTypeReference' && type.typeName.type === 'Identifier' ? type.typeName.name : ''
        return [{ key, reference }]
      })
      if (node.id.name === 'CabinetTables')
        for (const { key, reference } of members) tables.push({ table: key, type: reference })
      else
        shapes.set(
          node.id.name,
          members.map(({ key }) => key),
        )
      parents.set(
        node.id.name,
        node.extends.flatMap(({ expression }) => (expression.type === 'Identifier' ? [expression.name] : [])),
      )
    },
  }).visit(parseSync(path, source).program)
  const columnsOf = (type: string): readonly string[] => [
    ...(shapes.get(type) ?? []),
    ...(parents.get(type) ?? []).flatMap(columnsOf),
  ]
  return tables.map(({ table, type }) => [table, columnsOf(type)])
}
