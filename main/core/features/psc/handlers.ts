import {
  answerTraining as answerTrainingOperation,
  beginPsc,
  cancelPsc,
  describePsc,
  enterWithPsc,
  getPscSettings,
  pscProgress,
  trainingRequests as trainingRequestsOperation,
  updatePscSettings,
} from '#app/features/psc/contract.ts'
import { nationalIdOf, rppsOf } from '#app/features/psc/rules.ts'
import { problem, type Problem } from '#app/kernel/problem.ts'
import { sayActivity } from '#app/text/fr/psc-words.ts'
import { displayNameOf, findPerson, listPeople, mayAct, noteOpened } from '#core/features/people/index.ts'
import { viewOfSession } from '#core/features/sessions/index.ts'
import { writeSection } from '#core/features/settings/index.ts'
import { handle } from '#core/kernel/handle.ts'
import type { SignInProgress } from '#core/kernel/sign-in-desk.ts'
import type { Work } from '#core/kernel/work.ts'
import { SignInFailure } from '#core/ports/index.ts'
import { faultOf, findPscSettings, proxyOf, pscSection, unset } from './settings.ts'

const describe = handle(describePsc, async (_input, work) => {
  const cabinet = openCabinet(work)
  const proxy = await work.read((db) => proxyOf(db, cabinet))
  return { offered: proxy !== null, training: cabinet.profile === 'training' }
})

const begin = handle(beginPsc, async ({ cabinetId, who, channel }, work) => {
  const cabinet = openCabinet(work)
  // The page shows another cabinet than the one that was opened meanwhile.
  if (cabinet.cabinetId !== cabinetId) return problem('not-found', {})
  const { proxy, rpps } = await work.read(async (db) => ({
    proxy: await proxyOf(db, cabinet),
    rpps: 'rpps' in who ? who.rpps : ((await findPerson(db, who.userId))?.rpps ?? null),
  }))
  if (proxy === null) return problem('psc.not-set', {})
  if (rpps === null) return problem('psc.no-rpps', {})
  const begun = work.signIn.begin({ proxy, nationalId: nationalIdOf(rpps), channel })
  return 'retryAfterMs' in begun ? problem('cabinet.wait', begun) : begun
})

const progress = handle(pscProgress, async ({ attemptId }, work) => {
  const now = await work.signIn.progress(attemptId, work.signal)
  switch (now.kind) {
    case 'waiting':
      return { stage: 'waiting' as const, activities: [] }
    case 'approved':
      return { stage: 'approved' as const, activities: now.activities.map(sayActivity) }
    case 'unknown':
      return problem('psc.attempt-over', {})
    case 'failed':
      return refusalOf(now.reason)
  }
})

const enter = handle(enterWithPsc, async ({ attemptId, activity }, work) => {
  const approved = work.signIn.look(attemptId)
  if (approved.kind !== 'approved') return problem('psc.attempt-over', {})
  const { nationalId, activities } = approved
  const chosen = activities.length > 1 ? (activities[activity ?? -1] ?? null) : (activities[0] ?? null)
  if (chosen === null && activities.length > 0) return problem('psc.activity-needed', {})
  const taken = work.signIn.take(attemptId)
  if (taken === null) return problem('psc.attempt-over', {})
  const userId = await findByRpps(work, rppsOf(nationalId))
  if (userId === null) {
    taken.end()
    return problem('psc.not-a-user', {})
  }
  work.journal({ actorId: userId })
  const session = await work.sessions.signIn(userId, { kind: 'psc', cardNumber: null })
  if (session === null) {
    taken.end()
    return problem('psc.not-a-user', {})
  }
  taken.keep(chosen)
  try {
    await work.write((db) => noteOpened(db, userId, work.now()))
  } catch (error) {
    // Nobody is in without a line of the journal that says so; the session takes what it stands on with it.
    work.sessions.signOut()
    throw error
  }
  work.announce('session', session.sessionId, 1)
  return { session: await viewOfSession(session, work) }
})

const cancel = handle(cancelPsc, async ({ attemptId }, work) => {
  work.signIn.cancel(attemptId)
  return { cancelled: true as const }
})

const settings = handle(getPscSettings, async (_input, work) => {
  const section = await work.read(findPscSettings)
  return {
    settings: section?.value ?? unset,
    version: section?.version ?? 0,
    training: openCabinet(work).profile === 'training',
  }
})

const updateSettings = handle(updatePscSettings, async ({ settings, expectedVersion }, work) => {
  if (openCabinet(work).profile === 'training') return problem('psc.training-only', {})
  const fault = faultOf(settings)
  if (fault !== null) return fault
  return work.write(async (db) => {
    const present = await findPscSettings(db)
    const presentVersion = present?.version ?? 0
    if (presentVersion !== expectedVersion) {
      return problem('edit.conflict', {
        currentVersion: presentVersion,
        changedBy: await displayNameOf(db, present?.changedBy ?? null),
        changedAt: present?.changedAt ?? work.now(),
      })
    }
    work.journal({ details: { proxy: settings.proxyUrl, before: present?.value.proxyUrl ?? '' } })
    const version = await writeSection(db, pscSection, settings, { presentVersion, at: work.now(), by: work.actor })
    work.announce('settings', pscSection, version)
    return { settings, version }
  })
})

const trainingRequests = handle(trainingRequestsOperation, async (_input, work) => {
  if (openCabinet(work).profile !== 'training') return { requests: [] }
  return onTelephone(async () => ({ requests: [...(await work.signIn.telephone.requests())] }))
})

const answerTraining = handle(answerTrainingOperation, async ({ requestId, approve }, work) => {
  if (openCabinet(work).profile !== 'training') return { answered: false }
  return onTelephone(async () => ({ answered: await work.signIn.telephone.answer(requestId, approve) }))
})

/** What answers about Pro Santé Connect. */
export const pscHandlers = [
  describe,
  begin,
  progress,
  enter,
  cancel,
  settings,
  updateSettings,
  trainingRequests,
  answerTraining,
]

function openCabinet(work: Work) {
  const open = work.vault.open()
  if (open === null) throw new Error('no cabinet is open')
  return open
}

/** The user who has this RPPS and may act today. Never by name: two doctors may share one. */
async function findByRpps(work: Work, rpps: string | null): Promise<string | null> {
  if (rpps === null) return null
  const people = await work.read(listPeople)
  return people.find((person) => person.rpps === rpps && mayAct(person, work.today()))?.user_id ?? null
}

async function onTelephone<T>(ask: () => Promise<T>): Promise<T | Problem<'psc.unavailable'>> {
  try {
    return await ask()
  } catch (error) {
    if (error instanceof SignInFailure) return problem('psc.unavailable', { reason: 'unreachable' })
    throw error
  }
}

type Failure = Extract<SignInProgress, { readonly kind: 'failed' }>['reason']

function refusalOf(reason: Failure) {
  switch (reason) {
    case 'unknown-person':
      return problem('psc.unknown-person', {})
    case 'already-open':
      return problem('psc.already-open', {})
    case 'refused':
      return problem('psc.refused', {})
    case 'expired':
      return problem('psc.expired', {})
    case 'other-person':
      return problem('psc.other-person', {})
    default:
      return problem('psc.unavailable', { reason })
  }
}
