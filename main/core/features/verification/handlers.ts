import {
  readVerifications,
  reportVerification,
  startVerification,
  steerVerification,
  updateVerificationSettings,
} from '#app/features/verification/contract.ts'
import { usualVerificationSettings } from '#app/features/verification/model.ts'
import { problem } from '#app/kernel/problem.ts'
import { displayNameOf } from '#core/features/people/index.ts'
import { summaryColumns, toSummary } from '#core/features/patients/index.ts'
import { writeSection } from '#core/features/settings/index.ts'
import { type Caller, callerOf, hasCertificate, readMeans } from '#core/features/teleservices/index.ts'
import { type Handler, handle } from '#core/kernel/handle.ts'
import { isProblem, type Work } from '#core/kernel/work.ts'
import { countDue, findRun, findUnfinishedRun, insertRun, listDue, listRuns, setRun, viewRun } from './repository.ts'
import { runPlan } from './running.ts'
import { findVerificationSettings, readVerificationSettings, verificationSection } from './settings.ts'

const runsShown = 20

const overview = handle(readVerifications, async (_input, work) => {
  const isWorking = work.jobs.isRunning('insi-verification')
  const profile = work.vault.open()?.profile ?? 'production'
  return work.vault.asService('verification').read(async (db) => {
    const section = await findVerificationSettings(db)
    const settings = section?.value ?? usualVerificationSettings
    const runs = []
    for (const row of await listRuns(db, runsShown)) runs.push(await viewRun(db, row, isWorking))
    // Screens ask at each step of a run: what it has left is what is due, without every proof being looked at again.
    const underWay = runs.find((run) => run.underWay)?.counts
    return {
      settings,
      version: section?.version ?? 1,
      due: underWay ? underWay.waiting + underWay.asked : await countDue(db, settings.years, work.now()),
      hasCertificate: await hasCertificate(db, profile),
      runs,
    }
  })
})

const updateSettings = handle(updateVerificationSettings, async (input, work) =>
  work.write(async (db) => {
    const present = await findVerificationSettings(db)
    const presentVersion = present?.version ?? 1
    if (presentVersion !== input.expectedVersion) {
      return problem('edit.conflict', {
        currentVersion: presentVersion,
        changedBy: await displayNameOf(db, present?.changedBy ?? null),
        changedAt: present?.changedAt ?? work.now(),
      })
    }
    const stamp = { presentVersion, at: work.now(), by: work.actor }
    const version = await writeSection(db, verificationSection, input.settings, stamp)
    work.journal({ details: { ...input.settings } })
    work.announce('settings', verificationSection, version)
    work.announce('verification', '*', version)
    return { settings: input.settings, version }
  }),
)

const start = handle(startVerification, async (_input, work) => {
  const caller = await runCaller(work)
  const means = await work.read((db) => readMeans(db, caller, false))
  if (isProblem(means)) return means
  const runId = work.newId()
  const begun = await work.write(async (db) => {
    if ((await findUnfinishedRun(db)) !== undefined) return problem('verification.running', {})
    const { years } = await readVerificationSettings(db)
    const due = await listDue(db, years, work.now())
    if (due.length === 0) return problem('verification.nothing-due', {})
    const { userId, displayName } = work.actor
    const row = { run_id: runId, started_at: work.now(), started_by_user_id: userId, started_by: displayName }
    await insertRun(db, { ...row, origin: 'person' }, due, () => work.newId())
    work.journal({ subjectId: runId, details: { identities: due.length } })
    work.announce('verification', runId, 0)
    return { runId }
  })
  if (!isProblem(begun)) begin(work, caller, runId)
  return begun
})

const steer = handle(steerVerification, async ({ runId, to }, work) => {
  const caller = await runCaller(work)
  const means = to === 'resume' ? await work.read((db) => readMeans(db, caller, false)) : null
  if (isProblem(means)) return means
  const steered = await work.write(async (db) => {
    const run = await findRun(db, runId)
    if (run === undefined) return problem('not-found', {})
    if (run.state !== 'running' && run.state !== 'paused') return problem('verification.over', {})
    if (to === 'cancel') await setRun(db, runId, { state: 'cancelled', ended_at: work.now() })
    else await setRun(db, runId, { state: to === 'pause' ? 'paused' : 'running', trouble: null })
    work.journal({ subjectId: runId, details: { to } })
    work.announce('verification', runId, 0)
    const row = await findRun(db, runId)
    return row === undefined ? problem('not-found', {}) : { run: await viewRun(db, row, to === 'resume') }
  })
  if (!isProblem(steered) && to === 'resume') begin(work, caller, runId)
  return steered
})

const report = handle(reportVerification, async ({ runId, outcome, offset, limit }, work) => {
  const found = await work.read(async (db) => {
    const ofRun = db
      .selectFrom('verification_item')
      .innerJoin('patient', 'patient.patient_id', 'verification_item.patient_id')
      .where('verification_item.run_id', '=', runId)
      .where('verification_item.state', '=', outcome)
    const { items } = await ofRun
      .select(({ fn }) => fn.countAll<number | string>().as('items'))
      .executeTakeFirstOrThrow()
    const rows = await ofRun
      .select(summaryColumns)
      .select([
        'verification_item.item_id',
        'verification_item.state',
        'verification_item.code',
        'verification_item.answered_at',
      ])
      .orderBy('verification_item.answered_at', 'desc')
      .orderBy('verification_item.item_id')
      .limit(limit)
      .offset(offset)
      .execute()
    const lines = rows.map((row) => ({
      itemId: row.item_id,
      outcome: row.state,
      code: row.code,
      answeredAt: row.answered_at,
      patient: toSummary(row),
    }))
    return { lines, total: Number(items) }
  })
  work.journal({ subjectId: runId, details: { list: 'verification', outcome, rows: found.total } })
  return found
})

/** The certificate of the establishment where there is one: nobody has to stay. Else whoever asks, at their seat. */
async function runCaller(work: Work): Promise<Caller> {
  const caller = callerOf(work)
  const isAlone = await work.read((db) => hasCertificate(db, caller.profile))
  return isAlone ? { ...caller, devices: null, signIn: null, person: null } : caller
}

/** Goes on with a run, unless something does already: one that was paused a moment ago finishes its call, and goes on. */
function begin(work: Work, caller: Caller, runId: string): void {
  if (work.jobs.isRunning('insi-verification')) return
  const isOpen = () => work.vault.open()?.cabinetId === caller.cabinetId
  work.jobs.start(runPlan({ caller, service: work.vault.asService('verification'), isOpen }, runId))
}

/** What answers about verifications. */
export const verificationHandlers: readonly Handler[] = [overview, updateSettings, start, steer, report]
