import { type ReactNode, useEffect, useRef } from 'react'
import { expect, test } from 'vitest'
import type { CareHistory, CareLine } from '#app/features/reimbursements/model.ts'
import { ReimbursementsSection } from '#renderer/features/reimbursements/index.ts'
import { useNewVitaleDesk, VitaleProvider } from '#renderer/features/vitale/index.ts'
import { recordOfTherese } from '#test/renderer/features/identity/people.ts'
import { type Answers, refuse, sitAt } from '#test/renderer/features/patients/seat.tsx'

const jobId = '01900000-0000-7000-8000-0000000000d1'
const readingId = '01900000-0000-7000-8000-0000000000d2'
const running = {
  jobId,
  kind: 'hri',
  state: 'running',
  phase: 'calling',
  done: 2,
  total: 4,
  unit: 'steps',
  startedAt: '2026-11-24T13:36:00.000Z',
  endedAt: null,
  canPause: false,
  canCancel: true,
  problem: null,
  result: null,
}

const line = (kind: CareLine['kind'], from: string): CareLine => ({
  kind,
  from,
  to: null,
  code: 'C',
  label: 'Soin',
  quantity: 1,
  executor: null,
  prescriber: null,
})
const history: CareHistory = {
  answeredAt: new Date().toISOString(),
  keptUntil: new Date(Date.now() + 15 * 60_000).toISOString(),
  from: '2025-11-24',
  to: '2026-11-24',
  lines: [line('pharmacy', '2026-11-20'), line('acts', '2026-11-02'), line('pharmacy', '2026-01-05')],
  unread: 0,
  asSupposed: true,
}

let records = 0

function Window({ children, read }: { readonly children: ReactNode; readonly read: string | null }) {
  const desk = useNewVitaleDesk()
  const done = useRef(false)
  useEffect(() => {
    if (read === null || done.current) return
    done.current = true
    desk.hold({ readingId, index: 1, patientId: read })
  }, [desk, read])
  return <VitaleProvider desk={desk}>{children}</VitaleProvider>
}

/** The part, with what the seat holds at each question; `isRead`: the card was read for this record a moment ago. */
async function openPart(held: () => CareHistory | null, answers: Answers = {}, isRead = true) {
  records += 1
  // Calls are remembered by record: each test has its own.
  const patientId = `01900000-0000-7000-8000-0000000003${String(records).padStart(2, '0')}`
  const seat = await sitAt(
    <Window read={isRead ? patientId : null}>
      <ReimbursementsSection patient={{ ...recordOfTherese, patientId }} onOpen={() => {}} onShow={() => {}} />
    </Window>,
    { 'reimbursements.read': () => ({ history: held() }), ...answers },
    ['reimbursements.read'],
  )
  // Loaded when it is first opened.
  const isThere = () => document.querySelector('[aria-label="Historique des remboursements"]') !== null
  for (let tries = 0; tries < 80 && !isThere(); tries += 1) await seat.settle(25)
  return { ...seat, patientId }
}

test('asked with the card that was just read, followed to its end, and shown with where it is from and until when', async () => {
  let ended = false
  const seat = await openPart(() => (ended ? history : null), {
    'reimbursements.ask': () => ({ jobId }),
    'jobs.get': () => ({ job: ended ? { ...running, state: 'done', endedAt: history.answeredAt } : running }),
  })
  expect(seat.text()).toContain('Aucun historique sur ce poste')
  expect(seat.text()).toContain('La carte Vitale de ce patient vient d’être lue.')
  await seat.click('Demander l’historique')
  expect(seat.asked('reimbursements.ask')).toEqual([{ patientId: seat.patientId, readingId, index: 1 }])
  await seat.settle(50)
  expect(seat.text()).toContain('L’Assurance Maladie est interrogée… Vous pouvez continuer la consultation.')
  ended = true
  for (let tries = 0; tries < 30 && !seat.text().includes('3 soins'); tries += 1) await seat.settle(50)
  expect(seat.text()).toContain('3 soins')
  expect(seat.text()).toContain('effacé de ce poste à')
  await seat.leave()
})

test('kinds are counted and chosen; everything is seen again at once', async () => {
  const seat = await openPart(() => history)
  expect(seat.text()).toContain('Pharmacie2')
  await seat.click('Pharmacie')
  expect(seat.text()).toContain('2 sur 3 soins')
  await seat.click('Tout voir')
  expect(seat.text()).toContain('3 soins')
  await seat.leave()
})

test('an answer that is not whole says so; one without any care is an answer', async () => {
  const partial = await openPart(() => ({ ...history, unread: 2, asSupposed: false }))
  expect(partial.text()).toContain('2 lignes de la réponse n’ont pas pu être lues : elles manquent ici.')
  expect(partial.text()).toContain('Ne vous fiez pas à une absence.')
  await partial.leave()
  const none = await openPart(() => ({ ...history, lines: [] }))
  expect(none.text()).toContain('Aucun soin remboursé')
  await none.leave()
})

test('taken away, it is gone', async () => {
  let held: CareHistory | null = history
  const seat = await openPart(() => held, {
    'reimbursements.forget': () => {
      held = null
      return { forgotten: true }
    },
  })
  await seat.click('Effacer de ce poste')
  expect(seat.asked('reimbursements.forget')).toEqual([{ patientId: seat.patientId }])
  expect(seat.text()).toContain('Aucun historique sur ce poste')
  await seat.leave()
})

test('a call that fails says why, and may be asked again', async () => {
  const problem = { problem: 'hri.unavailable', data: { code: 'siram_40/desir_1020' } }
  const seat = await openPart(() => null, {
    'reimbursements.ask': () => ({ jobId }),
    'jobs.get': () => ({ job: { ...running, state: 'failed', problem } }),
  })
  await seat.click('Demander l’historique')
  await seat.settle(50)
  expect(seat.text()).toContain('momentanément arrêté (siram_40/desir_1020)')
  expect(seat.text()).toContain('Demander l’historique')
  await seat.leave()
})

test('without a reading the card is read; two who may be this patient are a choice', async () => {
  const person = (index: number, firstName: string, patientId: string) => ({
    index,
    birthName: 'ARNAUD',
    usedName: '',
    firstName,
    birthDate: '1963-06-03',
    possibleBirthDates: [],
    birthRank: index,
    insured: null,
    matches: [{ patient: { patientId }, reason: 'insured', differs: false }],
  })
  let patientId = ''
  const seat = await openPart(
    () => null,
    {
      'vitale.read': () => ({
        reading: {
          readingId,
          source: 'card',
          demonstration: false,
          beneficiaries: [person(0, 'PAUL', 'x'), person(1, 'THERESE', patientId), person(2, 'MARIE', patientId)],
        },
      }),
      'reimbursements.ask': () => refuse('teleservice.professional-needed', {}),
    },
    false,
  )
  ;({ patientId } = seat)
  await seat.click('Demander l’historique')
  expect(seat.text()).toContain('De qui demander l’historique ?')
  expect(seat.text()).not.toContain('PAUL')
  await seat.click('ARNAUD MARIE')
  expect(seat.asked('reimbursements.ask')).toEqual([{ patientId, readingId, index: 2 }])
  expect(seat.text()).toContain('votre carte CPS ou Pro Santé Connect')
  await seat.leave()
})
