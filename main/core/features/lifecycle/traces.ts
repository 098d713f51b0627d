import type { Departure, PatientTrace, ReportFilter, ReportLine } from '#app/features/lifecycle/model.ts'
import type { CivilStatusFields } from '#app/features/patients/model.ts'
import { searchWords } from '#app/kernel/letters.ts'
import {
  type PatientRow,
  summaryColumns,
  toSummary,
  unknownStatus,
  type Writer,
} from '#core/features/patients/index.ts'
import type { ReadDb, WriteDb } from '#core/kernel/tables.ts'
import type { PatientTraceTable } from './tables.ts'

/** Keeps what « Rapport patients » says of a record that goes. */
export async function leaveTrace(
  db: WriteDb,
  left: {
    readonly traceId: string
    readonly row: PatientRow
    readonly departure: Departure
    readonly mergedInto: string | null
    /** Those the record was in: {@link groupsOfRecord}, asked before it went. */
    readonly groupIds: readonly string[]
    readonly writer: Writer
  },
): Promise<void> {
  const { row, writer, traceId } = left
  await db
    .insertInto('patient_trace')
    .values({
      trace_id: traceId,
      former_patient_id: row.patient_id,
      departure: left.departure,
      file_number: row.file_number,
      birth_name: row.birth_name,
      first_birth_first_name: row.first_birth_first_name,
      birth_first_names: row.birth_first_names,
      used_name: row.used_name,
      used_first_name: row.used_first_name,
      order_key: row.order_key,
      sex: row.sex,
      birth_date: row.birth_date,
      birth_place_code: row.birth_place_code,
      left_at: writer.at,
      left_by_user_id: writer.userId,
      left_by: writer.displayName,
      merged_into: left.mergedInto,
      recreated_as: null,
    })
    .execute()
  if (left.groupIds.length === 0) return
  await db
    .insertInto('patient_trace_access_group')
    .values(left.groupIds.map((groupId) => ({ trace_id: traceId, access_group_id: groupId })))
    .execute()
}

/** The access groups a record is in. */
export async function groupsOfRecord(db: ReadDb, patientId: string): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('patient_access_group')
    .select('patient_access_group.access_group_id')
    .where('patient_access_group.patient_id', '=', patientId)
    .execute()
  return rows.map((row) => row.access_group_id)
}

/** One trace of a record that was in sight, or `null`. */
export async function findTrace(db: ReadDb, traceId: string): Promise<PatientTraceTable | null> {
  const trace = await db.selectFrom('patient_trace').selectAll().where('trace_id', '=', traceId).executeTakeFirst()
  return trace ?? null
}

/** A page of « Rapport patients »: past records that were in sight first, then the present ones, each by name. */
export async function reportPage(
  db: ReadDb,
  filter: ReportFilter,
  page: { readonly offset: number; readonly limit: number },
): Promise<{ lines: ReportLine[]; total: number; present: number; past: number }> {
  const words = searchWords(filter.text)
  const past = filter.state === 'present' ? 0 : await countPast(db, words)
  const present = filter.state === 'past' ? 0 : await countPresent(db, words)
  const pastLines = page.offset < past ? await pastPage(db, words, page) : []
  const left = page.limit - pastLines.length
  const presentLines =
    filter.state !== 'past' && left > 0
      ? await presentPage(db, words, { offset: Math.max(0, page.offset - past), limit: left })
      : []
  return { lines: [...pastLines, ...presentLines], total: past + present, present, past }
}

// The key of the order holds the names folded: a word of them is looked for wherever it stands.
function pastOf(db: ReadDb, words: readonly string[]) {
  let query = db.selectFrom('patient_trace')
  for (const word of words) query = query.where('order_key', 'like', `%${word}%`)
  return query
}

function presentOf(db: ReadDb, words: readonly string[]) {
  let query = db.selectFrom('patient')
  for (const word of words) query = query.where('patient.order_key', 'like', `%${word}%`)
  return query
}

async function countPast(db: ReadDb, words: readonly string[]): Promise<number> {
  const row = await pastOf(db, words)
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return Number(row.count)
}

async function countPresent(db: ReadDb, words: readonly string[]): Promise<number> {
  const row = await presentOf(db, words)
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return Number(row.count)
}

async function pastPage(
  db: ReadDb,
  words: readonly string[],
  { offset, limit }: { readonly offset: number; readonly limit: number },
): Promise<ReportLine[]> {
  const rows = await pastOf(db, words)
    .selectAll()
    .orderBy('order_key')
    .orderBy('trace_id')
    .offset(offset)
    .limit(limit)
    .execute()
  const named = rows.flatMap((row) => [row.merged_into, row.recreated_as]).filter((id) => id !== null)
  const seen =
    named.length === 0
      ? []
      : await db.selectFrom('patient').select('patient.patient_id').where('patient.patient_id', 'in', named).execute()
  const inSight = new Set(seen.map((row) => row.patient_id))
  return rows.map((row) => ({ state: 'past', trace: toTrace(row, inSight) }))
}

async function presentPage(
  db: ReadDb,
  words: readonly string[],
  { offset, limit }: { readonly offset: number; readonly limit: number },
): Promise<ReportLine[]> {
  const rows = await presentOf(db, words)
    .select(summaryColumns)
    .orderBy('patient.order_key')
    .orderBy('patient.patient_id')
    .offset(offset)
    .limit(limit)
    .execute()
  return rows.map((row) => ({ state: 'present', patient: toSummary(row) }))
}

function toTrace(row: PatientTraceTable, inSight: ReadonlySet<string>): PatientTrace {
  const seen = (id: string | null) => (id !== null && inSight.has(id) ? id : null)
  return {
    traceId: row.trace_id,
    departure: row.departure,
    fileNumber: row.file_number,
    birthName: row.birth_name,
    birthFirstNames: JSON.parse(row.birth_first_names) as string[],
    usedName: row.used_name,
    usedFirstName: row.used_first_name,
    sex: row.sex,
    birthDate: row.birth_date,
    at: row.left_at,
    by: row.left_by,
    mergedInto: seen(row.merged_into),
    recreatedAs: seen(row.recreated_as),
  }
}

/** The civil status a trace can give back: names, sex, birth; the rest empty. */
export function blankFields(trace: PatientTraceTable): CivilStatusFields {
  return {
    ...unknownStatus,
    birthName: trace.birth_name,
    birthFirstNames: JSON.parse(trace.birth_first_names) as string[],
    firstBirthFirstName: trace.first_birth_first_name,
    usedName: trace.used_name,
    usedFirstName: trace.used_first_name,
    sex: trace.sex,
    birthDate: trace.birth_date,
    birthPlaceCode: trace.birth_place_code,
  }
}
