import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contract } from '#app/contract.ts'
import { openWorld, type WorldSeat } from '#test/world/open-world.ts'
import { asFiles, importBase, smallBase, smallDrugs } from '#test/world/medicines.ts'

const { medicines, jobs } = contract

const open = () => openWorld({ people: { lise: 'read-only' } })

/** One cabinet for all: each test begins with the base the one before left in force, as a cabinet does. */
let world: Awaited<ReturnType<typeof open>>
beforeAll(async () => {
  world = await open()
}, 30_000)
afterAll(() => world[Symbol.asyncDispose]())

/** Enough for an import to be stopped on the way. */
const manyDrugs = Array.from({ length: 6000 }, (_, place) => ({
  cis: String(61_000_000 + place),
  name: `ESSAI ${place}, comprimé`,
  form: 'comprimé',
  parts: [['02202', 'PARACÉTAMOL', '1 g', 'SA'] as const],
}))

const names = async (seat: WorldSeat, text: string) =>
  (await seat.must(medicines.search, { text, limit: 20 })).hits.map(({ name }) => name)

test('nothing imported is said so, and answers nothing', async () => {
  const doctor = world.as('doctor')
  expect(await doctor.must(medicines.search, { text: 'amoxi', limit: 20 })).toEqual({ hits: [], isImported: false })
  expect(await doctor.must(medicines.searchSubstances, { text: 'amoxi', limit: 20 })).toEqual({
    substances: [],
    isImported: false,
  })
  expect(await doctor.must(medicines.library, {})).toEqual({ edition: null, jobId: null })
  expect(await doctor.must(medicines.get, { cis: '60000001' })).toEqual({ medicine: null })
})

test('the files are imported, and searched by name and substance', async () => {
  const doctor = world.as('doctor')
  expect(await importBase(doctor)).toMatchObject({ state: 'done', problem: null })
  const { edition } = await world.as('lise').must(medicines.library, {})
  expect(edition).toMatchObject({ medicines: smallDrugs.length, importedBy: 'Dr Dora DOC' })
  expect(edition?.files.map(({ name }) => name)).toHaveLength(6)

  // A group asked by its common name is one line; asked by a brand, the brand.
  const { hits } = await doctor.must(medicines.search, { text: 'amoxi', limit: 20 })
  expect(hits.map(({ name, group }) => [name, group?.drugs ?? 1])).toEqual([
    ['AMOXICILLINE 500 mg, gélule', 3],
    ['AMOXICILLINE/ACIDE CLAVULANIQUE ESSAI 500 mg/62,5 mg, comprimé pelliculé', 1],
  ])
  expect(await names(doctor, 'clamoxyl')).toEqual(['CLAMOXYL 500 mg, gélule'])
  // Accents, case and the space of thousands do not matter; words come in any order.
  for (const text of ['metformine 1000', 'METFORMINE 1 000', '1000 metfor', 'métformine 1000mg'])
    expect(await names(doctor, text), text).toEqual(['METFORMINE 1000 mg, comprimé pelliculé'])
  expect(await names(doctor, 'ibuprofene')).toEqual(['IBUPROFÈNE ESSAI 400 mg, comprimé pelliculé'])
  // The strength that was typed, before the one it begins.
  expect((await names(doctor, 'ramipril'))[0]).toBe('RAMIPRIL ESSAI 5 mg, comprimé sécable')
  expect(await names(doctor, 'ramipril 10 ')).toEqual(['RAMIPRIL ESSAI 10 mg, comprimé sécable'])
  // By substance, what is begun by the words first, what is not sold any more last.
  expect(await names(doctor, 'paracetamol')).toEqual([
    'DOLIPRANE 1000 mg, comprimé',
    'ANCIEN PARACÉTAMOL 500 mg, comprimé',
  ])
  expect(await names(doctor, '   ')).toEqual([])
  expect(await names(doctor, "'; drop table medicine --")).toEqual([])

  const { medicine } = await doctor.must(medicines.get, { cis: '60000017' })
  expect(medicine?.conditions).toContain('prescription limitée à 4 semaines')
  expect((await doctor.must(medicines.get, { cis: '60000001' })).medicine).toMatchObject({
    supply: "Tension d'approvisionnement",
    atcCode: 'J01CA04',
    components: [
      { code: '28165', fraction: false },
      { code: '05248', name: 'AMOXICILLINE', dosage: '500 mg', fraction: true },
    ],
  })
  expect((await doctor.must(medicines.searchSubstances, { text: 'amoxi', limit: 5 })).substances).toEqual([
    { code: '05248', name: 'AMOXICILLINE' },
    { code: '28165', name: 'AMOXICILLINE TRIHYDRATÉE' },
  ])
})

test('a new import replaces the former one, and leaves nothing of it', async () => {
  const doctor = world.as('doctor')
  const before = (await world.journal()).length
  await importBase(doctor)
  const [, ...others] = smallDrugs
  const { CIS_bdpm, CIS_COMPO_bdpm } = smallBase(others)
  // Only the two that are needed: the others are optional.
  expect(await importBase(doctor, { CIS_bdpm, CIS_COMPO_bdpm })).toMatchObject({ state: 'done' })
  expect(await names(doctor, 'clamoxyl')).toEqual([])
  expect((await doctor.must(medicines.get, { cis: '60000002' })).medicine).toMatchObject({ conditions: [] })
  expect(await world.rowsOf('medicine')).toHaveLength(others.length)
  expect(await world.rowsOf('medicine_search')).toHaveLength(others.length)
  expect(await world.rowsOf('medicine_edition')).toMatchObject([{ state: 'current' }])
  const acts = (await world.journal()).slice(before).map(({ act }) => act)
  expect(acts.filter((act) => act === 'medicine.imported')).toHaveLength(2)
  expect(acts.filter((act) => act === 'medicine.import')).toHaveLength(2)
})

describe('what is broken is refused by file, line and reason, and the former import stays', async () => {
  const good = smallBase()
  const swap = (text: string, from: string, to: string): string => {
    if (!text.includes(from)) throw new Error(`${from} is not in the file`)
    return text.replace(from, to)
  }
  const cases: readonly [string, Partial<typeof good>, { file: string; line: number; reason: RegExp }][] = [
    ['an empty file', { CIS_COMPO_bdpm: '' }, { file: 'CIS_COMPO_bdpm.txt', line: 0, reason: /vide/ }],
    [
      'a file cut in the middle of a line',
      { CIS_bdpm: good.CIS_bdpm.slice(0, -70) },
      { file: 'CIS_bdpm.txt', line: 18, reason: /colonnes/ },
    ],
    [
      'another file under the name',
      { CIS_COMPO_bdpm: good.CIS_CPD_bdpm },
      { file: 'CIS_COMPO_bdpm.txt', line: 1, reason: /2 colonnes au lieu de 8/ },
    ],
    [
      'a code that is not one',
      { CIS_bdpm: swap(good.CIS_bdpm, '60000004', '6000OOO4') },
      { file: 'CIS_bdpm.txt', line: 4, reason: /6000OOO4/ },
    ],
    [
      'a drug twice',
      { CIS_bdpm: swap(good.CIS_bdpm, '60000005', '60000004') },
      { file: 'CIS_bdpm.txt', line: 5, reason: /60000004 est déjà à la ligne 4/ },
    ],
    [
      'a substance that is not one',
      { CIS_COMPO_bdpm: swap(good.CIS_COMPO_bdpm, '05248', 'ABC') },
      { file: 'CIS_COMPO_bdpm.txt', line: 2, reason: /ABC/ },
    ],
    ['bytes', { CIS_MITM: 'PK\u0003\u0004\0\0' }, { file: 'CIS_MITM.txt', line: 0, reason: /texte/ }],
    [
      'an optional file about other drugs',
      { CIS_CPD_bdpm: '70000001\tliste I\r\n70000002\tliste I\r\n' },
      { file: 'CIS_CPD_bdpm.txt', line: 0, reason: /2 lignes sur 2/ },
    ],
    [
      'an optional file that is a page of a site',
      { CIS_GENER_bdpm: '<!doctype html>\n<title>Erreur 404</title>' },
      { file: 'CIS_GENER_bdpm.txt', line: 1, reason: /1 colonnes au lieu de 4/ },
    ],
  ]

  test('each of them', async () => {
    const doctor = world.as('doctor')
    await importBase(doctor)
    for (const [what, broken, { file, line, reason }] of cases) {
      const job = await importBase(doctor, { ...good, ...broken })
      const refusal = { problem: 'medicines.refused', data: { file, line, reason: expect.stringMatching(reason) } }
      expect(job, what).toMatchObject({ state: 'failed', problem: refusal })
    }
    expect(await names(doctor, 'clamoxyl')).toEqual(['CLAMOXYL 500 mg, gélule'])
    expect(await world.rowsOf('medicine_edition')).toHaveLength(1)
    expect(await world.rowsOf('medicine')).toHaveLength(smallDrugs.length)
  })
})

test('a needed file left out is refused at once; who may not configure is refused; stopped, the former one stays', async () => {
  const doctor = world.as('doctor')
  const { CIS_bdpm } = smallBase()
  expect(await doctor.call(medicines.import, { files: asFiles({ CIS_bdpm }) })).toMatchObject({
    problem: 'medicines.refused',
    data: { file: 'CIS_COMPO_bdpm.txt' },
  })
  expect(await world.as('lise').call(medicines.import, { files: asFiles(smallBase()) })).toMatchObject({
    problem: 'forbidden',
  })
  await importBase(doctor)
  const many = smallBase(manyDrugs)
  const { jobId } = await doctor.must(medicines.import, {
    files: asFiles({ CIS_bdpm: many.CIS_bdpm, CIS_COMPO_bdpm: many.CIS_COMPO_bdpm }),
  })
  expect(await doctor.call(medicines.import, { files: asFiles(smallBase()) })).toMatchObject({
    problem: 'medicines.importing',
  })
  await doctor.must(jobs.steer, { jobId, to: 'cancel' })
  const ended = async () => (await doctor.must(jobs.get, { jobId })).job
  await expect.poll(async () => (await ended()).endedAt).not.toBeNull()
  expect(await ended()).toMatchObject({ state: 'cancelled' })
  expect(await names(doctor, 'zolpidem')).toHaveLength(1)
  expect(await world.rowsOf('medicine')).toHaveLength(smallDrugs.length)
})
