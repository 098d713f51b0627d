import { expect, test } from 'vitest'
import type { AllergyFields } from '#app/features/antecedents/model.ts'
import type { PatientRecord } from '#app/features/patients/model.ts'
import { RecordScreen } from '#renderer/features/record/index.ts'
import { recordOfFrancoise as record } from '../patients/records.ts'
import { refuse, sitAt } from '../patients/seat.tsx'

const opened = (shown: PatientRecord) => (
  <RecordScreen patientId={shown.patientId} section="etat-civil" onSection={() => {}} onClose={() => {}} />
)

test('the matricule is shown only while the identity is qualified', async () => {
  const qualified = await sitAt(opened(record), { 'patients.open': () => ({ record }) })
  expect(qualified.text()).toContain('2 58 11 33 514 987 15 (NIR)')
  await qualified.leave()
  const retrieved = { ...record, insStatus: 'retrieved' as const }
  const seat = await sitAt(opened(retrieved), { 'patients.open': () => ({ record: retrieved }) })
  expect(seat.text()).toContain('Identité récupérée')
  expect(seat.text()).not.toContain('987 15')
  await seat.leave()
})

test('a record is opened once, and its death is said at once', async () => {
  const late = { ...record, fields: { ...record.fields, deceased: true, deathDate: '2026-10-02' } }
  const seat = await sitAt(opened(late), { 'patients.open': () => ({ record: late }) })
  expect(seat.text()).toContain('Décédée le 02/10/2026')
  expect(seat.asked('patients.open')).toHaveLength(1)
  expect(seat.asked('patients.read')).toHaveLength(0)
  await seat.leave()
})

test('a record out of sight is said to be so, with no way to insist', async () => {
  const seat = await sitAt(opened(record), { 'patients.open': () => refuse('not-found', {}) })
  expect(seat.text()).toContain('Ce dossier n’a pas pu être ouvert.')
  expect(seat.text()).not.toContain('Réessayer')
  await seat.leave()
})

const allergy = (substance: string, change: Partial<AllergyFields> = {}) => ({
  entryId: '01980000-0000-7000-8000-000000000001',
  sourceNoteId: null,
  recordedAt: '2026-11-24T13:42:07.000Z',
  recordedBy: 'HM',
  updatedAt: '2026-11-24T13:42:07.000Z',
  updatedBy: 'HM',
  version: 1,
  fields: {
    substance,
    substanceCode: null,
    classCode: null,
    category: 'other',
    type: 'allergy',
    reaction: '',
    severity: null,
    certainty: 'confirmed',
    onset: null,
    comment: '',
    ...change,
  },
})

const band = () =>
  document.querySelector('header[aria-label="Identité du patient"]')?.textContent?.replaceAll('\u00a0', ' ')

test.each([
  ['nothing was asked', { state: 'unknown' }, 'Allergies non renseignées'],
  [
    'none is known',
    { state: 'none', statement: { declaredAt: '2026-11-24T13:42:07.000Z', declaredBy: 'HM' } },
    'Aucune allergie connue',
  ],
  [
    'a list: the most severe first, the others counted',
    { state: 'list', entries: [allergy('Pollens'), allergy('Pénicillines', { severity: 'severe' })] },
    'Pénicillines + 1',
  ],
  [
    'a drug before the rest',
    { state: 'list', entries: [allergy('Pollens'), allergy('Amoxicilline', { category: 'medicine' })] },
    'Amoxicilline + 1',
  ],
  [
    'one to confirm says so',
    { state: 'list', entries: [allergy('Iode', { certainty: 'to-confirm' })] },
    'Iode (à confirmer)',
  ],
])('allergies in the band: %s', async (_, allergies, said) => {
  const answers = { 'patients.open': () => ({ record }), 'antecedents.allergies': () => ({ allergies }) }
  const seat = await sitAt(opened(record), answers, ['record.read'])
  expect(band()).toContain(said)
  await seat.leave()
})

test('allergies that could not be read are never shown as none', async () => {
  const answers = {
    'patients.open': () => ({ record }),
    'antecedents.allergies': () => refuse('internal', { reference: 'R-1' }),
  }
  const seat = await sitAt(opened(record), answers, ['record.read'])
  expect(band()).toContain('Allergies non lues')
  await seat.leave()
})

test('who does not read the medical record is told nothing of allergies, and may start nothing', async () => {
  const seat = await sitAt(opened(record), { 'patients.open': () => ({ record }) }, ['document.read'])
  expect(band()).not.toContain('llergie')
  expect(seat.asked('antecedents.allergies')).toEqual([])
  expect(seat.text()).not.toContain('Consultation')
  await seat.leave()
})

test('a blocked record says so, and why', async () => {
  const block = { reason: 'absences répétées', blockedAt: '2026-11-24T13:42:07.000Z', blockedBy: 'HM' }
  const answers = { 'patients.open': () => ({ record }), 'lifecycle.block': () => ({ block }) }
  const seat = await sitAt(opened(record), answers)
  expect(band()).toContain('Bloqué')
  await seat.leave()
})
