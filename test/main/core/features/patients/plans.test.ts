import type { CompiledQuery, Kysely, KyselyPlugin } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseSearch } from '#app/features/patients/rules/search.ts'
import { findCandidates } from '#core/features/patients/duplicates.ts'
import { countFilters, findPage, type PageRequest, summariesAt } from '#core/features/patients/list.ts'
import { findRow, listTagsOf } from '#core/features/patients/record.ts'
import type { CabinetTables } from '#core/kernel/tables.ts'
import { anna, seesEverybody, sightOf, sqliteCabinet, type TestCabinet } from './cabinet.ts'

let cabinet: TestCabinet
beforeAll(async () => {
  cabinet = await sqliteCabinet()
})
afterAll(() => cabinet.close())

/** Runs a reading and returns the plan SQLite made for each statement it sent. */
async function plansOf(reading: (db: Kysely<CabinetTables>) => Promise<unknown>, db = cabinet.db): Promise<string[]> {
  const { raw } = cabinet
  if (raw === null) throw new Error('no connection')
  const sent: { sql: string; parameters: readonly unknown[] }[] = []
  const executor = db.getExecutor()
  const compile = executor.compileQuery.bind(executor)
  const spying: KyselyPlugin = { transformQuery: ({ node }) => node, transformResult: async ({ result }) => result }
  const spied = db.withPlugin(spying)
  const spiedExecutor = spied.getExecutor()
  Object.assign(spiedExecutor, {
    compileQuery: (...parameters: Parameters<typeof compile>): CompiledQuery => {
      const compiled = compile(...parameters)
      sent.push(compiled)
      return compiled
    },
  })
  await reading(spied)
  expect(sent.length).toBeGreaterThan(0)
  return sent.map(({ sql, parameters }) =>
    (raw.prepare(`explain query plan ${sql}`).all(...parameters) as { detail: string }[])
      .map((line) => line.detail)
      .join('\n'),
  )
}

const request: PageRequest = {
  terms: [],
  filters: {},
  sort: { by: 'usedName', direction: 'ascending' },
  offset: 0,
  limit: 50,
  sight: seesEverybody,
  today: '2026-11-24',
}

describe('no reading walks over every patient', () => {
  test.each([
    ['the list', request],
    ['the list by date', { ...request, sort: { by: 'birthDate', direction: 'descending' } }],
    ['the list by status', { ...request, sort: { by: 'insStatus', direction: 'ascending' } }],
    ['a search', { ...request, terms: parseSearch('lac') }],
    ['a search by date', { ...request, terms: parseSearch('lac'), sort: { by: 'birthDate', direction: 'ascending' } }],
    ['a filter', { ...request, filters: { insKo: true } }],
  ] as const)('%s', async (_, asked) => {
    for (const db of [cabinet.db, cabinet.as(anna)]) {
      for (const plan of await plansOf(
        (handle) => findPage(handle, { ...asked, sight: db === cabinet.db ? seesEverybody : sightOf(anna) }, 'sqlite'),
        db,
      )) {
        expect(plan).not.toMatch(/SCAN patient(?!_search)(?!_register)\w*(?! USING (COVERING )?INDEX)/)
      }
    }
  })

  test('the default order of a search is the order of the index: nothing is sorted', async () => {
    const plans = await plansOf((handle) => findPage(handle, { ...request, terms: parseSearch('lac') }, 'sqlite'))
    for (const plan of plans) expect(plan).not.toContain('TEMP B-TREE')
  })

  test('the lines of a search are read whole from the index in the order of the list', async () => {
    const plans = await plansOf((handle) => summariesAt(handle, [0]))
    expect(plans.join('\n')).toContain('SEARCH patient USING COVERING INDEX patient_line (order_key=?)')
  })

  test('every column of the list is an index', async () => {
    for (const by of [
      'fileNumber',
      'usedName',
      'usedFirstName',
      'birthName',
      'birthFirstName',
      'birthDate',
      'insStatus',
    ] as const) {
      const plans = await plansOf((handle) =>
        findPage(handle, { ...request, sort: { by, direction: 'descending' } }, 'sqlite'),
      )
      for (const plan of plans) expect(plan).not.toContain('TEMP B-TREE')
    }
  })

  test('one record, its tags, duplicates, figures', async () => {
    const plans = [
      ...(await plansOf((db) => findRow(db, anna))),
      ...(await plansOf((db) => listTagsOf(db, anna))),
      ...(await plansOf((db) =>
        findCandidates(db, { birthName: 'A', usedName: 'B', firstName: 'C', birthDate: '1990-01-01', sex: 'F' }),
      )),
      ...(await plansOf((db) => countFilters(db, '2026-11-24'))),
    ]
    for (const plan of plans) expect(plan).not.toMatch(/SCAN patient\b(?! USING)/)
  })
})
