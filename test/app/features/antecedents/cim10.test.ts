import { expect, test } from 'vitest'
import { printedCim10Code, readCim10File } from '#app/features/antecedents/cim10-file.ts'
import { cim10SearchWords, codeOfExactly, rankCim10, usualCim10 } from '#app/features/antecedents/cim10-search.ts'
import { cim10Code } from '#app/features/antecedents/model.ts'

test('every code of the small set is a code, once, with a label', () => {
  const usual = usualCim10()
  expect(usual.length).toBeGreaterThan(300)
  expect(new Set(usual.map(({ code }) => code)).size).toBe(usual.length)
  for (const { code, label, synonyms } of usual) {
    expect(cim10Code.safeParse(code).success, code).toBe(true)
    expect(label.trim(), code).not.toBe('')
    expect(
      synonyms.every((synonym) => synonym.trim() === synonym && synonym !== ''),
      code,
    ).toBe(true)
  }
})

test.each([
  ['diabete type 2', 'E11'],
  ['dt2', 'E11'],
  ['e11', 'E11'],
  ['E11.9', 'E11.9'],
  ['e119', 'E11.9'],
  ['hta', 'I10'],
  ['tension arterielle', 'I10'],
  ['hypoth', 'E03.9'],
  ['cancer sein', 'C50.9'],
  ['sein cancer', 'C50.9'],
  ['œdeme quincke', 'T78.3'],
  ['oedème de Quincke', 'T78.3'],
  ['mal de dos', 'M54.5'],
  ['bpco', 'J44.9'],
  ['phlebite', 'I80.2'],
  ['SAOS', 'G47.3'],
  ['fibrillation', 'I48.2'],
])('« %s » finds %s', (typed, code) => {
  expect(rankCim10(typed, [], 8).map((match) => match.code)).toContain(code)
})

test.each([
  ['diabète de type 2', 'E11'],
  ['hypertension artérielle', 'I10'],
  ['asthme', 'J45.9'],
  ['e11.9', 'E11.9'],
])('« %s » gives %s first', (typed, code) => {
  expect(rankCim10(typed, [], 5)[0]?.code).toBe(code)
})

test.each([
  ['diabte', 'E11'],
  ['asthmme', 'J45.9'],
  ['parkinsno', 'G20'],
  ['osteoporoze', 'M81.9'],
])('one slip is forgiven: « %s » finds %s', (typed, code) => {
  expect(rankCim10(typed, [], 20).map((match) => match.code)).toContain(code)
})

test('nothing is found for nothing, nor for what is not an illness', () => {
  expect(rankCim10('', [], 5)).toEqual([])
  expect(rankCim10(' ; ', [], 5)).toEqual([])
  expect(rankCim10('xyzw', [], 5)).toEqual([])
})

test('codes of the imported edition come after the small set, without those it already gave', () => {
  const imported = [
    { code: 'E11', label: 'Diabète sucré de type 2' },
    { code: 'E11.98', label: 'Diabète sucré de type 2 insulinotraité' },
  ]
  const found = rankCim10('diabete type 2', imported, 50)
  expect(found.filter(({ code }) => code === 'E11')).toEqual([
    { code: 'E11', label: 'Diabète de type 2', source: 'usual' },
  ])
  expect(found.at(-1)).toEqual({ ...imported[1], source: 'imported' })
  expect(cim10SearchWords('E11.98', 'Diabète sucré')).toBe(' diabete sucre e1198 e11 98 ')
})

test.each([
  'adénome',
  'angioplastie',
  'stomie',
  'transplantation',
  'prolapsus',
  'cheville',
  'pharyngite',
  'BAV',
])('a synonym finds and never codes: « %s »', (typed) => {
  expect(codeOfExactly(typed)).toBeNull()
})

test.each([
  ['éventration', 'K43.9'],
  ['NASH', 'K76.0'],
  ['bartholinite', 'N75.0'],
  ['torticolis', 'M54.2'],
  ['tassement', 'S32.0'],
  ['traumatisme crânien', 'S06.0'],
])('« %s » is classified elsewhere than %s', (typed, code) => {
  expect(rankCim10(typed, [], 20).map((match) => match.code)).not.toContain(code)
})

test('words that are exactly the label of one code give it', () => {
  expect(codeOfExactly('Hypertension artérielle')).toBe('I10')
  expect(codeOfExactly('Artérite à cellules géantes')).toBe('M31.6')
  expect(codeOfExactly('dépression')).toBeNull()
  expect(codeOfExactly('')).toBeNull()
})

test.each([
  ['E119', 'E11.9'],
  ['e11.9 ', 'E11.9'],
  ['I10', 'I10'],
  ['B24+0', 'B24.+0'],
  ['F00.00', 'F00.00'],
  ['E1', null],
  ['119', null],
  ['DROP TABLE', null],
  ['E11.9999999', null],
])('the code « %s » is printed %s', (written, printed) => {
  expect(printedCim10Code(written)).toBe(printed)
})

test.each([
  ['A001;Choléra\nE119;Diabète de type 2'],
  ['code;libellé\r\nA00.1;Choléra\r\nE11.9;Diabète de type 2\r\n'],
  ['\uFEFF"Code","x"\nA001|0|0|0|Cholera court|Choléra\nE119|0|0|0|DT2|Diabète de type 2\n'],
  ['A001\tCholéra\n\nE119\tDiabète de type 2\nE119\tDiabète de type 2'],
  ['A001;"Choléra"\nE119;"Diabète de type 2"'],
])('a file is read, form %#', (text) => {
  expect(readCim10File(text)).toEqual({
    ok: true,
    codes: [
      { code: 'A00.1', label: 'Choléra' },
      { code: 'E11.9', label: 'Diabète de type 2' },
    ],
  })
})

test.each([
  ['', { line: 1, field: 'file', reason: 'empty' }],
  ['code;libellé\n', { line: 1, field: 'file', reason: 'empty' }],
  ['PK\u0003\u0004\0\0', { line: 1, field: 'file', reason: 'not-text' }],
  ['A001;Choléra\nE119;', { line: 2, field: 'label', reason: 'no-label' }],
  ['A001;Choléra\nE119;12', { line: 2, field: 'label', reason: 'no-label' }],
  ['A001;Choléra\n<script>;x', { line: 2, field: 'code', reason: 'not-a-code' }],
  [`A001;${'é'.repeat(401)}`, { line: 1, field: 'label', reason: 'label-too-long' }],
  ['A001;Cho\u0007léra', { line: 1, field: 'label', reason: 'control-character' }],
  ['A001;Choléra\nA00.1;Autre', { line: 2, field: 'code', reason: 'twice' }],
])('a bad file is refused whole, with the line and the reason, form %#', (text, refused) => {
  expect(readCim10File(text)).toEqual({ ok: false, refused: [refused] })
})

test('refused lines are counted up to a hundred, and a file without end is refused', () => {
  const wrong = readCim10File(Array.from({ length: 5000 }, () => 'nom;prénom').join('\n'))
  expect(wrong.ok ? 0 : wrong.refused.length).toBe(100)
  const many = Array.from(
    { length: 100_002 },
    (_, at) => `A${String(at % 100).padStart(2, '0')}${1000 + Math.floor(at / 100)};x`,
  )
  const endless = readCim10File(many.join('\n'))
  expect(endless.ok ? [] : endless.refused.map(({ reason }) => reason)).toEqual(['too-many'])
})
