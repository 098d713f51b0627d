import { createHash } from 'node:crypto'
import {
  archiveEdition,
  type ArchiveKind,
  type ArchiveManifest,
  type ArchivedAuthor,
} from '#app/features/portability/model.ts'
import { documentKind } from '#app/features/documents/model.ts'
import { toPlainCapitals } from '#app/kernel/letters.ts'
import { archivePages as text } from '#app/text/fr/portability.ts'
import { readBlobPieces, savedFileName } from '#core/features/documents/index.ts'
import { findMark } from '#core/features/identity/index.ts'
import type { PatientRegistry } from '#core/features/lifecycle/index.ts'
import type { ArchiveSource } from '#core/ports/index.ts'
import type { ArchivedRow, ReadDb } from '#core/kernel/tables.ts'
import { type DataMatrix, loadDataMatrices } from '#main/protocols/data-matrix.ts'
import { digestContent } from './canonical.ts'
import {
  carriedTables,
  libraryRows,
  pointed,
  type RecordContent,
  readRecord,
  readSurroundings,
  type Surroundings,
} from './content.ts'
import { dictionaryOf, dictionaryPage, schemaOf } from './documentation.ts'
import { escapeHtml, hrefOf, pageHtml, recordPage } from './page.ts'

/** What an archive is made of, and for whom. */
export interface ArchivePlan {
  readonly db: ReadDb
  readonly registry: PatientRegistry
  readonly kind: ArchiveKind
  readonly patientIds: readonly string[]
  readonly exportId: string
  readonly cabinet: { readonly cabinetId: string; readonly name: string }
  readonly by: string
  readonly at: string
  readonly program: string
  /** Between two files: how far it is, and whether to stop (it throws). */
  step(done: number, total: number): void
}

interface Making {
  readonly plan: ArchivePlan
  readonly around: Surroundings
  readonly leftOut: readonly string[]
  readonly files: ArchiveManifest['files']
  readonly patients: ArchiveManifest['patients']
  readonly links: { readonly href: string; readonly name: string }[]
  /** Rows of libraries pointed at, by table. */
  readonly libraries: Map<string, Set<string>>
  readonly authors: Set<string>
}

/**
 * The files of an archive, one after the other: each record with its page, its data and its documents, then what they
 * point at, the documentation, and the manifest last, since it holds the digest of every other.
 */
export async function* archiveSources(plan: ArchivePlan): AsyncGenerator<ArchiveSource> {
  const making: Making = {
    plan,
    around: await readSurroundings(plan.db, plan.registry),
    leftOut: plan.kind === 'unit' ? text.unitLeavesOut : text.massiveLeavesOut,
    files: [],
    patients: [],
    links: [],
    libraries: new Map(),
    authors: new Set(),
  }
  for (const [index, patientId] of plan.patientIds.entries()) {
    if (plan.kind === 'massive') plan.step(index, plan.patientIds.length)
    yield* recordSources(making, patientId)
  }
  for (const source of await lastSources(making)) yield source
  yield whole('MANIFEST.json', `${JSON.stringify(manifestOf(making), null, 1)}\n`)
}

async function* recordSources(making: Making, patientId: string): AsyncGenerator<ArchiveSource> {
  const { plan, around } = making
  const content = await readRecord(plan.db, plan.registry, patientId, plan.kind)
  const [patient] = content.tables.find(({ table }) => table.isOwn)?.rows ?? []
  if (patient === undefined) return
  const name = `${textOf(patient['used_name']) || textOf(patient['birth_name'])} ${textOf(patient['used_first_name']) || textOf(patient['first_birth_first_name'])}`
  const folder = `dossiers/${textOf(patient['file_number']).padStart(6, '0')}-${cleanName(name)}-${patientId.slice(-4)}`
  notePointed(making, content)
  const named = filesOf(content)
  for (const { table, rows } of content.tables) {
    if (rows.length > 0) yield noted(making, `${folder}/donnees/${table.name}.json`, json({ table: table.name, rows }))
  }
  for (const { slice, rows } of content.packed) {
    if (rows.length > 0) yield noted(making, `${folder}/donnees/_${slice}.json`, json({ slice, rows }))
  }
  yield noted(
    making,
    `${folder}/donnees/fichiers.json`,
    json({ files: named.map(({ digest, path }) => ({ sha256: digest, path: `${folder}/${path}` })) }),
  )
  for (const [index, { digest, path }] of named.entries()) {
    if (plan.kind === 'unit') plan.step(index, named.length)
    yield counted(making, `${folder}/${path}`, () => readBlobPieces(plan.db, digest), true)
  }
  const page = recordPage(content, {
    name,
    mark: await markOf(plan.db, patientId, patient),
    madeAt: text.madeAt(plan.at.slice(0, 10), plan.by, plan.cabinet.name),
    leftOut: making.leftOut,
    files: new Map(named.flatMap(({ owners, path }) => owners.map((owner) => [owner, path] as const))),
  })
  yield noted(making, `${folder}/index.html`, page)
  making.links.push({ href: `${folder}/index.html`, name: `${name}, ${textOf(patient['birth_date'])}` })
  const whole = plan.kind === 'unit' ? await readRecord(plan.db, plan.registry, patientId, 'unit') : content
  const { sha256 } = await digestContent(plan.db, around, digested(whole))
  making.patients.push({ patientId, folder, digest: sha256 })
}

/** The DataMatrix of a qualified patient; most records have none, and their proofs need no reading. */
async function markOf(db: ReadDb, patientId: string, patient: ArchivedRow): Promise<DataMatrix | null> {
  const mark = patient['ins_status'] === 'qualified' ? await findMark(db, patientId) : null
  return mark === null ? null : (await loadDataMatrices())(mark)
}

/** Without the log of accesses, which no digest counts. */
function digested(content: RecordContent): RecordContent {
  return { ...content, tables: content.tables.filter(({ table }) => table.archive !== 'trace') }
}

function notePointed({ around, libraries, authors }: Making, content: RecordContent): void {
  for (const { table, rows } of content.tables) {
    for (const library of around.libraries) {
      const known = libraries.get(library.name) ?? new Set<string>()
      for (const key of pointed(table.references, rows, library.name)) known.add(key)
      libraries.set(library.name, known)
    }
    for (const userId of pointed(table.references, rows, 'person')) authors.add(userId)
  }
}

interface NamedFile {
  readonly digest: string
  /** Inside the record’s folder. */
  readonly path: string
  /** Identifiers of what it belongs to. */
  readonly owners: readonly string[]
}

/** The contents a record names, each once, under a name a person recognises. */
function filesOf(content: RecordContent): readonly NamedFile[] {
  const entries = new Map(
    content.packed.flatMap(({ rows }) => rows).map((row) => [textOf(row['entryId']), row] as const),
  )
  const found = new Map<string, { owners: string[]; hint: string; day: string; extension: string }>()
  for (const { table, rows } of content.tables) {
    const columns = table.references.filter((reference) => reference.table === 'blob').flatMap((one) => one.columns)
    for (const row of rows) {
      for (const column of columns) {
        const digest = row[column]
        if (typeof digest !== 'string') continue
        const owner = textOf(row[table.key[0] ?? ''])
        const entry = entries.get(owner)
        const fileName = textOf(row['file_name'])
        const hint = textOf(entry?.['title']) || textOf(row['title']) || fileName || table.name
        const on = (textOf(entry?.['occurredAt']) || textOf(row['document_date'])).slice(0, 10)
        const day = /^\d{4}-\d{2}-\d{2}$/.test(on) ? on : ''
        const kind = documentKind.safeParse(row['kind'])
        const savedAs = kind.success ? savedFileName(fileName, kind.data) : ''
        const extension = /\.[a-z0-9]{1,5}(?:\.txt)?$/i.exec(savedAs)?.[0].toLowerCase() ?? '.pdf'
        const known = found.get(digest)
        if (known === undefined) found.set(digest, { owners: [owner], hint, day, extension })
        else known.owners.push(owner)
      }
    }
  }
  const taken = new Set<string>()
  return [...found].map(([digest, { owners, hint, day, extension }]) => {
    const stem = `documents/${[day, cleanName(hint.replace(/\.[a-z0-9]{1,5}$/i, ''))].filter((part) => part !== '').join('-')}`
    let path = `${stem}${extension}`
    for (let number = 2; taken.has(path.toLowerCase()); number += 1) path = `${stem}-${number}${extension}`
    taken.add(path.toLowerCase())
    return { digest, path, owners }
  })
}

/** Letters, digits and hyphens: a name every system takes, and no path. */
function cleanName(words: string): string {
  return (
    toPlainCapitals(words)
      .replaceAll(/[^A-Z0-9]+/g, '-')
      .replaceAll(/^-+|-+$/g, '')
      .slice(0, 60) || 'SANS-NOM'
  )
}

async function lastSources(making: Making): Promise<readonly ArchiveSource[]> {
  const { plan, around } = making
  const sources: ArchiveSource[] = []
  // Those pointed at come after those that point, as the list of libraries has its parents first.
  for (const library of around.libraries.toReversed()) {
    const rows = await libraryRows(plan.db, library, making.libraries.get(library.name) ?? [])
    if (rows.length === 0) continue
    for (const parent of around.libraries) {
      const known = making.libraries.get(parent.name) ?? new Set<string>()
      for (const key of pointed(library.references, rows, parent.name)) known.add(key)
      making.libraries.set(parent.name, known)
    }
    for (const userId of pointed(library.references, rows, 'person')) making.authors.add(userId)
    sources.push(noted(making, `bibliotheque/${library.name}.json`, json({ table: library.name, rows })))
  }
  sources.push(noted(making, 'auteurs.json', json({ authors: await authorsOf(plan.db, making.authors) })))
  const described = [...carriedTables(await plan.registry.tables(plan.db), plan.kind), ...around.libraries]
  for (const table of described) {
    sources.push(noted(making, `documentation/schemas/${table.name}.schema.json`, schemaOf(table)))
  }
  sources.push(noted(making, 'documentation/dictionnaire.json', dictionaryOf(described)))
  sources.push(noted(making, 'documentation/index.html', dictionaryPage(described)))
  const links = making.links.map(({ href, name }) => `<li><a href="${hrefOf(href)}">${escapeHtml(name)}</a></li>`)
  const title = text.all(plan.cabinet.name)
  const left = making.leftOut.map((line) => `<li>${escapeHtml(line)}</li>`).join('')
  sources.push(
    noted(
      making,
      'index.html',
      pageHtml(
        title,
        `<h1>${escapeHtml(title)}</h1><p>${escapeHtml(text.madeAt(plan.at.slice(0, 10), plan.by, plan.cabinet.name))}</p><ul>${links.join('\n')}</ul><h2>${escapeHtml(text.leftOut)}</h2><ul>${left}</ul><p><a href="documentation/index.html">${escapeHtml(text.documentation)}</a></p>`,
      ),
    ),
  )
  return sources
}

async function authorsOf(db: ReadDb, userIds: ReadonlySet<string>): Promise<ArchivedAuthor[]> {
  if (userIds.size === 0) return []
  const rows = await db
    .selectFrom('person')
    .select(['user_id', 'title', 'last_name', 'first_name', 'rpps', 'profession'])
    .where('user_id', 'in', [...userIds])
    .orderBy('user_id')
    .execute()
  return rows.map((row) => ({
    userId: row.user_id,
    title: row.title,
    lastName: row.last_name,
    firstName: row.first_name,
    rpps: row.rpps,
    profession: row.profession,
  }))
}

function manifestOf({ plan, files, patients, leftOut }: Making): ArchiveManifest {
  return {
    format: 'cabinet-ouvert-archive',
    edition: archiveEdition,
    kind: plan.kind,
    exportId: plan.exportId,
    cabinetId: plan.cabinet.cabinetId,
    cabinetName: plan.cabinet.name,
    madeAt: plan.at,
    madeBy: plan.by,
    program: plan.program,
    leftOut: [...leftOut],
    patients,
    files,
  }
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 1)}\n`
}

function whole(path: string, words: string): ArchiveSource {
  const bytes = Buffer.from(words, 'utf8')
  return { path, isPressed: false, bytes: () => once(bytes) }
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

function noted(making: Making, path: string, words: string): ArchiveSource {
  const bytes = Buffer.from(words, 'utf8')
  making.files.push({ path, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') })
  return { path, isPressed: false, bytes: () => once(bytes) }
}

/** A file whose digest is taken as it goes by: it is in the manifest once it is in the archive. */
function counted(
  making: Making,
  path: string,
  read: () => AsyncIterable<Uint8Array>,
  isPressed: boolean,
): ArchiveSource {
  return {
    path,
    isPressed,
    bytes: async function* () {
      const hash = createHash('sha256')
      let bytes = 0
      for await (const piece of read()) {
        hash.update(piece)
        bytes += piece.length
        yield piece
      }
      making.files.push({ path, bytes, sha256: hash.digest('hex') })
    },
  }
}

function textOf(value: string | number | null | undefined): string {
  return value === null || value === undefined ? '' : String(value)
}
