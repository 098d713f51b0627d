import { expect, test } from 'vitest'
import { bdpmFileOf, missingFiles } from '#app/features/medicines/rules/files.ts'
import { commonName, medicineWords, searchNeedles } from '#app/features/medicines/rules/words.ts'
import { isLongerThan, limitOf, longestDays } from '#app/features/prescriptions/rules/limits.ts'
import { sayDrugShort } from '#app/text/fr/treatments.ts'

test.each([
  ['CIMETIDINE 200 mg - TAGAMET 200 mg, comprimé pelliculé', 'CIMETIDINE 200 mg, comprimé pelliculé'],
  ['ACARBOSE 100 mg, - GLUCOR 100 mg, comprimé sécable.', 'ACARBOSE 100 mg, comprimé sécable'],
  [
    'METFORMINE (CHLORHYDRATE DE) 1000 mg - GLUCOPHAGE 1000 mg, comprimé pelliculé',
    'METFORMINE 1000 mg, comprimé pelliculé',
  ],
  [
    "ACEBUTOLOL (CHLORHYDRATE D') équivalant à ACEBUTOLOL 200 mg - SECTRAL 200 mg, comprimé pelliculé.",
    'ACEBUTOLOL 200 mg, comprimé pelliculé',
  ],
  [
    "ABACAVIR (SULFATE D') équivalant à ABACAVIR 600 mg + LAMIVUDINE 300 mg - KIVEXA 600 mg/300 mg, comprimé pelliculé",
    'ABACAVIR 600 mg + LAMIVUDINE 300 mg, comprimé pelliculé',
  ],
  [
    'AMOXICILLINE + CLAVULANATE DE POTASSIUM équivalant à AMOXICILLINE  + ACIDE CLAVULANIQUE 1 g + 125 mg ADULTES (Rapport amoxicilline/acide clavulanique : 8/1) - AUGMENTIN 1 g/125 mg ADULTES, poudre pour suspension buvable en sachet-dose (Rapport amoxicilline/acide clavulanique : 8/1).',
    'AMOXICILLINE + ACIDE CLAVULANIQUE 1 g + 125 mg ADULTES, poudre pour suspension buvable en sachet-dose',
  ],
  ['SANS TIRET 5 mg', 'SANS TIRET 5 mg'],
] as const)('the common name of « %s »', (label, name) => {
  expect(commonName(label)).toBe(name)
})

test.each([
  ['METFORMINE 1000 mg, comprimé pelliculé', 'Metformine 1\u202f000 mg'],
  ['DOLIPRANE 500 mg, comprimé', 'Doliprane 500 mg'],
  [
    'AMOXICILLINE + ACIDE CLAVULANIQUE 1 g + 125 mg ADULTES, poudre',
    'Amoxicilline + acide clavulanique 1 g + 125 mg adultes',
  ],
  ['Ramipril 10 mg', 'Ramipril 10 mg'],
  ['ramipril 2,5 mg', 'Ramipril 2,5 mg'],
] as const)('« %s » in short', (name, short) => {
  expect(sayDrugShort(name)).toBe(short)
})

test('words of a search', () => {
  expect(medicineWords('Métformine 1 000mg')).toEqual(['metformine', '1000', 'mg'])
  expect(searchNeedles('ramipril 10')).toEqual([' ramipril', ' 10'])
  expect(searchNeedles('ramipril 10 ')).toEqual([' ramipril', ' 10 '])
  expect(searchNeedles('10 rami')).toEqual([' 10 ', ' rami'])
})

test('files by their names', () => {
  expect(bdpmFileOf('cis_COMPO_bdpm.TXT')).toBe('CIS_COMPO_bdpm')
  expect(bdpmFileOf('CIS_bdpm (1).txt')).toBeNull()
  expect(missingFiles(['CIS_bdpm', 'CIS_MITM'])).toEqual(['CIS_COMPO_bdpm'])
})

test('how long the public base lets a drug be prescribed', () => {
  const limit = limitOf(['liste I', 'prescription limitée à 12 semaines', 'prescription limitée à 4 semaines'])
  expect(limit).toEqual({ condition: 'prescription limitée à 4 semaines', days: 28 })
  expect(limitOf(['liste I'])).toBeNull()
  expect(isLongerThan({ count: 28, unit: 'day' }, 0, 28)).toBe(false)
  expect(isLongerThan({ count: 1, unit: 'month' }, 0, 28)).toBe(true)
  expect(isLongerThan({ count: 4, unit: 'week' }, 1, 28)).toBe(true)
  expect(isLongerThan({ count: 3, unit: 'month' }, 3, longestDays)).toBe(false)
  expect(isLongerThan({ count: 6, unit: 'month' }, 2, longestDays)).toBe(true)
})
