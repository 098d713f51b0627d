import { expect, test } from 'vitest'
import type { PresentPerson } from '#app/features/presence/model.ts'
import { sayPresence } from '#app/text/fr/line.ts'

const person = (displayName: string, activity: PresentPerson['activity'] = 'reading'): PresentPerson => ({
  userId: '019a0000-0000-7000-8000-000000000000',
  displayName,
  seatName: 'Accueil',
  activity,
  since: '2026-11-22T08:00:00.000Z',
})
const reader = person('Dr Paul MARCEAU')
const other = person('Mme Anh NGUYEN')

test.each([
  ['nobody', [], ''],
  ['one who reads', [reader], 'Dossier ouvert par Dr Paul MARCEAU (Accueil)'],
  ['two who read are named', [reader, other], 'Dossier ouvert par Dr Paul MARCEAU et Mme Anh NGUYEN'],
  ['more are counted', [reader, other, person('Dr Yanis BELKACEM')], 'Dossier ouvert par 3 autres personnes'],
  [
    'who writes is named, however many read',
    [reader, person('Mme Anh NGUYEN', 'editing')],
    'Mme Anh NGUYEN modifie l’état civil, 1 autre personne le lit',
  ],
  [
    'who writes is named among several',
    [reader, other, person('Dr Yanis BELKACEM', 'editing')],
    'Dr Yanis BELKACEM modifie l’état civil, 2 autres personnes le lisent',
  ],
  [
    'several who write',
    [person('Dr Paul MARCEAU', 'editing'), person('Mme Anh NGUYEN', 'editing')],
    '2 autres personnes modifient l’état civil',
  ],
] as const)('who else has a record open: %s', (_case, others, said) => {
  expect(sayPresence(others)).toBe(said)
})
