import {
  addMeasurements,
  changeMeasurement,
  listMeasurements,
  removeMeasurement,
  restoreMeasurement,
} from '#app/features/measurements/contract.ts'
import { problem } from '#app/kernel/problem.ts'
import { findPerson, shortNameOf } from '#core/features/people/index.ts'
import { type Handler, handle } from '#core/kernel/handle.ts'
import type { ReadDb } from '#core/kernel/tables.ts'
import { isProblem, type Work } from '#core/kernel/work.ts'
import {
  findBirthDate,
  findLastMeasurements,
  findMeasurement,
  findMeasurements,
  insertMeasurements,
  rowOf,
  type Stamp,
  toMeasurement,
  updateMeasurement,
} from './repository.ts'

const list = handle(listMeasurements, async ({ patientId, last }, work) => {
  const found = await work.read(async (db) => ({
    measurements: [
      ...(last === undefined
        ? await findMeasurements(db, patientId)
        : await findLastMeasurements(db, patientId, last.before)),
    ],
    birthDate: await findBirthDate(db, patientId),
  }))
  work.journal({ details: { rows: found.measurements.length } })
  return found
})

const add = handle(addMeasurements, async ({ patientId, measuredAt, fields }, work) => {
  if (isAhead(measuredAt, work)) return problem('measurement.in-future', {})
  const setId = work.newId()
  const rows = await work.write(async (db) => {
    const stamp = await stampOf(db, work)
    const added = fields.readings.map((reading) =>
      rowOf({ measurementId: work.newId(), patientId, setId, sourceNoteId: null, measuredAt, reading }, stamp),
    )
    await insertMeasurements(db, added)
    work.journal({ subjectId: setId, details: { rows: added.length } })
    return added
  })
  work.announce('clinical', patientId, 1, patientId)
  return { measurements: rows.map(toMeasurement) }
})

const change = handle(changeMeasurement, async ({ measurementId, expectedVersion, measuredAt, reading }, work) => {
  if (isAhead(measuredAt, work)) return problem('measurement.in-future', {})
  const written = await work.write(async (db) => {
    const row = await presentIn(db, measurementId, expectedVersion, false)
    if (isProblem(row)) return row
    const changed = { code: reading.code, value: reading.value, second_value: reading.second, measured_at: measuredAt }
    await updateMeasurement(db, row, changed, await stampOf(db, work))
    work.journal({ patientId: row.patient_id, subjectId: measurementId })
    return row.patient_id
  })
  if (isProblem(written)) return written
  work.announce('clinical', written, 1, written)
  return { measurement: await readOne(work, measurementId) }
})

const remove = handle(removeMeasurement, async ({ measurementId, expectedVersion }, work) => {
  const written = await work.write(async (db) => {
    const row = await presentIn(db, measurementId, expectedVersion, false)
    if (isProblem(row)) return row
    const stamp = await stampOf(db, work)
    const version = await updateMeasurement(db, row, { removed_at: stamp.at, removed_by: stamp.name }, stamp)
    work.journal({ patientId: row.patient_id, subjectId: measurementId })
    return { patientId: row.patient_id, version }
  })
  if (isProblem(written)) return written
  work.announce('clinical', written.patientId, 1, written.patientId)
  return { version: written.version }
})

const restore = handle(restoreMeasurement, async ({ measurementId, expectedVersion }, work) => {
  const written = await work.write(async (db) => {
    const row = await presentIn(db, measurementId, expectedVersion, true)
    if (isProblem(row)) return row
    await updateMeasurement(db, row, { removed_at: null, removed_by: null }, await stampOf(db, work))
    work.journal({ patientId: row.patient_id, subjectId: measurementId })
    return row.patient_id
  })
  if (isProblem(written)) return written
  work.announce('clinical', written, 1, written)
  return { measurement: await readOne(work, measurementId) }
})

/** The row to be changed, as it was read and not of a note; or why it is not. */
async function presentIn(db: ReadDb, measurementId: string, expectedVersion: number, isRemoved: boolean) {
  const row = await findMeasurement(db, measurementId)
  if (row === undefined || (row.removed_at !== null) !== isRemoved) return problem('not-found', {})
  if (row.source_note_id !== null) return problem('measurement.of-note', {})
  if (row.version === expectedVersion) return row
  const { version: currentVersion, updated_by: changedBy, updated_at: changedAt } = row
  return problem('edit.conflict', { currentVersion, changedBy, changedAt })
}

async function readOne(work: Work, measurementId: string) {
  const row = await work.read((db) => findMeasurement(db, measurementId))
  if (row === undefined) throw new Error('a measure was written and is not there')
  return toMeasurement(row)
}

/** How far ahead of this computer a measure may be: the clock of a seat is not that of the host. */
const clockToleranceMs = 300_000

function isAhead(measuredAt: string, work: Work): boolean {
  return Date.parse(measuredAt) > Date.parse(work.now()) + clockToleranceMs
}

async function stampOf(db: ReadDb, work: Work): Promise<Stamp> {
  const person = await findPerson(db, work.actor.userId)
  const name = person === undefined ? work.actor.displayName : shortNameOf(person)
  return { at: work.now(), userId: work.actor.userId, name }
}

/** What answers `measurements`. */
export const measurementsHandlers: readonly Handler[] = [list, add, change, remove, restore]
