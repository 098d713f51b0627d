import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { contract } from '#app/contract.ts'
import { openPromise } from 'yauzl'
import { openWorld, signedIn, testPassword, type World, type WorldSeat } from '#test/world/open-world.ts'
import {
  consultationOf,
  makeRecordWithoutAllergy,
  makeWholeRecord,
  type WholeRecord,
} from '#test/world/whole-record.ts'

const script = join(import.meta.dirname, '..', '..', '..', 'main', 'launch', 'cabinet.ts')

let source: World<'second'>
let target: World<'other'>
let whole: WholeRecord
let unknown: string
let none: string

interface Outcome {
  readonly status: number
  readonly err: string
  readonly json: Readonly<Record<string, unknown>>
}

/** Runs the command line on the cabinet of a world, as its doctor, with nobody else in it. */
function cabinet(world: World<never>, ...words: readonly string[]): Promise<Outcome> {
  const asked = [...words, '--dir', world.cabinetsFolder, '--user', 'Dr Dora Doc', '--password-stdin']
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [script, ...asked],
      { env: { ...process.env, HOME: world.folder, XDG_STATE_HOME: join(world.folder, 'ligne') }, timeout: 60_000 },
      (error, out, err) => {
        const json = words.includes('--json') ? (JSON.parse(out) as Outcome['json']) : {}
        resolve({ status: error === null ? 0 : Number(error.code), err, json })
      },
    )
    child.stdin?.end(`${testPassword}\n`)
  })
}

/** Opens the cabinet of a world again for its doctor, and closes it: the command line must find nobody in it. */
async function inside(world: World<never>, use: (seat: WorldSeat) => Promise<void>): Promise<void> {
  const core = world.anotherCore()
  try {
    await use(await signedIn(core, world.cabinetId, { userId: world.userId('doctor') }, 'qui revient'))
  } finally {
    await core.dispose()
  }
}

/** Where the content of the largest file stands: what is around contents says what nobody reads, such as hours. */
async function middleOfLargest(path: string): Promise<number> {
  const zip = await openPromise(path, { lazyEntries: true, autoClose: false })
  const entries = []
  for await (const entry of zip.eachEntry()) entries.push(entry)
  const [largest] = entries.toSorted((a, b) => b.compressedSize - a.compressedSize)
  if (largest === undefined) throw new Error('nothing in the archive')
  const { fileDataStart } = await zip.readLocalFileHeaderPromise(largest)
  zip.close()
  return fileDataStart + Math.floor(largest.compressedSize / 2)
}

beforeAll(async () => {
  source = await openWorld({ people: { second: 'practitioner' } })
  // Access groups are on where the archive arrives: records are in those of a creation by who imports them.
  target = await openWorld({ people: { other: { roleKey: 'practitioner', seesAllPatients: false } } })
  whole = await makeWholeRecord(source.as('doctor'), source.as('second'))
  none = await makeRecordWithoutAllergy(source.as('doctor'))
  unknown = await source.as('doctor').createPatient({ birthName: 'Inconnue', usedName: 'Inconnue' })
  await source.core.dispose()
  await target.core.dispose()
}, 60_000)
afterAll(async () => {
  await source[Symbol.asyncDispose]()
  await target[Symbol.asyncDispose]()
})

test('everything goes out by `export` and comes into an empty cabinet by `import-archive`: the digest is the same', async () => {
  const file = join(source.folder, 'tout.zip')
  const exported = await cabinet(source, 'export', '--to', file, '--json')
  expect(exported).toMatchObject({ status: 0, json: { ok: true, patients: 3 } })
  const imported = await cabinet(target, 'import-archive', file, '--json')
  expect(imported).toMatchObject({ status: 0, json: { ok: true, imported: 3, skipped: 0 } })
  const after = await cabinet(target, 'digest', '--json')
  expect(after).toMatchObject({ status: 0, json: { ok: true, patients: 3, digest: exported.json['digest'] } })

  await inside(target, async (seat) => {
    const { revisions } = await seat.must(contract.notes.revisions, { noteId: whole.noteId })
    const told = revisions
      .toSorted((a, b) => a.revision - b.revision)
      .map(({ revision, authorName }) => [revision, authorName])
    expect(told).toEqual([
      [1, expect.stringMatching(/doc/i)],
      [2, expect.stringMatching(/second/i)],
    ])
    const states = []
    for (const patientId of [whole.patientId, none, unknown]) {
      states.push((await seat.must(contract.antecedents.allergies, { patientId })).allergies.state)
    }
    expect(states).toEqual(['list', 'none', 'unknown'])
    const page = { patientId: whole.patientId, filter: {}, offset: 0, limit: 50 }
    const { entries } = await seat.must(contract.record.timeline, page)
    const kinds = ['consultation', 'document', 'letter', 'prescription', 'result', 'vaccination']
    expect(entries.map(({ kind }) => kind).toSorted()).toEqual(kinds)
    const asked = { text: 'quatre jours', filter: {}, after: null, limit: 5 }
    const { matches } = await seat.must(contract.record.searchAll, asked)
    expect(matches.map(({ entry }) => entry.entryId)).toEqual([whole.noteId])
    const { relations } = await seat.must(contract.contacts.relations, { patientId: whole.patientId })
    expect(relations).toHaveLength(1)
  })
}, 90_000)

test('one record goes out by `export --patient`, and its digest follows every word of its revisions', async () => {
  const number = String(whole.fileNumber)
  const file = join(source.folder, 'une.zip')
  const exported = await cabinet(source, 'export', '--patient', number, '--to', file, '--json')
  expect(exported).toMatchObject({ status: 0, json: { ok: true, patients: 1 } })
  await inside(source, async (seat) => {
    const digest = async () => (await seat.must(contract.portability.digest, { fileNumber: whole.fileNumber })).sha256
    expect(await digest()).toBe(exported.json['digest'])
    const { note } = await seat.must(contract.notes.read, { noteId: whole.noteId })
    const [item] = note.content.sections.flatMap(({ items }) => items)
    const content = consultationOf(item?.itemId ?? '', 'Toux depuis cinq jours')
    await seat.must(contract.notes.revise, { noteId: note.noteId, expectedVersion: note.version, content, reason: '' })
    expect(await digest()).not.toBe(exported.json['digest'])
  })
  const revised = (await cabinet(source, 'digest', '--patient', number, '--json')).json['digest']
  // One letter of a word of the first revision, in the file itself.
  const changed = await source.onTheDisk((database) => {
    // A signed text is rewritten by nobody: whoever would must first take away what forbids it.
    const forbids = database.prepare(
      "select name from sqlite_schema where type = 'trigger' and tbl_name = 'note_revision'",
    )
    for (const { name } of forbids.all() as { name: string }[]) database.exec(`drop trigger "${name}"`)
    return database.prepare("update note_revision set content = replace(content, 'trois', 'treis')").run()
  })
  expect(changed.changes).toBeGreaterThan(0)
  const altered = (await cabinet(source, 'digest', '--patient', number, '--json')).json['digest']
  expect(altered).toMatch(/^[0-9a-f]{64}$/)
  expect(altered).not.toBe(revised)
}, 90_000)

test('an archive that was touched is refused in a sentence, and nothing of it is written', async () => {
  const whole = join(source.folder, 'tout.zip')
  const bytes = await readFile(whole)
  const touched = join(source.folder, 'touchée.zip')
  const middle = await middleOfLargest(whole)
  bytes[middle] = (bytes[middle] ?? 0) ^ 0xff
  await writeFile(touched, bytes)
  const empty = await openWorld()
  await empty.core.dispose()
  const { status, err } = await cabinet(empty, 'import-archive', touched)
  expect(status).toBe(1)
  expect(err).toMatch(/archive/i)
  expect(err).not.toMatch(/undefined|error|\{"/i)
  expect(await empty.rowsOf('patient')).toEqual([])
  await empty[Symbol.asyncDispose]()
}, 90_000)
