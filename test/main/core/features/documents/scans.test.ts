import { appendFile, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { contract } from '#app/contract.ts'
import { scanFolder } from '#main/adapters/scans/scan-folder.ts'
import { pdfOf } from '#test/world/documents.ts'
import { openWorld, type World } from '#test/world/open-world.ts'

const { documents } = contract

let world: World<'office'>
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cabinet-scans-'))
  world = await openWorld({
    people: { office: 'secretary' },
    ports: { scanFolder: scanFolder({ settledMs: 120, lookMs: 400 }) },
  })
  const { version } = await world.as('doctor').must(documents.scanFolder, {})
  const settings = { folder }
  await world.as('doctor').must(documents.saveScanFolder, { settings, expectedVersion: version })
  world.timers.tick()
}, 30_000)
afterAll(async () => {
  await world[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

const inside = async (...names: string[]) => (await readdir(join(folder, ...names)).catch(() => [])).toSorted()
const unfiled = async () => (await world.as('office').must(documents.listUnfiled, { offset: 0, limit: 50 })).documents
const eventually = (check: () => Promise<void>) => vi.waitFor(check, { timeout: 8_000, interval: 50 })

test('a scanned file becomes a document to be filed, and its original goes to « Classés »', async () => {
  await writeFile(join(folder, 'irm_2026-11-03.pdf'), await pdfOf('IRM du genou'))
  await eventually(async () => expect(await inside('Classés')).toEqual(['irm_2026-11-03.pdf']))
  const [document] = await unfiled()
  expect(document).toMatchObject({ patientId: null, source: 'scan', kind: 'pdf', pages: 1, importedBy: '' })
  expect(document?.fields).toMatchObject({ title: 'Irm', documentDate: '2026-11-03' })
  expect(await inside()).toEqual(['Classés'])
})

test('a file still being written is waited for', async () => {
  const bytes = await pdfOf('Écrit lentement')
  const path = join(folder, 'lent.pdf')
  const third = Math.ceil(bytes.length / 3)
  for (let at = 0; at < bytes.length; at += third) {
    await appendFile(path, bytes.subarray(at, at + third))
    await new Promise((resolve) => setTimeout(resolve, 60))
    expect((await unfiled()).some(({ fields }) => fields.title === 'Lent')).toBe(false)
  }
  await eventually(async () => expect(await inside('Classés')).toContain('lent.pdf'))
  expect((await unfiled()).find(({ fields }) => fields.title === 'Lent')).toMatchObject({ pages: 1 })
})

test('what is not taken in is set aside with its reason; what is unfinished, hidden or a way out is left', async () => {
  await symlink('/etc/passwd', join(folder, 'lien.txt'))
  await writeFile(join(folder, '.cache'), 'x')
  await writeFile(join(folder, 'encours.pdf.part'), 'x')
  await writeFile(join(folder, 'virus.pdf'), 'MZ programme')
  await writeFile(join(folder, 'vide.pdf'), '')
  await eventually(async () => expect(await inside('Mis de côté')).toEqual(['vide.pdf', 'virus.pdf']))
  const { faults, state } = await world.as('office').must(documents.scanFolder, {})
  expect(state).toBe('watching')
  expect(faults.map(({ fileName, reason }) => `${fileName} ${reason}`).toSorted()).toEqual([
    'vide.pdf empty',
    'virus.pdf program',
  ])
  expect(await inside()).toEqual(['.cache', 'Classés', 'Mis de côté', 'encours.pdf.part', 'lien.txt'])
})

test('a second file of the same name takes no other’s place, and one found again makes no other document', async () => {
  const before = (await unfiled()).length
  const bytes = await pdfOf('IRM du genou, gauche')
  await writeFile(join(folder, 'irm_2026-11-03.pdf'), bytes)
  await eventually(async () => expect(await inside('Classés')).toContain('irm_2026-11-03 (2).pdf'))
  expect(await unfiled()).toHaveLength(before + 1)
  // The very same file again: the program ended before it was moved.
  await writeFile(join(folder, 'irm_2026-11-03.pdf'), bytes)
  await eventually(async () => expect(await inside('Classés')).toContain('irm_2026-11-03 (3).pdf'))
  expect(await unfiled()).toHaveLength(before + 1)
})

test('a secretary files it, the count says so, and the journal names who scanned and who filed', async () => {
  const office = world.as('office')
  const patientId = await office.createPatient()
  const [document] = await unfiled()
  const { unfiled: before } = await office.must(documents.counts, {})
  const { documentId = '', version: expectedVersion = 0 } = document ?? {}
  await office.must(documents.move, { documentId, expectedVersion, patientId })
  expect((await office.must(documents.counts, {})).unfiled).toBe(before - 1)
  const { entries } = await office.must(contract.record.timeline, { patientId, filter: {}, offset: 0, limit: 5 })
  expect(entries.map(({ entryId }) => entryId)).toEqual([documentId])
  const acts = (await world.journal()).filter(({ service }) => service === 'scan-folder').map(({ act }) => act)
  expect(acts).toContain('document.scanned')
  expect(acts).toContain('document.set-aside')
  expect((await world.auditOf(documentId)).map(({ act }) => act)).toContain('document.move')
})

test('a folder that cannot be used is not kept, and one that goes away is said to be', async () => {
  const doctor = world.as('doctor')
  const { version } = await doctor.must(documents.scanFolder, {})
  const nowhere = { settings: { folder: join(folder, 'nulle-part') }, expectedVersion: version }
  expect(await doctor.call(documents.saveScanFolder, nowhere)).toMatchObject({ problem: 'document.folder-unusable' })
  const relative = { settings: { folder: 'ici' }, expectedVersion: version }
  expect(await doctor.call(documents.saveScanFolder, relative)).toMatchObject({ problem: 'document.folder-unusable' })
  await rm(folder, { recursive: true })
  const stateNow = async () => (await doctor.must(documents.scanFolder, {})).state
  await expect.poll(stateNow, { timeout: 5_000 }).toBe('out-of-reach')
})
