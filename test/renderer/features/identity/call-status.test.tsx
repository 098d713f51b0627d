import type { ReactNode } from 'react'
import { expect, test } from 'vitest'
import { IdentityPanel, InsiCallStatus } from '#renderer/features/identity/index.ts'
import { useNewVitaleDesk, VitaleProvider } from '#renderer/features/vitale/index.ts'
import { type Answers, sitAt } from '#test/renderer/features/patients/seat.tsx'
import { answered, provisional, recordOfTherese } from './people.ts'

function Window({ children }: { readonly children: ReactNode }) {
  return <VitaleProvider desk={useNewVitaleDesk()}>{children}</VitaleProvider>
}

const patientId = '01900000-0000-7000-8000-0000000002a1'
const jobId = '01900000-0000-7000-8000-0000000002d1'
const running = {
  jobId,
  kind: 'insi',
  state: 'running',
  phase: 'signing',
  done: 1,
  total: 4,
  unit: 'steps',
  startedAt: '2026-11-24T13:36:00.000Z',
  endedAt: null,
  canPause: false,
  canCancel: true,
  problem: null,
  result: null,
}

test('a call goes on when its record is left: the status bar says so, stops it when asked, and leads back to its answer', async () => {
  let job: Record<string, unknown> = running
  let view = { ...provisional, patientId }
  const answers: Answers = {
    'identity.read': () => ({ identity: view }),
    'identity.ask': () => ({ jobId }),
    'jobs.get': () => ({ job }),
    'jobs.steer': () => ({ job }),
  }
  const beside = await sitAt(
    <Window>
      <IdentityPanel record={{ ...recordOfTherese, patientId }} onChanged={() => {}} />
    </Window>,
    answers,
    ['identity.qualify'],
  )
  await beside.press('Enter', { ctrlKey: true, code: 'Enter' })
  expect(beside.text()).toContain('Signature par votre carte…')
  await beside.leave()

  const elsewhere = await sitAt(<InsiCallStatus />, answers, ['identity.qualify'])
  expect(elsewhere.text()).toContain('Signature par votre carte : LACROIX Thérèse')
  document.querySelector<HTMLElement>('[aria-label="Arrêter l’appel INSi pour LACROIX Thérèse"]')?.click()
  await elsewhere.settle()
  expect(elsewhere.asked('jobs.steer')).toEqual([{ jobId, to: 'cancel' }])

  // It had answered before it could be stopped.
  job = { ...running, state: 'done', canCancel: false, result: { exchangeId: answered().pending?.exchangeId } }
  view = { ...answered(), patientId }
  await elsewhere.settle(400)
  await elsewhere.settle()
  await elsewhere.click('Réponse de l’INSi\u00A0: LACROIX Thérèse')
  expect(elsewhere.places).toEqual([{ opened: patientId }])
  expect(elsewhere.text()).not.toContain('LACROIX')
  await elsewhere.leave()
})

test('a call that found nobody says so until somebody has looked', async () => {
  const other = '01900000-0000-7000-8000-0000000002a2'
  const failed = {
    ...running,
    jobId: '01900000-0000-7000-8000-0000000002d2',
    state: 'failed',
    problem: { problem: 'insi.several-matches', data: { code: '02' } },
  }
  let job: Record<string, unknown> = { ...running, jobId: failed.jobId }
  const answers: Answers = {
    'identity.read': () => ({ identity: { ...provisional, patientId: other } }),
    'identity.ask': () => ({ jobId: failed.jobId }),
    'jobs.get': () => ({ job }),
  }
  const beside = await sitAt(
    <Window>
      <IdentityPanel record={{ ...recordOfTherese, patientId: other }} onChanged={() => {}} />
    </Window>,
    answers,
    ['identity.qualify'],
  )
  await beside.press('Enter', { ctrlKey: true, code: 'Enter' })
  await beside.leave()
  job = failed
  const elsewhere = await sitAt(<InsiCallStatus />, answers, ['identity.qualify'])
  await elsewhere.settle(50)
  expect(elsewhere.text()).toContain('INSi, rien trouvé : LACROIX Thérèse')
  await elsewhere.leave()
})
