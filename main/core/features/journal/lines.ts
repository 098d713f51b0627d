import type { JournalLine } from '#app/features/journal/model.ts'
import { sayRecordName } from '#app/text/fr/common.ts'
import { roleCode } from '#app/kernel/permissions.ts'
import { sayDetail } from '#app/text/fr/journal-details.ts'
import { roleText } from '#app/text/fr/permissions.ts'
import { nameOf } from '#core/features/people/index.ts'
import type { ReadDb } from '#core/kernel/tables.ts'
import type { Actor } from '#core/kernel/work.ts'
import type { JournalRow } from './repository.ts'

/** Families whose lines may tell of records without naming one: the words of a search, the figures of an import. */
const tellOfRecords: ReadonlySet<string> = new Set([
  'records-read',
  'records-changed',
  'emergencies',
  'printed-exported',
  'tasks',
])

/** Whether a reader may see what a line says, beyond who acted and when. */
export type MayRead = (row: JournalRow) => boolean

/**
 * Judges lines for a reader. `db` is limited to the records the reader sees: of any other, a line says that a record is
 * concerned and nothing more; of no record in particular, it says all only to who sees every record.
 */
export async function readingOf(
  db: ReadDb,
  reader: Actor,
  rows: readonly JournalRow[],
): Promise<{ readonly mayRead: MayRead; readonly records: ReadonlyMap<string, string> }> {
  const records = reader.permissions.includes('patient.read')
    ? await recordNames(db, idsIn(rows, 'patient_id'))
    : new Map<string, string>()
  const seesEvery = reader.seesAll && reader.permissions.includes('patient.read')
  return {
    records,
    mayRead: ({ patient_id, family }) =>
      patient_id === null ? seesEvery || !tellOfRecords.has(family) : records.has(patient_id),
  }
}

/** Lines as a reader sees them. */
export async function linesFor(db: ReadDb, reader: Actor, rows: readonly JournalRow[]): Promise<JournalLine[]> {
  const { mayRead, records } = await readingOf(db, reader, rows)
  const noted = new Map(rows.map((row) => [row, mayRead(row) ? notedIn(row.details) : []]))
  const subjects = [...new Set([...idsIn(rows, 'subject_id'), ...[...noted.values()].flatMap(idsWithin)])]
  const people = await personNames(db, [...idsIn(rows, 'actor_user_id'), ...subjects])
  const others = await otherNames(db, subjects)
  const nameOfId = (text: string) => people.get(text) ?? others.get(text) ?? text
  return rows.map((row) => {
    const mayReadAll = mayRead(row)
    const subject = row.subject_id ?? ''
    return {
      sequence: row.sequence,
      at: row.at,
      act: row.act,
      outcome: row.outcome,
      problem: row.problem,
      actorName: people.get(row.actor_user_id ?? '') ?? '',
      service: row.service,
      seat: row.seat,
      patient: patientOf(row, records),
      aboutPatient: row.patient_id !== null,
      subjectName: mayReadAll ? (people.get(subject) ?? others.get(subject) ?? '') : '',
      details: (noted.get(row) ?? []).map(([name, value]) => ({
        name,
        value: sayDetail(withNames(value, nameOfId), name),
      })),
      expired: row.family === 'expired',
    }
  })
}

function patientOf({ patient_id }: JournalRow, records: ReadonlyMap<string, string>): JournalLine['patient'] {
  const displayName = patient_id === null ? undefined : records.get(patient_id)
  return patient_id === null || displayName === undefined ? null : { patientId: patient_id, displayName }
}

function notedIn(text: string): readonly (readonly [string, unknown])[] {
  if (text === '') return []
  const said: unknown = JSON.parse(text)
  return typeof said === 'object' && said !== null ? Object.entries(said) : []
}

const isId = (text: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text)

/** Ids of people, groups and roles among what is noted: they are said by their names. */
function idsWithin(value: unknown): readonly string[] {
  if (typeof value === 'string') return isId(value) ? [value] : []
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(idsWithin) : []
}

function withNames(value: unknown, nameOfId: (id: string) => string): unknown {
  if (typeof value === 'string') return isId(value) ? nameOfId(value) : value
  if (Array.isArray(value)) return value.map((one) => withNames(one, nameOfId))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, withNames(one, nameOfId)]))
}

function idsIn(rows: readonly JournalRow[], column: 'patient_id' | 'actor_user_id' | 'subject_id'): readonly string[] {
  return [...new Set(rows.flatMap((row) => row[column] ?? []))]
}

/** Values at once in one question: SQLite takes a bounded number of parameters. */
const idsAtOnce = 500

async function inParts<T>(ids: readonly string[], find: (part: readonly string[]) => Promise<readonly T[]>) {
  const found: T[] = []
  for (let start = 0; start < ids.length; start += idsAtOnce) {
    found.push(...(await find(ids.slice(start, start + idsAtOnce))))
  }
  return found
}

async function recordNames(db: ReadDb, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const columns = ['patient_id', 'used_name', 'used_first_name', 'birth_name', 'first_birth_first_name'] as const
  const rows = await inParts(ids, (part) =>
    db.selectFrom('patient').select(columns).where('patient_id', 'in', part).execute(),
  )
  return new Map(
    rows.map((row) => {
      const names = {
        usedName: row.used_name,
        usedFirstName: row.used_first_name,
        birthName: row.birth_name,
        birthFirstName: row.first_birth_first_name,
      }
      return [row.patient_id, sayRecordName(names)] as const
    }),
  )
}

async function personNames(db: ReadDb, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await inParts([...new Set(ids)], (part) =>
    db
      .selectFrom('person')
      .select(['user_id', 'title', 'first_name', 'last_name'])
      .where('user_id', 'in', part)
      .execute(),
  )
  return new Map(
    rows.map((row) => [row.user_id, nameOf({ title: row.title, firstName: row.first_name, lastName: row.last_name })]),
  )
}

/** Names of what else an act may be about: groups, roles, tags. */
async function otherNames(db: ReadDb, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const groups = await inParts(ids, (part) =>
    db
      .selectFrom('access_group')
      .select(['access_group_id as id', 'name'])
      .where('access_group_id', 'in', part)
      .execute(),
  )
  const roles = await inParts(ids, (part) =>
    db.selectFrom('role').select(['role_key as id', 'name']).where('role_key', 'in', part).execute(),
  )
  const tags = await inParts(ids, (part) =>
    db.selectFrom('tag').select(['tag_id as id', 'name']).where('tag_id', 'in', part).execute(),
  )
  const presets = roleCode.options.map((id) => ({ id, name: roleText[id] }))
  return new Map(
    [...presets, ...groups, ...roles, ...tags].flatMap(({ id, name }) => (name === null ? [] : [[id, name] as const])),
  )
}
