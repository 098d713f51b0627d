import { describe, expect, test } from 'vitest'
import {
  letterDocument,
  type LetterDocument,
  type LetterFieldValues,
  longestLetter,
} from '#app/features/letters/model.ts'
import {
  blocksOf,
  documentOf,
  initialsOf,
  mergeFields,
  plainText,
  unfilledFields,
  withoutFields,
} from '#app/features/letters/rules.ts'
import { writtenTemplates } from '#app/text/fr/letter-templates.ts'

const shown = (document: LetterDocument) => plainText(document, ({ name, label }) => `<${label === '' ? name : label}>`)

describe('fields are filled by what is known', () => {
  const table: readonly (readonly [written: string, values: LetterFieldValues, becomes: string])[] = [
    ['Chez {patient.name}', { 'patient.name': 'Mme LACAZE Françoise' }, 'Chez Mme LACAZE Françoise'],
    ['{patient.name}, {patient.age}', { 'patient.age': '49 ans' }, '<patient.name>, 49 ans'],
    ['INS {patient.matricule}', {}, 'INS <patient.matricule>'],
    ['Du [premier jour] au [dernier jour]', { blank: 'jamais' }, 'Du <premier jour> au <dernier jour>'],
    ['ATCD {record.problems}', { 'record.problems': '\n– HTA\n– Asthme' }, 'ATCD \n– HTA\n– Asthme'],
    ['- {today}', { today: '24 novembre 2026' }, '- 24 novembre 2026'],
    ['Poids {measure.weight}', { 'measure.weight': '   ' }, 'Poids <measure.weight>'],
    // A value is words: what looks like a field in it is not filled again.
    ['{patient.name}', { 'patient.name': '{patient.age}', 'patient.age': '49 ans' }, '{patient.age}'],
  ]
  test.each(table)('%s', (written, values, becomes) => {
    expect(shown(mergeFields(documentOf(written), values))).toBe(becomes)
  })
  test('and keep the look of the field', () => {
    const bold: LetterDocument = {
      type: 'doc',
      content: [
        {
          type: 'paragraph',
          content: [{ type: 'field', attrs: { name: 'today', label: '' }, marks: [{ type: 'bold' }] }],
        },
      ],
    }
    expect(mergeFields(bold, { today: 'demain' }).content).toEqual([
      { type: 'paragraph', content: [{ type: 'text', text: 'demain', marks: [{ type: 'bold' }] }] },
    ])
  })
})

describe('a field that nobody filled', () => {
  test('is named, in the order of the text, inside lists and headings too', () => {
    const document = documentOf('# {today}\n- [lésion]\n{patient.name} et [durée]')
    expect(unfilledFields(document).map(({ name, label }) => label || name)).toEqual([
      'today',
      'lésion',
      'patient.name',
      'durée',
    ])
  })
  test.each([
    ['né le {patient.birth-date}, à Metz', 'né le, à Metz'],
    ['Traitement : {record.treatments}', 'Traitement :'],
    ['{record.treatments}', ''],
    ['Avant\n[à retirer]\nAprès', 'Avant\nAprès'],
    ['- [seul]\n- reste', '- reste'],
    ['un [mot] deux', 'un deux'],
    ['rien à retirer', 'rien à retirer'],
  ])('goes when the letter is validated without it: %s', (written, becomes) => {
    const cleaned = withoutFields(documentOf(written))
    expect(unfilledFields(cleaned)).toEqual([])
    expect(shown(cleaned)).toBe(becomes)
  })
  test('is never a block of a page', () => {
    const blocks = blocksOf(documentOf('Poids [poids] et {measure.weight}'))
    expect(blocks).toEqual([{ kind: 'paragraph', runs: [{ text: 'Poids ' }, { text: ' et ' }] }])
  })
})

describe('a letter from outside', () => {
  const deep = (depth: number): unknown =>
    depth === 0
      ? { type: 'paragraph', content: [{ type: 'text', text: 'fond' }] }
      : { type: 'bulletList', content: [{ type: 'listItem', content: [deep(depth - 1)] }] }
  const doc = (block: unknown) => ({ type: 'doc', content: [block] })
  test('may have lists four deep', () => {
    expect(letterDocument.safeParse(doc(deep(4))).success).toBe(true)
  })
  test.each<[string, unknown]>([
    ['lists five deep', doc(deep(5))],
    ['lists ten thousand deep', doc(deep(3000))],
    ['a node we do not know', doc({ type: 'iframe', attrs: { src: 'https://exemple.invalid' } })],
    ['an image', doc({ type: 'image', attrs: { src: 'data:image/png;base64,' } })],
    [
      'a link',
      doc({
        type: 'paragraph',
        content: [{ type: 'text', text: 'x', marks: [{ type: 'link', attrs: { href: 'x' } }] }],
      }),
    ],
    ['an attribute we do not know', doc({ type: 'paragraph', attrs: { textAlign: null, style: 'x' } })],
    ['an alignment we do not know', doc({ type: 'paragraph', attrs: { textAlign: 'url(x)' } })],
    ['a heading of level 7', doc({ type: 'heading', attrs: { level: 7 } })],
    [
      'a field we do not know',
      doc({ type: 'paragraph', content: [{ type: 'field', attrs: { name: 'patient.password', label: '' } }] }),
    ],
    [
      'more than a letter holds',
      doc({
        type: 'paragraph',
        content: Array.from({ length: 12 }, () => ({ type: 'text', text: 'x'.repeat(longestLetter / 10) })),
      }),
    ],
    ['nothing', { type: 'doc', content: [] }],
    ['a text', 'Cher confrère'],
    ['what never ends', endless()],
  ])('is refused with %s', (_what, given) => {
    expect(letterDocument.safeParse(given).success).toBe(false)
  })
})

function endless(): unknown {
  const one: Record<string, unknown> = { type: 'doc' }
  one['content'] = [one]
  return one
}

describe('the templates of the program', () => {
  test.each(
    writtenTemplates.map((template) => [template.name, template] as const),
  )('%s is a letter', (_name, template) => {
    const document = documentOf(template.words)
    expect(letterDocument.parse(document)).toEqual(document)
    // Each field is one of ours: a misspelt one would stay in the text between its braces.
    expect(plainText(document, () => '')).not.toMatch(/[{}[\]]|\*\*/)
    expect(unfilledFields(document).length).toBeGreaterThan(0)
  })
  test('are a dozen, each under a name of its own', () => {
    expect(writtenTemplates.length).toBeGreaterThanOrEqual(12)
    expect(new Set(writtenTemplates.map(({ name }) => name)).size).toBe(writtenTemplates.length)
    expect(new Set(writtenTemplates.map(({ templateId }) => templateId)).size).toBe(writtenTemplates.length)
  })
})

test.each([
  ['Dr Hélène MARCHAND', 'HM'],
  ['Jean-Paul MARTIN', 'JPM'],
  ['Mme Zoé É', 'ZÉ'],
])('%s signs %s', (name, initials) => {
  expect(initialsOf(name)).toBe(initials)
})
