import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { contract } from '#app/contract.ts'
import { endOf } from '#test/main/core/kernel/example-subjects.ts'
import { identityOnTheDisk, insNumberOf, marked, retrieved, validated } from '#test/world/given-identities.ts'
import { openWorld, type World } from '#test/world/open-world.ts'
import { type ArchiveFiles, listed, pack, unpacked, withFile } from './archives.ts'

const { lifecycle, patients, portability } = contract

let source: World<'anna'>
let target: World<'anna'>

beforeAll(async () => {
  source = await openWorld({ people: { anna: 'practitioner' } })
  target = await openWorld({ people: { anna: 'practitioner' } })
}, 60_000)
afterAll(async () => {
  await source[Symbol.asyncDispose]()
  await target[Symbol.asyncDispose]()
})

/** A new record in the source, with what happens to its identity, and its archive. */
async function exported(
  happens: (patientId: string) => Promise<void>,
  traits: Parameters<ReturnType<World<'anna'>['as']>['createPatient']>[0] = {},
): Promise<{ readonly patientId: string; readonly files: ArchiveFiles }> {
  const anna = source.as('anna')
  const patientId = await anna.createPatient(traits)
  await happens(patientId)
  // Written beside the core: its reader looks again after a write of its own.
  await anna.must(lifecycle.unblock, { patientId })
  const { fileNumber } = (await anna.must(patients.read, { patientId })).record
  const path = join(source.folder, `${patientId}.zip`)
  const { jobId } = await anna.must(portability.exportToFile, { path, fileNumber })
  expect(await endOf(anna, jobId)).toMatchObject({ state: 'done', problem: null })
  return { patientId, files: await unpacked(await readFile(path)) }
}

async function imported(files: ArchiveFiles) {
  const path = join(target.folder, `${crypto.randomUUID()}.zip`)
  await pack(path, files)
  const { jobId } = await target.as('anna').must(portability.import, { path })
  return endOf(target.as('anna'), jobId)
}

const pageOf = (files: ArchiveFiles) =>
  ([...files].find(([path]) => /dossiers\/.*index\.html$/.test(path))?.[1].toString('utf8') ?? '').replaceAll(
    '\u00a0',
    ' ',
  )

test('a qualified identity goes and comes whole, with the proofs that stand and those that no longer do', async () => {
  const { patientId, files } = await exported(async (id) => {
    await retrieved(source, id, insNumberOf('2770733063011'))
    await retrieved(source, id, insNumberOf('2770733063011'))
    await validated(source, id)
  })
  expect(await imported(files)).toMatchObject({ state: 'done' })
  const identity = await identityOnTheDisk(target, patientId)
  expect(identity).toEqual(await identityOnTheDisk(source, patientId))
  expect(identity.withdrawn).toMatchObject([{ because: 'superseded' }])
  const { record } = await target.as('anna').must(patients.read, { patientId })
  expect(record).toMatchObject({ insStatus: 'qualified', ins: { matricule: '2770733063011' } })
})

test('the page of an archive says the matricule of a qualified identity only, and how each was proved', async () => {
  const qualified = await exported(async (id) => {
    await retrieved(source, id, insNumberOf('2770733063012'))
    await validated(source, id)
  })
  expect(pageOf(qualified.files)).toContain('<td>2770733063012</td>')
  expect(pageOf(qualified.files)).toContain('<td>Identité qualifiée</td>')
  expect(pageOf(qualified.files)).toContain('<td>Carte nationale d’identité</td>')
  const doubted = await exported(async (id) => {
    await retrieved(source, id, insNumberOf('2770733063013'))
    await marked(source, id, 'doubtful')
  })
  expect(pageOf(doubted.files)).not.toContain('2770733063013')
  expect(pageOf(doubted.files)).toContain('INS, INSi, par les traits')
  expect(pageOf(doubted.files)).toContain('Identité marquée douteuse')
  // The data have it: nothing is lost.
  expect(
    doubted.files.get([...doubted.files.keys()].find((path) => path.endsWith('identity_proof.json')) ?? '')?.toString(),
  ).toContain('2770733063013')
})

/** What edition 1 held of an identity, and its digest: columns of the patient, numbers withdrawn, and no proof. */
function asEdition1(
  { patientId, files }: { readonly patientId: string; readonly files: ArchiveFiles },
  said: Readonly<Record<string, unknown>>,
  former: readonly Readonly<Record<string, string>>[],
): ArchiveFiles {
  const old = new Map([...files].filter(([path]) => !/(?:patient_identity|identity_proof)\.json$/.test(path)))
  const folder =
    [...old.keys()].find((path) => path.endsWith('donnees/patient.json'))?.replace(/patient\.json$/, '') ?? ''
  const rows = former.map((row) => ({ patient_id: patientId, ...row }))
  if (rows.length > 0)
    old.set(`${folder}patient_former_ins.json`, Buffer.from(JSON.stringify({ table: 'patient_former_ins', rows })))
  let patient: Record<string, unknown> = {}
  const changed = withFile(listed(old), /donnees\/patient\.json$/, (file: { rows: Record<string, unknown>[] }) => {
    patient = { ...file.rows[0], ...said }
    return { ...file, rows: [patient] }
  })
  const hash = createHash('sha256')
  const line = (words: string) => hash.update(`${words}\n`)
  const canonical = (row: Readonly<Record<string, unknown>>) =>
    JSON.stringify(
      Object.keys(row)
        .filter((column) => !['file_number', 'version', 'hidden'].includes(column) || row !== patient)
        .toSorted()
        .map((column) => [column, row[column]]),
    )
  line(`record ${patientId}`)
  line('table patient 1')
  line(canonical(patient))
  if (rows.length > 0) line(`table patient_former_ins ${rows.length}`)
  for (const row of rows.map(canonical).toSorted()) line(row)
  const digest = hash.digest('hex')
  return withFile(changed, /^MANIFEST/, (manifest: { patients: object[] }) => ({
    ...manifest,
    edition: 1,
    patients: manifest.patients.map((one) => ({ ...one, digest })),
  }))
}

const qualifiedThen = {
  ins_status: 'qualified',
  ins_rank: 3,
  ins_matricule: '2770733063014',
  ins_key: insNumberOf('2770733063014').key,
  ins_oid: '1.2.250.1.213.1.4.8',
}

test('an archive of before the proofs: a number that stood is one, no document is invented, none is lost', async () => {
  const { key, oid } = insNumberOf('2770733063099')
  const fresh = await exported(() => Promise.resolve())
  const withdrawn = { matricule: '2770733063099', key, oid, withdrawn_at: '2025-03-04T10:00:00.000Z' }
  expect(await imported(asEdition1(fresh, qualifiedThen, [withdrawn]))).toMatchObject({ state: 'done', problem: null })
  const { record } = await target.as('anna').must(patients.read, { patientId: fresh.patientId })
  expect(record).toMatchObject({ insStatus: 'retrieved', ins: { matricule: '2770733063014' } })
  const identity = await identityOnTheDisk(target, fresh.patientId)
  expect(identity.document).toBeNull()
  expect(identity.withdrawn).toMatchObject([
    { because: 'traits-changed', final: true, proof: { answer: { number: { matricule: '2770733063099' } } } },
  ])
  const found = await target.as('anna').must(patients.search, { text: '2770733063014' })
  expect(found.rows.map((row) => [row.patientId, row.insStatus])).toEqual([[fresh.patientId, 'retrieved']])
})

test('an archive of before the proofs: validated comes in provisional, doubtful without its number', async () => {
  const validatedThen = await exported(() => Promise.resolve(), { birthName: 'Avant' })
  expect(await imported(asEdition1(validatedThen, { ins_status: 'validated', ins_rank: 2 }, []))).toMatchObject({
    state: 'done',
    problem: null,
  })
  const { record } = await target.as('anna').must(patients.read, { patientId: validatedThen.patientId })
  expect(record.insStatus).toBe('provisional')
  const doubted = await exported(() => Promise.resolve(), { birthName: 'Autrefois' })
  const said = { ...qualifiedThen, ins_matricule: '2770733063015', ins_attributes: '["doubtful"]' }
  expect(await imported(asEdition1(doubted, said, []))).toMatchObject({ state: 'done', problem: null })
  const identity = await identityOnTheDisk(target, doubted.patientId)
  expect(identity).toMatchObject({ ins: null, attributes: ['doubtful'], withdrawn: [{ because: 'doubtful' }] })
})

test('an archive of before the proofs whose content was changed is refused', async () => {
  const fresh = await exported(() => Promise.resolve(), { birthName: 'Intact' })
  const old = asEdition1(fresh, { ...qualifiedThen, ins_matricule: '2770733063016' }, [])
  const forged = withFile(old, /donnees\/patient\.json$/, (file: { rows: Record<string, unknown>[] }) => ({
    ...file,
    rows: file.rows.map((row) => ({ ...row, ins_matricule: '2770733063017' })),
  }))
  expect((await imported(forged)).problem).toMatchObject({ data: { fault: 'wrong-rows' } })
})
