import { act } from 'react'
import { afterEach, expect, test, vi } from 'vitest'
import type { JournalLine, JournalVerdict } from '#app/features/journal/model.ts'
import { JournalSection, PatientAccesses } from '#renderer/features/journal/index.ts'
import { type Answers, refuse } from '#test/renderer/features/patients/seat.tsx'
import { one, press } from '#test/renderer/ui/draw.tsx'
import { sitAsAdministrator } from '../settings/administrator.tsx'

let leave: (() => Promise<unknown>) | undefined
afterEach(async () => {
  await leave?.()
  leave = undefined
})

const line = (sequence: number, changes: Partial<JournalLine> = {}): JournalLine => ({
  sequence,
  at: '2026-11-24T13:32:07.000Z',
  act: 'patient.open',
  outcome: 'done',
  problem: null,
  actorName: 'Dr Hélène MARCHAND',
  service: null,
  seat: 'Accueil',
  patient: null,
  aboutPatient: true,
  subjectName: '',
  details: [],
  expired: false,
  ...changes,
})

const lines = [
  line(42, { act: 'person.update', outcome: 'refused', problem: 'forbidden', aboutPatient: false }),
  line(41),
  line(40, { expired: true, act: '', actorName: '', seat: '', aboutPatient: false }),
]

const verdict: JournalVerdict = {
  lines: 42,
  head: { sequence: 42, digest: 'a'.repeat(64) },
  seals: 3,
  seal: 'held',
  faults: [],
  faultCount: 0,
  restorations: [],
  verifiedAt: '2026-11-24T13:40:00.000Z',
}

async function sitAtJournal(answers: Answers = {}, screen = <JournalSection />) {
  const seat = await sitAsAdministrator(screen, {
    'people.list': () => ({ people: [] }),
    'journal.list': () => ({ lines, next: null }),
    'journal.ofPatient': () => ({ lines, next: null }),
    'journal.verdict': () => ({ verdict: null }),
    ...answers,
  })
  leave = seat.leave
  return seat
}

/** happy-dom gives no height to the rows: the table is walked as the keyboard does. */
async function choose(key: 'Home' | 'End') {
  const table = one('[role="grid"]')
  await act(async () => table.focus())
  await press(table, key)
}

test('the line chosen is told whole: what was done, by whom, and why it was refused', async () => {
  const seat = await sitAtJournal()
  expect(seat.text()).toContain('Utilisateur modifié')
  expect(seat.text()).toContain('Motif du refus')
  expect(seat.text()).toContain('droit insuffisant')
  await choose('End')
  expect(seat.text()).toContain('Vidée au terme de sa conservation')
  await choose('Home')
  expect(seat.text()).toContain('Utilisateur modifié')
})

test('of a record out of sight, a line says only that it is about one', async () => {
  const seat = await sitAtJournal({ 'journal.list': () => ({ lines: [line(41)], next: null }) })
  expect(seat.text()).toContain('Ouverture du dossier')
  expect(seat.text()).toContain('Hors de votre vue')
})

test('a page that cannot be read says so, and is asked again', async () => {
  let broken = true
  const seat = await sitAtJournal({
    'journal.list': () => (broken ? refuse('cabinet.read-only', { folder: '/cabinet' }) : { lines, next: null }),
  })
  expect(seat.text()).toContain('Le journal n’a pas pu être lu.')
  broken = false
  await seat.click('Réessayer')
  expect(seat.text()).not.toContain('Le journal n’a pas pu être lu.')
})

test('nothing found says what to try', async () => {
  const seat = await sitAtJournal({ 'journal.list': () => ({ lines: [], next: null }) })
  expect(seat.text()).toContain('Aucune ligne ne répond à ces filtres.')
})

test('the verdict names each fault, in words', async () => {
  const faults: JournalVerdict['faults'] = [
    { kind: 'altered', sequence: 6, to: null, noticedAt: null },
    { kind: 'truncated', sequence: 30, to: 35, noticedAt: '2026-11-23T08:00:00.000Z' },
    { kind: 'reordered', sequence: 12, to: 13, noticedAt: null },
  ]
  const seat = await sitAtJournal({ 'journal.verdict': () => ({ verdict: { ...verdict, faults, faultCount: 3 } }) })
  expect(seat.text()).toContain('Journal modifié : 3 anomalies sur 42 lignes lues.')
  expect(seat.text()).toContain('La ligne 6 n’est plus ce qui a été écrit.')
  expect(seat.text()).toContain('Les lignes 30 à 35 manquent : la fin du journal a été coupée (constaté le')
  expect(seat.text()).toContain('La ligne 12 a été déplacée : elle se trouve à la place de la ligne 13.')
  await seat.click('Fermer le résultat')
  expect(seat.text()).not.toContain('anomalies')
})

test('a verification is followed to its verdict', async () => {
  const job = {
    jobId: '01900000-0000-7000-8000-000000000001',
    kind: 'verify',
    state: 'done',
    phase: 'verifying',
    done: 42,
    total: 42,
    unit: 'lines',
    startedAt: '2026-11-24T13:39:00.000Z',
    endedAt: '2026-11-24T13:40:00.000Z',
    canPause: false,
    canCancel: false,
    problem: null,
    result: {},
  }
  let isVerified = false
  const seat = await sitAtJournal({
    'journal.verify': () => {
      isVerified = true
      return { jobId: job.jobId }
    },
    'jobs.get': () => ({ job }),
    'journal.verdict': () => ({ verdict: isVerified ? verdict : null }),
  })
  await seat.click('Vérifier le journal')
  await seat.settle(60)
  expect(seat.text()).toContain('Journal intact : 42 lignes lues')
  expect(seat.text()).toContain('Comparé à 3 repères scellés')
})

test('an export is asked page by page up to the line there was at first, and handed over as one file', async () => {
  const saved: { name: string; type: string; text: Promise<string> }[] = []
  const blobs = new Map<string, Blob>()
  const makeAddress = vi.spyOn(URL, 'createObjectURL').mockImplementation((blob) => {
    blobs.set(`blob:${blobs.size}`, blob as Blob)
    return `blob:${blobs.size - 1}`
  })
  const click = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    const blob = blobs.get(this.href)
    if (blob !== undefined) saved.push({ name: this.download, type: blob.type, text: blob.text() })
  })
  const seat = await sitAtJournal({
    'journal.export': ({ after }: { after: number }) =>
      after === 0
        ? { text: 'un\r\n', next: 1000, lines: 1000, through: 1500, total: 1500 }
        : { text: 'deux\r\n', next: null, lines: 500, through: 1500, total: null },
  })
  await seat.click('Exporter…')
  await seat.clickLast('Exporter')
  await seat.settle(60)
  expect(seat.asked('journal.export')).toEqual([
    { format: 'csv', filter: {}, after: 0 },
    { format: 'csv', filter: {}, after: 1000, through: 1500 },
  ])
  expect(document.body.textContent).toContain('1 500 lignes exportées.'.replace(' ', '\u202f'))
  expect(saved).toHaveLength(1)
  expect(saved[0]?.name).toMatch(/^Journal \d{4}-\d{2}-\d{2}\.csv$/)
  expect(await saved[0]?.text).toBe('un\r\ndeux\r\n')
  makeAddress.mockRestore()
  click.mockRestore()
})

test('a time of retention out of bounds is said under its field, and not sent', async () => {
  const seat = await sitAtJournal({
    'journal.settings': () => ({ retention: { technicalMonths: 12, recordYears: 20 }, version: 0 }),
    'journal.updateSettings': ({ retention }: { retention: unknown }) => ({ retention, version: 1 }),
  })
  await seat.click('Conservation…')
  const field = [...document.querySelectorAll<HTMLInputElement>('[role="dialog"] input')][0]
  if (field === undefined) throw new Error('no field')
  const type = (value: string) =>
    act(async () => {
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(field, value)
      field.dispatchEvent(new Event('input', { bubbles: true }))
    })
  await type('3')
  await seat.clickLast('Enregistrer')
  expect(document.body.textContent).toContain('Un nombre entier de 6 à 12.')
  expect(seat.asked('journal.updateSettings')).toEqual([])
  await type('6')
  await seat.clickLast('Enregistrer')
  await seat.settle(60)
  expect(seat.asked('journal.updateSettings')).toEqual([
    { retention: { technicalMonths: 6, recordYears: 20 }, expectedVersion: 0 },
  ])
})

test('the accesses to a record are asked of that record', async () => {
  const patientId = '01900000-0000-7000-8000-000000000002'
  const seat = await sitAtJournal({}, <PatientAccesses patientId={patientId} />)
  expect(seat.asked('journal.ofPatient')).toEqual([{ patientId, filter: {}, limit: 100 }])
  expect(seat.text()).toContain('Qui a consulté, modifié, imprimé ou exporté ce dossier.')
})
