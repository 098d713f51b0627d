import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { groupSearchMark } from '#app/features/access/rules.ts'
import type { PatientSortColumn } from '#app/features/patients/model.ts'
import { parseSearch } from '#app/features/patients/rules/search.ts'
import { putPatientIn, removeGroup } from '#core/features/access/groups.ts'
import { countInGroups } from '#core/features/access/index.ts'
import { findPage, type PageRequest } from '#core/features/patients/list.ts'
import { countInSight, type ListSight } from '#core/features/patients/sight.ts'
import { writeTag } from '#core/features/patients/tags.ts'
import { updatePatient } from '#core/features/patients/edit.ts'
import { insertPatient, noteAssignment } from '#core/features/patients/write.ts'
import { findRow } from '#core/features/patients/record.ts'
import { dialectOf } from '#core/kernel/dialect.ts'
import { bertin } from '#test/app/features/patients/people.ts'
import {
  anna,
  annasGroup,
  otherGroup,
  postgresCabinet,
  publicGroup,
  sqliteCabinet,
  type TestCabinet,
} from './cabinet.ts'

const writer = { userId: anna, displayName: 'Dr Test MARCHAND', at: '2026-11-24T13:32:00.000Z' }
const id = (number: number) => `01980000-0000-7000-8000-${String(number).padStart(12, '0')}`
const surnames = ['MARTIN', 'BERNARD', 'MARCHAND', 'ABADIE', 'ZOLA']

/** Whatever is written, the marks of the index and the groups of the rows say the same. */
describe.each([
  ['encrypted SQLite', sqliteCabinet],
  ['PostgreSQL', postgresCabinet],
] as const)('what somebody limited finds and what they are told there is, on %s', (_, open) => {
  let cabinet: TestCabinet
  let hiding = ''

  beforeAll(async () => {
    cabinet = await open()
    const saved = await writeTag(
      cabinet.db,
      { tagId: null, name: 'Sorti', color: 'grey', hidesRecord: true },
      id(9_000),
    )
    hiding = saved?.tag.tagId ?? ''
    for (let number = 1; number <= 60; number += 1) {
      await insertPatient(cabinet.db, {
        patientId: id(number),
        fields: {
          ...bertin,
          birthName: surnames[number % surnames.length] ?? '',
          usedName: '',
          birthDate: `19${40 + (number % 50)}-05-12`,
          rcp: number % 7 === 0,
        },
        tagIds: number % 9 === 0 ? [hiding] : [],
        accessGroupIds: [
          publicGroup,
          ...(number % 3 === 0 ? [annasGroup] : []),
          ...(number % 4 === 0 ? [otherGroup] : []),
        ],
        writer,
      })
    }
  }, 120_000)
  afterAll(() => cabinet.close())

  const sightIn = (groupIds: readonly string[], opened: readonly string[] = []): ListSight => ({
    seesAll: false,
    groupIds,
    opened,
  })
  const page = (sight: ListSight, more: Partial<PageRequest>) =>
    findPage(cabinet.limitedTo(sight), { ...plain, sight, ...more }, dialectOf(cabinet.db))
  const plain: PageRequest = {
    terms: [],
    filters: {},
    sort: { by: 'usedName', direction: 'ascending' },
    offset: 0,
    limit: 200,
    sight: sightIn([]),
    today: '2026-11-24',
  }
  /** The same, read row by row. */
  const expectedIds = async (
    sight: ListSight,
    keep: (row: { birth_name: string; hidden: number; rcp: number }) => boolean,
  ) => {
    const rows = await cabinet
      .limitedTo(sight)
      .selectFrom('patient')
      .select(['patient_id', 'birth_name', 'hidden', 'rcp'])
      .execute()
    return rows
      .filter(keep)
      .map((row) => row.patient_id)
      .toSorted()
  }

  const agree = async (sight: ListSight) => {
    const shown = await expectedIds(sight, (row) => row.hidden === 0)
    const figures = await countInSight(cabinet.limitedTo(sight), sight, dialectOf(cabinet.db))
    expect(figures.shown).toBe(shown.length)
    expect(figures.shown + figures.hidden).toBe((await expectedIds(sight, () => true)).length)
    for (const by of ['usedName', 'birthDate', 'fileNumber'] as const satisfies readonly PatientSortColumn[]) {
      const { rows, total } = await page(sight, { sort: { by, direction: 'descending' } })
      expect(rows.map((row) => row.patientId).toSorted()).toEqual(shown)
      expect(total).toBe(shown.length)
      const parts = [
        await page(sight, { sort: { by, direction: 'descending' }, limit: 5 }),
        await page(sight, { sort: { by, direction: 'descending' }, offset: 5, limit: 200 }),
      ]
      expect(parts.flatMap((part) => part.rows.map((row) => row.patientId))).toEqual(rows.map((row) => row.patientId))
    }
    const found = await page(sight, { terms: parseSearch('mar') })
    const named = await expectedIds(sight, (row) => row.hidden === 0 && row.birth_name.startsWith('MAR'))
    expect([found.rows.map((row) => row.patientId).toSorted(), found.total]).toEqual([named, named.length])
    const marked = await page(sight, { filters: { rcp: true, includeHidden: true } })
    expect(marked.total).toBe((await expectedIds(sight, (row) => row.rcp === 1)).length)
  }

  const sights: readonly [string, ListSight][] = [
    ['one group', sightIn([annasGroup])],
    ['two groups', sightIn([annasGroup, otherGroup])],
    ['no group', sightIn([])],
    ['no group, one record opened in an emergency', sightIn([], [id(1)])],
    ['a group, and two records opened, one of them of that group', sightIn([annasGroup], [id(3), id(5)])],
  ]
  test.each(sights)('agree for %s', (_name, sight) => agree(sight))

  test('agree after records are put in other groups, edited, hidden, and a group is deleted', async () => {
    const both = sightIn([annasGroup, otherGroup])
    for (const number of [1, 3, 12, 20]) {
      const groupIds = number % 2 === 0 ? [publicGroup] : [publicGroup, otherGroup]
      await putPatientIn(cabinet.db, id(number), groupIds, { groupIds: [] }, (afterwards) =>
        noteAssignment(cabinet.db, id(number), afterwards, writer),
      )
    }
    await agree(both)
    const before = await findRow(cabinet.db, id(9))
    if (before === null) throw new Error('there is a ninth')
    await updatePatient(cabinet.db, before, { fields: { ...bertin, birthName: 'AARON' }, tagIds: [], writer })
    await writeTag(cabinet.db, { tagId: hiding, name: 'Parti', color: 'grey', hidesRecord: false }, id(9_001))
    await agree(both)
    const counted = await countInGroups(cabinet.db, [otherGroup])
    expect(counted).toEqual({ patients: (await expectedIds(sightIn([otherGroup]), () => true)).length, of: 60 })
    await cabinet.db.deleteFrom('access_group_person').where('access_group_id', '=', otherGroup).execute()
    await removeGroup(cabinet.db, otherGroup)
    await agree(sightIn([annasGroup, otherGroup]))
    const left = await cabinet.db.selectFrom('patient_search').select('tokens').execute()
    expect(left.filter((row) => row.tokens.includes(groupSearchMark(otherGroup)))).toEqual([])
  })
})
