import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { blankAllergy } from '#app/features/antecedents/allergy-reading.ts'
import { blankFamily, blankHabitus, blankProblem } from '#app/features/antecedents/reading.ts'
import { cim10State, findImportedCodes, replaceImportedCodes } from '#core/features/antecedents/cim10.ts'
import {
  changeLine,
  endStatements,
  findLine,
  findLines,
  findStatement,
  insertLine,
  insertLines,
  insertStatement,
} from '#core/features/antecedents/repository.ts'
import { allergiesOf } from '#core/features/antecedents/views.ts'
import { insertPatient } from '#core/features/patients/write.ts'
import { bertin } from '#test/app/features/patients/people.ts'
import {
  anna,
  annasGroup,
  bruno,
  otherGroup,
  postgresCabinet,
  sqliteCabinet,
  type TestCabinet,
} from '../patients/cabinet.ts'

const id = (number: number) => `01990000-0000-7000-8000-${String(number).padStart(12, '0')}`
const at = '2026-11-24T13:00:00.000Z'
const stamp = { at, by: anna, byName: 'Dr A. MARCHAND' }
const hers = id(1)
const apart = id(2)

/** The same repository, the same questions, the same answers: in the encrypted file and on PostgreSQL. */
describe.each([
  ['encrypted SQLite', sqliteCabinet],
  ['PostgreSQL', postgresCabinet],
] as const)('%s', (_, openCabinet) => {
  let cabinet: TestCabinet

  beforeAll(async () => {
    cabinet = await openCabinet()
    const writer = { userId: anna, displayName: 'Dr Test MARCHAND', at }
    for (const [patientId, group] of [
      [hers, annasGroup],
      [apart, otherGroup],
    ] as const) {
      await insertPatient(cabinet.db, { patientId, fields: bertin, tagIds: [], accessGroupIds: [group], writer })
    }
  }, 120_000)
  afterAll(() => cabinet.close())

  test('a line of each kind comes back as it was written, with its version', async () => {
    const problem = { ...blankProblem, label: 'HTA', code: 'I10', end: '2020-00-00', comment: 'x' }
    const family = { ...blankFamily, label: 'Infarctus', age: 52, fatal: true }
    const habitus = { ...blankHabitus, cigarettesPerDay: 6.5, packYears: 12.5 }
    const allergy = { ...blankAllergy, substance: 'Latex', severity: 'severe' as const, classCode: 'penicillins' }
    const from = { patientId: hers, sourceNoteId: null }
    await insertLine(cabinet.db, { ...from, entryId: id(10), kind: 'problem', fields: problem }, stamp)
    await insertLine(cabinet.db, { ...from, entryId: id(11), kind: 'family', fields: family }, stamp)
    await insertLine(cabinet.db, { ...from, entryId: id(12), kind: 'habitus', fields: habitus }, stamp)
    await insertLine(cabinet.db, { ...from, entryId: id(13), kind: 'allergy', fields: allergy }, stamp)
    const db = cabinet.as(anna)
    expect((await findLines(db, 'problem', hers)).map(({ fields }) => fields)).toEqual([problem])
    expect((await findLines(db, 'family', hers)).map(({ fields }) => fields)).toEqual([family])
    expect((await findLines(db, 'habitus', hers)).map(({ fields }) => fields)).toEqual([habitus])
    expect((await findLines(db, 'allergy', hers)).map(({ fields }) => fields)).toEqual([allergy])
    const line = await findLine(db, 'problem', hers, id(10))
    if (line === undefined) throw new Error('just written')
    expect(await changeLine(db, line, { fields: { ...problem, label: 'HTA traitée' } }, stamp)).toBe(2)
    expect(await findLine(db, 'problem', hers, id(10))).toMatchObject({ version: 2, fields: { label: 'HTA traitée' } })
  })

  test('a patient out of sight has no line, and takes none', async () => {
    const fields = { ...blankAllergy, substance: 'Kiwi' }
    await insertLines(cabinet.db, 'allergy', [
      { entryId: id(20), patientId: apart, kind: 'allergy', fields, sourceNoteId: null, stamp },
    ])
    expect(await findLines(cabinet.as(anna), 'allergy', apart)).toEqual([])
    expect(await allergiesOf(cabinet.as(anna), apart)).toEqual({ state: 'unknown' })
    expect((await allergiesOf(cabinet.as(bruno), apart)).state).toBe('list')
    const line = { entryId: id(21), patientId: apart, kind: 'allergy', fields, sourceNoteId: null } as const
    await expect(insertLine(cabinet.as(anna), line, stamp)).rejects.toThrow('out of the actor’s sight')
  })

  test('a statement holds until it ends; the last one is the one in force', async () => {
    const db = cabinet.as(anna)
    await insertStatement(db, { statementId: id(30), patientId: hers }, stamp)
    await insertStatement(db, { statementId: id(31), patientId: hers }, { ...stamp, at: '2026-11-24T13:01:00.000Z' })
    expect(await findStatement(db, hers)).toMatchObject({ statement_id: id(31) })
    expect(await findStatement(cabinet.as(bruno), hers)).toBeUndefined()
    await endStatements(db, hers, stamp)
    expect(await findStatement(db, hers)).toBeUndefined()
  })

  test('an edition of many codes is written, looked for by the beginning of words, and replaced', async () => {
    const codes = Array.from({ length: 1203 }, (_unused, at_) => ({
      code: `A${String(at_ % 100).padStart(2, '0')}.${Math.floor(at_ / 100)}`,
      label: `Affection numéro ${at_}`,
    }))
    await replaceImportedCodes(cabinet.db, codes, { edition: 'Essai', at })
    expect(await cim10State(cabinet.db)).toMatchObject({ imported: { edition: 'Essai', codes: 1203, importedAt: at } })
    expect(await findImportedCodes(cabinet.db, 'numero 1202')).toEqual([
      { code: 'A02.12', label: 'Affection numéro 1202' },
    ])
    expect(await findImportedCodes(cabinet.db, 'ffection')).toEqual([])
    expect((await findImportedCodes(cabinet.db, 'affec')).length).toBe(400)
    await replaceImportedCodes(cabinet.db, codes.slice(0, 1), { edition: 'Autre', at })
    expect(await findImportedCodes(cabinet.db, 'affec')).toHaveLength(1)
  })
})
