import {
  createResult,
  readResult,
  removeResult,
  restoreResult,
  resultSeries,
  setResultSeen,
  updateResult as updateOperation,
} from '#app/features/results/contract.ts'
import type { ResultFields } from '#app/features/results/model.ts'
import { initialsOf } from '#app/features/results/rules.ts'
import { type Problem, problem } from '#app/kernel/problem.ts'
import { findPerson, shortNameOf } from '#core/features/people/index.ts'
import { putEntry, removeEntry } from '#core/features/record/index.ts'
import { type Handler, handle } from '#core/kernel/handle.ts'
import type { ReadDb, WriteDb } from '#core/kernel/tables.ts'
import { isProblem, type Work } from '#core/kernel/work.ts'
import { entryOf } from './entry.ts'
import {
  columnsOf,
  findLines,
  findNumbers,
  findResult,
  insertResult,
  lineRowsOf,
  replaceLines,
  rowOf,
  type Stamp,
  toLine,
  updateResult,
} from './repository.ts'
import type { ResultTable } from './tables.ts'
import { seriesOf, viewOf } from './views.ts'

const read = handle(readResult, async ({ resultId }, work) => {
  const result = await work.read((db) => findView(db, resultId))
  if (result === null) return problem('not-found', {})
  work.journal({ patientId: result.patientId, subjectId: resultId })
  return { result }
})

const series = handle(resultSeries, async ({ patientId }, work) => {
  const analytes = seriesOf(await work.read((db) => findNumbers(db, patientId)))
  work.journal({ details: { rows: analytes.length } })
  return { analytes: [...analytes] }
})

const create = handle(createResult, async ({ patientId, fields }, work) => {
  if (isAhead(fields, work)) return problem('result.in-future', {})
  const resultId = work.newId()
  await work.write(async (db) => {
    const row = rowOf({ resultId, patientId, fields }, await stampOf(db, work))
    await insertResult(
      db,
      row,
      lineRowsOf(row, fields.lines, () => work.newId()),
    )
    await putEntry(db, entryOf(row, fields))
    work.journal({ subjectId: resultId, details: { lines: fields.lines.length } })
  })
  return answer(work, { patientId, resultId, version: 1 })
})

const update = handle(updateOperation, async ({ resultId, expectedVersion, fields }, work) => {
  if (isAhead(fields, work)) return problem('result.in-future', {})
  return change(work, resultId, { expectedVersion, isRemoved: false }, async (db, row, stamp) => {
    await replaceLines(
      db,
      resultId,
      lineRowsOf(row, fields.lines, () => work.newId()),
    )
    await putEntry(db, entryOf(row, fields))
    return updateResult(db, row, columnsOf(fields), stamp)
  })
})

const setSeen = handle(setResultSeen, async ({ resultId, expectedVersion, seen }, work) =>
  change(work, resultId, { expectedVersion, isRemoved: false }, async (db, row, stamp) => {
    const person = await findPerson(db, work.actor.userId)
    const initials = person === undefined ? '' : initialsOf(person.first_name, person.last_name)
    return updateResult(db, row, { seen_at: seen ? stamp.at : null, seen_by: seen ? initials : null }, stamp)
  }),
)

const remove = handle(removeResult, async ({ resultId, expectedVersion }, work) => {
  const written = await work.write(async (db) => {
    const row = await presentIn(db, resultId, { expectedVersion, isRemoved: false })
    if (isProblem(row)) return row
    const stamp = await stampOf(db, work)
    await removeEntry(db, resultId)
    work.journal({ patientId: row.patient_id, subjectId: resultId })
    return updateResult(db, row, { removed_at: stamp.at, removed_by: stamp.name }, stamp)
  })
  if (isProblem(written)) return written
  tell(work, written.patient_id, written.version)
  return { version: written.version }
})

const restore = handle(restoreResult, async ({ resultId, expectedVersion }, work) =>
  change(work, resultId, { expectedVersion, isRemoved: true }, async (db, row, stamp) => {
    const lines = await findLines(db, resultId)
    await putEntry(db, entryOf(row, { ...fieldsOf(row), lines: lines.map(toLine) }))
    return updateResult(db, row, { removed_at: null, removed_by: null }, stamp)
  }),
)

interface Expected {
  readonly expectedVersion: number
  readonly isRemoved: boolean
}

/** Changes a result that is as it was read, and answers it. */
async function change(
  work: Work,
  resultId: string,
  expected: Expected,
  write: (db: WriteDb, row: ResultTable, stamp: Stamp) => Promise<ResultTable>,
) {
  const written = await work.write(async (db) => {
    const row = await presentIn(db, resultId, expected)
    if (isProblem(row)) return row
    work.journal({ patientId: row.patient_id, subjectId: resultId })
    return write(db, row, await stampOf(db, work))
  })
  if (isProblem(written)) return written
  return answer(work, { patientId: written.patient_id, resultId, version: written.version })
}

async function presentIn(
  db: ReadDb,
  resultId: string,
  { expectedVersion, isRemoved }: Expected,
): Promise<ResultTable | Problem<'not-found' | 'edit.conflict'>> {
  const row = await findResult(db, resultId)
  if (row === undefined || (row.removed_at !== null) !== isRemoved) return problem('not-found', {})
  if (row.version === expectedVersion) return row
  const { version: currentVersion, updated_by: changedBy, updated_at: changedAt } = row
  return problem('edit.conflict', { currentVersion, changedBy, changedAt })
}

async function answer(work: Work, written: { patientId: string; resultId: string; version: number }) {
  tell(work, written.patientId, written.version)
  const result = await work.read((db) => findView(db, written.resultId))
  if (result === null) throw new Error('a result was written and is not there')
  return { result }
}

function tell(work: Work, patientId: string, version: number): void {
  work.announce('record', patientId, version, patientId)
  work.announce('clinical', patientId, version, patientId)
}

async function findView(db: ReadDb, resultId: string) {
  const row = await findResult(db, resultId)
  return row === undefined || row.removed_at !== null ? null : viewOf(db, row)
}

function fieldsOf(row: ResultTable): Omit<ResultFields, 'lines'> {
  return { title: row.title, laboratory: row.laboratory, sampledOn: row.sampled_on, comment: row.comment }
}

function isAhead({ sampledOn }: ResultFields, work: Work): boolean {
  return sampledOn > work.today()
}

async function stampOf(db: ReadDb, work: Work): Promise<Stamp> {
  const person = await findPerson(db, work.actor.userId)
  const name = person === undefined ? work.actor.displayName : shortNameOf(person)
  return { at: work.now(), userId: work.actor.userId, name }
}

/** What answers `results`. */
export const resultsHandlers: readonly Handler[] = [read, series, create, update, setSeen, remove, restore]
