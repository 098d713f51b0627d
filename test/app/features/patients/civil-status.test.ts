import { expect, test } from 'vitest'
import type { CivilStatusFields } from '#app/features/patients/model.ts'
import { checkCivilStatus, type CivilStatusCode } from '#app/features/patients/rules/civil-status.ts'
import { patientsText } from '#app/text/fr/patients.ts'
import { isFiness } from '#app/features/settings/rules.ts'
import { bertin } from './people.ts'

const today = '2026-11-24'

test('a whole civil status has nothing to say', () => {
  expect(checkCivilStatus(bertin, today)).toEqual([])
})

test.each<[Partial<CivilStatusFields>, string, CivilStatusCode, 'error' | 'warning']>([
  [{ birthName: 'BERTIN 2' }, 'birthName', 'name.signs', 'error'],
  [{ birthName: ' ' }, 'birthName', 'required', 'error'],
  [{ birthFirstNames: ['Françoise', 'A--B'] }, 'birthFirstNames.1', 'name.double-hyphen', 'error'],
  [{ firstBirthFirstName: 'Anne' }, 'firstBirthFirstName', 'first-name.not-in-list', 'error'],
  [{ usedFirstName: 'Fran-' }, 'usedFirstName', 'name.end', 'error'],
  [{ sex: 'I' }, 'sex', 'sex.indeterminate', 'warning'],
  [{ birthDate: '1958-02-31' }, 'birthDate', 'date.day', 'error'],
  [{ birthDate: '2030-01-01' }, 'birthDate', 'date.future', 'error'],
  [{ birthDate: '1958-00-00' }, 'birthDate', 'date.partial', 'warning'],
  [{ birthDate: '1958-30-00' }, 'birthDate', 'date.lunar', 'warning'],
  [{ birthPlaceCode: '99999' }, 'birthPlaceCode', 'place.unknown', 'warning'],
  [{ birthPlaceCode: '99352', birthPlaceText: '' }, 'birthPlaceText', 'place.no-words', 'warning'],
  [{ mobile: 'abc' }, 'mobile', 'phone.format', 'error'],
  [{ postalCode: '3378' }, 'postalCode', 'postal-code.format', 'warning'],
  [{ coverage: { ...bertin.coverage, insuredNir: '258113351498716' } }, 'coverage.insuredNir', 'nir.key', 'error'],
  [{ attendingPhysician: { name: 'X', rpps: '10000000001' } }, 'attendingPhysician.rpps', 'rpps.key', 'warning'],
  [{ deathDate: '2020-01-01' }, 'deathDate', 'death.not-deceased', 'error'],
  [{ deceased: true, deathDate: '1958-11-08' }, 'deathDate', 'death.before-birth', 'error'],
  [{ deceased: true }, 'deathDate', 'death.no-date', 'warning'],
])('%j is told', (change, field, code, severity) => {
  expect(checkCivilStatus({ ...bertin, ...change }, today)).toContainEqual(
    expect.objectContaining({ field, code, severity }),
  )
})

test('the sentence about February gives its days', () => {
  const [issue] = checkCivilStatus({ ...bertin, birthDate: '1958-02-31' }, today)
  expect(issue).toBeDefined()
  if (issue !== undefined) expect(patientsText.civilStatus[issue.code](issue.data)).toBe('Février 1958 a 28 jours.')
})

test.each([
  ['330781196', true],
  ['330781197', false],
  ['2A0000014', true],
  ['33078119', false],
])('FINESS %s: %s', (number, right) => {
  expect(isFiness(number)).toBe(right)
})
