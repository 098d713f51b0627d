import { expect, test } from 'vitest'
import { PatientList, NewPatientScreen } from '#renderer/features/patients/index.ts'
import { fieldsOfFrancoise, recordOfFrancoise as record } from './records.ts'
import { sitAt } from './seat.tsx'

const summary = {
  patientId: record.patientId,
  version: 3,
  fileNumber: 2744,
  usedName: 'LACAZE',
  usedFirstName: 'Françoise',
  birthName: 'BERTIN',
  birthFirstName: 'Françoise',
  birthDate: '1958-11-09',
  sex: 'F',
  insStatus: 'qualified',
  insAttributes: [],
  insKo: false,
  deceased: false,
  hidden: false,
}

/** What a person had typed, as a draft gives it back: the whole form in one act. */
const typed = {
  place: { form: 'new-patient', subjectId: null },
  fields: {
    birthName: 'Bertin',
    firstBirthFirstName: 'Françoise',
    birthFirstNames: ['Françoise'],
    sex: 'F',
    birthDate: '09/11/1958',
    birthPlace: { code: '33514', name: 'Soulac-sur-Mer' },
  },
  basedOnVersion: null,
  savedAt: '2026-11-24T13:40:00.000Z',
}

test('somebody who surely has a record is not given a second one without being asked, in the page', async () => {
  const opened: string[] = []
  const created: string[] = []
  const seat = await sitAt(
    <NewPatientScreen onCreated={(one) => created.push(one.patientId)} onOpen={(id) => opened.push(id)} />,
    {
      'drafts.get': () => ({ draft: typed }),
      'patients.findDuplicates': () => ({ candidates: [{ patient: summary, reasons: ['same-traits'], score: 98 }] }),
      'patients.create': () => ({ record: { ...record, fields: fieldsOfFrancoise } }),
    },
  )
  await new Promise((resolve) => setTimeout(resolve, 300))
  await seat.settle()
  expect(seat.text()).toContain('Mêmes traits d’identité')
  await seat.press('s', { ctrlKey: true, code: 'KeyS' })
  expect(seat.asked('patients.create')).toEqual([])
  expect(seat.text()).toContain('Ce patient a sans doute déjà un dossier.')
  expect(document.querySelector('[role="dialog"]')).toBeNull()
  await seat.click('Ouvrir ce dossier')
  expect(opened).toEqual([record.patientId])
  await seat.click('Créer quand même')
  expect(seat.asked('patients.create')).toMatchObject([{ fields: { birthName: 'Bertin', usedName: '' } }])
  expect(created).toEqual([record.patientId])
  await seat.leave()
})

test('used names are never filled by the program', async () => {
  const seat = await sitAt(<NewPatientScreen onCreated={() => {}} onOpen={() => {}} />, {
    'drafts.get': () => ({ draft: typed }),
  })
  const used = () => document.querySelector<HTMLInputElement>('[data-field="usedName"] input')?.value
  expect(used()).toBe('')
  await seat.click('Reprendre le nom de naissance')
  expect(used()).toBe('Bertin')
  await seat.leave()
})

test('Entrée opens the first record found, even pressed before the answer came', async () => {
  const opened: string[] = []
  const answer = Promise.withResolvers<unknown>()
  const seat = await sitAt(<PatientList onOpen={(id) => opened.push(id)} onCreate={() => {}} />, {
    'patients.search': ((input: { text: string }) =>
      input.text === '' ? { rows: [], total: 0, totalIsExact: true, visible: 12 } : answer.promise) as never,
    'patients.counts': () => ({ visible: 12, insKo: 0, rcp: 0, vsmReminder: 0, hidden: 0 }),
    'patients.preview': () => ({ preview: { ...summary, mobile: '', phone: '', tags: [], accessGroups: [] } }),
  })
  await seat.type('Rechercher un dossier', 'laca')
  await seat.press('Enter')
  expect(opened).toEqual([])
  answer.resolve({ rows: [summary], total: 1, totalIsExact: true, visible: 12 })
  await seat.settle()
  expect(opened).toEqual([record.patientId])
  await seat.leave()
})

test('nothing found says what to try, and creating is never what a key does', async () => {
  let asked = 0
  const seat = await sitAt(
    <PatientList
      onOpen={() => {}}
      onCreate={() => {
        asked += 1
      }}
    />,
    {
      'patients.search': () => ({ rows: [], total: 0, totalIsExact: true, visible: 12 }),
      'patients.counts': () => ({ visible: 12, insKo: 0, rcp: 0, vsmReminder: 0, hidden: 0 }),
    },
  )
  await seat.type('Rechercher un dossier', 'lacz')
  await seat.settle()
  expect(seat.text()).toContain('Aucun dossier pour « lacz »')
  await seat.press('Enter')
  expect(asked).toBe(0)
  await seat.click('Créer un dossier')
  expect(asked).toBe(1)
  await seat.leave()
})

test('a record just created leaves no draft that would create it again', async () => {
  const seat = await sitAt(<NewPatientScreen onCreated={() => {}} onOpen={() => {}} />, {
    'drafts.get': () => ({ draft: typed }),
    'patients.create': () => ({ record }),
  })
  await seat.type('profession', 'Luthière')
  await seat.press('s', { ctrlKey: true, code: 'KeyS' })
  expect(seat.asked('patients.create')).toHaveLength(1)
  const kept = seat.asked('drafts.save').length
  await seat.settle(1200)
  expect(seat.asked('drafts.save')).toHaveLength(kept)
  expect(seat.asked('drafts.discard')).toHaveLength(1)
  await seat.leave()
})
