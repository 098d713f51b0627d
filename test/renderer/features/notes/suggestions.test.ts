import { expect, test } from 'vitest'
import { usualSections } from '#app/features/notes/rules.ts'
import { readDayAndHour } from '#renderer/features/notes/edited-note.ts'
import { readLine } from '#renderer/features/notes/entries.ts'
import { proposedAt } from '#renderer/features/notes/useSuggestion.ts'

test.each([
  // the line, the kind of its section, what is proposed
  ['Ramipril 10 mg, 1-0-0', null, 'treatment'],
  ['Ramipril 10 mg, 1-0-0', 'treatment', 'treatment'],
  ['TA 152/88', null, 'measurement'],
  ['Tabac 6 cigarettes/jour', null, 'habitus'],
  ['Vaccin grippe', null, 'vaccination'],
  ['TA 152/88', 'problem', 'measurement'],
  ['allergie pénicilline', null, 'allergy'],
  ['Pénicilline, urticaire', 'allergy', 'allergy'],
  ['Hypertension artérielle 2011', 'problem', 'problem'],
  // Free text says nothing structured.
  ['Renouvellement du traitement', null, null],
  ['Toux depuis 3 jours', null, null],
  ['Auscultation cardio-pulmonaire normale', null, null],
  ['Grippe il y a un mois', null, null],
] as const)('« %s » in a section of %s proposes %s', (line, kind, expected) => {
  expect(readLine(line, kind)?.kind ?? null).toBe(expected)
})

test('one suggestion: a section looked for by « # » before what the sentence says; nothing that is there already', () => {
  const at = (text: string, isThere = false) =>
    proposedAt({ text, at: text.length }, usualSections, null, () => isThere)
  expect(at('Toux\n#conc')).toMatchObject({ kind: 'section', section: { sectionId: 'conclusion' }, from: 5, to: 10 })
  expect(at('#nulle')).toBeNull()
  expect(at('Va bien. TA 152/88')).toMatchObject({ kind: 'entry', entry: { kind: 'measurement' } })
  expect(at('Va bien. TA 152/88', true)).toBeNull()
})

test('a line is read in less than a millisecond: typing never waits for it', () => {
  const line = 'Renouvellement du traitement, fatigue depuis trois semaines, sommeil correct, pas de perte de poids'
  for (let warm = 0; warm < 20; warm += 1) readLine(line, 'treatment')
  const begun = performance.now()
  for (let time = 0; time < 100; time += 1) readLine(line, 'treatment')
  expect((performance.now() - begun) / 100).toBeLessThan(1)
})

test('a date and hour are read as typed', () => {
  const local = (instant: string | null) => (instant === null ? null : new Date(instant).toLocaleString('fr-FR'))
  expect(local(readDayAndHour('24/11/2026, 14:31'))).toBe('24/11/2026 14:31:00')
  expect(local(readDayAndHour('4/1/26 à 8h05'))).toBe('04/01/2026 08:05:00')
  expect(readDayAndHour('31/02/2026 10:00')).toBeNull()
  expect(readDayAndHour('hier')).toBeNull()
})
