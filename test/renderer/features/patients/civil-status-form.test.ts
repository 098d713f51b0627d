import { expect, test } from 'vitest'
import { compareEdits, mergedValues, proposedSide } from '#renderer/features/patients/civil-status/comparison.ts'
import { readForm } from '#renderer/features/patients/civil-status/reading.ts'
import {
  type CivilStatusValues,
  differingKeys,
  emptyValues,
  valuesOfDraft,
  valuesOfRecord,
} from '#renderer/features/patients/civil-status/values.ts'
import { fieldsOfFrancoise, recordOfFrancoise } from './records.ts'

const today = '2026-11-24'
const shown = valuesOfRecord(recordOfFrancoise)
const typed = (part: Partial<CivilStatusValues>): CivilStatusValues => ({ ...shown, ...part })

test('a record shown and read back is the same record', () => {
  expect(readForm(shown, today)).toEqual({ fields: fieldsOfFrancoise, errors: {}, warnings: {} })
})

test('an empty form says every field that is due, and invents nothing', () => {
  const { fields, errors } = readForm(emptyValues, today)
  expect(fields).toBeNull()
  expect(Object.keys(errors).toSorted()).toEqual([
    'birthDate',
    'birthFirstNames',
    'birthName',
    'birthPlace',
    'firstBirthFirstName',
    'sex',
  ])
})

test.each([
  ['090158', '1958-01-09'],
  ['00/00/1958', '1958-00-00'],
  ['9 nov 58', '1958-11-09'],
  ['09/31/1958', '1958-31-09'],
])('a birth date typed %s is %s', (birthDate, date) => {
  expect(readForm(typed({ birthDate }), today).fields?.birthDate).toBe(date)
})

test('a date that does not exist is explained, and the rest of the form is judged all the same', () => {
  const { errors } = readForm(typed({ birthDate: '31/02/1958', mobile: 'bureau' }), today)
  expect(errors.birthDate).toBe('Février 1958 a 28 jours.')
  expect(errors.mobile).toBeDefined()
})

test('the NIR is asked with its key, and its key is checked; what does not agree with the traits only warns', () => {
  expect(readForm(typed({ insuredNir: '2 58 11 33 514 987' }), today).errors.insuredNir).toContain('clé')
  expect(readForm(typed({ insuredNir: '2 58 11 33 514 987 16' }), today).errors.insuredNir).toContain('15')
  const other = readForm(typed({ insuredNir: '2 58 11 33 514 987 15', sex: 'M' }), today)
  expect(other.errors).toEqual({})
  expect(other.warnings.insuredNir).toContain('sexe')
  expect(other.fields?.coverage.insuredNir).toBe('258113351498715')
})

test('a reminder may be in the future, a death may not', () => {
  const { fields, errors } = readForm(
    typed({ vsmReminderOn: '010327', deceased: true, deathDate: '01/03/2027' }),
    today,
  )
  expect(fields).toBeNull()
  expect(Object.keys(errors)).toEqual(['deathDate'])
  expect(readForm(typed({ vsmReminderOn: '010327' }), today).fields?.vsmReminderOn).toBe('2027-03-01')
})

test('a draft of another edition gives back what it can, and never breaks the form', () => {
  const values = valuesOfDraft({ birthName: 'LACAZE', mobile: 12, unknownField: 'x' }, shown)
  expect(differingKeys(shown, values)).toEqual(['birthName'])
})

test('two people who write different fields both keep theirs; the same field asks', () => {
  const mine = typed({ addressLine: '9 rue du Port', profession: 'Marin' })
  const theirs = typed({ addressLine: '3 place de l’Église', town: 'Lesparre-Médoc' })
  const fields = compareEdits(shown, mine, theirs)
  expect(fields.filter((field) => field.changedByMe && field.changedByThem).map(({ key }) => key)).toEqual([
    'addressLine',
  ])
  expect(fields.map((field) => [field.key, proposedSide(field)])).toEqual([
    ['addressLine', 'mine'],
    ['town', 'theirs'],
    ['profession', 'mine'],
  ])
  expect(mergedValues(mine, theirs, fields, { addressLine: 'theirs' })).toEqual(
    typed({ addressLine: '3 place de l’Église', town: 'Lesparre-Médoc', profession: 'Marin' }),
  )
})
