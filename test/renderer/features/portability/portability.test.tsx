import { expect, test, vi } from 'vitest'
import type { JobView } from '#app/features/jobs/model.ts'
import { ArchivesSection, exportItem } from '#renderer/features/portability/index.ts'
import { recordOfFrancoise as record } from '../patients/records.ts'
import { type Answers, refuse, sitAt } from '../patients/seat.tsx'

const jobId = '01900000-0000-7000-8000-0000000000bb'
const job: JobView = {
  jobId,
  kind: 'export',
  state: 'running',
  phase: 'records',
  done: 120,
  total: 500,
  unit: 'documents',
  canPause: false,
  canCancel: true,
  startedAt: '2026-11-24T13:42:07.000Z',
  endedAt: null,
  result: null,
  problem: null,
}

const said = () => (document.body.textContent ?? '').replaceAll('\u00a0', ' ')

/** « Exporter les dossiers patient », chosen in the menu of the record. */
async function exporting(answers: Answers) {
  const [onShow, onClose] = [vi.fn(), vi.fn()]
  const seat = await sitAt(
    <exportItem.Act patient={record} onClose={onClose} onShow={onShow} onOpen={() => {}} />,
    { 'jobs.list': () => ({ jobs: [] }), 'portability.exportPatient': () => ({ jobId }), ...answers },
    ['patient.export'],
  )
  await seat.settle(60)
  return { ...seat, onShow, onClose }
}

test('an export says how far it is and may be stopped', async () => {
  const seat = await exporting({ 'jobs.get': () => ({ job }), 'jobs.steer': () => ({ steered: true }) })
  expect(seat.asked('portability.exportPatient')).toEqual([{ patientId: record.patientId }])
  expect(document.querySelector('[role="progressbar"]')).not.toBeNull()
  expect(said()).toContain('120')
  await seat.clickLast('Arrêter')
  expect(seat.asked('jobs.steer')).toEqual([{ jobId, to: 'cancel' }])
  await seat.leave()
})

test('an export that is done shows the document it became', async () => {
  const done: JobView = { ...job, state: 'done', done: 500, endedAt: job.startedAt, result: { name: 'document-1' } }
  const seat = await exporting({ 'jobs.get': () => ({ job: done }) })
  await seat.clickLast('Voir')
  expect(seat.onShow).toHaveBeenCalledWith({ entryId: 'document-1', kind: 'document' })
  expect(seat.onClose).toHaveBeenCalled()
  await seat.leave()
})

test('an export refused because another is under way says so', async () => {
  const seat = await exporting({ 'portability.exportPatient': () => refuse('archive.running', {}) })
  expect(said()).toMatch(/export|archive/i)
  expect(document.querySelector('[role="progressbar"]')).toBeNull()
  await seat.clickLast('Fermer')
  expect(seat.onClose).toHaveBeenCalled()
  await seat.leave()
})

test('from another computer, no file is written or read: it is said, and nothing is offered', async () => {
  const seat = await sitAt(<ArchivesSection />, {}, ['patient.export', 'patient.import'])
  expect(seat.text()).toContain('Export et import')
  expect(document.querySelectorAll('input')).toHaveLength(0)
  await seat.leave()
})
