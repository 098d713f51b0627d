import { expect, test } from 'vitest'
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
