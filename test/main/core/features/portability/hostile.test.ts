import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fromBuffer } from 'yauzl'
import { ZipFile } from 'yazl'
import { contract } from '#app/contract.ts'
import { endOf } from '#test/main/core/kernel/example-subjects.ts'
import { type Filling, fillRecord, knownTables } from '#test/world/filled-record.ts'
import { openWorld, type World } from '#test/world/open-world.ts'

const { lifecycle, portability } = contract

let source: World<'anna'>
let target: World<'anna'>
let files: ReadonlyMap<string, Buffer>
let known: Pick<Filling, 'tables' | 'schema'>
let count = 0

beforeAll(async () => {
  known = await knownTables()
  source = await openWorld({ people: { anna: 'practitioner' } })
  target = await openWorld({ people: { anna: 'practitioner' } })
  const patientId = await source.as('anna').createPatient()
  await source.onTheDisk((database) =>
    fillRecord({ ...known, database, patientId, userId: source.userId('anna'), seed: 'source' }),
  )
  await source.as('anna').must(lifecycle.unblock, { patientId })
  const path = join(source.folder, 'saine.zip')
  const { jobId } = await source.as('anna').must(portability.exportToFile, { path, fileNumber: null })
  await endOf(source.as('anna'), jobId)
  files = await unpacked(await readFile(path))
}, 60_000)
afterAll(async () => {
  await source[Symbol.asyncDispose]()
  await target[Symbol.asyncDispose]()
})

function unpacked(bytes: Buffer): Promise<ReadonlyMap<string, Buffer>> {
  return new Promise((resolve, reject) => {
    const found = new Map<string, Buffer>()
    fromBuffer(bytes, { lazyEntries: true }, (error, zip) => {
      if (error !== null) {
        reject(error)
        return
      }
      zip.on('entry', (entry) => {
        zip.openReadStream(entry, (failed, stream) => {
          if (failed !== null) {
            reject(failed)
            return
          }
          const pieces: Buffer[] = []
          stream.on('data', (piece: Buffer) => pieces.push(piece))
          stream.on('end', () => {
            found.set(entry.fileName, Buffer.concat(pieces))
            zip.readEntry()
          })
        })
      })
      zip.on('end', () => resolve(found))
      zip.readEntry()
    })
  })
}

/** Packs files as they are; two of one name are both packed. */
async function packed(entries: readonly (readonly [string, Buffer])[]): Promise<string> {
  count += 1
  const path = join(target.folder, `hostile-${count}.zip`)
  const zip = new ZipFile()
  const out = createWriteStream(path)
  zip.outputStream.pipe(out)
  for (const [name, bytes] of entries) zip.addBuffer(bytes, name)
  zip.end()
  await finished(out)
  return path
}

/** The archive with one file changed, its manifest made right again: only the content is hostile. */
async function forged(name: RegExp, change: (content: never) => unknown): Promise<string> {
  const changed = new Map(files)
  const path = [...files.keys()].find((each) => name.test(each))
  if (path === undefined) throw new Error(`no file is called ${String(name)}`)
  const bytes = Buffer.from(JSON.stringify(change(JSON.parse(files.get(path)?.toString() ?? '') as never)))
  changed.set(path, bytes)
  if (path !== 'MANIFEST.json') {
    const manifest = JSON.parse(files.get('MANIFEST.json')?.toString() ?? '') as { files: Record<string, unknown>[] }
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    const listed = manifest.files.map((file) => (file['path'] === path ? { path, bytes: bytes.length, sha256 } : file))
    changed.set('MANIFEST.json', Buffer.from(JSON.stringify({ ...manifest, files: listed })))
  }
  return packed([...changed])
}

/** Asks for the import and answers why it is refused; nothing is written. */
async function refusalOf(path: string): Promise<unknown> {
  const reply = await target.as('anna').call(portability.import, { path })
  if (!reply.ok) return reply.problem
  const job = await endOf(target.as('anna'), reply.value.jobId)
  expect(await target.rowsOf('patient')).toEqual([])
  expect(await target.rowsOf('blob_piece')).toEqual([])
  expect((await target.rowsOf('person')).filter((row) => row.active === 0)).toEqual([])
  return (job.problem?.data as { fault?: string } | undefined)?.fault ?? job.state
}

const without = (name: RegExp) => [...files].filter(([path]) => !name.test(path))
type Rows = { rows: Record<string, unknown>[] }
const nobody = '00000000-0000-7000-8000-00000000dead'

test.each<[what: string, make: () => Promise<string>, fault: string]>([
  [
    'a file that is no archive',
    async () => {
      const path = join(target.folder, 'texte.zip')
      await writeFile(path, 'Bonjour')
      return path
    },
    'not-an-archive',
  ],
  [
    'an archive cut short',
    async () => {
      const whole = await readFile(await packed([...files]))
      const path = join(target.folder, 'coupee.zip')
      await writeFile(path, whole.subarray(0, whole.length - 400))
      return path
    },
    'not-an-archive',
  ],
  ['an archive of something else', () => packed([['photo.jpg', Buffer.from('x')]]), 'no-manifest'],
  [
    'a manifest of another program',
    () => forged(/MANIFEST/, () => ({ format: 'autre', edition: 1 })),
    'not-an-archive',
  ],
  ['a later edition', () => forged(/MANIFEST/, (manifest: object) => ({ ...manifest, edition: 99 })), 'newer-edition'],
  ['a file missing', () => packed(without(/note\.json$/)), 'file-missing'],
  ['a file nobody announced', () => packed([...files, ['dossiers/cache.exe', Buffer.from('MZ')]]), 'file-unlisted'],
  ['the same file twice', () => packed([...files, ['AUTEURS.json', Buffer.from('{}')]]), 'same-name-twice'],
  [
    'a file changed since',
    () => packed([...files].map(([path, bytes]) => [path, path.endsWith('/note.json') ? Buffer.from('{}') : bytes])),
    'wrong-digest',
  ],
  ['a bomb', () => packed([...files, ['bombe.json', Buffer.alloc(40_000_000)]]), 'bomb'],
  [
    'a table of ours that archives do not carry',
    () => forged(/task\.json$/, (file: object) => ({ ...file, table: 'person' })),
    'unknown-table',
  ],
  [
    'a column that does not exist',
    () => forged(/task\.json$/, (file: Rows) => ({ ...file, rows: file.rows.map((row) => ({ ...row, admin: 1 })) })),
    'unknown-table',
  ],
  [
    'a number where words are',
    () => forged(/task\.json$/, (file: Rows) => ({ ...file, rows: file.rows.map((row) => ({ ...row, title: 3 })) })),
    'wrong-rows',
  ],
  [
    'rows of another patient',
    () =>
      forged(/task\.json$/, (file: Rows) => ({
        ...file,
        rows: file.rows.map((row) => ({ ...row, patient_id: nobody })),
      })),
    'foreign-identifier',
  ],
  [
    'an author that is not in the archive',
    () =>
      forged(/task\.json$/, (file: Rows) => ({
        ...file,
        rows: file.rows.map((row) => ({ ...row, created_by: nobody })),
      })),
    'foreign-identifier',
  ],
  [
    'a thing of nobody’s record',
    () =>
      forged(/note\.json$/, (file: Rows) => ({
        ...file,
        rows: file.rows.map((row) => ({ ...row, revision_id: nobody })),
      })),
    'foreign-identifier',
  ],
  [
    'a value the schema does not take',
    () => forged(/task\.json$/, (file: Rows) => ({ ...file, rows: file.rows.map((row) => ({ ...row, urgent: 7 })) })),
    'wrong-rows',
  ],
  [
    'a content changed in silence',
    () =>
      forged(/note_revision\.json$/, (file: Rows) => ({
        ...file,
        rows: file.rows.map((row) => ({ ...row, author_name: 'Un autre' })),
      })),
    'wrong-rows',
  ],
])('%s is refused, and nothing is written', async (_what, make, fault) => {
  expect(await refusalOf(await make())).toBe(fault)
})

test('a name that climbs out of the archive is refused', async () => {
  const path = await packed([...files, ['xx-echappe.json', Buffer.from('{}')]])
  const bytes = await readFile(path)
  // The writer refuses such a name: it is put in the bytes, at both places where a name stands.
  const climbing = Buffer.from(bytes.toString('latin1').replaceAll('xx-echappe.json', '../echappe.json'), 'latin1')
  await writeFile(path, climbing)
  expect(await refusalOf(path)).toBe('unsafe-name')
})

test('an account of this cabinet is not made the author of what it did not write', async () => {
  const id = target.userId('anna')
  const path = await forged(/^auteurs\.json$/, (file: { authors: Record<string, unknown>[] }) => ({
    authors: [...file.authors, { ...file.authors[0], userId: id, lastName: 'Imposteur', rpps: null }],
  }))
  expect(await refusalOf(path)).toBe('foreign-author')
})

test('a file that is not there, or on another computer, is said so', async () => {
  expect(await refusalOf(join(target.folder, 'absente.zip'))).toBe('failed')
  expect(await target.as('anna').call(portability.import, { path: 'relative.zip' })).toMatchObject({
    problem: 'network.host-only',
  })
})
