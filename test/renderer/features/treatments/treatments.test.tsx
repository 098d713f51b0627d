import { act } from 'react'
import { afterEach, expect, test } from 'vitest'
import type { TreatmentFields, TreatmentView } from '#app/features/treatments/model.ts'
import type { PatientRecord } from '#app/features/patients/model.ts'
import type { EditorRequest } from '#renderer/features/forms/index.ts'
import {
  SafetyNotice,
  treatmentEntry,
  TreatmentsSection,
  TreatmentsSummary,
} from '#renderer/features/treatments/index.ts'
import { type Answers, sitAt } from '#test/renderer/features/patients/seat.tsx'
import { one, press, write } from '#test/renderer/ui/draw.tsx'
import { someTreatment } from '#test/world/prescriptions.ts'

const patientId = '01980000-0000-7000-8000-000000000001'
const treatmentId = '01980000-0000-7000-8000-000000000002'
const ramipril: TreatmentView = {
  treatmentId,
  fields: someTreatment,
  renewedUntil: null,
  isCurrent: true,
  recordedAt: '2026-05-28T08:00:00.000Z',
  recordedBy: 'Dr H. MARCHAND',
  updatedAt: '2026-05-28T08:00:00.000Z',
  updatedBy: 'Dr H. MARCHAND',
  version: 3,
}
const none = { state: 'none', alerts: [], notChecked: [] } as const

let leave: (() => Promise<unknown>) | undefined
afterEach(async () => {
  await leave?.()
  leave = undefined
})

async function sitAtTreatments(answers: Answers = {}) {
  const opened: EditorRequest[] = []
  const screen = (
    <TreatmentsSection
      patient={{ patientId } as PatientRecord}
      onOpen={(request) => void opened.push(request)}
      onShow={() => {}}
    />
  )
  const seat = await sitAt(
    screen,
    {
      'treatments.list': () => ({ treatments: [ramipril], safety: none }),
      'treatments.check': () => ({ safety: none }),
      'medicines.search': () => ({ hits: [], isImported: true }),
      ...answers,
    },
    ['record.read', 'record.write', 'prescription.write'],
  )
  leave = seat.leave
  return { ...seat, opened }
}

const button = (name: string) =>
  [...document.querySelectorAll('button')].find((one) => one.textContent?.includes(name) === true)

async function click(name: string) {
  const found = button(name)
  if (found === undefined) throw new Error(`no button ${name}`)
  await act(async () => found.click())
}

test('a line is typed whole: drug, doses and length go to their fields, and it is saved', async () => {
  const created = { ...ramipril, version: 1 }
  const seat = await sitAtTreatments({ 'treatments.create': () => ({ treatment: created }) })
  await click('Ajouter un traitement')
  const drug = one<HTMLInputElement>('input[aria-label="Médicament"]')
  expect(document.activeElement).toBe(drug)
  await write(drug, 'metformine 1000 1-0-1 3 mois')
  await press(drug, 'Enter')
  await press(drug, 'Enter', { ctrlKey: true })
  await seat.settle()
  const [{ fields }] = seat.asked('treatments.create') as unknown as [{ fields: TreatmentFields }]
  expect(fields).toMatchObject({
    drug: { cis: null, name: 'metformine 1000' },
    posology: { doses: { morning: 1, noon: 0, evening: 1, night: 0 } },
    duration: { count: 3, unit: 'month' },
  })
})

test('a drug is chosen with the arrows; without them, what is typed stays free words', async () => {
  const hit = { cis: '60000001', name: 'CLAMOXYL 500 mg', routes: '', substances: '', isMarketed: true, group: null }
  const seat = await sitAtTreatments({
    'medicines.search': () => ({ hits: [hit], isImported: true }),
    'treatments.create': () => ({ treatment: ramipril }),
  })
  await click('Ajouter un traitement')
  const drug = one<HTMLInputElement>('input[aria-label="Médicament"]')
  await write(drug, 'clamo')
  await seat.settle()
  expect(one('[role="option"]').textContent).toContain('CLAMOXYL')
  await press(drug, 'ArrowDown')
  await press(drug, 'Enter')
  await seat.settle()
  expect(seat.asked('treatments.check').at(-1)).toMatchObject({ drugs: [{ cis: '60000001', name: 'CLAMOXYL 500 mg' }] })
})

test('stopped with a reason, and « Annuler » puts it back as it was', async () => {
  const seat = await sitAtTreatments({ 'treatments.stop': () => ({ treatment: { ...ramipril, version: 4 } }) })
  await click('Arrêter')
  await click('Effet indésirable')
  await seat.settle()
  expect(seat.asked('treatments.stop')).toMatchObject([
    { treatmentId, expectedVersion: 3, reason: 'Effet indésirable' },
  ])
  await click('Annuler')
  await seat.settle()
  expect(seat.asked('treatments.stop')[1]).toMatchObject({ expectedVersion: 4, stoppedOn: null, reason: '' })
})

test('« Renouveler tout » opens the prescription', async () => {
  const seat = await sitAtTreatments()
  await click('Renouveler tout')
  expect(seat.opened).toEqual([{ form: 'prescription', subjectId: null, startWith: { renewAll: true } }])
})

test('the block of the summary says each treatment shortly, and « aucun » only once it is known', async () => {
  const waiting = await sitAt(<TreatmentsSummary patientId={patientId} />, {
    'treatments.list': () => new Promise(() => {}),
  })
  expect(waiting.text()).not.toContain('Aucun')
  await waiting.leave()
  const fields = { ...someTreatment, drug: { cis: '1', name: 'METFORMINE 1000 mg, comprimé pelliculé' } }
  const seat = await sitAt(<TreatmentsSummary patientId={patientId} />, {
    'treatments.list': () => ({ treatments: [{ ...ramipril, fields }], safety: none }),
  })
  leave = seat.leave
  expect(seat.text()).toContain('Metformine 1\u202f000 mg1-0-0')
})

test('the notice: what was not checked is « non vérifiées », never « aucune »', async () => {
  const notChecked = [
    { code: 'allergies-unknown', about: '' },
    { code: 'free-text-drug', about: 'A' },
    { code: 'free-text-drug', about: 'B' },
  ] as const
  const seat = await sitAt(
    <SafetyNotice safety={{ state: 'not-checked', alerts: [], notChecked: [...notChecked] }} saysNone />,
    {},
  )
  expect(seat.text()).toContain('Allergies non vérifiées.')
  expect(seat.text()).toContain('Médicaments en texte libre : A, B.')
  expect(seat.text()).not.toContain('aucune alerte')
  await seat.leave()
  const checked = await sitAt(<SafetyNotice safety={{ ...none, alerts: [], notChecked: [] }} saysNone />, {})
  leave = checked.leave
  expect(checked.text()).toContain('aucune alerte')
})

test('the entry of a note reads a line, says it again, and is not finished without a drug', () => {
  const read = treatmentEntry.parse('Ramipril : passer à 10 mg, 1 le matin')
  expect(read === null ? '' : treatmentEntry.say(read)).toBe('Ramipril 10 mg, 1-0-0')
  expect(treatmentEntry.fields.safeParse(treatmentEntry.empty()).success).toBe(false)
})
