import {
  getVaccination,
  listVaccinations,
  removeVaccination,
  restoreVaccination,
  saveVaccination,
} from '#app/features/vaccinations/contract.ts'
import type { VaccinationFields } from '#app/features/vaccinations/model.ts'
import { type Problem, problem } from '#app/kernel/problem.ts'
import { findPerson, shortNameOf } from '#core/features/people/index.ts'
import { handle } from '#core/kernel/handle.ts'
import type { ReadDb, WriteDb } from '#core/kernel/tables.ts'
import { isProblem, type Work } from '#core/kernel/work.ts'
import {
  changeVaccination,
  fieldsOf,
  findVaccination,
  findVaccinations,
  insertVaccinations,
  type Stamp,
  viewOf,
} from './repository.ts'
import type { VaccinationTable } from './tables.ts'
import { enterTimeline, leaveTimeline } from './timeline.ts'

const list = handle(listVaccinations, async ({ patientId }, work) => {
  const rows = await work.read((db) => findVaccinations(db, patientId))
  return { vaccinations: rows.map(viewOf) }
})

const get = handle(getVaccination, async ({ patientId, vaccinationId }, work) => {
  const row = await work.read((db) => findVaccination(db, patientId, vaccinationId))
  return row === undefined || row.removed_at !== null ? problem('not-found', {}) : { vaccination: viewOf(row) }
})

const save = handle(saveVaccination, async ({ patientId, vaccinationId, expectedVersion, fields }, work) => {
  if ((vaccinationId === null) !== (expectedVersion === null)) {
    return problem('invalid-input', { fields: [{ path: 'expectedVersion', code: 'missing' }] })
  }
  // A vaccination is a fact: one of tomorrow is a slip of the finger.
  if (fields.givenOn > work.today()) {
    return problem('invalid-input', { fields: [{ path: 'fields.givenOn', code: 'future' }] })
  }
  const saved = await work.write(async (db) => {
    const stamp = await stampOf(db, work)
    const written = await write(db, work, { patientId, vaccinationId, expectedVersion, fields }, stamp)
    if (isProblem(written)) return written
    await enterTimeline(db, { vaccinationId: written.vaccinationId, patientId, fields }, stamp)
    work.journal({ subjectId: written.vaccinationId, details: { added: vaccinationId === null } })
    return written
  })
  if (!isProblem(saved)) tell(work, patientId, saved.version)
  return saved
})

const remove = handle(removeVaccination, (input, work) =>
  setRemoved(work, input, true, (db, row) => leaveTimeline(db, row.vaccination_id)),
)

const restore = handle(restoreVaccination, (input, work) =>
  setRemoved(work, input, false, (db, row, stamp) =>
    enterTimeline(db, { vaccinationId: row.vaccination_id, patientId: row.patient_id, fields: fieldsOf(row) }, stamp),
  ),
)

/** What answers about vaccinations. */
export const vaccinationsHandlers = [list, get, save, remove, restore]

interface Saving {
  readonly patientId: string
  readonly vaccinationId: string | null
  readonly expectedVersion: number | null
  readonly fields: VaccinationFields
}

async function write(
  db: WriteDb,
  work: Work,
  { patientId, vaccinationId, expectedVersion, fields }: Saving,
  stamp: Stamp,
): Promise<{ readonly vaccinationId: string; readonly version: number } | Problem<'edit.conflict' | 'not-found'>> {
  if (vaccinationId === null || expectedVersion === null) {
    const newId = work.newId()
    await insertVaccinations(db, [{ vaccinationId: newId, patientId, sourceNoteId: null, fields, stamp }])
    return { vaccinationId: newId, version: 1 }
  }
  const row = await wanted(db, { patientId, vaccinationId, expectedVersion }, false)
  if (isProblem(row)) return row
  return { vaccinationId, version: await changeVaccination(db, row, { fields }, stamp) }
}

interface Wanted {
  readonly patientId: string
  readonly vaccinationId: string
  readonly expectedVersion: number
}

async function setRemoved(
  work: Work,
  { patientId, vaccinationId, expectedVersion }: Wanted,
  removed: boolean,
  follow: (db: WriteDb, row: VaccinationTable, stamp: Stamp) => Promise<void>,
): Promise<{ readonly version: number } | Problem<'edit.conflict' | 'not-found'>> {
  const done = await work.write(async (db) => {
    const row = await wanted(db, { patientId, vaccinationId, expectedVersion }, !removed)
    if (isProblem(row)) return row
    const stamp = await stampOf(db, work)
    const version = await changeVaccination(db, row, { removed }, stamp)
    await follow(db, row, stamp)
    work.journal({ subjectId: vaccinationId })
    return { version }
  })
  if (!isProblem(done)) tell(work, patientId, done.version)
  return done
}

/** The vaccination at the version that was read, removed or not as it must be. */
async function wanted(
  db: ReadDb,
  { patientId, vaccinationId, expectedVersion }: Wanted,
  removed: boolean,
): Promise<VaccinationTable | Problem<'edit.conflict' | 'not-found'>> {
  const row = await findVaccination(db, patientId, vaccinationId)
  if (row === undefined || (row.removed_at !== null) !== removed) return problem('not-found', {})
  if (row.version === expectedVersion) return row
  return problem('edit.conflict', {
    currentVersion: row.version,
    changedBy: row.updated_by_name,
    changedAt: row.updated_at,
  })
}

function tell(work: Work, patientId: string, version: number): void {
  work.announce('clinical', patientId, version, patientId)
  work.announce('record', patientId, version, patientId)
}

async function stampOf(db: ReadDb, work: Work): Promise<Stamp> {
  const person = await findPerson(db, work.actor.userId)
  const byName = person === undefined ? work.actor.displayName : shortNameOf(person)
  return { at: work.now(), by: work.actor.userId, byName }
}
