import type { IdentityHouse } from '#app/features/identity/model.ts'
import { civilStatusFields } from '#app/features/patients/model.ts'
import type { ArchivedAuthor, ArchiveManifest } from '#app/features/portability/model.ts'
import { groupsAtCreation, publicGroupId } from '#core/features/access/index.ts'
import { anyTables, type PatientRegistry } from '#core/features/lifecycle/index.ts'
import { type PatientRow, toColumns, toFields } from '#core/features/patients/index.ts'
import { ArchiveRefusal, type OpenedArchive } from '#core/ports/index.ts'
import type { JobProgress } from '#core/kernel/jobs.ts'
import type { PatientTable } from '#core/kernel/patient-tables.ts'
import type { ArchivedRow, WriteDb } from '#core/kernel/tables.ts'
import type { ServiceWork } from '#core/kernel/vault.ts'
import type { Work } from '#core/kernel/work.ts'
import { writeIdentityWithoutProofs } from './archived-identity.ts'
import { naturalKey, pointed, type Surroundings } from './content.ts'
import type { ReadRecord } from './verify.ts'

/** An import under way: the archive, verified, and the cabinet it goes to. */
export interface Importing {
  readonly work: Work
  readonly service: ServiceWork
  readonly registry: PatientRegistry
  readonly opened: OpenedArchive
  readonly manifest: ArchiveManifest
  readonly tables: readonly PatientTable[]
  readonly around: Surroundings
  readonly authors: ReadonlyMap<string, ArchivedAuthor>
  readonly libraries: ReadonlyMap<string, readonly ArchivedRow[]>
  readonly house: IdentityHouse
  readonly progress: JobProgress
}

/** Writes a record with what it points at, and answers its file number: its own where that is free. */
export async function writeRecord(db: WriteDb, importing: Importing, record: ReadRecord): Promise<number> {
  const { registry, tables, work } = importing
  await writeAuthors(db, importing, record)
  const renamed = await writeLibraries(db, importing, record)
  const fields = civilStatusFields.parse(toFields(record.patient as unknown as PatientRow))
  const wanted = Number(record.patient['file_number'])
  const fileNumber = await freeNumber(db, wanted)
  const row = { ...record.patient, ...toColumns(fields), file_number: fileNumber, hidden: 0 }
  await anyTables(db).insertInto('patient').values(row).execute()
  const publicId = await publicGroupId(db)
  for (const groupId of (await groupsAtCreation(db, work.actor)) ?? []) {
    if (groupId === publicId) continue
    await db
      .insertInto('patient_access_group')
      .values({ patient_id: record.patientId, access_group_id: groupId })
      .execute()
  }
  for (const table of tables) {
    for (const each of ownersFirst(table, record.rows.get(table.name) ?? [])) {
      const values = Object.fromEntries(
        Object.entries(closedAccess(table, each, work.now())).map(([column, value]) => [
          column,
          renamed(table.name, column, value),
        ]),
      )
      await anyTables(db).insertInto(table.name).values(values).execute()
    }
  }
  if (record.former !== null) await writeIdentityWithoutProofs(db, record, importing.house, () => work.newId())
  for (const [slice, life] of Object.entries(registry.lives)) {
    if (life.unpack === undefined) await life.enter?.(db, record.patientId)
    else await life.unpack(db, record.patientId, record.packed.get(slice) ?? [])
  }
  return fileNumber
}

/** An access in an emergency that was open where it was asked for opens nothing here: it is history, and it has ended. */
function closedAccess(table: PatientTable, row: ArchivedRow, now: string): ArchivedRow {
  const isOpen = table.name === 'emergency_access' && row['ended_at'] === null && String(row['ends_at']) > now
  return isOpen ? { ...row, ended_at: now } : row
}

/** Rows that point at rows of their own table, after those. */
function ownersFirst(table: PatientTable, rows: readonly ArchivedRow[]): readonly ArchivedRow[] {
  const self = table.references.find((reference) => reference.table === table.name)
  const [column] = self?.columns ?? []
  const [key] = self?.keys ?? []
  if (column === undefined || key === undefined) return rows
  const placed = new Set<unknown>()
  const ordered: ArchivedRow[] = []
  let left = [...rows]
  while (left.length > 0) {
    const ready = left.filter((row) => row[column] === null || placed.has(row[column]) || row[column] === row[key])
    if (ready.length === 0) throw new ArchiveRefusal('wrong-rows', table.name)
    for (const row of ready) placed.add(row[key])
    ordered.push(...ready)
    left = left.filter((row) => !placed.has(row[key]))
  }
  return ordered
}

async function freeNumber(db: WriteDb, wanted: number): Promise<number> {
  const taken = await db
    .selectFrom('patient')
    .select('patient.patient_id')
    .where('patient.file_number', '=', wanted)
    .executeTakeFirst()
  if (taken === undefined && wanted >= 1) return wanted
  const register = await db.selectFrom('patient_register').select('next_file_number').executeTakeFirstOrThrow()
  return register.next_file_number
}

/** Authors without an account become one that is closed: their name stays on what they wrote, and opens nothing. */
async function writeAuthors(db: WriteDb, { authors, tables, libraries, around, work }: Importing, record: ReadRecord) {
  const wanted = new Set([
    ...tables.flatMap((table) => [...pointed(table.references, record.rows.get(table.name) ?? [], 'person')]),
    ...around.libraries.flatMap((library) => [
      ...pointed(library.references, libraries.get(library.name) ?? [], 'person'),
    ]),
  ])
  const at = work.now()
  for (const userId of wanted) {
    const author = authors.get(userId)
    if (author === undefined) throw new ArchiveRefusal('foreign-identifier', 'auteurs.json')
    await db
      .insertInto('person')
      .values({
        user_id: userId,
        title: author.title,
        last_name: author.lastName,
        first_name: author.firstName,
        role: 'read-only',
        role_id: null,
        rpps: null,
        profession: author.profession,
        specialty: null,
        sector: null,
        email_mss: null,
        email: null,
        phone: null,
        mobile: null,
        valid_from: null,
        valid_until: null,
        sees_all: 0,
        active: 0,
        version: 1,
        created_at: at,
        updated_at: at,
        updated_by: null,
      })
      .onConflict((conflict) => conflict.column('user_id').doNothing())
      .execute()
  }
}

/**
 * Puts in the libraries what a record points at: a row of the same name is that row, whatever its identifier; the others
 * are added. Answers what a value of a column becomes.
 */
async function writeLibraries(db: WriteDb, importing: Importing, record: ReadRecord) {
  const { around, libraries, tables, work } = importing
  const renamed = new Map<string, Map<string, string>>()
  const wanted = new Map<string, Set<string>>()
  const want = (name: string, keys: Iterable<string>) => {
    wanted.set(name, new Set([...(wanted.get(name) ?? []), ...keys]))
  }
  for (const library of around.libraries) {
    for (const table of tables)
      want(library.name, pointed(table.references, record.rows.get(table.name) ?? [], library.name))
  }
  for (const library of around.libraries.toReversed()) {
    const brought = (libraries.get(library.name) ?? []).filter((row) =>
      wanted.get(library.name)?.has(String(row[library.key[0] ?? ''])),
    )
    for (const parent of around.libraries) want(parent.name, pointed(library.references, brought, parent.name))
  }
  const rename = (table: string, column: string, value: string | number | null) => {
    const reference = around.references(table).find(({ columns }) => columns.length === 1 && columns[0] === column)
    return reference === undefined ? value : (renamed.get(reference.table)?.get(String(value)) ?? value)
  }
  for (const library of around.libraries) {
    const [key] = library.key
    if (key === undefined) continue
    const names = new Map<string, string>()
    renamed.set(library.name, names)
    for (const row of libraries.get(library.name) ?? []) {
      const id = String(row[key])
      if (wanted.get(library.name)?.has(id) !== true) continue
      const present = await sameInLibrary(db, library.name, key, naturalKey(library), row)
      if (present.same !== null) names.set(id, present.same)
      else {
        const given = present.isTaken ? work.newId() : id
        names.set(id, given)
        const values = Object.entries(row).map(
          ([column, value]) => [column, rename(library.name, column, value)] as const,
        )
        await anyTables(db)
          .insertInto(library.name)
          .values({ ...Object.fromEntries(values), [key]: given })
          .execute()
        if (library.name === 'contact') await shareContact(db, work, given)
      }
    }
  }
  return rename
}

async function sameInLibrary(
  db: WriteDb,
  library: string,
  key: string,
  natural: readonly string[] | null,
  row: ArchivedRow,
): Promise<{ readonly same: string | null; readonly isTaken: boolean }> {
  const byKey = await anyTables(db).selectFrom(library).select(key).where(key, '=', row[key]).executeTakeFirst()
  if (natural === null) return { same: byKey === undefined ? null : String(row[key]), isTaken: false }
  let query = anyTables(db).selectFrom(library).select(key)
  for (const column of natural) query = query.where(column, '=', row[column])
  const byName = await query.executeTakeFirst()
  return { same: byName === undefined ? null : String(byName[key]), isTaken: byKey !== undefined }
}

/** A contact that comes with a record is seen by who sees the record. */
async function shareContact(db: WriteDb, work: Work, contactId: string): Promise<void> {
  const publicId = await publicGroupId(db)
  for (const groupId of (await groupsAtCreation(db, work.actor)) ?? []) {
    if (groupId === publicId) continue
    await db.insertInto('contact_access_group').values({ contact_id: contactId, access_group_id: groupId }).execute()
  }
}
