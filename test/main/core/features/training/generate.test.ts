import { createHash } from 'node:crypto'
import { afterEach, describe, expect, test } from 'vitest'
import { civilStatusFields } from '#app/features/patients/model.ts'
import { civilStatusErrors } from '#app/features/patients/rules/civil-status.ts'
import { nirKey } from '#app/features/patients/rules/matricule.ts'
import { identity as identityModel } from '#app/features/identity/model.ts'
import {
  answerStands,
  documentObstacle,
  documentStands,
  usualDocumentKinds,
} from '#app/features/identity/rules/proofs.ts'
import { isVerificationDue } from '#app/features/identity/rules/showing.ts'
import { documentRefusals } from '#app/features/identity/rules/traits.ts'
import { identityOf, identityRows } from '#core/features/identity/index.ts'
import { toFields } from '#core/features/patients/rows.ts'
import { generateTraining, TrainingCancelled } from '#core/features/training/generate.ts'
import { trainingPeople } from '#test/simulators/insi/families.ts'
import { annasGroup, sqliteCabinet, type TestCabinet } from '#test/main/core/features/patients/cabinet.ts'

const open: TestCabinet[] = []
afterEach(async () => {
  for (const cabinet of open.splice(0)) await cabinet.close()
})

async function generated(patients: number, seed: number, isCancelled = () => false): Promise<TestCabinet> {
  const cabinet = await sqliteCabinet()
  open.push(cabinet)
  const plan = {
    patients,
    seed,
    today: '2026-11-24',
    groupsOf: () => [annasGroup],
    onProgress: () => undefined,
    isCancelled,
  }
  await generateTraining(cabinet.db, plan)
  return cabinet
}

async function contentOf(cabinet: TestCabinet): Promise<string> {
  const hash = createHash('sha256')
  for (const table of [
    'patient',
    'patient_order',
    'patient_search',
    'patient_tag',
    'tag',
    'patient_identity',
    'identity_proof',
    'patient_known_number',
  ] as const) {
    const rows = await cabinet.db.selectFrom(table).selectAll().execute()
    for (const line of rows.map((row) => JSON.stringify(row)).toSorted()) hash.update(line)
  }
  return hash.digest('hex')
}

test('the same seed gives the same base to the last letter, another seed another one', async () => {
  const [first, second, other] = [await generated(700, 7), await generated(700, 7), await generated(700, 8)]
  expect(await contentOf(first)).toBe(await contentOf(second))
  expect(await contentOf(other)).not.toBe(await contentOf(first))
})

test.each([0, 1, 5, 40])('%i patients are exactly that many', async (patients) => {
  const cabinet = await generated(patients, 7)
  expect(await cabinet.db.selectFrom('patient').select('patient_id').execute()).toHaveLength(patients)
})

describe('three thousand people', () => {
  test('are believable, and none of them exists', async () => {
    const cabinet = await generated(3_000, 7)
    const rows = await cabinet.db.selectFrom('patient').selectAll().execute()
    const fields = rows.map(toFields)

    for (const one of fields) {
      expect(civilStatusFields.safeParse(one).error?.issues ?? []).toEqual([])
      expect(civilStatusErrors(one, '2026-11-24')).toEqual([])
      for (const phone of [one.mobile, one.phone]) {
        if (phone !== '') expect(phone).toMatch(/^(01 99 00|02 61 91|03 53 01|04 65 71|05 36 49|06 39 98) \d\d \d\d$/)
      }
      if (one.email !== '') expect(one.email).toMatch(/@(example\.org|example\.net|courriel\.example)$/)
      const nir = one.coverage.insuredNir
      if (nir !== '') {
        expect(nir.slice(13)).toBe(nirKey(nir.slice(0, 13)))
        expect(Number(nir.slice(10, 13))).toBeGreaterThanOrEqual(900)
      }
    }
    const matricules = rows.flatMap((row) => (row.ins_matricule === null ? [] : [row.ins_matricule]))
    expect(new Set(matricules).size).toBe(matricules.length)
    expect(new Set(rows.map((row) => row.file_number)).size).toBe(rows.length)
    const share = (test: (row: (typeof rows)[number]) => boolean) => rows.filter(test).length / rows.length
    expect(share((row) => row.ins_status === 'qualified')).toBeGreaterThan(0.5)
    expect(share((row) => row.used_name_key !== row.birth_name_key)).toBeGreaterThan(0.15)
    expect(share((row) => row.birth_place_code.startsWith('99'))).toBeGreaterThan(0.04)
    expect(share((row) => row.hidden === 1)).toBeGreaterThan(0.01)
    expect(rows.some((row) => row.birth_date < '1926-11-24' && row.deceased === 0)).toBe(true)
    expect(rows.some((row) => row.birth_date.includes('-00'))).toBe(true)
    expect(rows.some((row) => row.birth_name.includes('-') && row.first_birth_first_name.includes('-'))).toBe(true)
    expect(rows.some((row) => row.ins_attributes.includes('homonym'))).toBe(true)
    // Twins: same mother's address, same name, same day, other first name.
    const born = new Map<string, string>()
    const twins = rows.filter((row) => {
      const key = `${row.birth_name} ${row.birth_date} ${row.address_line}`
      const other = born.get(key)
      born.set(key, row.first_birth_first_name)
      return other !== undefined && other !== row.first_birth_first_name
    })
    expect(twins.length).toBeGreaterThan(0)
  }, 120_000)

  test('have the proofs of their status, such as the program itself would have taken them', async () => {
    const cabinet = await generated(3_000, 7)
    const rows = await cabinet.db.selectFrom('patient').selectAll().execute()
    const house = { production: true, documentKinds: usualDocumentKinds }
    const seen = new Map<string, number>()
    const count = (what: string) => seen.set(what, (seen.get(what) ?? 0) + 1)
    const strays: string[] = []
    for (const row of rows) {
      const identity = await identityOf(cabinet.db, row)
      const { ins, document, traits, withdrawn, attributes, ko } = identity
      const says = `${row.birth_name} ${row.file_number}`
      expect([says, identityModel.safeParse(identity).error?.issues ?? []]).toEqual([says, []])
      // The copy of the list is what the proofs make.
      expect({ ...identityRows(row.patient_id, identity).copy }).toEqual({
        ins_status: row.ins_status,
        ins_rank: row.ins_rank,
        ins_attributes: row.ins_attributes,
        ins_ko: row.ins_ko,
        ins_matricule: row.ins_matricule,
        ins_key: row.ins_key,
        ins_oid: row.ins_oid,
      })
      if (ins !== null && !answerStands(ins.answer.traits, traits)) strays.push(`ins of ${says}`)
      if (document !== null) {
        const on = document.act.at.slice(0, 10)
        if (!documentStands(document, traits, ins)) strays.push(`document of ${says}`)
        if (documentObstacle(document, traits.birthDate, on, house) !== null) strays.push(`kind of document of ${says}`)
        if (documentRefusals(traits).length > 0) strays.push(`traits of ${says}`)
      }
      for (const proof of [ins, document, ...withdrawn.map((gone) => gone.proof)]) {
        const on = proof?.act.at.slice(0, 10) ?? traits.birthDate
        if (on < traits.birthDate || on > (row.death_date ?? '2026-11-24')) strays.push(`day of a proof of ${says}`)
      }
      if (attributes.includes('doubtful') && (ins !== null || document !== null)) strays.push(`doubt about ${says}`)
      count(row.ins_status)
      for (const attribute of attributes) count(attribute)
      if (ko !== null) count(`ko ${ko.reason}`)
      for (const gone of withdrawn) count(`withdrawn ${gone.because}`)
      if (isVerificationDue(identity, '2026-11-24', 3)) count('due')
    }
    expect(strays).toEqual([])
    const kinds = [
      'provisional',
      'retrieved',
      'validated',
      'qualified',
      'doubtful',
      'homonym',
      'ko none',
      'ko several',
      'ko not-confirmed',
      'withdrawn doubtful',
      'withdrawn not-confirmed',
      'due',
    ]
    expect(kinds.filter((kind) => (seen.get(kind) ?? 0) === 0)).toEqual([])
  }, 120_000)

  test('of the manual are those whom the simulated INSi of the training cabinet knows', async () => {
    const cabinet = await generated(40, 1)
    const rows = await cabinet.db.selectFrom('patient').selectAll().execute()
    const known = new Map(trainingPeople.map((person) => [person.number, person]))
    const told = rows.filter((row) => row.ins_matricule !== null && known.has(row.ins_matricule))
    expect(told.length).toBeGreaterThan(14)
    for (const row of told) {
      const { answer } = (await identityOf(cabinet.db, row)).ins ?? {}
      const person = known.get(row.ins_matricule ?? '')
      expect(answer).toEqual({
        number: { matricule: person?.number, key: person?.key, oid: person?.oid },
        history: [],
        traits: {
          birthName: person?.birthName,
          firstName: null,
          firstNames: person?.firstNames,
          sex: person?.sex,
          birthDate: person?.birthDate,
          birthPlaceCode: person?.birthPlace,
        },
      })
    }
    // The one whose INS is shown being qualified: INSi has answered, no document was looked at.
    const therese = told.find((row) => row.birth_name === 'ARNAUD')
    expect(therese).toMatchObject({ file_number: 377, used_name: 'LACROIX', ins_status: 'retrieved' })
  })

  test('hold the people of the manual and the public INSi personas', async () => {
    const cabinet = await generated(60, 7)
    const lacaze = await cabinet.db
      .selectFrom('patient')
      .selectAll()
      .where('file_number', '=', 2744)
      .executeTakeFirstOrThrow()
    expect(lacaze).toMatchObject({
      used_name: 'LACAZE',
      birth_name: 'BERTIN',
      ins_matricule: '2581133514987',
      ins_key: '15',
      mobile: '06 39 98 14 52',
    })
    const personas = await cabinet.db
      .selectFrom('patient')
      .select(['birth_name', 'first_birth_first_name', 'ins_status'])
      .where('birth_name', 'like', 'ADR%')
      .orderBy('file_number')
      .execute()
    expect(personas.map((one) => `${one.birth_name} ${one.first_birth_first_name} ${one.ins_status}`)).toEqual([
      'ADRUN ZOE provisional',
      'ADRDEUX LAURENT provisional',
      'ADRTROIS DOMINIQUE provisional',
      'ADRTROIS TOUSSAINT provisional',
    ])
  })
})

test('stopping stops', async () => {
  await expect(generated(500, 7, () => true)).rejects.toBeInstanceOf(TrainingCancelled)
})

test('more than the largest training cabinet is refused', async () => {
  await expect(generated(100_001, 7)).rejects.toBeInstanceOf(RangeError)
})
