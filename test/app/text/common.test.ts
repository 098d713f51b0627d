import { expect, test } from 'vitest'
import { sayRecordName } from '#app/text/fr/common.ts'

test('a patient is named by the names used, or by those of birth', () => {
  const birth = { birthName: 'Bertin', birthFirstName: 'Françoise' }
  expect(sayRecordName({ ...birth, usedName: 'Lacaze', usedFirstName: 'Fanny' })).toBe('LACAZE Fanny')
  expect(sayRecordName({ ...birth, usedName: '', usedFirstName: '' })).toBe('BERTIN Françoise')
})
