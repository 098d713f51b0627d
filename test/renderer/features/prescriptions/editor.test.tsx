import { act } from 'react'
import { afterEach, expect, test } from 'vitest'
import type { PrescriptionFields } from '#app/features/prescriptions/model.ts'
import type { PatientRecord } from '#app/features/patients/model.ts'
import type { SafetyAlert } from '#app/features/treatments/model.ts'
import { PrescriptionEditor } from '#renderer/features/prescriptions/index.ts'
import { type Answers, refuse, sitAt } from '#test/renderer/features/patients/seat.tsx'
import { one, press, write } from '#test/renderer/ui/draw.tsx'
import { someTreatment } from '#test/world/prescriptions.ts'

const patientId = '01980000-0000-7000-8000-000000000001'
const none = { state: 'none', alerts: [], notChecked: [] } as const
const alert: SafetyAlert = {
  key: '60000001|a',
  kind: 'allergy-class',
  drugName: 'CLAMOXYL 500 mg',
  substance: 'AMOXICILLINE',
  against: 'Pénicillines',
  allergyClass: 'penicillins',
  severity: 'severe',
  isIntolerance: false,
  isUnconfirmed: false,
}
const treatment = (number: number, ald: boolean, isCurrent = true) => ({
  treatmentId: `01980000-0000-7000-8000-00000000001${number}`,
  fields: { ...someTreatment, ald, drug: { cis: null, name: `Médicament ${number}` } },
  renewedUntil: null,
  isCurrent,
  recordedAt: '2026-05-28T08:00:00.000Z',
  recordedBy: '',
  updatedAt: '2026-05-28T08:00:00.000Z',
  updatedBy: '',
  version: 1,
})

let leave: (() => Promise<unknown>) | undefined
afterEach(async () => {
  await leave?.()
  leave = undefined
})

async function sitAtEditor(answers: Answers = {}, startWith?: Readonly<Record<string, unknown>>) {
  const saved: string[] = []
  const screen = (
    <PrescriptionEditor
      patient={{ patientId } as PatientRecord}
      subjectId={null}
      {...(startWith === undefined ? {} : { startWith })}
      onClose={() => {}}
      onSaved={(entryId) => void saved.push(entryId)}
      onOpen={() => {}}
    />
  )
  const seat = await sitAt(
    screen,
    {
      'treatments.list': () => ({
        treatments: [treatment(1, true), treatment(2, false), treatment(3, false, false)],
        safety: none,
      }),
      'treatments.check': () => ({ safety: none }),
      'medicines.search': () => ({ hits: [], isImported: true }),
      'medicines.get': () => ({ medicine: null }),
      'prescriptions.templates': () => ({ templates: [] }),
      'prescriptions.sign': (input: { prescriptionId: string }) => ({
        prescription: { prescriptionId: input.prescriptionId },
      }),
      ...answers,
    },
    ['record.read', 'prescription.write'],
  )
  leave = seat.leave
  await seat.settle()
  return { ...seat, saved }
}

const search = () => one<HTMLInputElement>('input[aria-label="Ajouter un médicament"]')
const lines = () => [...document.querySelectorAll<HTMLElement>('[data-line]')]
const field = (label: string) => {
  const found = [...document.querySelectorAll('label')].find(({ textContent }) => textContent === label)
  return one<HTMLInputElement>(`[id="${found?.htmlFor ?? ''}"]`)
}
const sign = async (seat: { settle: () => Promise<unknown> }) => {
  await act(async () => search().focus())
  await press(search(), 'Enter', { ctrlKey: true, code: 'Enter' })
  await seat.settle()
}
const signed = (seat: Awaited<ReturnType<typeof sitAtEditor>>) =>
  seat.asked('prescriptions.sign') as unknown as {
    fields: PrescriptionFields
    overrides: unknown
    prescriptionId: string
  }[]

test('by keyboard alone: a line typed whole, its fields, the next drug, the signature', async () => {
  const seat = await sitAtEditor()
  expect(document.activeElement).toBe(search())
  await write(search(), 'paracétamol 1 g 5 jours si besoin')
  await press(search(), 'Enter')
  // The caret is in the doses of the new line; Entrée goes back to the search.
  const doses = field('Prises')
  expect(document.activeElement).toBe(doses)
  await write(doses, '1-1-1')
  await press(doses, 'Enter')
  expect(document.activeElement).toBe(search())
  await sign(seat)
  const [first] = signed(seat)
  expect(first?.fields.lines).toMatchObject([
    {
      drug: { cis: null, name: 'paracétamol 1 g' },
      posology: { doses: { morning: 1, noon: 1, evening: 1, night: 0 }, asNeeded: true },
      duration: { count: 5, unit: 'day' },
    },
  ])
  expect(seat.saved).toEqual([first?.prescriptionId])
  expect(seat.asked('drafts.discard')).toHaveLength(1)
})

test('everything is renewed in one act, on the two zones when one is of a long-term condition; one length for all', async () => {
  const seat = await sitAtEditor({}, { renewAll: true })
  expect(lines().map(({ textContent }) => textContent?.slice(0, 12))).toEqual(['Médicament 1', 'Médicament 2'])
  expect(seat.text()).toContain('En rapport avec l’affection de longue durée')
  // The numeric pad alone: a number keeps the usual unit.
  await write(field('Durée de toutes les lignes'), '6')
  await press(field('Durée de toutes les lignes'), 'Enter')
  await sign(seat)
  const [first] = signed(seat)
  expect(first?.fields.twoZones).toBe(true)
  expect(first?.fields.lines.map((line) => (line.kind === 'drug' ? line.duration : null))).toEqual([
    { count: 6, unit: 'month' },
    { count: 6, unit: 'month' },
  ])
})

test('an alert asks a reason before it is signed, and the caret goes to its field', async () => {
  const seat = await sitAtEditor({
    'treatments.check': () => ({ safety: { state: 'alerts', alerts: [alert], notChecked: [] } }),
  })
  await write(search(), 'Clamoxyl 500 mg')
  await press(search(), 'Enter')
  await seat.settle()
  expect(seat.text()).toContain('contient AMOXICILLINE, classe pénicillines ; allergie « Pénicillines », sévère')
  await sign(seat)
  expect(signed(seat)).toEqual([])
  expect(seat.text()).toContain('Indiquez un motif pour chaque alerte')
  const reason = field('Motif pour passer outre')
  expect(document.activeElement).toBe(reason)
  await write(reason, 'Désensibilisé en 2019')
  await sign(seat)
  expect(signed(seat)[0]?.overrides).toEqual([{ key: alert.key, reason: 'Désensibilisé en 2019' }])
})

test('nothing to sign, a length that cannot be read, a refusal: said, and nothing is lost', async () => {
  const seat = await sitAtEditor({ 'prescriptions.sign': () => refuse('printing.failed', { reason: 'timeout' }) })
  await sign(seat)
  expect(seat.text()).toContain('Ajoutez au moins une ligne.')
  await write(search(), 'Doliprane 1 g')
  await press(search(), 'Enter')
  await write(field('Durée'), 'longtemps')
  await sign(seat)
  expect(signed(seat)).toEqual([])
  await write(field('Durée'), '5 j')
  await sign(seat)
  expect(signed(seat)).toHaveLength(1)
  expect(seat.saved).toEqual([])
  expect(lines()).toHaveLength(1)
})

test('what was written is found again, and a line removed comes back', async () => {
  const draft = {
    place: { form: 'prescription', subjectId: patientId },
    fields: {
      prescriptionId: '01980000-0000-7000-8000-0000000000aa',
      prescribedOn: '2024-11-24',
      lines: [
        { kind: 'advice', lineId: '01980000-0000-7000-8000-0000000000bb', text: 'Repos', ald: false },
        { kind: 'other' },
      ],
      twoZones: false,
      reasons: {},
      typed: '',
    },
    basedOnVersion: null,
    savedAt: '2026-11-24T13:00:00.000Z',
  }
  const seat = await sitAtEditor({ 'drafts.get': () => ({ draft }) })
  expect(lines().map(({ textContent }) => textContent)).toEqual(['Repos'])
  await act(async () => one<HTMLButtonElement>('[aria-label="Retirer la ligne Repos"]').click())
  expect(lines()).toEqual([])
  await act(async () =>
    [...document.querySelectorAll('button')].find(({ textContent }) => textContent === 'Annuler')?.click(),
  )
  await seat.settle()
  expect(lines()).toHaveLength(1)
  // Begun two years ago, it is dated the day it is signed.
  await sign(seat)
  const now = new Date()
  const today = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, '0'))
  expect(signed(seat)[0]?.fields.prescribedOn).toBe(today.join('-'))
})
