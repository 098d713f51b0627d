import {
  checkDrugs,
  createTreatment,
  listTreatments,
  removeTreatment,
  restoreTreatment,
  stopTreatment,
  updateTreatment,
} from '#app/features/treatments/contract.ts'
import type { TreatmentView } from '#app/features/treatments/model.ts'
import { type Problem, problem } from '#app/kernel/problem.ts'
import { handle } from '#core/kernel/handle.ts'
import type { WriteDb } from '#core/kernel/tables.ts'
import { isProblem, type Work } from '#core/kernel/work.ts'
import {
  changeTreatment,
  findTreatment,
  findTreatments,
  inOrder,
  insertTreatments,
  type Stamp,
  type TreatmentChange,
  viewOf,
} from './repository.ts'
import { checkFor, checkTaken } from './safety.ts'
import type { TreatmentTable } from './tables.ts'

const list = handle(listTreatments, ({ patientId }, work) =>
  work.read(async (db) => {
    const treatments = inOrder((await findTreatments(db, patientId)).map((row) => viewOf(row, work.today())))
    return { treatments, safety: await checkTaken(db, patientId, treatments) }
  }),
)

const check = handle(checkDrugs, async ({ patientId, drugs, instead }, work) => ({
  safety: await work.read((db) => checkFor(db, { patientId, drugs, instead, today: work.today() })),
}))

const create = handle(createTreatment, async ({ patientId, fields }, work) => {
  const treatmentId = work.newId()
  await work.write(async (db) => {
    await insertTreatments(db, [{ treatmentId, patientId, fields }], stampOf(work))
    work.journal({ subjectId: treatmentId })
  })
  tell(work, patientId, 1)
  return { treatment: await readView(work, patientId, treatmentId) }
})

const update = handle(updateTreatment, ({ fields, ...named }, work) => change(work, named, () => ({ fields })))

const stop = handle(stopTreatment, ({ stoppedOn, reason, ...named }, work) =>
  change(work, named, () => ({ stopped_on: stoppedOn, stop_reason: stoppedOn === null ? '' : reason })),
)

const remove = handle(removeTreatment, async (named, work) => {
  const version = await work.write((db) => changeIn(db, work, named, () => ({ removed_at: work.now() }), false))
  if (isProblem(version)) return version
  tell(work, named.patientId, version)
  return { version }
})

const restore = handle(restoreTreatment, (named, work) => change(work, named, () => ({ removed_at: null }), true))

/** What answers about treatments. */
export const treatmentsHandlers = [list, check, create, update, stop, remove, restore]

interface Named {
  readonly patientId: string
  readonly treatmentId: string
  readonly expectedVersion: number
}

async function change(
  work: Work,
  named: Named,
  decide: (row: TreatmentTable) => TreatmentChange,
  isRemoved = false,
): Promise<{ treatment: TreatmentView } | Problem<'edit.conflict' | 'not-found'>> {
  const version = await work.write((db) => changeIn(db, work, named, decide, isRemoved))
  if (isProblem(version)) return version
  tell(work, named.patientId, version)
  return { treatment: await readView(work, named.patientId, named.treatmentId) }
}

async function changeIn(
  db: WriteDb,
  work: Work,
  { patientId, treatmentId, expectedVersion }: Named,
  decide: (row: TreatmentTable) => TreatmentChange,
  isRemoved: boolean,
): Promise<number | Problem<'edit.conflict' | 'not-found'>> {
  const row = await findTreatment(db, patientId, treatmentId)
  if (row === undefined || (row.removed_at !== null) !== isRemoved) return problem('not-found', {})
  if (row.version !== expectedVersion)
    return problem('edit.conflict', {
      currentVersion: row.version,
      changedBy: row.updated_by_name,
      changedAt: row.updated_at,
    })
  const decided = decide(row)
  // Names what changed, never the words: those of a treatment are a patient's.
  work.journal({ subjectId: treatmentId, details: { changed: Object.keys(decided) } })
  return changeTreatment(db, row, decided, stampOf(work))
}

async function readView(work: Work, patientId: string, treatmentId: string): Promise<TreatmentView> {
  const row = await work.read((db) => findTreatment(db, patientId, treatmentId))
  if (row === undefined) throw new Error('a treatment just written is not there')
  return viewOf(row, work.today())
}

function tell(work: Work, patientId: string, version: number): void {
  work.announce('clinical', patientId, version, patientId)
}

function stampOf(work: Work): Stamp {
  return { at: work.now(), by: work.actor.userId, byName: work.actor.displayName }
}
