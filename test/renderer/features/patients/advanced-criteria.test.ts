import { expect, test } from 'vitest'
import { readCriteria } from '#renderer/features/patients/list/advanced-criteria.ts'

const nothing = { name: '', firstName: '', birthDate: '', ins: '' }
const read = (part: Partial<typeof nothing>) => readCriteria({ ...nothing, ...part }, '2026-11-24')

test('the INS is only looked for whole', () => {
  expect(read({ ins: '2 58 11 33' })).toEqual({
    kind: 'refused',
    errors: { ins: 'Le matricule INS se cherche en entier\u00a0: 13 ou 15 chiffres.' },
  })
  expect(read({ ins: '2 58 11 33 514 987' })).toEqual({ kind: 'criteria', criteria: { ins: '2581133514987' } })
  expect(read({ ins: '2 58 11 33 514 987 15' })).toEqual({ kind: 'criteria', criteria: { ins: '258113351498715' } })
})

test('criteria given are kept, those left empty are not asked', () => {
  expect(read({ name: ' Lacaze ', birthDate: '091158' })).toEqual({
    kind: 'criteria',
    criteria: { name: 'Lacaze', birthDate: '1958-11-09' },
  })
  expect(read({})).toEqual({ kind: 'none' })
  expect(read({ birthDate: '31/02/1958' })).toMatchObject({ kind: 'refused' })
})
