import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { entryKinds, type TimelineFilter } from '#app/features/record/model.ts'
import { wantedWords } from '#app/features/record/rules.ts'
import { groupSearchMark } from '#core/features/access/index.ts'
import { insertPatient } from '#core/features/patients/write.ts'
import {
  entriesOf,
  markEntries,
  patientLife,
  putEntry,
  type RecordEntry,
  removeEntry,
} from '#core/features/record/index.ts'
import { rowOf } from '#core/features/record/repository.ts'
import { searchEverywhere, searchInRecord } from '#core/features/record/search.ts'
import { findFacets, findTimeline } from '#core/features/record/timeline.ts'
import { OutOfSight } from '#core/kernel/scoped-handle.ts'
import { bertin } from '#test/app/features/patients/people.ts'
import {
  anna,
  annasGroup,
  bruno,
  otherGroup,
  postgresCabinet,
  seesEverybody,
  sightOf,
  sqliteCabinet,
  type TestCabinet,
} from '../patients/cabinet.ts'

const writer = { userId: anna, displayName: 'Dr Test MARCHAND', at: '2026-11-24T13:32:00.000Z' }
const id = (number: number) => `01980000-0000-7000-8000-${String(number).padStart(12, '0')}`
const [lacaze, brunos] = [id(1), id(2)]

/** The same entries, the same questions, the same answers: in the encrypted file and on PostgreSQL. */
describe.each([
  ['encrypted SQLite', sqliteCabinet],
  ['PostgreSQL', postgresCabinet],
] as const)('%s', (_, open) => {
  let cabinet: TestCabinet
  let made = 100

  beforeAll(async () => {
    cabinet = await open()
    for (const [patientId, group] of [
      [lacaze, annasGroup],
      [brunos, otherGroup],
    ] as const) {
      const named = { patientId, fields: bertin, tagIds: [], accessGroupIds: [group], writer }
      await insertPatient(cabinet.db, named)
    }
  }, 120_000)
  afterAll(() => cabinet.close())

  const entry = (change: Partial<RecordEntry>): RecordEntry => {
    made += 1
    return {
      entryId: id(made),
      patientId: lacaze,
      kind: 'consultation',
      categoryId: null,
      occurredAt: '2026-08-26T09:00:00.000Z',
      title: 'Renouvellement',
      detail: '',
      authorId: anna,
      authorName: 'HM',
      marks: { signed: true },
      text: '',
      ...change,
    }
  }
  const put = async (change: Partial<RecordEntry>) => {
    const written = entry(change)
    await putEntry(cabinet.as(change.patientId === brunos ? bruno : anna), written)
    return written.entryId
  }
  const everywhere = async (
    text: string,
    {
      as = null,
      kinds = entryKinds,
      filter = {},
      after = null,
      limit = 50,
    }: {
      as?: string | null
      kinds?: readonly (typeof entryKinds)[number][]
      filter?: TimelineFilter
      after?: number | null
      limit?: number
    } = {},
  ) => {
    const wanted = wantedWords(text)
    if (wanted === null) throw new Error('nothing to look for')
    const sight = as === null ? seesEverybody : sightOf(as)
    const db = as === null ? cabinet.db : cabinet.as(as)
    const found = await searchEverywhere(db, { wanted, filter, kinds, timeZone: 'Europe/Paris', limit, sight, after })
    return { ids: found.rows.map(({ match }) => match.entry.entryId), ...found }
  }
  const timeline = (
    filter: TimelineFilter = {},
    more: { offset?: number; limit?: number; kinds?: readonly (typeof entryKinds)[number][] } = {},
  ) =>
    findTimeline(cabinet.db, {
      patientId: lacaze,
      filter,
      kinds: entryKinds,
      timeZone: 'Europe/Paris',
      offset: 0,
      limit: 50,
      ...more,
    })

  test('an archive that names an entry of another record does not take its line away', async () => {
    const entryId = await put({ title: 'Ici depuis toujours' })
    const { patientId: _own, marks, ...rest } = entry({ entryId, title: 'Usurpée' })
    const rows = [{ ...rest, marks: JSON.stringify(marks) }]
    await expect(patientLife.unpack?.(cabinet.as(bruno), brunos, rows)).rejects.toThrow(/unique/i)
    expect((await entriesOf(cabinet.db, lacaze)).map(({ title }) => title)).toContain('Ici depuis toujours')
    expect(await entriesOf(cabinet.db, brunos)).toEqual([])
    await removeEntry(cabinet.as(anna), entryId)
  })

  test('words are found whatever their accents and order, the last one by its beginning', async () => {
    const found = await put({ text: 'Œdème des chevilles, régression sous furosémide.', title: 'Suivi zéphyr' })
    for (const typed of ['oedeme zephyr', 'ZÉPHYR ŒDÈME', 'furosémide zephyr chev', 'zeph']) {
      expect((await everywhere(typed)).ids, typed).toEqual([found])
    }
    for (const typed of ['zephyr absent', 'zep hyr', 'chev zephyr x']) {
      expect((await everywhere(typed)).ids, typed).toEqual([])
    }
  })

  test('the newest come first, part after part', async () => {
    const ids: string[] = []
    for (const day of ['01', '15', '15', '28', '09']) {
      ids.push(await put({ text: 'quinquina', occurredAt: `2026-03-${day}T10:00:00.000Z` }))
    }
    const [first, middle, same, last, second] = ids
    const start = await everywhere('quinquina', { limit: 3 })
    expect(start.ids).toEqual([last, same, middle])
    const end = await everywhere('quinquina', { limit: 3, after: start.next })
    expect(end.ids).toEqual([second, first])
    expect(end.next).toBeNull()
  })

  test('nothing of a record out of sight is found, for whoever sees a part and whoever sees none', async () => {
    const [hers, his] = [await put({ text: 'baobab' }), await put({ text: 'baobab', patientId: brunos })]
    expect((await everywhere('baobab')).ids).toEqual([his, hers])
    expect((await everywhere('baobab', { as: anna })).ids).toEqual([hers])
    expect((await everywhere('baobab', { as: bruno })).ids).toEqual([his])
    expect(await everywhere('baobab', { as: id(99) })).toMatchObject({ ids: [], next: null })
    expect(
      await findTimeline(cabinet.as(anna), {
        patientId: brunos,
        filter: {},
        kinds: entryKinds,
        timeZone: 'Europe/Paris',
        offset: 0,
        limit: 50,
      }),
    ).toEqual({ entries: [], total: 0, counts: [] })
    const wanted = wantedWords('baobab')
    if (wanted === null) return
    expect(
      await searchInRecord(cabinet.as(anna), {
        patientId: brunos,
        wanted,
        filter: {},
        kinds: entryKinds,
        timeZone: 'Europe/Paris',
        offset: 0,
        limit: 50,
      }),
    ).toEqual({ matches: [], total: 0 })
  })

  test('an entry is not written into a record out of sight, nor taken out of one', async () => {
    const his = await put({ text: 'genièvre', patientId: brunos })
    await expect(
      putEntry(cabinet.as(anna), {
        entryId: id(90),
        patientId: brunos,
        kind: 'consultation',
        categoryId: null,
        occurredAt: '2026-08-26T09:00:00.000Z',
        title: 'x',
        detail: '',
        authorId: null,
        authorName: '',
        marks: {},
        text: '',
      }),
    ).rejects.toThrow(OutOfSight)
    await removeEntry(cabinet.as(anna), his)
    expect((await everywhere('genièvre')).ids).toEqual([his])
  })

  test('who comes to see a record finds what was already written in it', async () => {
    const found = await put({ text: 'hellébore' })
    const addGroup = { patient_id: lacaze, access_group_id: otherGroup }
    await cabinet.db.insertInto('patient_access_group').values(addGroup).execute()
    await markEntries(cabinet.db, lacaze, [annasGroup, otherGroup].map(groupSearchMark))
    expect((await everywhere('hellébore', { as: bruno })).ids).toEqual([found])
    await cabinet.db
      .deleteFrom('patient_access_group')
      .where('patient_access_group.patient_id', '=', lacaze)
      .where('access_group_id', '=', otherGroup)
      .execute()
    // The mark that stayed behind shows nothing.
    expect((await everywhere('hellébore', { as: bruno })).ids).toEqual([])
    expect((await everywhere('hellébore', { as: anna })).ids).toEqual([found])
  })

  test('a kind that may not be read is neither found, shown nor counted', async () => {
    const note = await put({ text: 'jonquille' })
    const document = await put({ text: 'jonquille', kind: 'document' })
    expect((await everywhere('jonquille')).ids).toEqual([document, note])
    expect((await everywhere('jonquille', { kinds: ['document', 'letter'] })).ids).toEqual([document])
    expect((await everywhere('jonquille', { kinds: [] })).ids).toEqual([])
    const shown = await timeline({}, { kinds: ['document', 'letter'] })
    expect(shown.entries.map(({ kind }) => kind)).toEqual(['document'])
    expect(shown.counts).toEqual([{ kind: 'document', count: 1 }])
  })

  test('a thing removed leaves the Historique and the search, and comes back', async () => {
    const entryId = await put({ text: 'lavande' })
    const before = (await timeline()).total
    await removeEntry(cabinet.db, entryId)
    expect((await everywhere('lavande')).ids).toEqual([])
    expect((await timeline()).total).toBe(before - 1)
    await put({ entryId, text: 'lavande' })
    expect((await everywhere('lavande')).ids).toEqual([entryId])
  })

  test('a thing written again is found by its new words alone, at its new place', async () => {
    const entryId = await put({ text: 'mandragore', occurredAt: '2025-01-10T08:00:00.000Z' })
    const other = await put({ text: 'nénuphar', occurredAt: '2025-01-11T08:00:00.000Z' })
    await put({ entryId, text: 'nénuphar', occurredAt: '2025-01-12T08:00:00.000Z', marks: { revised: true } })
    expect((await everywhere('mandragore')).ids).toEqual([])
    expect((await everywhere('nénuphar')).ids).toEqual([entryId, other])
  })

  test('hidden records are left out of a search of the cabinet, not of their own', async () => {
    await put({ text: 'ortie' })
    await cabinet.db.updateTable('patient').set({ hidden: 1 }).where('patient.patient_id', '=', lacaze).execute()
    expect((await everywhere('ortie')).ids).toEqual([])
    const wanted = wantedWords('ortie')
    if (wanted === null) return
    const request = { wanted, filter: {}, kinds: entryKinds, timeZone: 'Europe/Paris', offset: 0, limit: 50 }
    expect((await searchInRecord(cabinet.db, { ...request, patientId: lacaze })).total).toBe(1)
    await cabinet.db.updateTable('patient').set({ hidden: 0 }).where('patient.patient_id', '=', lacaze).execute()
  })

  test('filters narrow the lines, the counts of the other kinds staying as they were', async () => {
    const category = id(7)
    await put({
      kind: 'document',
      categoryId: category,
      authorName: 'Sorel',
      occurredAt: '2024-05-02T21:59:59.000Z',
      text: 'pivoine',
    })
    await put({
      kind: 'document',
      categoryId: category,
      authorName: 'Aubin',
      occurredAt: '2024-05-02T22:00:00.000Z',
      text: 'pivoine',
    })
    await put({ occurredAt: '2024-05-03T10:00:00.000Z', text: 'pivoine' })
    // 22:00 UTC is already the next day in Paris.
    const third = { from: '2024-05-03', to: '2024-05-03' }
    const ofDay = await timeline(third)
    expect(ofDay.entries.map(({ authorName }) => authorName)).toEqual(['HM', 'Aubin'])
    expect((await timeline({ ...third, kinds: ['document'] })).counts).toEqual(ofDay.counts)
    expect((await timeline({ ...third, kinds: ['document'] })).total).toBe(1)
    expect((await timeline({ categoryIds: [category] })).total).toBe(2)
    expect((await timeline({ authorNames: ['Sorel'] })).total).toBe(1)
    expect((await timeline({ authorNames: [] })).total).toBe(0)
    expect((await everywhere('pivoine', { filter: third })).ids).toHaveLength(2)
    expect(
      (await everywhere('pivoine', { filter: { categoryIds: [category], authorNames: ['Aubin'] } })).ids,
    ).toHaveLength(1)
    expect((await everywhere('pivoine', { filter: { categoryIds: [] } })).ids).toEqual([])
    const facets = await findFacets(cabinet.db, lacaze, entryKinds)
    expect(facets.authors.find(({ name }) => name === 'Sorel')).toEqual({ name: 'Sorel', count: 1 })
    expect(facets.categories).toEqual([{ categoryId: category, count: 2 }])
    expect((await findFacets(cabinet.db, lacaze, ['letter'])).authors).toEqual([])
  })

  test('more lines than a millisecond has places have one each', async () => {
    const at = '2023-01-01T00:00:00.000Z'
    const place = Date.parse(at) * 1024
    const last = { ...rowOf(entry({ occurredAt: at }), place + 1023), patient_id: brunos }
    await cabinet.db.insertInto('record_entry').values(last).execute()
    // Also for somebody who does not see the line that has the last place.
    const next = await put({ occurredAt: at, text: 'sauge' })
    const rows = await cabinet.db
      .selectFrom('record_entry')
      .select('record_entry.place')
      .where('record_entry.entry_id', '=', next)
      .execute()
    expect(Number(rows[0]?.place)).toBe(place + 1024)
    await removeEntry(cabinet.db, last.entry_id)
  })

  test('long words, signs and nothing at all are kept as they are', async () => {
    const text = `${'é'.repeat(30_000)} fin\u0000 « 😀 » ${'mot '.repeat(5_000)} aubépine`
    const entryId = await put({
      text: text.replaceAll('\u0000', ''),
      title: ` ${'T'.repeat(400)}😀`,
      authorName: 'x'.repeat(60),
    })
    const found = await everywhere('aubépine')
    expect(found.ids).toEqual([entryId])
    const [match] = found.rows
    expect(match?.match.entry.title).toHaveLength(300)
    expect(match?.match.entry.authorName).toHaveLength(24)
    // Beyond what is read at once.
    expect(match?.match.snippet.highlights).toHaveLength(1)
  })

  test('a record carried elsewhere and back says the same', async () => {
    const before = await entriesOf(cabinet.db, lacaze)
    const packed = (await patientLife.pack?.(cabinet.db, lacaze)) ?? []
    expect(JSON.stringify(packed)).not.toContain('"place"')
    await patientLife.leave?.(cabinet.db, lacaze)
    await cabinet.db.deleteFrom('record_entry_text').where('record_entry_text.patient_id', '=', lacaze).execute()
    await cabinet.db.deleteFrom('record_entry').where('record_entry.patient_id', '=', lacaze).execute()
    expect((await everywhere('aubépine')).ids).toEqual([])
    // Nothing of its own words stays behind; those of another record do.
    const left = async (word: string) =>
      (await cabinet.db.selectFrom('record_word').select('word').where('word', '=', word).execute()).length
    expect([await left('aubepine'), await left('genievre')]).toEqual([0, 1])
    await patientLife.unpack?.(cabinet.db, lacaze, packed)
    const bare = (entries: typeof before) =>
      entries.map((line) => ({ ...line, place: 0 })).toSorted((a, b) => (a.entryId < b.entryId ? -1 : 1))
    expect(bare(await entriesOf(cabinet.db, lacaze))).toEqual(bare(before))
    expect((await everywhere('aubépine')).ids).toHaveLength(1)
  })
})
