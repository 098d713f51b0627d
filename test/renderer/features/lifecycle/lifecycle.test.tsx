import { act } from 'react'
import { expect, test, vi } from 'vitest'
import type { MergePreview, PatientTrace } from '#app/features/lifecycle/model.ts'
import type { PatientSummary } from '#app/features/patients/model.ts'
import type { Permission } from '#app/kernel/permissions.ts'
import { DuplicatesSection, lifecycleMenuItems, ReportSection } from '#renderer/features/lifecycle/index.ts'
import { csvOf } from '#renderer/features/lifecycle/report-csv.ts'
import { recordOfFrancoise as record } from '../patients/records.ts'
import { type Answers, refuse, sitAt } from '../patients/seat.tsx'

const rights: readonly Permission[] = ['patient.merge', 'patient.delete', 'record.read']

/** An act of the « … » menu, as the record opens it. */
async function begin(id: string, answers: Answers) {
  const item = lifecycleMenuItems.find((one) => one.id === id)
  if (item === undefined) throw new Error(`no act ${id}`)
  const onClose = vi.fn()
  const seat = await sitAt(
    <item.Act patient={record} onClose={onClose} onShow={() => {}} onOpen={() => {}} />,
    answers,
    rights,
  )
  return { ...seat, onClose }
}

const said = () => (document.body.textContent ?? '').replaceAll('\u00a0', ' ')
const button = (label: string) => {
  const found = [...document.querySelectorAll('button')].findLast((one) => one.textContent?.startsWith(label))
  if (found === undefined) throw new Error(`no button ${label}`)
  return found
}
const field = (label: string) => {
  const found = [...document.querySelectorAll('label')].find(
    (one) => one.textContent?.replaceAll('\u00a0', ' ') === label,
  )
  const input = found?.querySelector('input') ?? document.getElementById(found?.htmlFor ?? '')
  if (!(input instanceof HTMLInputElement)) throw new Error(`no field ${label}`)
  return input
}
const choose = (label: string) => act(async () => field(label).click())
const typeIn = (label: string, value: string) =>
  act(async () => {
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(field(label), value)
    field(label).dispatchEvent(new Event('input', { bubbles: true }))
  })

const summary = (changes: Partial<PatientSummary>): PatientSummary => ({
  patientId: record.patientId,
  version: 3,
  fileNumber: 2744,
  usedName: 'LACAZE',
  usedFirstName: 'Françoise',
  birthName: 'BERTIN',
  birthFirstName: 'Françoise',
  birthDate: '1958-11-09',
  sex: 'F',
  insStatus: 'provisional',
  insAttributes: [],
  insKo: false,
  deceased: false,
  hidden: false,
  ...changes,
})

const kept = summary({})
const other = summary({ patientId: '01900000-0000-7000-8000-000000000002', fileNumber: 5502, version: 1 })

const preview: MergePreview = {
  kept,
  other,
  fields: [
    {
      field: 'identity',
      kept: 'BERTIN, Françoise, F, 1958-11-09, provisional',
      other: 'BERTIN, Françoise, F, 1958-11-09, qualified',
      differs: true,
      proposed: 'other',
      isDecided: true,
    },
    {
      field: 'mobile',
      kept: '06 39 98 14 52',
      other: '06 39 98 00 99',
      differs: true,
      proposed: 'kept',
      isDecided: false,
    },
    { field: 'email', kept: '', other: 'f.lacaze@exemple.fr', differs: true, proposed: 'other', isDecided: false },
  ],
  singles: [{ table: 'patient_consent', kept: [], other: [] }],
  moves: [{ kind: 'note', count: 2 }],
  stays: [{ kind: 'note', count: 7 }],
  alike: [],
  addedGroups: [],
  addedTags: [],
  warnings: [],
  obstacles: [],
}

test('« Supprimer » waits for the full name, whatever its accents and its case, and says what goes', async () => {
  const contents = [
    { kind: 'note', count: 2 },
    { kind: 'document', count: 1 },
    { kind: 'note_revision', count: 9 },
  ]
  const seat = await begin('delete', {
    'lifecycle.contents': () => ({ patient: kept, contents }),
    'lifecycle.delete': () => ({ traceId: '01900000-0000-7000-8000-0000000000aa' }),
  })
  expect(said()).toContain('2 consultations et 1 document')
  expect(said()).toContain('Rapport patients')
  for (const [typed, isOff] of [
    ['', true],
    ['LACAZE', true],
    ['LACAZE Françoise B', true],
    ['lacaze francoise', false],
    ['LACAZE Françoise', false],
  ] as const) {
    await typeIn('Saisissez LACAZE Françoise', typed)
    expect([typed, button('Supprimer').disabled]).toEqual([typed, isOff])
  }
  await seat.clickLast('Supprimer')
  expect(seat.asked('lifecycle.delete')).toEqual([
    { patientId: record.patientId, expectedVersion: 3, typedName: 'LACAZE Françoise' },
  ])
  expect(seat.onClose).toHaveBeenCalled()
  expect(seat.places).toEqual([{ closed: record.patientId }])
  await seat.leave()
})

test('a deletion that is refused says so and leaves the dialog open', async () => {
  const seat = await begin('delete', {
    'lifecycle.contents': () => ({ patient: kept, contents: [] }),
    'lifecycle.delete': () =>
      refuse('edit.conflict', { currentVersion: 4, changedBy: 'Dr X', changedAt: '2026-11-24T13:42:07.000Z' }),
  })
  await typeIn('Saisissez LACAZE Françoise', 'lacaze francoise')
  await seat.clickLast('Supprimer')
  expect(said()).toContain('Dr X')
  expect(seat.onClose).not.toHaveBeenCalled()
  await seat.leave()
})

async function compare(changes: Partial<MergePreview>, answers: Answers = {}) {
  const seat = await begin('merge', {
    'patients.findDuplicates': () => ({ candidates: [{ patient: other, reasons: ['same-traits'], score: 90 }] }),
    'lifecycle.previewMerge': () => ({ preview: { ...preview, ...changes } }),
    'lifecycle.merge': () => ({ mergeId: 'm1', keptPatientId: kept.patientId }),
    ...answers,
  })
  await seat.clickLast('Comparer')
  return seat
}

test('two records are compared value by value; what was chosen is what is asked, and the toast undoes it', async () => {
  const seat = await compare({}, { 'lifecycle.undoMerge': () => ({ undone: {} }) })
  expect(said()).toContain('LACAZE Françoise, 09/11/1958, fiche 5502')
  expect(said()).toContain('2 consultations')
  expect([field('06 39 98 14 52').checked, field('f.lacaze@exemple.fr').checked]).toEqual([true, true])
  await choose('06 39 98 00 99')
  await choose('De l’autre dossier')
  await seat.clickLast('Fusionner')
  expect(seat.asked('lifecycle.merge')).toEqual([
    {
      keptPatientId: kept.patientId,
      otherPatientId: other.patientId,
      keptVersion: 3,
      otherVersion: 1,
      choices: { fields: ['email', 'mobile'], singles: ['patient_consent'] },
    },
  ])
  expect(seat.places).toEqual([{ closed: other.patientId }, { opened: kept.patientId }])
  await seat.clickLast('Annuler')
  expect(seat.asked('lifecycle.undoMerge')).toEqual([{ mergeId: 'm1' }])
  await seat.leave()
})

test.each([
  ['two-matricules', 'portent deux matricules que rien ne relie : ce sont deux personnes'],
  ['doubtful', 'L’une des identités est douteuse. Levez le doute, puis fusionnez.'],
  ['fictitious', 'Une identité fictive ne se fusionne pas.'],
] as const)('identities that are not merged say why (%s), and nothing can be merged', async (code, why) => {
  const seat = await compare({ obstacles: [{ code }] })
  expect(said()).toContain(why)
  expect(button('Fusionner').disabled).toBe(true)
  await seat.leave()
})

test('the identity that is best proved stays: it is said, and there is nothing to choose', async () => {
  const seat = await compare({})
  const line = [...document.querySelectorAll('tr')].find((row) => row.textContent?.startsWith('Identité'))
  expect(line?.textContent).toContain('L’identité la mieux prouvée est gardée, entière.')
  expect(line?.textContent).toContain('Identité qualifiée')
  expect(line?.querySelectorAll('input')).toHaveLength(0)
  expect([...(line?.querySelectorAll('td') ?? [])].map((cell) => cell.dataset['chosen'])).toEqual(['false', 'true'])
  await seat.leave()
})

test('« aucune connue » on one side and a list on the other is shown before anything is merged', async () => {
  const seat = await compare({ warnings: ['allergies-none-and-some'] })
  expect(said()).toContain('Un dossier dit « Aucune allergie connue », l’autre en liste.')
  expect(button('Fusionner').disabled).toBe(false)
  await seat.leave()
})

test('« Fusions de ce dossier » undoes what can be, says why not for the rest, and what stays', async () => {
  const line = {
    keptPatientId: kept.patientId,
    otherName: 'LACAZE Françoise',
    mergedAt: '2026-11-24T13:42:07.000Z',
    mergedBy: 'Dr H. MARCHAND',
  }
  const merges = [
    { ...line, mergeId: 'm2', otherFileNumber: 5502, prevented: null },
    { ...line, mergeId: 'm1', otherFileNumber: 77, prevented: 'later-merge' },
  ]
  const undone = {
    keptPatientId: 'k',
    restoredPatientId: 'r',
    addedSince: [{ kind: 'task', count: 1 }],
    changedSince: [],
  }
  const seat = await begin('merges', {
    'lifecycle.merges': () => ({ merges }),
    'lifecycle.undoMerge': () => ({ undone }),
  })
  expect(said()).toContain('Annulez d’abord la fusion plus récente.')
  expect(
    [...document.querySelectorAll('button')].filter((one) => one.textContent === 'Annuler la fusion'),
  ).toHaveLength(1)
  await seat.clickLast('Annuler la fusion')
  expect(seat.asked('lifecycle.undoMerge')).toEqual([{ mergeId: 'm2' }])
  expect(said()).toContain('1 tâche d’après la fusion')
  await seat.leave()
})

test('« Rapport patients » counts what is listed, and its file opens in a spreadsheet as text alone', async () => {
  const trace: PatientTrace = {
    traceId: 't1',
    departure: 'deleted',
    fileNumber: 12,
    birthName: 'PARTI',
    birthFirstNames: ['Odile'],
    usedName: 'PARTI',
    usedFirstName: 'Odile',
    sex: 'F',
    birthDate: '1950-01-02',
    at: '2026-11-24T13:42:07.000Z',
    by: 'Dr H. MARCHAND',
    recreatedAs: null,
    mergedInto: null,
  }
  const seat = await sitAt(
    <ReportSection />,
    {
      'lifecycle.report': () => ({ lines: [{ state: 'past', trace }], total: 1, present: 0, past: 1 }),
    },
    rights,
  )
  expect(seat.asked('lifecycle.report')[0]).toMatchObject({ filter: { state: 'all', text: '' } })
  expect(said()).toContain('1 dossier')
  expect(csvOf([{ state: 'past', trace }])).toContain(
    'Supprimé;PARTI;Odile;PARTI;02/01/1950;F;12;24/11/2026;Dr H. MARCHAND',
  )
  const formula = { ...trace, usedName: '=cmd|x' }
  expect(csvOf([{ state: 'past', trace: formula }])).toContain(";'=cmd|x;")
  await seat.leave()
})

test('« Doublons » says that there is none rather than an empty table', async () => {
  const seat = await sitAt(
    <DuplicatesSection />,
    { 'lifecycle.duplicates': () => ({ pairs: [], isCut: false }) },
    rights,
  )
  expect(said()).toContain('Aucun doublon proposé.')
  expect(button('Comparer').disabled).toBe(true)
  await seat.leave()
})
