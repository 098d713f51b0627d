import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { contract } from '#app/contract.ts'
import type { InsNumber } from '#app/features/identity/model.ts'
import { toInsName } from '#app/kernel/ins-name.ts'
import { answerWaits, sameAnswer } from '#test/world/identities.ts'
import { markInPage, marksOf } from '#test/world/marks.ts'
import { unpacked } from '#test/main/core/features/portability/archives.ts'
import { endOf } from '#test/main/core/kernel/example-subjects.ts'
import { openWorld, type World } from '#test/world/open-world.ts'
import { readPdf } from '#test/world/pdf.ts'
import { durandMarie } from '#test/world/patients.ts'

const { access, identity, patients, portability, printing } = contract
const people = {
  people: { anna: 'practitioner', zoe: { roleKey: 'practitioner', seesAllPatients: false }, lise: 'secretary' },
} as const

let world: World<'anna' | 'zoe' | 'lise'>
beforeAll(async () => {
  world = await openWorld(people)
})
afterAll(() => world[Symbol.asyncDispose]())

const gs = '\u001D'
/** A mark of somebody born as the person above, under another name in each test: they share one cabinet. */
function markOf(birthName: string, number: string, over: { readonly firstNames?: string; readonly oid?: string } = {}) {
  const { firstNames = 'MARIE LOUISE', oid = '1.2.250.1.213.1.4.8' } = over
  const separated = oid.length < 20 ? `${oid}${gs}` : oid
  return `IS01${'0'.repeat(22)}S1${number}S2${separated}S3${firstNames}${gs}S4${birthName}${gs}S5FS614-07-1977S733063`
}

/** A record with both proofs, given through the operations that give them. */
async function qualified(birthName: string, number: InsNumber): Promise<string> {
  const anna = world.as('anna')
  const patientId = await anna.createPatient({ birthName, usedName: '' })
  const exchangeId = await answerWaits(world, patientId, (traits) => sameAnswer(traits, number))
  const document = { documentKind: 'CN', companionKind: null } as const
  const decided = { patientId, expectedVersion: 1, exchangeId, accepted: [], document }
  const { identity: view } = await anna.must(identity.decide, decided)
  expect(view.matricule?.number).toEqual(number)
  return patientId
}
const numberOf = (matricule: string, key: string): InsNumber => ({ matricule, key, oid: '1.2.250.1.213.1.4.8' })
const read = (text: string) => world.as('lise').must(identity.readMark, { text })
const recognised = async (text: string) =>
  (await read(text)).matches.map(({ patient, recognition }) => [patient.patientId, recognition])
const bytesOf = (pdf: string) => new Uint8Array(Buffer.from(pdf, 'base64'))
const label = (patientId: string) => ({
  patientId,
  facts: ['name' as const, 'data-matrix' as const],
  format: 'roll-89x36' as const,
  startAt: 1,
  copies: 1,
})

test('what a qualified patient is given on paper is scanned back by another program, and finds the same patient', async () => {
  const patientId = await qualified('Aumont', numberOf('2770733063902', '56'))
  const anna = world.as('anna')
  const papers = [
    (await anna.must(printing.labels, label(patientId))).pdf,
    (await anna.must(printing.summary, { patientId })).pdf,
  ]
  for (const pdf of papers) {
    const [[mark = ''] = []] = await marksOf(bytesOf(pdf), 300)
    expect(await recognised(mark)).toEqual([[patientId, 'certain']])
  }
  const { pages } = await readPdf(bytesOf(papers[1] ?? ''))
  for (const said of [
    'Nom de naissance : AUMONT',
    'MARIE LOUISE',
    '14/07/1977',
    '33063',
    'Sexe : F',
    '(NIR)',
    'INS à scanner',
  ])
    expect(pages[0]?.replaceAll(/[\u00a0\u202f]/g, ' ')).toContain(said)
})

test('the page of an archive bears the mark of a qualified patient, and of no other', async () => {
  const anna = world.as('anna')
  const pageOf = async (patientId: string) => {
    const { fileNumber } = (await anna.must(patients.read, { patientId })).record
    const path = join(world.folder, `${patientId}.zip`)
    const { jobId } = await anna.must(portability.exportToFile, { path, fileNumber })
    expect(await endOf(anna, jobId)).toMatchObject({ state: 'done' })
    const files = [...(await unpacked(await readFile(path)))]
    return files.find(([name]) => /dossiers\/.*index\.html$/.test(name))?.[1].toString('utf8') ?? ''
  }
  const patientId = await qualified('Arnoult', numberOf('2770733063901', '59'))
  const page = await pageOf(patientId)
  expect(page).toContain('INS à scanner')
  expect(await recognised((await markInPage(page)) ?? '')).toEqual([[patientId, 'certain']])
  const other = await pageOf(await anna.createPatient({ birthName: 'Arnoux', usedName: '' }))
  expect([await markInPage(other), other.includes('INS à scanner')]).toEqual([null, false])
})

test('an identity that is not qualified has neither mark nor matricule on paper', async () => {
  const anna = world.as('anna')
  const patientId = await anna.createPatient({ birthName: 'Bressan', usedName: '' })
  const exchangeId = await answerWaits(world, patientId, (traits) =>
    sameAnswer(traits, numberOf('2770733063903', '53')),
  )
  // INSi answered and nobody looked at a document: retrieved.
  await anna.must(identity.decide, { patientId, expectedVersion: 1, exchangeId, accepted: [], document: null })
  for (const pdf of [
    (await anna.must(printing.labels, label(patientId))).pdf,
    (await anna.must(printing.summary, { patientId })).pdf,
  ]) {
    expect((await marksOf(bytesOf(pdf), 200)).flat()).toEqual([])
    expect((await readPdf(bytesOf(pdf))).pages[0]).not.toMatch(/INS/)
  }
})

test('the same number with other traits, the same traits without a number, a former number: each says what it is', async () => {
  const [first, second] = [
    await qualified('Caumartin', numberOf('2770733063904', '50')),
    await world.as('anna').createPatient({ birthName: 'Caumartin', usedName: '' }),
  ]
  expect(await recognised(markOf('CAUMARTIN', '277073306390450'))).toEqual([
    [first, 'certain'],
    [second, 'traits-only'],
  ])
  expect(await recognised(markOf('CAUMARTIN', '277073306390547'))).toEqual([
    [second, 'traits-only'],
    [first, 'other-number'],
  ])
  expect(await recognised(markOf('DELORME', '277073306390450'))).toEqual([[first, 'number-only']])
  expect(await recognised(markOf('PERSONNE', '277073306390547'))).toEqual([])
})

test('a record out of sight is not found', async () => {
  const patientId = await qualified('Evrard', numberOf('2770733063906', '44'))
  const { groups } = await world.as('admin').must(access.groups, {})
  const own = groups.find(({ ownerUserId }) => ownerUserId === world.userId('anna'))?.groupId ?? ''
  const { record } = await world.as('anna').must(patients.read, { patientId })
  await world
    .as('anna')
    .must(access.assign, { patientId, expectedVersion: record.version, groupIds: [own], mayLoseSight: false })
  const text = markOf('EVRARD', '277073306390644')
  expect((await world.as('zoe').must(identity.readMark, { text })).matches).toEqual([])
  expect((await world.as('anna').must(identity.readMark, { text })).matches).toHaveLength(1)
})

test('what is read fills in and proves nothing: the place by its name, no record, and nothing of it in the journal', async () => {
  const before = (await world.rowsOf('patient')).length
  const { reading, matches } = await read(markOf('FERRAND', '277073306390741'))
  expect(matches).toEqual([])
  expect(reading).toMatchObject({
    birthPlaceName: 'Bordeaux',
    traits: { birthName: 'FERRAND', birthDate: '1977-07-14' },
  })
  expect(await world.rowsOf('patient')).toHaveLength(before)
  const lines = JSON.stringify(await world.rowsOf('audit_entry'))
  expect(lines).toContain('identity.read-mark')
  expect(lines).not.toMatch(/FERRAND|2770733063907/)
})

test('what is no mark of ours is refused with what to do', async () => {
  const refused = (text: string) => world.as('lise').call(identity.readMark, { text })
  expect(await refused('3400936000001')).toMatchObject({
    problem: 'identity.mark-unreadable',
    data: { refusal: 'scan.not-ins' },
  })
  expect(await refused(markOf('GARNIER', '277073306390838').split('S5')[0] ?? '')).toMatchObject({
    problem: 'identity.mark-unreadable',
    data: { refusal: 'scan.incomplete' },
  })
  // A number of the tests of the national service, in a cabinet that is none.
  expect(await refused(markOf('GARNIER', '277073306390838', { oid: '1.2.250.1.213.1.4.10' }))).toMatchObject({
    problem: 'identity.refused',
    data: { refusal: 'identity.oid-test' },
  })
})

test('a record made from a mark says so, and is provisional', async () => {
  const lise = world.as('lise')
  const { reading } = await read(markOf('HAMELIN', '277073306390935'))
  const fields = {
    ...durandMarie,
    birthName: toInsName(reading.traits.birthName ?? '', 'birth-name').value,
    usedName: '',
  }
  const { record } = await lise.must(patients.create, { fields, tagIds: [], capture: 'data-matrix' })
  const { identity: view } = await lise.must(identity.read, { patientId: record.patientId })
  expect(view.identity.capture.channel).toBe('CB')
  expect([view.matricule, view.identity.ins, view.identity.document]).toEqual([null, null, null])
})
