import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { contract } from '#app/contract.ts'
import type { Proof } from '#app/features/identity/model.ts'
import { insOids } from '#app/kernel/ins-oid.ts'
import { endOf } from '#test/main/core/kernel/example-subjects.ts'
import { pack, unpacked, withFile } from './archives.ts'
import { type Filling, fillRecord, knownTables } from '#test/world/filled-record.ts'
import { insNumberOf, retrieved, validated } from '#test/world/given-identities.ts'
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
  await retrieved(source, patientId, insNumberOf('2770733063001'))
  await validated(source, patientId)
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

/** Packs files as they are; two of one name are both packed. */
async function packed(entries: readonly (readonly [string, Buffer])[]): Promise<string> {
  count += 1
  const path = join(target.folder, `hostile-${count}.zip`)
  await pack(path, entries)
  return path
}

/** The archive with one file changed, its manifest made right again: only the content is hostile. */
function forged(name: RegExp, change: (content: never) => unknown): Promise<string> {
  return packed([...withFile(files, name, change)])
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
/** The proofs of the archive, each as `change` makes it. */
const forgedProofs = (change: (proof: Proof) => unknown) =>
  forged(/identity_proof\.json$/, (file: Rows) => ({
    ...file,
    rows: file.rows.map((row) => ({
      ...row,
      content: JSON.stringify(change(JSON.parse(String(row['content'])) as Proof)),
    })),
  }))
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
  ['a proof that is none', () => forgedProofs(() => ({ kind: 'ins' })), 'wrong-rows'],
  [
    'a proof of another person’s traits',
    () =>
      forgedProofs((proof) =>
        proof.kind === 'document'
          ? proof
          : { ...proof, answer: { ...proof.answer, traits: { ...proof.answer.traits, sex: 'M' } } },
      ),
    'wrong-rows',
  ],
  [
    'a document that says another birth date',
    () =>
      forgedProofs((proof) =>
        proof.kind === 'ins' ? proof : { ...proof, traits: { ...proof.traits, birthDate: '1901-01-01' } },
      ),
    'wrong-rows',
  ],
  ['a proof under the name of another', () => forgedProofs((proof) => ({ ...proof, proofId: nobody })), 'wrong-rows'],
  [
    'a status without its proofs',
    () => forged(/identity_proof\.json$/, (file: Rows) => ({ ...file, rows: [] })),
    'wrong-rows',
  ],
  [
    'a matricule of test, in production',
    () =>
      forgedProofs((proof) =>
        proof.kind === 'document'
          ? proof
          : { ...proof, answer: { ...proof.answer, number: insNumberOf('2770733063001', insOids.test) } },
      ),
    'test-matricule',
  ],
  [
    'a doubtful identity that is proved all the same',
    () =>
      forged(/patient\.json$/, (file: Rows) => ({
        ...file,
        rows: file.rows.map((row) => ({ ...row, ins_attributes: '["doubtful"]' })),
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
