import { describe, expect, test } from 'vitest'
import {
  chips,
  filterOf,
  filtersSet,
  isChipOf,
  toggled,
  wholeHistory,
} from '#renderer/features/record/history/question.ts'
import {
  draftRows,
  fromFirstFound,
  type HistoryPage,
  pageSize,
  viewOf,
} from '#renderer/features/record/history/rows.ts'

const patientId = '01900000-0000-7000-8000-000000000001'
const noteId = '01980000-0000-7000-8000-000000000007'

test.each([
  ['nothing', wholeHistory, {}, 0],
  ['a chip', { ...wholeHistory, kinds: chips[1].kinds }, { kinds: ['consultation'] }, 0],
  ['kinds no chip stands for', { ...wholeHistory, kinds: ['prescription' as const] }, { kinds: ['prescription'] }, 1],
  ['authors', { ...wholeHistory, authorNames: ['HM'] }, { authorNames: ['HM'] }, 1],
  ['one end of a period', { ...wholeHistory, from: '2026-01-01' }, { from: '2026-01-01' }, 1],
  [
    'a period that ends before it begins limits nothing',
    { ...wholeHistory, from: '2026-02-01', to: '2026-01-01' },
    {},
    1,
  ],
] as const)('%s: what the cabinet is asked, and how many filters the button says', (_, question, filter, count) => {
  expect(filterOf(question)).toEqual(filter)
  expect(filtersSet(question)).toBe(count)
})

test('a chip is pressed for exactly its kinds, whatever their order', () => {
  const [all, , , letters] = chips
  expect(isChipOf(all, null)).toBe(true)
  expect(isChipOf(letters, ['message', 'document', 'letter'])).toBe(true)
  expect(isChipOf(letters, ['letter'])).toBe(false)
  expect(toggled(toggled(['letter'], 'result'), 'letter')).toEqual(['result'])
})

test('drafts come first, then pages, whose missing lines keep their room', () => {
  const page: HistoryPage = {
    total: 200,
    counts: [],
    rows: Array.from({ length: pageSize }, (_, at) => ({
      kind: 'entry' as const,
      key: `entry ${at}`,
      entry: {} as never,
      titleHighlights: [],
      snippet: null,
    })),
  }
  const draft = { kind: 'draft' as const, key: 'draft', form: 'note' as const, subjectId: null, savedAt: '' }
  const view = viewOf('key', [draft], new Map([[1, page]]))
  expect(view?.length).toBe(201)
  expect(view?.rowAt(0)).toBe(draft)
  expect(view?.rowAt(1)).toBeUndefined()
  expect(view?.rowAt(1 + pageSize)?.key).toBe('entry 0')
  expect(viewOf('key', [draft], new Map())).toBeNull()
})

test('only drafts an editor resumes are lines, under the filters that may concern them', () => {
  const savedAt = '2026-11-24T13:42:07.000Z'
  const listed = [
    { place: { form: 'note', subjectId: patientId }, savedAt, patientId },
    { place: { form: 'note', subjectId: noteId }, savedAt, patientId },
    { place: { form: 'task', subjectId: patientId }, savedAt, patientId },
  ] as const
  const forms = (question = wholeHistory) => draftRows(listed, patientId, question).map(({ subjectId }) => subjectId)
  expect(forms()).toEqual([null, noteId])
  expect(forms({ ...wholeHistory, kinds: ['consultation'] })).toHaveLength(2)
  expect(forms({ ...wholeHistory, kinds: ['result'] })).toEqual([])
  expect(forms({ ...wholeHistory, text: 'fatigue' })).toEqual([])
  expect(forms({ ...wholeHistory, authorNames: ['HM'] })).toEqual([])
})

describe('where a snippet begins', () => {
  const cut = (text: string, word: string) => {
    const from = text.indexOf(word)
    const { text: shown, highlights } = fromFirstFound({ text, highlights: [[from, from + word.length]] })
    return { shown, found: highlights.map(([start, end]) => shown.slice(start, end)) }
  }

  test.each([
    [
      'near its word',
      'Renouvellement, sevrage tabac. Examen : monofilament perçu',
      'monofilament',
      '… Examen : monofilament perçu',
    ],
    ['at its beginning when the word is there', 'le HbA1c monte', 'HbA1c', 'le HbA1c monte'],
    ['at its word when there is no space before', `${'a'.repeat(40)}bc fin`, 'bc', '… bc fin'],
  ])('%s', (_, text, word, expected) => {
    expect(cut(text, word)).toEqual({ shown: expected, found: [word] })
  })

  test('as it is when nothing was found in it', () => {
    expect(fromFirstFound({ text: 'Une ligne', highlights: [] })).toEqual({ text: 'Une ligne', highlights: [] })
  })
})
