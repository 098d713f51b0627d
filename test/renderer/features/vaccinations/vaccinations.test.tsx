import { act, Suspense } from 'react'
import { afterEach, expect, test } from 'vitest'
import type { PatientRecord } from '#app/features/patients/model.ts'
import type { VaccinationView } from '#app/features/vaccinations/model.ts'
import { readVaccination } from '#app/features/vaccinations/reading.ts'
import { vaccinationEntry } from '#renderer/features/vaccinations/index.ts'
import VaccinationReader from '#renderer/features/vaccinations/VaccinationReader.tsx'
import VaccinationSection from '#renderer/features/vaccinations/VaccinationSection.tsx'
import { type Answers, sitAt } from '#test/renderer/features/patients/seat.tsx'
import { one, press, write } from '#test/renderer/ui/draw.tsx'

const patientId = '01980000-0000-7000-8000-000000000001'
const vaccinationId = '01980000-0000-7000-8000-000000000002'

function repevax(): VaccinationView {
  const fields = readVaccination('Repevax 12/03/2024 lot A123', '2026-11-24')
  if (fields === null) throw new Error('a vaccination')
  const at = '2026-05-28T08:00:00.000Z'
  const by = 'Dr H. MARCHAND'
  const story = { recordedAt: at, recordedBy: by, updatedAt: at, updatedBy: by }
  return { vaccinationId, sourceNoteId: null, fields, ...story, version: 2 }
}

let leave: (() => Promise<unknown>) | undefined
afterEach(async () => {
  await leave?.()
  leave = undefined
})

async function sit(screen: React.ReactNode, answers: Answers = {}) {
  const seat = await sitAt(
    <Suspense>{screen}</Suspense>,
    {
      'vaccinations.list': () => ({ vaccinations: [repevax()] }),
      'vaccinations.get': () => ({ vaccination: repevax() }),
      ...answers,
    },
    ['record.read', 'record.write'],
  )
  leave = seat.leave
  return seat
}

const text = () => document.body.textContent ?? ''
const tab = (
  <VaccinationSection
    patient={{ patientId, fields: { birthDate: '1958-11-09' } } as PatientRecord}
    onOpen={() => {}}
    onShow={() => {}}
  />
)
async function click(name: string) {
  const found = [...document.querySelectorAll('button')].find(
    (one) => one.textContent?.includes(name) === true || one.getAttribute('aria-label')?.includes(name) === true,
  )
  if (found === undefined) throw new Error(`no button ${name}`)
  await act(async () => found.click())
}

test('the calendar tells what is late and why, and what it does not compute', async () => {
  await sit(tab)
  const due = one('ul').textContent ?? ''
  expect(due).toContain('En retard')
  expect(due).toContain('Pneumocoque')
  expect(due).toContain('Une dose de vaccin conjugué 20-valent à partir de 65 ans')
  expect(due).not.toContain('Tétanos')
  const rows = [...document.querySelectorAll('tbody tr')].map((row) => row.textContent ?? '')
  expect(rows.find((row) => row.startsWith('Tétanos'))).toContain('prochaine le 09/11/2033')
  expect(text()).toContain('Calendrier des vaccinations et recommandations vaccinales, 2025')
  expect(text()).toContain('Non calculé.')
})

test('nothing is asked of somebody who has died', async () => {
  const dead = { patientId, fields: { birthDate: '1958-11-09', deceased: true, deathDate: null } } as PatientRecord
  await sit(<VaccinationSection patient={dead} onOpen={() => {}} onShow={() => {}} />)
  expect(text()).toContain('Patient décédé')
  expect(text()).not.toContain('En retard')
  expect(text()).toContain('Repevax')
})

test('a whole line is typed, its vaccine says what it protects from, and « Annuler » takes it out', async () => {
  const seat = await sit(tab, {
    'vaccinations.save': () => ({ vaccinationId, version: 1 }),
    'vaccinations.remove': () => ({ version: 2 }),
  })
  await click('Ajouter une vaccination')
  const vaccine = one<HTMLInputElement>('input[aria-label="Vaccin"]')
  expect(document.activeElement).toBe(vaccine)
  await write(vaccine, 'ROR 2e dose 05/2012')
  await press(vaccine, 'Enter')
  await press(vaccine, 'Enter', { ctrlKey: true })
  await seat.settle()
  expect(seat.asked('vaccinations.save')[0]).toMatchObject({
    vaccinationId: null,
    fields: {
      vaccine: 'ROR',
      rank: '2e dose',
      givenOn: '2012-05-00',
      valences: ['measles', 'mumps', 'rubella'],
    },
  })
  await click('Annuler')
  await seat.settle()
  expect(seat.asked('vaccinations.remove')).toEqual([{ patientId, vaccinationId, expectedVersion: 1 }])
})

test('a vaccination without a name, or of tomorrow, is refused beside its form', async () => {
  const seat = await sit(tab)
  await click('Ajouter une vaccination')
  const vaccine = one<HTMLInputElement>('input[aria-label="Vaccin"]')
  await press(vaccine, 'Enter', { ctrlKey: true })
  expect(text()).toContain('Indiquez le vaccin.')
  await write(vaccine, 'Repevax')
  const date = [...document.querySelectorAll<HTMLInputElement>('input[data-tabular]')][0]
  if (date === undefined) throw new Error('no date')
  await write(date, '01/01/2999')
  await press(vaccine, 'Enter', { ctrlKey: true })
  expect(text()).toContain('ou elle est à venir')
  expect(seat.asked('vaccinations.save')).toEqual([])
})

test('the reading pane shows a vaccination whole, and leaves it once removed', async () => {
  let removed = false
  const seat = await sit(
    <VaccinationReader
      patientId={patientId}
      entryId={vaccinationId}
      onEdit={() => {}}
      onRemoved={() => {
        removed = true
      }}
    />,
    { 'vaccinations.remove': () => ({ version: 3 }) },
  )
  expect(text()).toContain('Diphtérie, tétanos, poliomyélite, coqueluche')
  expect(text()).toContain('A123')
  await click('Retirer')
  await seat.settle()
  expect(removed).toBe(true)
})

test('the entry of a note reads a line and says it', () => {
  const read = vaccinationEntry.parse('Vaccination : Repevax 12/03/2024 lot A123')
  expect(read === null ? null : vaccinationEntry.say(read)).toBe('Repevax, 12/03/2024, lot A123')
  expect(vaccinationEntry.parse('')).toBeNull()
})
