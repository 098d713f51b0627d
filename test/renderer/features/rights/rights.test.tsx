import { act, type ReactNode, useEffect, useRef } from 'react'
import { expect, test } from 'vitest'
import type { RecordRights, RightsView } from '#app/features/rights/model.ts'
import type { Permission } from '#app/kernel/permissions.ts'
import { RightsPanel, RightsSection, RightsStatus } from '#renderer/features/rights/index.ts'
import { useNewVitaleDesk, VitaleProvider } from '#renderer/features/vitale/index.ts'
import { type Answers, refuse, sitAt } from '#test/renderer/features/patients/seat.tsx'
import { recordOfTherese } from '#test/renderer/features/identity/people.ts'

const jobId = '01900000-0000-7000-8000-0000000000d1'
const job = {
  jobId,
  kind: 'adri',
  state: 'done',
  phase: 'reading',
  done: 4,
  total: 4,
  unit: 'steps',
  startedAt: '2026-11-24T13:36:00.000Z',
  endedAt: '2026-11-24T13:36:01.000Z',
  canPause: false,
  canCancel: true,
  problem: null,
  result: { exchangeId: jobId },
}

const year = { from: '2026-01-01', to: '2026-12-31' }
const last: RightsView = {
  rightsId: '01900000-0000-7000-8000-0000000000e1',
  receivedAt: new Date().toISOString(),
  askedBy: 'Dr H. MARCHAND',
  reason: 'asked',
  rights: {
    answeredOn: '2026-11-24',
    birthName: 'ARNAUD',
    firstName: 'THERESE',
    birthDate: '1963-06-03',
    birthRank: 1,
    certifiedNir: null,
    addressLines: ['', '', '', '', ''],
    quality: 'insured',
    periods: [year],
    situations: [],
    untold: [{ code: '0999', from: null, to: null }],
    familyDoctor: 'none',
    scheme: '02',
    fund: '331',
    centre: '0000',
    mutual: { number: '75500017', guarantees: null, ...year },
  },
  standing: { state: 'open', ...year },
  present: [
    { kind: 'ald', code: '1', from: '2020-01-01', to: null },
    { kind: 'alsace-moselle', code: 'FALM', ...year },
  ],
  isSomebodyElse: false,
  proposals: [
    { field: 'regime', record: '01', rights: '02' },
    { field: 'attendingPhysician', record: 'Dr H. MARCHAND', rights: '' },
  ],
  reviewedAt: null,
  reviewedBy: null,
}
const answered: RecordRights = { last, due: null, missing: [], version: 3 }
const nothing: RecordRights = { last: null, due: 'card-absent', missing: [], version: 3 }

let records = 0

/** Calls are remembered by record: each test has its own. */
function nextPatient(): string {
  records += 1
  return `01900000-0000-7000-8000-0000000002${String(records).padStart(2, '0')}`
}

function Window({ children, read }: { readonly children: ReactNode; readonly read?: string }) {
  const desk = useNewVitaleDesk()
  const done = useRef(false)
  useEffect(() => {
    if (read === undefined || done.current) return
    done.current = true
    desk.hold({ readingId: jobId, index: 1, patientId: read })
  }, [desk, read])
  return <VitaleProvider desk={desk}>{children}</VitaleProvider>
}

async function openPanel(
  rights: RecordRights | (() => RecordRights),
  answers: Answers = {},
  more: readonly Permission[] = ['rights.ask'],
) {
  const patientId = nextPatient()
  let changed = 0
  const now = typeof rights === 'function' ? rights : () => rights
  const seat = await sitAt(
    <Window>
      <RightsPanel record={{ ...recordOfTherese, patientId }} onChanged={() => (changed += 1)} />
    </Window>,
    { 'rights.read': () => ({ rights: now() }), ...answers },
    more,
  )
  return { ...seat, patientId, changed: () => changed }
}

test('rights are said as a person understands them, with where and when they come from', async () => {
  const seat = await openPanel(answered)
  for (const words of [
    'Droits ouverts jusqu’au 31/12/2026',
    'Affection de longue durée (ALD)depuis le 01/01/2020',
    'Régime local Alsace-Moselle',
    'Code 0999, dont le sens n’est pas publié',
    'Aucun déclaré',
    'Assuré',
    'Régime agricole (MSA) (02)',
    'Caisse 331, centre 0000',
    'N° 75500017, gérée par la caisse',
    'Assurance Maladie (ADRi), ',
    'demandé par Dr H. MARCHAND',
  ]) {
    expect(seat.text()).toContain(words)
  }
  await seat.leave()
})

test('nothing is ticked; the lines ticked alone are written, and the record is read again', async () => {
  const seat = await openPanel(answered, { 'rights.review': () => ({ version: 4 }) })
  const boxes = [...document.querySelectorAll<HTMLInputElement>('input[type=checkbox]')]
  expect(boxes.map(({ checked }) => checked)).toEqual([false, false])
  await act(async () => boxes[0]?.click())
  await seat.click('Reprendre les lignes cochées')
  expect(seat.asked('rights.review')).toEqual([
    { patientId: seat.patientId, expectedVersion: 3, rightsId: last.rightsId, accepted: ['regime'] },
  ])
  expect(seat.changed()).toBe(1)
  await seat.leave()
})

test('leaving the record as it is is an answer too; a conflict says so and reads it again', async () => {
  const seat = await openPanel(answered, {
    'rights.review': () =>
      refuse('edit.conflict', { currentVersion: 5, changedBy: 'S. LEROUX', changedAt: last.receivedAt }),
  })
  await seat.click('Laisser le dossier tel quel')
  expect(seat.asked('rights.review')).toMatchObject([{ accepted: [] }])
  expect(document.querySelector('[role=alert]')).not.toBeNull()
  expect(seat.changed()).toBe(1)
  await seat.leave()
})

test('an answer about somebody else is said to be', async () => {
  const seat = await openPanel({ ...answered, last: { ...last, isSomebodyElse: true } })
  expect(seat.text()).toContain('Cette réponse porte un autre nom ou une autre date de naissance que le dossier.')
  await seat.leave()
})

test('rights that were never asked for: why they should be, the call, its progress, and its answer', async () => {
  let ended = false
  const seat = await openPanel(() => (ended ? answered : nothing), {
    'rights.ask': () => ({ jobId }),
    'jobs.get': () => {
      const view = ended ? job : { ...job, state: 'running', phase: 'signing', endedAt: null, result: null }
      return { job: view }
    },
  })
  expect(seat.text()).toContain('Droits jamais demandés')
  expect(seat.text()).toContain('la carte Vitale n’est pas là')
  await seat.click('Demander les droits')
  await seat.settle(400)
  expect(seat.asked('rights.ask')).toEqual([{ patientId: seat.patientId, card: null, reason: 'card-absent' }])
  expect(seat.text()).toContain('Signature par votre carte')
  ended = true
  for (let tries = 0; tries < 20 && !seat.text().includes('Droits ouverts'); tries += 1) await seat.settle(100)
  expect(seat.text()).toContain('Droits ouverts jusqu’au 31/12/2026')
  await seat.leave()
})

test('a call that fails says why, and keeps what was known', async () => {
  const seat = await openPanel(answered, {
    'rights.ask': () => ({ jobId }),
    'jobs.get': () => ({
      job: { ...job, state: 'failed', problem: { problem: 'teleservice.no-answer', data: { fault: 'timeout' } } },
    }),
  })
  await seat.click('Actualiser les droits')
  await seat.settle(100)
  expect(document.querySelector('[role=alert]')?.textContent).toContain('Les droits n’ont pas été lus.')
  expect(seat.text()).toContain('Droits ouverts jusqu’au 31/12/2026')
  await seat.leave()
})

test('what the record lacks is named, and the button waits for it; without the right there is none', async () => {
  const seat = await openPanel({ ...nothing, missing: ['insuredNir', 'regime'] })
  expect(seat.text()).toContain('il manque le NIR de l’assuré et le code du régime')
  expect(document.querySelector<HTMLButtonElement>('button')?.disabled).toBe(true)
  await seat.leave()
  const reader = await openPanel(answered, {}, [])
  expect(document.querySelectorAll('button')).toHaveLength(2)
  expect(reader.text()).toContain('Votre rôle permet de lire les droits, pas de les demander.')
  await reader.leave()
})

/** A session opened with Pro Santé Connect: a call needs no card to sign it. */
const byPsc = (permissions: readonly Permission[]) => ({
  session: {
    sessionId: '01900000-0000-7000-8000-0000000000f1',
    cabinetId: '01900000-0000-7000-8000-00000000000b',
    cabinetName: 'Cabinet',
    profile: 'test',
    userId: '01900000-0000-7000-8000-00000000000c',
    displayName: 'Hélène MARCHAND',
    shortName: 'Dr H. MARCHAND',
    role: 'practitioner',
    roleName: 'Praticien',
    permissions: ['patient.read', ...permissions],
    locked: false,
    lockedAt: null,
    lockAfterMinutes: 10,
    draftKey: null,
    openedWith: { kind: 'psc', cardNumber: null },
    cabinetDamaged: false,
  },
})

test('a card that was read asks by itself where the cabinet wants it, once, and is answered in the status bar', async () => {
  const patientId = nextPatient()
  const seat = await sitAt(
    <Window read={patientId}>
      <RightsStatus />
    </Window>,
    {
      'sessions.current': () => byPsc(['rights.ask']),
      'rights.read': ({ card }: { card: unknown }) => ({
        rights: card === null ? answered : { ...nothing, due: 'situation' },
      }),
      'rights.ask': () => ({ jobId }),
      'patients.read': () => ({ record: { ...recordOfTherese, patientId } }),
      'jobs.get': () => ({ job }),
    },
  )
  await seat.settle(100)
  expect(seat.asked('rights.ask')).toEqual([{ patientId, card: { readingId: jobId, index: 1 }, reason: 'situation' }])
  expect(seat.text()).toContain('LACROIX Thérèse : Droits ouverts jusqu’au 31/12/2026')
  await seat.click('LACROIX')
  expect(seat.places).toEqual([{ opened: patientId }])
  await seat.leave()
})

test('with nothing to sign with, a card that was read asks nothing and says nothing', async () => {
  const patientId = nextPatient()
  const seat = await sitAt(
    <Window read={patientId}>
      <RightsStatus />
    </Window>,
    {
      'rights.read': () => ({ rights: { ...nothing, due: 'situation' } }),
      'patients.read': () => ({ record: { ...recordOfTherese, patientId } }),
    },
    ['rights.ask'],
  )
  await seat.settle(50)
  expect(seat.asked('rights.ask')).toEqual([])
  expect(document.querySelectorAll('button')).toHaveLength(0)
  await seat.leave()
})

test.each([
  ['the cabinet does not want it', { ...nothing, due: null }],
  ['the record and the card lack something', { ...nothing, due: 'rights-absent', missing: ['regime'] }],
] as const)('nothing is asked on a reading when %s', async (_why, rights) => {
  const patientId = nextPatient()
  const seat = await sitAt(
    <Window read={patientId}>
      <RightsStatus />
    </Window>,
    {
      'sessions.current': () => byPsc(['rights.ask']),
      'rights.read': () => ({ rights }),
      'patients.read': () => ({ record: { ...recordOfTherese, patientId } }),
    },
  )
  await seat.settle(50)
  expect(seat.asked('rights.read')).toHaveLength(1)
  expect(seat.asked('rights.ask')).toEqual([])
  await seat.leave()
})

test('the setting of the cabinet is one click', async () => {
  let mode = 'targeted'
  const seat = await sitAt(<RightsSection />, {
    'rights.settings': () => ({ settings: { mode }, version: 1 }),
    'rights.updateSettings': ({ settings }: { settings: { mode: string } }) => {
      mode = settings.mode
      return { settings, version: 2 }
    },
  })
  const systematic = [...document.querySelectorAll<HTMLInputElement>('input[type=radio]')][1]
  await act(async () => systematic?.click())
  await seat.settle()
  expect(seat.asked('rights.updateSettings')).toEqual([{ settings: { mode: 'systematic' }, expectedVersion: 1 }])
  expect(systematic?.checked).toBe(true)
  await seat.leave()
})
