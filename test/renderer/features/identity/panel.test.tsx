import { act, type ReactNode } from 'react'
import { expect, test } from 'vitest'
import type { IdentityView, InsiAnswer } from '#app/features/identity/model.ts'
import type { Permission } from '#app/kernel/permissions.ts'
import { IdentityPanel } from '#renderer/features/identity/index.ts'
import { useNewVitaleDesk, VitaleProvider } from '#renderer/features/vitale/index.ts'
import { type Answers, refuse, sitAt } from '#test/renderer/features/patients/seat.tsx'
import { one } from '#test/renderer/ui/draw.tsx'
import { answer, answered, exchangeId, provisional, qualified, recordOfTherese, retrieved } from './people.ts'

function Window({ children }: { readonly children: ReactNode }) {
  return <VitaleProvider desk={useNewVitaleDesk()}>{children}</VitaleProvider>
}

let records = 0

/** The panel over an identity that the cabinet may change; `now` is what it holds. */
async function openPanel(
  first: IdentityView,
  answers: (hold: (view: IdentityView) => { identity: IdentityView }) => Answers = () => ({}),
  more: readonly Permission[] = ['identity.qualify'],
) {
  // Calls are remembered by record: each test has its own.
  records += 1
  const patientId = `01900000-0000-7000-8000-0000000001${String(records).padStart(2, '0')}`
  let now = { ...first, patientId }
  const hold = (view: IdentityView) => {
    now = { ...view, patientId }
    return { identity: now }
  }
  const seat = await sitAt(
    <Window>
      <IdentityPanel record={{ ...recordOfTherese, patientId }} onChanged={() => {}} />
    </Window>,
    { 'identity.read': () => ({ identity: now }), ...answers(hold) },
    more,
  )
  const choose = async (label: string) => {
    const found = [...document.querySelectorAll('label')].find(
      (line) => line.textContent?.replaceAll('\u00a0', ' ') === label,
    )
    const input = found?.querySelector('input')
    if (input === undefined || input === null) throw new Error(`no choice ${label}`)
    await act(async () => input.click())
  }
  const validate = () => seat.press('Enter', { ctrlKey: true, code: 'Enter' })
  return { ...seat, patientId, choose, validate }
}

const tick = 'Les traits de la pièce sont identiques à ceux de l’INSi, et la personne correspond à la photo.'
const jobId = '01900000-0000-7000-8000-0000000000d1'
const job = {
  jobId,
  kind: 'insi',
  state: 'done',
  phase: 'reading',
  done: 0,
  total: 0,
  unit: 'steps',
  startedAt: '2026-11-24T13:36:00.000Z',
  endedAt: '2026-11-24T13:36:01.000Z',
  canPause: false,
  canCancel: false,
  problem: null,
  result: { exchangeId },
}

test('what INSi completes is proposed, the document is not: chosen, ticked and validated by the keyboard, it qualifies', async () => {
  const seat = await openPanel(answered(), (hold) => ({ 'identity.decide': () => hold(qualified) }))
  expect(seat.text()).toContain('THERESE MARIE LOUISE')
  expect(seat.text()).toContain('2 63 06 33 240 988 52 (NIR)')
  expect(document.querySelector('[data-kinds] input:checked')).toBeNull()
  expect(seat.text()).toContain('Reste à contrôler une pièce d’identité pour qualifier.')
  await seat.choose('Carte nationale d’identité')
  expect(seat.text()).toContain('2 traits repris de l’INSi.')
  // Not ticked, it goes nowhere and says so.
  await seat.validate()
  expect(seat.asked('identity.decide')).toEqual([])
  expect(document.activeElement).toBe(one('[data-tick] input'))
  await seat.choose(tick)
  await seat.validate()
  expect(seat.asked('identity.decide')).toEqual([
    {
      patientId: seat.patientId,
      expectedVersion: 3,
      exchangeId,
      accepted: ['birthFirstNames'],
      document: { documentKind: 'CN', companionKind: null },
    },
  ])
  expect(seat.text()).toContain('Identité qualifiée')
  expect(seat.text()).toContain('Carte nationale d’identité, contrôlée le 24/11/2026 par S. LEROUX')
  await seat.leave()
})

test('without a document the INS is retrieved, and the document alone is asked for next', async () => {
  const seat = await openPanel(answered(), (hold) => ({
    'identity.decide': () => hold(retrieved),
    'identity.checkDocument': () => hold(qualified),
  }))
  await seat.validate()
  expect(seat.asked('identity.decide')).toMatchObject([{ accepted: ['birthFirstNames'], document: null }])
  await seat.validate()
  expect(seat.asked('identity.checkDocument')).toEqual([])
  await seat.choose('Passeport')
  await seat.choose(tick)
  await seat.validate()
  expect(seat.asked('identity.checkDocument')).toMatchObject([{ documentKind: 'PA', expectedVersion: 4 }])
  await seat.leave()
})

const elsewhere: InsiAnswer = { ...answer, traits: { ...answer.traits, birthName: 'ARNAULT', birthDate: '1963-06-13' } }

test('traits that cannot both be right wait for a person, line by line, and what is kept says what it costs', async () => {
  const seat = await openPanel(answered(elsewhere), (hold) => ({ 'identity.decide': () => hold(provisional) }))
  expect(seat.text()).toContain('2 traits diffèrent : choisissez le cabinet ou l’INSi sur chaque ligne.')
  await seat.validate()
  expect(seat.asked('identity.decide')).toEqual([])
  const line = document.activeElement?.closest('tr')
  expect(line?.getAttribute('data-trait')).toBe('birthName')
  await seat.press('ArrowRight')
  await seat.press('ArrowDown')
  await seat.press('ArrowDown')
  expect(document.activeElement?.closest('tr')?.getAttribute('data-trait')).toBe('birthDate')
  await seat.press('ArrowLeft')
  expect(seat.text()).toContain('l’INS n’est pas reprise, et le dossier passe « INS KO ».')
  await seat.press('ArrowRight')
  expect(seat.text()).toContain('4 traits repris de l’INSi.')
  await seat.validate()
  expect(seat.asked('identity.decide')).toMatchObject([{ accepted: ['birthName', 'birthFirstNames', 'birthDate'] }])
  await seat.leave()
})

test('« Garder les traits du cabinet » says first that the record becomes « INS KO »', async () => {
  const seat = await openPanel(answered(elsewhere), (hold) => ({ 'identity.decide': () => hold(provisional) }))
  await seat.click('Garder les traits du cabinet')
  expect(seat.asked('identity.decide')).toEqual([])
  expect(seat.text()).toContain('L’INS n’est pas reprise, et le dossier passe « INS KO »')
  await seat.press('Escape')
  await seat.click('Garder les traits du cabinet')
  await seat.clickLast('Garder les traits du cabinet')
  expect(seat.asked('identity.decide')).toMatchObject([{ accepted: [], document: null }])
  await seat.leave()
})

test('nobody found: the other first names are asked by themselves, what changes a trait is only proposed', async () => {
  const asked = { ...recordOfTherese.fields, birthFirstNames: ['Thérèse', 'Marie'] }
  const started: IdentityView = { ...provisional, identity: { ...provisional.identity, traits: traitsOf(asked) } }
  let calls = 0
  const exchange = () => `01900000-0000-7000-8000-00000000e00${calls}`
  const seat = await openPanel(started, (hold) => ({
    'identity.ask': () => {
      calls += 1
      return { jobId: `01900000-0000-7000-8000-00000000d00${calls}` }
    },
    'jobs.get': ({ jobId: asked }: { jobId: string }) => {
      hold({
        ...started,
        identity: {
          ...started.identity,
          ko: { reason: 'none', exchangeId: exchange(), act: started.identity.capture.act },
        },
        lastCall: {
          exchangeId: exchange(),
          operation: 'traits',
          outcome: '01',
          act: started.identity.capture.act,
          tookMs: 10,
        },
      })
      return {
        job: {
          ...job,
          jobId: asked,
          state: 'failed',
          problem: { problem: 'insi.no-match', data: { code: '01' } },
          result: null,
        },
      }
    },
  }))
  await seat.validate()
  await seat.settle(300)
  expect(seat.asked('identity.ask').map(({ search }) => (search as { firstNames: string }).firstNames)).toEqual([
    'THERESE',
    'MARIE',
    'THERESE MARIE',
  ])
  expect(seat.text()).toContain('INS KO : aucune identité trouvée.')
  expect(seat.text()).toContain('Avec le nom utilisé comme nom de naissance')
  expect(seat.text()).toContain('Cette recherche change un trait d’identité')
  await seat.click('Chercher\u00a0: Avec le nom utilisé comme nom de naissance')
  expect(seat.asked('identity.ask').at(-1)).toMatchObject({
    search: { by: 'traits', birthName: 'LACROIX', firstNames: 'THERESE' },
  })
  await seat.leave()
})

test('a call goes on beside the record, says what it does, and stops when asked; nothing has changed', async () => {
  const state = { state: 'running', phase: 'calling', canCancel: true, endedAt: null, result: null }
  let now: Record<string, unknown> = state
  const seat = await openPanel(provisional, () => ({
    'identity.ask': () => ({ jobId }),
    'jobs.get': () => ({ job: { ...job, ...now } }),
    'jobs.steer': () => {
      now = { state: 'cancelled', result: null }
      return { job: { ...job, ...now } }
    },
  }))
  await seat.validate()
  expect(seat.text()).toContain('L’INSi est interrogé…')
  expect(seat.text()).toContain('Vous pouvez continuer la consultation.')
  await seat.click('Arrêter')
  await seat.settle(400)
  expect(seat.asked('jobs.steer')).toMatchObject([{ to: 'cancel' }])
  expect(seat.text()).toContain('Appel arrêté. Rien n’a été changé dans le dossier.')
  await seat.leave()
})

test('a refusal says why, and leaves the document, which validates without INSi', async () => {
  const seat = await openPanel(provisional, () => ({
    'identity.ask': () => refuse('teleservice.not-set', {}),
    'identity.checkDocument': () => ({ identity: provisional }),
  }))
  await seat.validate()
  expect(seat.text()).toContain('Les téléservices de l’Assurance Maladie ne sont pas réglés.')
  await seat.choose('Passeport')
  await seat.choose('Les traits de la pièce sont identiques à ceux du dossier, et la personne correspond à la photo.')
  expect(seat.text()).toContain('Reste à appeler l’INSi pour qualifier.')
  await seat.click('Valider l’identité')
  expect(seat.asked('identity.checkDocument')).toMatchObject([{ documentKind: 'PA' }])
  await seat.leave()
})

test('a call that its holder would not sign is a call that was stopped: nothing is told as a fault', async () => {
  const problem = { problem: 'device.refused', data: { because: 'cancelled', triesLeft: null } }
  const seat = await openPanel(provisional, () => ({
    'identity.ask': () => ({ jobId }),
    'jobs.get': () => ({ job: { ...job, state: 'failed', result: null, problem } }),
  }))
  await seat.validate()
  expect(seat.text()).toContain('Appel arrêté. Rien n’a été changé dans le dossier.')
  expect(seat.text()).not.toContain('L’INSi n’a pas donné de réponse')
  await seat.leave()
})

test('who may not qualify sees what the status rests on, and no act', async () => {
  const seat = await openPanel(qualified, () => ({}), [])
  expect(seat.text()).toContain('Votre rôle permet de lire l’identité, pas de la qualifier.')
  expect(seat.text()).toContain('INSi, par carte Vitale, le 24/11/2026 par S. LEROUX')
  expect(document.querySelectorAll('button')).toHaveLength(0)
  await seat.leave()
})

test('a doubt says what it stops before it is set, and bars the gesture until it is lifted', async () => {
  const doubtful: IdentityView = {
    ...provisional,
    identity: { ...provisional.identity, attributes: ['doubtful'] },
  }
  const seat = await openPanel(qualified, (hold) => ({ 'identity.mark': () => hold(doubtful) }))
  await seat.click('Marquer douteuse…')
  expect(seat.text()).toContain('L’identité repasse en « Identité provisoire ».')
  await seat.clickLast('Marquer douteuse')
  expect(seat.asked('identity.mark')).toMatchObject([{ attribute: 'doubtful', set: true }])
  expect(seat.text()).toContain('Identité douteuse : ni appel à l’INSi ni validation')
  await seat.validate()
  expect(seat.asked('identity.ask')).toEqual([])
  await seat.click('Lever le doute')
  expect(seat.asked('identity.mark').at(-1)).toMatchObject({ attribute: 'doubtful', set: false })
  await seat.leave()
})

test('a proof given by mistake is taken away with its reason, and may stand again', async () => {
  const withdrawn: IdentityView = {
    ...retrieved,
    version: 6,
    history: [
      {
        proofId: '01900000-0000-7000-8000-0000000000f2',
        kind: 'document',
        channel: null,
        documentKind: 'CN',
        given: retrieved.identity.capture.act,
        withdrawn: retrieved.identity.capture.act,
        because: 'by-person',
        note: 'autre patient',
        restorable: true,
      },
    ],
  }
  const seat = await openPanel(qualified, (hold) => ({ 'identity.reverse': () => hold(withdrawn) }))
  await seat.click('Retirer… Carte nationale d’identité')
  expect(seat.text()).toContain('L’identité devient « Identité récupérée ».')
  await seat.click('Retirer la preuve')
  expect(seat.asked('identity.reverse')).toMatchObject([{ to: 'withdrawn', expectedVersion: 5 }])
  expect(seat.text()).toContain('autre patient')
  await seat.click('Rétablir')
  expect(seat.asked('identity.reverse').at(-1)).toMatchObject({ to: 'standing', expectedVersion: 6 })
  await seat.leave()
})

function traitsOf(fields: typeof recordOfTherese.fields): IdentityView['identity']['traits'] {
  const { birthName, birthFirstNames, firstBirthFirstName, sex, birthDate, birthPlaceCode } = fields
  return { birthName, birthFirstNames, firstBirthFirstName, sex, birthDate, birthPlaceCode }
}
