import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contract } from '#app/contract.ts'
import type { ListedIdentity } from '#app/features/identity/rules/work-list.ts'
import { workList } from '#app/features/identity/rules/work-list.ts'
import { insertRows } from '#core/features/patients/index.ts'
import { readWorkList } from '#core/features/identity/work-list.ts'
import { bertin } from '#test/app/features/patients/people.ts'
import { insertPatient } from '#core/features/patients/write.ts'
import { answerWaits } from '#test/world/identities.ts'
import { openWorld } from '#test/world/open-world.ts'
import { anna, annasGroup, postgresCabinet, sqliteCabinet, type TestCabinet } from '../patients/cabinet.ts'

const { identity, patients } = contract

/** A few people of few names and numbers, so that most share something. */
const populations = fc.array(
  fc.record({
    hasIns: fc.boolean(),
    hasDocument: fc.boolean(),
    attributes: fc.constantFrom<ListedIdentity['attributes']>([], [], [], ['homonym'], ['doubtful'], ['fictitious']),
    ko: fc.constantFrom<ListedIdentity['ko']>(null, null, 'none', 'several', 'not-confirmed'),
    matricule: fc.constantFrom('2581133514987', '2581133514988', '2581133514989', '2581133514990'),
    formerMatricules: fc.constantFrom<string[]>([], [], ['2581133514988'], ['1581133514001']),
    strays: fc.constantFrom(0, 0, 0, 2),
    birthNameKey: fc.constantFrom('durand', 'martin', 'zola', ''),
    usedNameKey: fc.constantFrom('durand', 'petit', ''),
    firstNameKey: fc.constantFrom('anne', 'zoe', ''),
    sex: fc.constantFrom('F' as const, 'M' as const),
    birthDate: fc.constantFrom('1958-11-03', '1990-02-01'),
  }),
  { minLength: 2, maxLength: 14 },
)

describe.each([
  ['encrypted SQLite', sqliteCabinet],
  ['PostgreSQL', postgresCabinet],
] as const)('%s', (_, open) => {
  let cabinet: TestCabinet
  let made = 0
  beforeAll(async () => {
    cabinet = await open()
  }, 120_000)
  afterAll(() => cabinet.close())

  test('the list read from the file is what the rule says of everybody', async () => {
    const writer = { userId: anna, displayName: 'Dr Test', at: '2026-11-24T13:32:00.000Z' }
    const model = await insertPatient(cabinet.db, {
      patientId: '01980000-0000-7000-8000-0000000fffff',
      fields: bertin,
      tagIds: [],
      accessGroupIds: [annasGroup],
      writer,
    })
    await fc.assert(
      fc.asyncProperty(populations, async (drawn) => {
        for (const table of ['patient_known_number', 'patient_identity'] as const)
          await cabinet.db.deleteFrom(table).execute()
        await cabinet.db.deleteFrom('patient').where('patient_id', '<>', model.patient_id).execute()
        const listed = drawn.map((person): ListedIdentity => {
          made += 1
          const patientId = `01980000-0000-7000-8000-${String(made).padStart(12, '0')}`
          return { ...person, patientId, matricule: person.hasIns ? person.matricule : '' }
        })
        const rows = listed.map((person) => ({
          ...model,
          patient_id: person.patientId,
          file_number: Number(person.patientId.slice(-6)) + 10,
          birth_name_key: person.birthNameKey,
          birth_first_name_key: person.firstNameKey,
          used_name_key: person.usedNameKey,
          sex: person.sex,
          birth_date: person.birthDate,
          ...statusOf(person),
          ins_attributes: JSON.stringify(person.attributes),
          ins_ko: person.ko === null ? 0 : 1,
          ins_matricule: person.hasIns ? person.matricule : null,
          ins_key: person.hasIns ? '15' : null,
          ins_oid: person.hasIns ? '1.2.250.1.213.1.4.8' : null,
        }))
        await insertRows(cabinet.db, 'patient', rows, false)
        for (const person of listed) {
          const ko = person.ko === null ? null : writer.at
          const about = { patient_id: person.patientId, capture_channel: 'SM' as const, captured_by_user_id: null }
          await cabinet.db
            .insertInto('patient_identity')
            .values({
              ...about,
              captured_at: writer.at,
              captured_by: 'Dr Test',
              ko_reason: person.ko,
              ko_exchange_id: null,
              ko_at: ko,
              ko_by_user_id: null,
              ko_by: ko === null ? null : 'Dr Test',
              strays: person.strays,
            })
            .execute()
          for (const matricule of person.formerMatricules)
            await cabinet.db
              .insertInto('patient_known_number')
              .values({ patient_id: person.patientId, matricule, source: 'former' })
              .execute()
        }
        const read = await readWorkList(cabinet.db)
        const said = workList(listed)
        const sorted = (items: typeof read.items) => items.map((item) => ({ ...item, others: item.others.toSorted() }))
        expect(sorted(read.items)).toEqual(sorted(said.items))
        expect(read.reasons).toEqual(said.reasons)
        // The model of all rows is provisional, and nothing else.
        expect(read.statuses).toEqual({ ...said.statuses, provisional: said.statuses.provisional + 1 })
      }),
      { numRuns: 40 },
    )
  }, 60_000)
})

/** The copy of a status that a list reads. */
function statusOf({ hasIns, hasDocument }: Pick<ListedIdentity, 'hasIns' | 'hasDocument'>) {
  if (hasIns && hasDocument) return { ins_status: 'qualified' as const, ins_rank: 3 }
  if (hasIns) return { ins_status: 'retrieved' as const, ins_rank: 1 }
  return hasDocument
    ? { ins_status: 'validated' as const, ins_rank: 2 }
    : { ins_status: 'provisional' as const, ins_rank: 0 }
}

test('a seat is told of the records it sees alone, by reason, and again as soon as one changes', async () => {
  await using world = await openWorld({
    people: { anna: { seesAllPatients: false }, bruno: { seesAllPatients: false }, sophie: 'secretary' },
  })
  const ofAnna = world.as('anna')
  const page = (seat: typeof ofAnna, reason: 'same-traits' | 'traits-declined' | null = null) =>
    seat.must(identity.workList, { reason, offset: 0, limit: 50 })
  const first = await ofAnna.createPatient()
  const second = await ofAnna.createPatient()
  const outOfSight = await world.as('bruno').createPatient()
  const names = (answer: Awaited<ReturnType<typeof page>>) => answer.items.map(({ patient }) => patient.patientId)

  const twins = await page(ofAnna)
  expect(names(twins).toSorted()).toEqual([first, second].toSorted())
  expect(twins.items[0]?.others.map(({ patientId }) => patientId)).toEqual([second])
  expect(twins.totals.reasons['same-traits']).toBe(2)
  expect((await page(world.as('bruno'))).total).toBe(1)
  expect((await page(world.as('doctor'), 'same-traits')).total).toBe(3)
  expect(names(await page(world.as('doctor')))).toContain(outOfSight)

  const exchangeId = await answerWaits(world, first, (traits) => ({
    number: { matricule: '2581133514987', key: '15', oid: '1.2.250.1.213.1.4.8' },
    history: [],
    traits: { ...traits, birthName: 'AUTRE', firstName: null, firstNames: 'MARIE LOUISE' },
  }))
  await ofAnna.must(identity.decide, { patientId: first, expectedVersion: 1, exchangeId, accepted: [], document: null })
  const after = await page(ofAnna, 'traits-declined')
  expect(names(after)).toEqual([first])
  expect(after.items[0]?.reasons).toContain('traits-declined')
  const { record } = await ofAnna.must(patients.read, { patientId: second })
  await ofAnna.must(patients.update, {
    patientId: second,
    expectedVersion: 1,
    fields: { ...record.fields, birthDate: '1977-07-15' },
    tagIds: [],
  })
  expect((await page(ofAnna, 'same-traits')).total).toBe(0)
})
