import { expect, test } from 'vitest'
import type { NoteContent, NoteItem } from '#app/features/notes/model.ts'
import { phrasesOf } from '#app/features/notes/phrases.ts'
import {
  clashOf,
  detailOf,
  feedChanges,
  initialsOf,
  lookedForAt,
  saysTheSame,
  sectionAskedFor,
  sectionsBeginning,
  sentenceBefore,
  titleOf,
  usualSections,
} from '#app/features/notes/rules.ts'

const occurredAt = '2026-11-20T13:31:00.000Z'

function note(texts: Readonly<Record<string, string>>, items: readonly NoteItem[] = []): NoteContent {
  const sections = Object.entries(texts).map(([sectionId, text], index) => ({
    sectionId,
    keyword: sectionId,
    text,
    items: index === 0 ? [...items] : [],
  }))
  return { occurredAt, sections }
}

const item = (itemId: string, kind: NoteItem['kind'], fields: NoteItem['fields']): NoteItem => ({
  itemId,
  kind,
  fields,
})

test.each([
  // typed before the caret, the section it opens, what is taken out of the text
  ['Examen :', 'examen', 'Examen :'],
  ['examen:', 'examen', 'examen:'],
  ['EXAMEN#', 'examen', 'EXAMEN#'],
  ['Toux depuis 3 jours.\nConclusion\u00A0:', 'conclusion', 'Conclusion\u00A0:'],
  ['Toux depuis 3 jours. ATCD :', 'antecedent', 'ATCD :'],
  ['antécédents :', 'antecedent', 'antécédents :'],
  ['conduite a tenir :', 'conduite', 'conduite a tenir :'],
  ['Toux #all ', null, ''],
  ['Toux #allergie ', 'allergie', '#allergie '],
  ['#CAT:', 'conduite', '#CAT:'],
  // A keyword inside a sentence, a word that is none, and no sign after it.
  ['Pas de nouveau traitement :', null, ''],
  ['Ramipril :', null, ''],
  ['Examen', null, ''],
])('« %s » opens %s', (text, expected, taken) => {
  const asked = sectionAskedFor(text, text.length, usualSections)
  expect(asked?.section.sectionId ?? null).toBe(expected)
  expect(asked === null ? '' : text.slice(asked.from, asked.to)).toBe(taken)
})

test('« # » looks for sections by the letters after it', () => {
  expect(lookedForAt('Toux\n#co', 8)).toEqual({ from: 5, letters: 'co' })
  expect(lookedForAt('C# majeur', 2)).toBeNull()
  expect(sectionsBeginning('co', usualSections).map(({ sectionId }) => sectionId)).toEqual([
    'constantes',
    'conclusion',
    'conduite',
  ])
})

test('two sections never open on the same word', () => {
  expect(clashOf(usualSections)).toBeNull()
  const twice = usualSections.map((one) =>
    one.sectionId === 'motif' ? { ...one, synonyms: ['examens', 'éxamen'] } : one,
  )
  expect(clashOf(twice)).toBe('Examen')
  const [, ...others] = usualSections
  expect(clashOf([...others, { sectionId: 'x', keyword: '…', synonyms: [], opens: null, offered: true }])).toBe('…')
})

test('the title of an entry is its reason, or its conclusion, or its first words', () => {
  const full = note({ motif: 'Renouvellement, fatigue. Sommeil correct.\nToux', conclusion: 'HTA non contrôlée.' })
  expect([titleOf(full), detailOf(full)]).toEqual(['Renouvellement, fatigue', 'HTA non contrôlée'])
  const concluded = note({ examen: 'Normal', conclusion: 'Angine virale' })
  expect([titleOf(concluded), detailOf(concluded)]).toEqual(['Angine virale', ''])
  expect(titleOf(note({ examen: 'Abdomen souple ; pas de masse' }))).toBe('Abdomen souple')
  expect(titleOf(note({ constantes: '' }, [item('a', 'measurement', {})]))).toBe('constantes')
})

test('a revision writes again only what it changed, and withdraws what it no longer says', () => {
  const kept = item('kept', 'allergy', { substance: 'Pénicilline', certainty: 'sure' })
  const before = note({ motif: 'x' }, [kept, item('gone', 'treatment', { text: 'a' }), item('new', 'problem', {})])
  const changed = item('new', 'problem', { label: 'HTA' })
  const sameInAnotherOrder = item('kept', 'allergy', { certainty: 'sure', substance: 'Pénicilline' })
  const { put, withdraw } = feedChanges(before, note({ motif: 'y' }, [sameInAnotherOrder, changed]))
  expect([put, withdraw.map(({ itemId }) => itemId)]).toEqual([[changed], ['gone']])
  expect(feedChanges(null, before).put).toHaveLength(3)
  // A date moved moves the measures; an allergy corrected or removed in its tab since stays as it was made there.
  const measured = item('measured', 'measurement', { readings: [] })
  const dated = note({ motif: 'x' }, [kept, measured])
  expect(feedChanges(dated, { ...dated, occurredAt: '2026-11-19T08:00:00.000Z' }).put).toEqual([measured])
  // The same item under another kind: withdrawn as what it was, put as what it is.
  const turned = feedChanges(note({ motif: '' }, [kept]), note({ motif: '' }, [item('kept', 'problem', {})]))
  expect([turned.put[0]?.kind, turned.withdraw[0]?.kind]).toEqual(['problem', 'allergy'])
  expect(saysTheSame(note({ motif: '' }, [kept]), note({ motif: '' }, [sameInAnotherOrder]))).toBe(true)
})

test('the sentence being typed begins after the last full stop, semicolon or line end', () => {
  const text = 'Toux. Abdomen souple ; foie non palpé\nRate'
  expect(sentenceBefore(text, 20)).toEqual({ from: 6, begun: 'Abdomen souple' })
  expect(sentenceBefore(text, 37)).toEqual({ from: 23, begun: 'foie non palpé' })
  expect(sentenceBefore(text, text.length).begun).toBe('Rate')
})

test('the glossary learns sentences that say nothing of one patient', () => {
  const text = [
    'Auscultation cardio-pulmonaire normale. Pouls à 74, régulier. HTA connue, pas d’ECG récent',
    '- Abdomen souple, indolore ; Mme Durand va mieux',
    'Adressée au Dr Petit pour avis. Marie dort bien. Vue avec Paul hier',
    'OK. Pas de fièvre',
  ].join('\n')
  expect(phrasesOf(note({ motif: text }), ['DURAND', 'Marie'])).toEqual([
    'Auscultation cardio-pulmonaire normale',
    'HTA connue, pas d’ECG récent',
    'Abdomen souple, indolore',
    'Pas de fièvre',
  ])
})

test('initials', () => {
  expect([initialsOf('Hélène', 'MARCHAND'), initialsOf('Jean-Paul', 'Martin'), initialsOf('', 'Roy')]).toEqual([
    'HM',
    'JPM',
    'R',
  ])
})
