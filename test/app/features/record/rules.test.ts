import { describe, expect, test } from 'vitest'
import { entryWords, highlights, mayRead, readableKinds, snippetOf, wantedWords } from '#app/features/record/rules.ts'
import { searchWords } from '#app/kernel/letters.ts'
import { presetPermissions } from '#app/kernel/permissions.ts'

const wanted = (typed: string) => wantedWords(typed) ?? { whole: [], beginning: null }
const marked = (text: string, typed: string) =>
  highlights(text, wanted(typed)).map(([from, to]) => text.slice(from, to))

describe('who reads what', () => {
  test('the office reads what is sent and filed', () => {
    expect(readableKinds(presetPermissions.secretary)).toEqual(['document', 'letter'])
    expect(readableKinds(presetPermissions.practitioner)).toHaveLength(7)
    expect(readableKinds(presetPermissions.administrator)).toEqual([])
    expect(mayRead('result')).toBe('record.read')
  })
})

describe('words looked for', () => {
  test.each([
    ['', null],
    [' , ; ', null],
    ['toux', { whole: [], beginning: 'toux' }],
    ['Œdème  des CHEVILLES', { whole: ['oedeme', 'des'], beginning: 'chevilles' }],
    ['152/88', { whole: ['152'], beginning: '88' }],
    ['vitamine D', { whole: ['vitamine', 'd'], beginning: null }],
    ['toux toux toux', { whole: ['toux'], beginning: 'toux' }],
    ['a b c d e f g h i j', { whole: ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'], beginning: null }],
    ['"* OR NEAR(', { whole: ['or'], beginning: 'near' }],
  ])('%o', (typed, expected) => {
    expect(wantedWords(typed)).toEqual(expected)
  })
})

describe('words of an entry', () => {
  test.each([
    'L’œdème des chevilles (côté gauche), TA 15/8',
    'pre\u0301-e\u0301clampsie ; Ægosoma, Straße',
    'ＡＢ 😀 12,5 mg/kg — n°4',
    '',
  ])('%s is cut as the search cuts what is typed', (text) => {
    expect(entryWords(text)).toEqual([...new Set(searchWords(text))])
  })
})

describe('where words stand', () => {
  test.each([
    ['Œdème des chevilles', 'oedeme', ['Œdème']],
    ['L’œdème régresse', 'OEDÈM', ['œdème']],
    ['pre\u0301-e\u0301clampsie', 'pré', ['pre\u0301']],
    ['Toux, toux grasse, toussote', 'tou', ['Toux', 'toux', 'toussote']],
    ['Toux, toussote', 'tou la', []],
    ['😀 fièvre', 'fièvre', ['fièvre']],
    ['TA 152/88 mmHg', '152/88', ['152', '88']],
  ])('%s, looked for %s', (text, typed, expected) => {
    expect(marked(text, typed)).toEqual(expected)
  })
})

describe('the part shown', () => {
  const long = `${'Consultation de suivi sans particularité. '.repeat(20)}Œdème des deux chevilles ce jour. ${'Reste inchangé. '.repeat(30)}`

  test('is around what was found, cut between words, with the place of each word', () => {
    const { text, highlights: places } = snippetOf(long, wanted('oedeme cheville'))
    expect(places.map(([from, to]) => text.slice(from, to))).toEqual(['Œdème', 'chevilles'])
    expect(text).toMatch(/^… \S.*\S …$/u)
    expect(text.length).toBeLessThanOrEqual(170)
  })

  test('is the beginning when nothing was found in it', () => {
    expect(snippetOf('Une\n\nligne', wanted('ailleurs'))).toEqual({ text: 'Une ligne', highlights: [] })
    expect(snippetOf(long, wanted('ailleurs')).text).toMatch(/^Consultation.* …$/u)
    expect(snippetOf('', wanted('x'))).toEqual({ text: '', highlights: [] })
  })

  test('is never without the word found, were it longer than the part', () => {
    const word = 'a'.repeat(400)
    const { highlights: places } = snippetOf(`début ${word} fin`, wanted('aaa'))
    expect(places).toHaveLength(1)
  })
})
