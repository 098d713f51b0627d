import { createHash } from 'node:crypto'
import { afterEach, describe, expect, test } from 'vitest'
import { civilStatusFields } from '#app/features/patients/model.ts'
import { civilStatusErrors } from '#app/features/patients/rules/civil-status.ts'
import { nirKey } from '#app/features/patients/rules/matricule.ts'
import { toFields } from '#core/features/patients/rows.ts'
import { generateTraining, TrainingCancelled } from '#core/features/training/generate.ts'
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
  for (const table of ['patient', 'patient_order', 'patient_search', 'patient_tag', 'tag'] as const) {
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
