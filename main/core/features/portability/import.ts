import { nameKey } from '#app/kernel/letters.ts'
import { problem } from '#app/kernel/problem.ts'
import type { ArchivedAuthor, ArchiveManifest, ImportReport } from '#app/features/portability/model.ts'
import { dropPieces, findBlob, insertPiece, keepPieces } from '#core/features/documents/index.ts'
import { anyTables, type PatientRegistry } from '#core/features/lifecycle/index.ts'
import { ArchiveRefusal, type OpenedArchive } from '#core/ports/index.ts'
import type { JobPlan, JobProgress } from '#core/kernel/jobs.ts'
import type { PatientTable } from '#core/kernel/patient-tables.ts'
import type { ArchivedRow, ReadDb } from '#core/kernel/tables.ts'
import type { Work } from '#core/kernel/work.ts'
import { readHouse } from '#core/features/identity/index.ts'
import { checkProofs, contentWithoutProofs } from './archived-identity.ts'
import { digestContent, digestRecord } from './canonical.ts'
import { carriedTables, readRecord, readSurroundings } from './content.ts'
import { type Importing, writeRecord } from './import-rows.ts'
import { dropPending, inPieces, pendingContent } from './pending.ts'
import { readArchivedRecord, readAuthors, readLibraries, type ReadRecord, verifyFiles } from './verify.ts'

/** Records named in a report; the counts hold for all. */
const mostReported = 500

/**
 * Brings the records of an archive in: everything is verified first, then each record is written in one transaction of
 * its own. Stopped or killed between two, those written stay, whole; asked again, they are left as they are.
 */
export function importPlan(
  work: Work,
  registry: PatientRegistry,
  path: string,
  done: (report: ImportReport) => void,
): JobPlan {
  return {
    kind: 'import',
    canPause: false,
    canCancel: true,
    run: async (progress) => {
      try {
        const opened = await work.ports.archives.open(path)
        if (opened === null) return problem('archive.file-unusable', { path, reason: 'missing' })
        try {
          done(await importOpened(work, registry, opened, progress))
        } finally {
          await opened.close()
        }
        return { path }
      } catch (error) {
        if (error instanceof ArchiveRefusal)
          return problem('archive.refused', { fault: error.fault, where: error.where })
        throw error
      }
    },
  }
}

async function importOpened(
  work: Work,
  registry: PatientRegistry,
  opened: OpenedArchive,
  progress: JobProgress,
): Promise<ImportReport> {
  const service = work.vault.asService('portability')
  await service.prepare(dropPending)
  const manifest = await verifyFiles(opened, (at, total) => {
    progress.signal.throwIfAborted()
    progress.at('checking', at, total, 'bytes')
  })
  const around = await service.read((db) => readSurroundings(db, registry))
  const tables = await service.read((db) => registry.tables(db))
  const authors = new Map((await readAuthors(opened)).map((author) => [author.userId, author]))
  const libraries = await readLibraries(opened, manifest, around.libraries)
  const house = await service.read(readHouse)
  const importing: Importing = {
    work,
    service,
    registry,
    opened,
    manifest,
    tables,
    around,
    authors,
    libraries,
    house,
    progress,
  }
  await service.read((db) => checkAuthors(db, authors))
  const wanted: { place: ArchiveManifest['patients'][number]; outcome: Outcome }[] = []
  for (const [index, place] of manifest.patients.entries()) {
    progress.signal.throwIfAborted()
    progress.at('reading', index, manifest.patients.length, 'patients')
    const record = await readOne(importing, place)
    const outcome = await service.read((db) => outcomeOf(db, record))
    if (outcome === 'imported') {
      await service.read((db) => checkReferences(db, importing, record))
      await service.read((db) => checkProofs(db, record, house))
    }
    wanted.push({ place, outcome })
  }
  const patients: ImportReport['patients'] = []
  for (const [index, { place, outcome }] of wanted.entries()) {
    progress.signal.throwIfAborted()
    progress.at('records', index, wanted.length, 'patients')
    const fileNumber = outcome === 'imported' ? await importOne(importing, place) : null
    patients.push({ patientId: place.patientId, outcome, fileNumber })
  }
  const imported = patients.filter((patient) => patient.outcome === 'imported').length
  const known = await service.read((db) => closedAmong(db, [...authors.keys()]))
  return {
    imported,
    skipped: patients.length - imported,
    patients: patients.slice(0, mostReported),
    keptByName: [...authors.values()]
      .filter(({ userId }) => known.has(userId))
      .map(({ firstName, lastName }) => `${firstName} ${lastName}`),
  }
}

type Outcome = ImportReport['patients'][number]['outcome']

function readOne(importing: Importing, place: ArchiveManifest['patients'][number]): Promise<ReadRecord> {
  const { opened, manifest, tables, registry } = importing
  const slices = Object.entries(registry.lives).flatMap(([slice, life]) => (life.unpack === undefined ? [] : [slice]))
  return readArchivedRecord(opened, manifest, place, { tables: carriedTables(tables, 'massive'), slices })
}

/** A record that is here, or somebody who bears the same matricule, is left as it is. */
async function outcomeOf(db: ReadDb, { patientId, patient }: ReadRecord): Promise<Outcome> {
  const same = await db
    .selectFrom('patient')
    .select('patient.patient_id')
    .where('patient.patient_id', '=', patientId)
    .executeTakeFirst()
  if (same !== undefined) return 'already-here'
  const matricule = patient['ins_matricule']
  if (typeof matricule !== 'string') return 'imported'
  const other = await db
    .selectFrom('patient')
    .select('patient.patient_id')
    .where('patient.ins_matricule', '=', matricule)
    .executeTakeFirst()
  return other === undefined ? 'imported' : 'same-matricule'
}

/** An account of this cabinet is who the archive says, or nothing is attributed to it. */
async function checkAuthors(db: ReadDb, authors: ReadonlyMap<string, ArchivedAuthor>): Promise<void> {
  for (const author of authors.values()) {
    const person = await db
      .selectFrom('person')
      .select(['last_name', 'first_name', 'rpps'])
      .where('user_id', '=', author.userId)
      .executeTakeFirst()
    if (person === undefined) continue
    const isSame =
      (person.rpps !== null && person.rpps === author.rpps) ||
      nameKey(`${person.last_name} ${person.first_name}`) === nameKey(`${author.lastName} ${author.firstName}`)
    if (!isSame) throw new ArchiveRefusal('foreign-author', 'auteurs.json')
  }
}

/** What a record points at is its own, or comes with it; what it is called is nobody else's name here. */
async function checkReferences(db: ReadDb, importing: Importing, record: ReadRecord): Promise<void> {
  const { tables, around, authors, libraries } = importing
  for (const table of tables) {
    const rows = record.rows.get(table.name) ?? []
    for (const reference of table.references) {
      const [column] = reference.columns
      const [key] = reference.keys
      if (column === undefined || key === undefined) continue
      const own = new Set((record.rows.get(reference.table) ?? []).map((row) => row[key]))
      const isLibrary = around.libraries.some(({ name }) => name === reference.table)
      const brought = new Set((libraries.get(reference.table) ?? []).map((row) => row[key]))
      for (const row of rows) {
        const to = row[column]
        if (to === null || to === undefined) continue
        const isKnown =
          reference.table === 'patient'
            ? to === record.patientId
            : reference.table === 'person'
              ? authors.has(String(to))
              : reference.table === 'blob'
                ? record.files.has(String(to))
                : isLibrary
                  ? brought.has(to)
                  : own.has(to)
        if (!isKnown) throw new ArchiveRefusal('foreign-identifier', table.name)
      }
    }
    await checkKeys(db, table, rows)
  }
}

async function checkKeys(db: ReadDb, table: PatientTable, rows: readonly ArchivedRow[]): Promise<void> {
  const [key] = table.key
  // A key of several columns begins with the patient or with an owner, looked at above.
  if (key === undefined || table.key.length !== 1) return
  for (let from = 0; from < rows.length; from += 200) {
    const some = rows.slice(from, from + 200).map((row) => row[key])
    const taken = await anyTables(db)
      .selectFrom(table.name)
      .select(`${table.name}.${key}`)
      .where(`${table.name}.${key}`, 'in', some)
      .executeTakeFirst()
    if (taken !== undefined) throw new ArchiveRefusal('foreign-identifier', table.name)
  }
}

async function importOne(importing: Importing, place: ArchiveManifest['patients'][number]): Promise<number> {
  const { service, work } = importing
  const record = await readOne(importing, place)
  const contents = await prepareContents(importing, record)
  try {
    return await service.write(
      'archive.patient-imported',
      async (db) => {
        for (const [digest, contentId] of contents) await keepPieces(db, contentId, digest)
        const fileNumber = await writeRecord(db, importing, record)
        const sha256 = await digestAsArchived(db, importing, record)
        if (sha256 !== place.digest) throw new ArchiveRefusal('wrong-rows', place.folder)
        return fileNumber
      },
      { by: work.actor.userId, exportId: importing.manifest.exportId },
      record.patientId,
    )
  } catch (error) {
    for (const contentId of contents.values()) await service.prepare((db) => dropPieces(db, contentId))
    if (isMalformed(error)) throw new ArchiveRefusal('wrong-rows', place.folder)
    throw error
  }
}

/** The digest of a record just written, as the archive that brought it counts it. */
async function digestAsArchived(db: ReadDb, { registry, around }: Importing, record: ReadRecord): Promise<string> {
  if (record.former === null) return (await digestRecord(db, registry, around, record.patientId)).sha256
  const content = await readRecord(db, registry, record.patientId, 'digest')
  return (await digestContent(db, around, contentWithoutProofs(content, record))).sha256
}

/** A row the schema does not take, or words of a slice that are none of its own. */
function isMalformed(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = 'code' in error ? String(error.code) : ''
  return (
    error.name === 'ZodError' ||
    error.name === '$ZodError' ||
    error instanceof SyntaxError ||
    code.startsWith('SQLITE_CONSTRAINT')
  )
}

/** Contents the cabinet has not yet, written piece by piece before the rows that name them. */
async function prepareContents(
  { opened, service, work, progress }: Importing,
  record: ReadRecord,
): Promise<ReadonlyMap<string, string>> {
  const contents = new Map<string, string>()
  for (const [digest, path] of record.files) {
    progress.signal.throwIfAborted()
    if ((await service.read((db) => findBlob(db, digest))) !== undefined) continue
    const contentId = pendingContent(work)
    contents.set(digest, contentId)
    let position = 0
    for await (const piece of inPieces(opened.read(path))) {
      const at = position
      await service.prepare((db) => insertPiece(db, contentId, at, piece))
      position += 1
    }
  }
  return contents
}

async function closedAmong(db: ReadDb, userIds: readonly string[]): Promise<ReadonlySet<string>> {
  if (userIds.length === 0) return new Set()
  const rows = await db
    .selectFrom('person')
    .select('user_id')
    .where('user_id', 'in', userIds)
    .where('active', '=', 0)
    .execute()
  return new Set(rows.map((row) => row.user_id))
}
