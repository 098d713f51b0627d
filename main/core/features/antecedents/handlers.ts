import {
  declareNoAllergy,
  importCim10,
  readAllergies,
  readAntecedents,
  readCim10State,
  removeAntecedent,
  restoreAntecedent,
  saveAntecedent,
  searchCim10,
  withdrawNoAllergy,
} from '#app/features/antecedents/contract.ts'
import { readCim10File } from '#app/features/antecedents/cim10-file.ts'
import { rankCim10 } from '#app/features/antecedents/cim10-search.ts'
import { type Antecedent, type AntecedentKind, writableAllergy } from '#app/features/antecedents/model.ts'
import { problemRemark } from '#app/features/antecedents/rules.ts'
import { type Problem, problem } from '#app/kernel/problem.ts'
import { cim10FileText } from '#app/text/fr/cim10.ts'
import { findPerson, shortNameOf } from '#core/features/people/index.ts'
import { handle } from '#core/kernel/handle.ts'
import type { ReadDb, WriteDb } from '#core/kernel/tables.ts'
import { isProblem, type Work } from '#core/kernel/work.ts'
import { cim10State, findImportedCodes, replaceImportedCodes } from './cim10.ts'
import {
  changeLine,
  endStatements,
  findLine,
  findLines,
  findStatement,
  insertLine,
  insertStatement,
  type Line,
  type Stamp,
} from './repository.ts'
import { allergiesOf, antecedentsOf } from './views.ts'

const read = handle(readAntecedents, ({ patientId }, work) => work.read((db) => antecedentsOf(db, patientId)))

const allergies = handle(readAllergies, async ({ patientId }, work) => ({
  allergies: await work.read((db) => allergiesOf(db, patientId)),
}))

const save = handle(saveAntecedent, async ({ patientId, entryId, expectedVersion, entry }, work) => {
  const wrong = remarkOn(entry)
  if (wrong !== null) return problem('invalid-input', { fields: [wrong] })
  if ((entryId === null) !== (expectedVersion === null)) {
    return problem('invalid-input', { fields: [{ path: 'expectedVersion', code: 'missing' }] })
  }
  const saved = await work.write(async (db) => {
    const stamp = await stampOf(db, work)
    const written =
      entryId === null || expectedVersion === null
        ? await add(db, work, patientId, entry, stamp)
        : await change(db, { patientId, kind: entry.kind, entryId, expectedVersion, removed: false }, (line) =>
            changeLine(db, line, { fields: entry.fields }, stamp),
          )
    if (isProblem(written)) return written
    if (entry.kind === 'allergy') await endStatements(db, patientId, stamp)
    journal(work, entry.kind, written.entryId, { added: entryId === null })
    return written
  })
  if (!isProblem(saved)) work.announce('clinical', patientId, saved.version, patientId)
  return saved
})

const remove = handle(removeAntecedent, (input, work) => setRemoved(work, { ...input, removed: false }, true))

const restore = handle(restoreAntecedent, (input, work) => setRemoved(work, { ...input, removed: true }, false))

const declare = handle(declareNoAllergy, async ({ patientId }, work) => {
  const declared = await work.write(async (db) => {
    if ((await findLines(db, 'allergy', patientId)).length > 0) return problem('allergy.listed', {})
    // Said again by somebody else or later: the last statement is the one shown.
    const stamp = await stampOf(db, work)
    await endStatements(db, patientId, stamp)
    await insertStatement(db, { statementId: work.newId(), patientId }, stamp)
    return { allergies: await allergiesOf(db, patientId) }
  })
  if (!isProblem(declared)) work.announce('clinical', patientId, 1, patientId)
  return declared
})

const withdraw = handle(withdrawNoAllergy, async ({ patientId }, work) => {
  const withdrawn = await work.write(async (db) => {
    if ((await findStatement(db, patientId)) === undefined) return problem('not-found', {})
    await endStatements(db, patientId, await stampOf(db, work))
    return { allergies: await allergiesOf(db, patientId) }
  })
  if (!isProblem(withdrawn)) work.announce('clinical', patientId, 1, patientId)
  return withdrawn
})

const searchCodes = handle(searchCim10, async ({ text, limit }, work) => ({
  matches: rankCim10(text, await work.read((db) => findImportedCodes(db, text)), limit),
}))

const codeList = handle(readCim10State, (_input, work) => work.read(cim10State))

const importCodes = handle(importCim10, async ({ text, edition }, work) => {
  const file = readCim10File(text)
  if (!file.ok) {
    const lines = file.refused.map(({ line, field, reason }) => ({
      line,
      field: cim10FileText.fields[field],
      reason: cim10FileText.reasons[reason],
    }))
    return problem('import.refused', { lines })
  }
  const state = await work.write(async (db) => {
    await replaceImportedCodes(db, file.codes, { edition, at: work.now() })
    work.journal({ subjectId: 'cim10', details: { edition, codes: file.codes.length } })
    return cim10State(db)
  })
  work.announce('library', 'cim10', 1)
  return { codes: file.codes.length, state }
})

/** What answers about antécédents, allergies and the CIM-10. */
export const antecedentsHandlers = [
  read,
  allergies,
  save,
  remove,
  restore,
  declare,
  withdraw,
  searchCodes,
  codeList,
  importCodes,
]

interface Wanted {
  readonly patientId: string
  readonly kind: AntecedentKind
  readonly entryId: string
  readonly expectedVersion: number
  /** Whether the line must be a removed one. */
  readonly removed: boolean
}

interface Written {
  readonly entryId: string
  readonly version: number
}

async function add(db: WriteDb, work: Work, patientId: string, entry: Antecedent, stamp: Stamp): Promise<Written> {
  const entryId = work.newId()
  await insertLine(db, { ...entry, entryId, patientId, sourceNoteId: null }, stamp)
  return { entryId, version: 1 }
}

async function setRemoved(
  work: Work,
  wanted: Wanted,
  removed: boolean,
): Promise<{ readonly version: number } | Problem<'edit.conflict' | 'not-found'>> {
  const { patientId, kind } = wanted
  const done = await work.write(async (db) => {
    const stamp = await stampOf(db, work)
    const changed = await change(db, wanted, (line) => changeLine(db, line, { removed }, stamp))
    if (isProblem(changed)) return changed
    // Removed too: a statement older than the line, as a merge may leave one, must not stand again.
    if (kind === 'allergy') await endStatements(db, patientId, stamp)
    journal(work, kind, changed.entryId, {})
    return changed
  })
  if (isProblem(done)) return done
  work.announce('clinical', patientId, done.version, patientId)
  return { version: done.version }
}

async function change(
  db: WriteDb,
  { patientId, kind, entryId, expectedVersion, removed }: Wanted,
  write: (line: Line) => Promise<number>,
): Promise<Written | Problem<'edit.conflict' | 'not-found'>> {
  const line = await findLine(db, kind, patientId, entryId)
  if (line === undefined || (line.removed_at !== null) !== removed) return problem('not-found', {})
  if (line.version !== expectedVersion) {
    return problem('edit.conflict', {
      currentVersion: line.version,
      changedBy: line.updated_by_name,
      changedAt: line.updated_at,
    })
  }
  return { entryId, version: await write(line) }
}

function remarkOn(entry: Antecedent): { readonly path: string; readonly code: string } | null {
  if (entry.kind === 'allergy' && !writableAllergy.safeParse(entry.fields).success) {
    return { path: 'entry.fields.substance', code: 'denied' }
  }
  const remark = entry.kind === 'problem' ? problemRemark(entry.fields) : null
  return remark === null ? null : { path: `entry.fields.${remark}`, code: 'order' }
}

async function stampOf(db: ReadDb, work: Work): Promise<Stamp> {
  const person = await findPerson(db, work.actor.userId)
  const byName = person === undefined ? work.actor.displayName : shortNameOf(person)
  return { at: work.now(), by: work.actor.userId, byName }
}

/** Names the line and its kind, never its words: they are the patient's. */
function journal(work: Work, kind: AntecedentKind, entryId: string, details: Readonly<Record<string, unknown>>): void {
  work.journal({ subjectId: entryId, details: { kind, ...details } })
}
