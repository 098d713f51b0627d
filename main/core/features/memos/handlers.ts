import { listMemos, removeMemo, restoreMemo, saveMemo } from '#app/features/memos/contract.ts'
import { type Problem, problem } from '#app/kernel/problem.ts'
import { findPerson, shortNameOf } from '#core/features/people/index.ts'
import { handle } from '#core/kernel/handle.ts'
import type { ReadDb } from '#core/kernel/tables.ts'
import { isProblem, type Work } from '#core/kernel/work.ts'
import { changeMemo, findMemo, findMemos, insertMemo, type MemoRow, type Stamp, viewOf } from './repository.ts'

const list = handle(listMemos, async ({ patientId }, work) => {
  const { userId } = work.actor
  const rows = await work.read((db) => findMemos(db, patientId, userId))
  return { memos: rows.map((row) => viewOf(row, userId)) }
})

const save = handle(saveMemo, async ({ patientId, memoId, expectedVersion, fields }, work) => {
  if ((memoId === null) !== (expectedVersion === null)) {
    return problem('invalid-input', { fields: [{ path: 'expectedVersion', code: 'missing' }] })
  }
  const saved = await work.write(async (db) => {
    const stamp = await stampOf(db, work)
    if (memoId === null || expectedVersion === null) {
      const newId = work.newId()
      await insertMemo(db, { memoId: newId, patientId, fields }, stamp)
      journal(work, newId, fields.personal)
      return { memoId: newId, version: 1 }
    }
    const row = await wanted(db, work, { patientId, memoId, expectedVersion }, false)
    if (isProblem(row)) return row
    if (row.personal !== fields.personal) {
      return problem('invalid-input', { fields: [{ path: 'fields.personal', code: 'decided' }] })
    }
    journal(work, memoId, row.personal)
    return { memoId, version: await changeMemo(db, row, { fields }, stamp) }
  })
  if (!isProblem(saved)) work.announce('clinical', patientId, saved.version, patientId)
  return saved
})

const remove = handle(removeMemo, (input, work) => setRemoved(work, input, true))

const restore = handle(restoreMemo, (input, work) => setRemoved(work, input, false))

/** What answers about memos. */
export const memosHandlers = [list, save, remove, restore]

interface Wanted {
  readonly patientId: string
  readonly memoId: string
  readonly expectedVersion: number
}

async function setRemoved(
  work: Work,
  { patientId, memoId, expectedVersion }: Wanted,
  removed: boolean,
): Promise<{ readonly version: number } | Problem<'edit.conflict' | 'not-found'>> {
  const done = await work.write(async (db) => {
    const row = await wanted(db, work, { patientId, memoId, expectedVersion }, !removed)
    if (isProblem(row)) return row
    journal(work, memoId, row.personal)
    return { version: await changeMemo(db, row, { removed }, await stampOf(db, work)) }
  })
  if (!isProblem(done)) work.announce('clinical', patientId, done.version, patientId)
  return done
}

/** The memo at the version that was read, removed or not as it must be; somebody else’s personal one is not there. */
async function wanted(
  db: ReadDb,
  work: Work,
  { patientId, memoId, expectedVersion }: Wanted,
  removed: boolean,
): Promise<MemoRow | Problem<'edit.conflict' | 'not-found'>> {
  const row = await findMemo(db, patientId, memoId, work.actor.userId)
  if (row === undefined || (row.removed_at !== null) !== removed) return problem('not-found', {})
  if (row.version === expectedVersion) return row
  return problem('edit.conflict', {
    currentVersion: row.version,
    changedBy: row.updated_by_name,
    changedAt: row.updated_at,
  })
}

async function stampOf(db: ReadDb, work: Work): Promise<Stamp> {
  const person = await findPerson(db, work.actor.userId)
  const byName = person === undefined ? work.actor.displayName : shortNameOf(person)
  return { at: work.now(), by: work.actor.userId, byName }
}

function journal(work: Work, memoId: string, personal: boolean): void {
  work.journal({ subjectId: memoId, details: { personal } })
}
