import { createHash } from 'node:crypto'
import { z } from 'zod'
import {
  archivedAuthor,
  archiveEdition,
  archiveManifest,
  type ArchivedAuthor,
  type ArchiveManifest,
  proofsEdition,
} from '#app/features/portability/model.ts'
import { ArchiveRefusal, type OpenedArchive } from '#core/ports/index.ts'
import type { PatientTable, SchemaTable } from '#core/kernel/patient-tables.ts'
import type { ArchivedRow } from '#core/kernel/tables.ts'

/** Data of one table of one record, in bytes: some hundred times what the fullest record holds. */
const largestData = 128 * 1024 * 1024

/** How far a verification is; throws when it must stop. */
export type Step = (done: number, total: number) => void

const anyManifest = z.object({ format: z.literal('cabinet-ouvert-archive'), edition: z.int() })

/**
 * Reads the manifest and holds every file to it: all that are announced, none besides, each with its length and its
 * SHA-256. Throws {@link ArchiveRefusal}; nothing of an archive is believed before.
 */
export async function verifyFiles(opened: OpenedArchive, step: Step): Promise<ArchiveManifest> {
  const manifest = await readManifest(opened)
  const listed = new Map(manifest.files.map((file) => [file.path, file]))
  if (listed.size !== manifest.files.length) throw new ArchiveRefusal('same-name-twice', 'MANIFEST.json')
  for (const { path } of opened.files) {
    if (path !== 'MANIFEST.json' && !listed.has(path)) throw new ArchiveRefusal('file-unlisted', path)
  }
  const present = new Set(opened.files.map(({ path }) => path))
  const total = manifest.files.reduce((sum, file) => sum + file.bytes, 0)
  let done = 0
  for (const { path, bytes, sha256 } of manifest.files) {
    if (!present.has(path)) throw new ArchiveRefusal('file-missing', path)
    step(done, total)
    const hash = createHash('sha256')
    let read = 0
    for await (const piece of opened.read(path)) {
      hash.update(piece)
      read += piece.length
    }
    if (read !== bytes || hash.digest('hex') !== sha256) throw new ArchiveRefusal('wrong-digest', path)
    done += bytes
  }
  return manifest
}

async function readManifest(opened: OpenedArchive): Promise<ArchiveManifest> {
  if (!opened.files.some(({ path }) => path === 'MANIFEST.json')) throw new ArchiveRefusal('no-manifest')
  const value = await readJson(opened, 'MANIFEST.json', 'no-manifest')
  const any = anyManifest.safeParse(value)
  if (!any.success) throw new ArchiveRefusal('not-an-archive')
  if (any.data.edition > archiveEdition) throw new ArchiveRefusal('newer-edition')
  const manifest = archiveManifest.safeParse(value)
  if (!manifest.success) throw new ArchiveRefusal('no-manifest')
  const folders = new Set(manifest.data.patients.map(({ folder }) => folder))
  const ids = new Set(manifest.data.patients.map(({ patientId }) => patientId))
  const count = manifest.data.patients.length
  if (folders.size !== count || ids.size !== count) throw new ArchiveRefusal('wrong-rows', 'MANIFEST.json')
  return manifest.data
}

async function readJson(
  opened: OpenedArchive,
  path: string,
  fault: 'no-manifest' | 'wrong-rows' = 'wrong-rows',
): Promise<unknown> {
  const pieces: Uint8Array[] = []
  let bytes = 0
  for await (const piece of opened.read(path)) {
    bytes += piece.length
    if (bytes > largestData) throw new ArchiveRefusal('too-big', path)
    pieces.push(piece)
  }
  try {
    const words = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(pieces))
    return JSON.parse(words) as unknown
  } catch {
    throw new ArchiveRefusal(fault, path)
  }
}

/** The table of withdrawn numbers, in an archive made when a status had no proofs. */
export const formerNumbersTable = 'patient_former_ins'

/** One of its rows. */
const formerNumberRow = z.strictObject({
  patient_id: z.string(),
  matricule: z.string().regex(/^\d{6}[0-9A-Z]\d{6}$/),
  key: z.string().regex(/^\d{2}$/),
  oid: z.string().regex(/^[0-9.]{10,40}$/),
  withdrawn_at: z.iso.datetime(),
})

/** One record as an archive gives it, its shape checked; what it points at is checked by whoever writes it. */
export interface ReadRecord {
  readonly patientId: string
  readonly patient: ArchivedRow
  readonly rows: ReadonlyMap<string, readonly ArchivedRow[]>
  readonly packed: ReadonlyMap<string, readonly ArchivedRow[]>
  /** Where the contents are, by their digest. */
  readonly files: ReadonlyMap<string, string>
  /** Of an archive made when a status had no proofs: the numbers withdrawn. `null` of any later one. */
  readonly former: readonly z.infer<typeof formerNumberRow>[] | null
}

const value = z.union([z.string().max(20_000_000), z.number(), z.null()])
const anyRow = z.record(z.string().max(60), value)
const dataFile = z.strictObject({ table: z.string().max(60), rows: z.array(anyRow) })
const packedFile = z.strictObject({ slice: z.string().max(60), rows: z.array(anyRow) })
const namesFile = z.strictObject({ files: z.array(z.strictObject({ sha256: z.string(), path: z.string() })) })
const formerFile = z.strictObject({ table: z.literal(formerNumbersTable), rows: z.array(formerNumberRow) })
const authorsFile = z.strictObject({ authors: z.array(archivedAuthor).max(10_000) })

/** Reads the data of one record. Throws {@link ArchiveRefusal} for a table, a column or a value that is not one of ours. */
export async function readArchivedRecord(
  opened: OpenedArchive,
  manifest: ArchiveManifest,
  place: ArchiveManifest['patients'][number],
  known: { readonly tables: readonly PatientTable[]; readonly slices: readonly string[] },
): Promise<ReadRecord> {
  const start = `${place.folder}/donnees/`
  const rows = new Map<string, readonly ArchivedRow[]>()
  const packed = new Map<string, readonly ArchivedRow[]>()
  const files = new Map<string, string>()
  let former: ReadRecord['former'] = manifest.edition < proofsEdition ? [] : null
  for (const { path } of manifest.files) {
    if (!path.startsWith(start)) continue
    const name = path.slice(start.length).replace(/\.json$/, '')
    const read = await readJson(opened, path)
    if (name === 'fichiers') {
      for (const file of parsed(namesFile, read, path).files) files.set(file.sha256, file.path)
    } else if (name.startsWith('_')) {
      const { slice, rows: own } = parsed(packedFile, read, path)
      if (name !== `_${slice}` || !known.slices.includes(slice)) throw new ArchiveRefusal('unknown-table', path)
      packed.set(slice, own)
    } else if (name === formerNumbersTable && former !== null) {
      former = parsed(formerFile, read, path).rows
      if (former.some((row) => row.patient_id !== place.patientId)) throw new ArchiveRefusal('foreign-identifier', path)
    } else {
      const { table: named, rows: own } = parsed(dataFile, read, path)
      const table = known.tables.find((each) => each.name === named)
      if (table === undefined || named !== name) throw new ArchiveRefusal('unknown-table', path)
      rows.set(named, checkedRows(table, own, path))
      const isOther = (row: ArchivedRow) => table.patientColumn !== null && row[table.patientColumn] !== place.patientId
      if ((rows.get(named) ?? []).some(isOther)) throw new ArchiveRefusal('foreign-identifier', path)
    }
  }
  const patients = rows.get('patient') ?? []
  const [patient] = patients
  if (patient === undefined || patients.length !== 1) throw new ArchiveRefusal('wrong-rows', place.folder)
  rows.delete('patient')
  const sums = new Map(manifest.files.map((file) => [file.path, file.sha256]))
  for (const [digest, path] of files) {
    if (sums.get(path) !== digest) throw new ArchiveRefusal('wrong-digest', path)
  }
  return { patientId: place.patientId, patient, rows, packed, files, former }
}

/** The rows of libraries that an archive brings, by table. */
export async function readLibraries(
  opened: OpenedArchive,
  manifest: ArchiveManifest,
  libraries: readonly SchemaTable[],
): Promise<ReadonlyMap<string, readonly ArchivedRow[]>> {
  const found = new Map<string, readonly ArchivedRow[]>()
  for (const { path } of manifest.files) {
    if (!path.startsWith('bibliotheque/')) continue
    const { table: named, rows } = parsed(dataFile, await readJson(opened, path), path)
    const library = libraries.find(({ name }) => name === named)
    if (library === undefined || path !== `bibliotheque/${named}.json`) throw new ArchiveRefusal('unknown-table', path)
    found.set(named, checkedRows(library, rows, path))
  }
  return found
}

/** Who wrote what an archive holds. */
export async function readAuthors(opened: OpenedArchive): Promise<readonly ArchivedAuthor[]> {
  if (!opened.files.some(({ path }) => path === 'auteurs.json'))
    throw new ArchiveRefusal('file-missing', 'auteurs.json')
  return parsed(authorsFile, await readJson(opened, 'auteurs.json'), 'auteurs.json').authors
}

function parsed<T>(schema: z.ZodType<T>, read: unknown, path: string): T {
  const answer = schema.safeParse(read)
  if (!answer.success) throw new ArchiveRefusal('wrong-rows', path)
  return answer.data
}

/** Rows with the columns of their table and no other, of its types; a column it had not yet may be missing if it may be empty. */
function checkedRows(table: SchemaTable, rows: readonly ArchivedRow[], path: string): readonly ArchivedRow[] {
  const names = new Set(table.columns.map(({ name }) => name))
  const keys = new Set<string>()
  return rows.map((row) => {
    if (Object.keys(row).some((column) => !names.has(column))) throw new ArchiveRefusal('unknown-table', path)
    const whole = Object.fromEntries(
      table.columns.map((column) => {
        const given = row[column.name] ?? null
        const isRequired = column.isRequired || table.key.includes(column.name)
        if (given === null ? isRequired : !fits(column.type, given)) throw new ArchiveRefusal('wrong-rows', path)
        return [column.name, given] as const
      }),
    )
    const key = JSON.stringify(table.key.map((column) => whole[column]))
    if (keys.has(key)) throw new ArchiveRefusal('wrong-rows', path)
    keys.add(key)
    return whole
  })
}

function fits(type: string, given: string | number): boolean {
  if (type === 'text') return typeof given === 'string'
  return typeof given === 'number' && (type === 'real' || Number.isSafeInteger(given))
}
