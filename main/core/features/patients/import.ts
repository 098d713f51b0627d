import type { importPatients } from '#app/features/patients/contract.ts'
import type { CivilStatusFields } from '#app/features/patients/model.ts'
import { nameKey } from '#app/kernel/letters.ts'
import { listOrderKey } from '#app/features/patients/rules/names.ts'
import type { ParsedInputOf, ResultOf } from '#app/kernel/operation.ts'
import { type Problem, problem } from '#app/kernel/problem.ts'
import { patientsText } from '#app/text/fr/patients.ts'
import { groupsAtCreation } from '#core/features/access/index.ts'
import type { ReadDb } from '#core/kernel/tables.ts'
import type { Work } from '#core/kernel/work.ts'
import { type CsvLine, CsvRefusal, readCsv } from '#main/protocols/csv.ts'
import { insertMany, type ManyPatient } from './bulk.ts'
import { type ImportField, type ImportHeader, recogniseHeader } from './import-columns.ts'
import { type LineRefusal, readLine } from './import-line.ts'
import { toColumns, unproved } from './rows.ts'

type Input = ParsedInputOf<typeof importPatients>
type Result = ResultOf<typeof importPatients>

/** Lines told back; a file with more faults than this has one fault repeated. */
const refusalsTold = 1_000
const mostLines = 200_000
/** Lines compared with the base in one question. */
const comparedAtOnce = 250

const words = patientsText.imports

/** A line that can be written: all that is kept of it between the two readings of the file. */
interface GoodLine {
  readonly line: number
  readonly orderKey: string
  readonly fileNumber: number | null
}

/**
 * Imports a CSV file. It is read twice: once to judge every line, once to write the good ones, so that a large file is
 * never whole in memory as records; everything is written in one transaction.
 */
export async function importCsv(input: Input, work: Work): Promise<Result | Problem<'import.refused'>> {
  const today = work.today()
  const judged = await judge(input.csv, today, work)
  if ('problem' in judged) return judged
  const { good, refused, header, read } = judged
  const told = refused.slice(0, refusalsTold)
  if (input.mode === 'all-or-nothing' && refused.length > 0 && !input.dryRun)
    return problem('import.refused', { lines: told })
  const summary = { read, unknownHeaders: [...header.unknown], refused: told }
  if (input.dryRun || good.length === 0) return { ...summary, written: 0 }

  const written = await work.write(async (db) => {
    const accessGroupIds = (await groupsAtCreation(db, work.actor)) ?? []
    const register = await db
      .selectFrom('patient_register')
      .select('next_file_number')
      .where('one', '=', 1)
      .executeTakeFirstOrThrow()
    const wanted = good.reduce(
      (highest, { fileNumber }) => Math.max(highest, fileNumber ?? 0),
      register.next_file_number - 1,
    )
    await insertMany(
      db,
      good.map(({ orderKey }) => orderKey),
      rowsOf(input.csv, header.fields, good, today, work, accessGroupIds, wanted + 1),
      { unlimited: work.actor.seesAll, at: () => undefined, whenRunning: async () => work.signal.throwIfAborted() },
    )
    work.journal({ details: { read, written: good.length, refused: refused.length } })
    return good.length
  })
  return { ...summary, written }
}

interface Judgement {
  readonly header: ImportHeader
  readonly read: number
  readonly good: GoodLine[]
  readonly refused: LineRefusal[]
}

/** Reads the whole file once. A file whose structure or header is at fault is a refusal; a bad line is only noted. */
async function judge(csv: string, today: string, work: Work): Promise<Judgement | Problem<'import.refused'>> {
  let header: ImportHeader | null = null
  let read = 0
  const good: GoodLine[] = []
  const refused: LineRefusal[] = []
  const seen = new Map<string, number>()
  const numbers = new Set<number>()
  let waiting: { line: GoodLine; fields: CivilStatusFields }[] = []
  const compare = async (): Promise<void> => {
    const some = waiting
    waiting = []
    const known = await work.read((db) => findKnown(db, some, work.actor.seesAll))
    for (const { line, fields } of some) {
      const fileNumber = known.people.get(personKey(fields))
      if (fileNumber !== undefined)
        refused.push({ line: line.line, field: words.wholeLine, reason: words.inCabinet(fileNumber) })
      else if (line.fileNumber !== null && known.numbers.has(line.fileNumber)) {
        refused.push({
          line: line.line,
          field: patientsText.fields.fileNumber,
          reason: words.fileNumberTaken(line.fileNumber),
        })
      } else good.push(line)
    }
  }
  try {
    for await (const { line, cells } of readCsv(csv)) {
      if (header === null) {
        header = recogniseHeader(cells)
        if (header.missing.length > 0) {
          const missing = header.missing.map((field) => `«\u00a0${patientsText.fields[field]}\u00a0»`).join(', ')
          const nameOnly = header.missing.includes('birthName') && header.fields.includes('usedName')
          return wholeFile(line, [words.headers(missing), ...(nameOnly ? [words.whichName] : [])].join(' '))
        }
        if (header.twice !== null) return wholeFile(line, words.headerTwice(header.twice))
        continue
      }
      read += 1
      if (read > mostLines) return wholeFile(line, words.tooMany(mostLines))
      const reading = readLine(line, header.fields, cells, today)
      if (!reading.ok) {
        refused.push(...reading.refused)
        continue
      }
      const { fields, fileNumber } = reading.read
      const key = personKey(fields)
      const before = seen.get(key)
      if (before !== undefined) {
        refused.push({ line, field: words.wholeLine, reason: words.twiceInFile(before) })
        continue
      }
      if (fileNumber !== null && numbers.has(fileNumber)) {
        refused.push({ line, field: patientsText.fields.fileNumber, reason: words.fileNumberTaken(fileNumber) })
        continue
      }
      seen.set(key, line)
      if (fileNumber !== null) numbers.add(fileNumber)
      waiting.push({ line: { line, orderKey: listOrderKey(fields), fileNumber }, fields })
      if (waiting.length === comparedAtOnce) await compare()
    }
    await compare()
  } catch (error) {
    if (!(error instanceof CsvRefusal)) throw error
    const reason = { binary: words.binary, structure: words.malformed, 'cell-too-long': words.cellTooLong }[error.fault]
    return wholeFile(error.line, reason)
  }
  if (header === null) return wholeFile(1, words.empty)
  refused.sort((a, b) => a.line - b.line)
  return { header, read, good, refused }
}

function wholeFile(line: number, reason: string): Problem<'import.refused'> {
  return problem('import.refused', { lines: [{ line, field: words.wholeFile, reason }] })
}

/** Two lines of the same key are the same person: names and sex and birth date. */
function personKey(fields: CivilStatusFields): string {
  return `${nameKey(fields.birthName)} ${nameKey(fields.firstBirthFirstName)} ${fields.birthDate} ${fields.sex}`
}

async function findKnown(
  db: ReadDb,
  lines: readonly { readonly line: GoodLine; readonly fields: CivilStatusFields }[],
  seesAll: boolean,
): Promise<{ people: Map<string, number>; numbers: Set<number> }> {
  const dates = [...new Set(lines.map(({ fields }) => fields.birthDate))]
  const people = new Map<string, number>()
  const rows =
    dates.length === 0
      ? []
      : await db
          .selectFrom('patient')
          .select(['birth_name_key', 'birth_first_name_key', 'birth_date', 'sex', 'file_number'])
          // Both values, so that the index that begins with it answers.
          .where('patient.hidden', 'in', [0, 1])
          .where('patient.birth_date', 'in', dates)
          .execute()
  for (const row of rows) {
    people.set(`${row.birth_name_key} ${row.birth_first_name_key} ${row.birth_date} ${row.sex}`, row.file_number)
  }
  return {
    people,
    numbers: await takenNumbers(
      db,
      lines.map(({ line }) => line.fileNumber),
      seesAll,
    ),
  }
}

/**
 * Of these numbers, those given to a record, in sight or not: a number is given once in a cabinet and says nothing of
 * whose it is, where a failure of the whole file would.
 */
async function takenNumbers(db: ReadDb, numbers: readonly (number | null)[], seesAll: boolean): Promise<Set<number>> {
  const wanted = numbers.filter((number) => number !== null)
  if (wanted.length === 0) return new Set()
  // Who sees all asks the table that has an index.
  const rows = await db
    .selectFrom(seesAll ? 'patient' : 'patient_order')
    .select('file_number')
    .where('file_number', 'in', wanted)
    .execute()
  return new Set(rows.map((row) => row.file_number))
}

/** Second reading: the rows of the good lines, in the order in which they were judged. */
async function* rowsOf(
  csv: string,
  columns: readonly (ImportField | null)[],
  good: readonly GoodLine[],
  today: string,
  work: Work,
  accessGroupIds: readonly string[],
  firstNumber: number,
): AsyncGenerator<ManyPatient> {
  const at = work.now()
  const { userId, displayName } = work.actor
  let next = 0
  let fileNumber = firstNumber
  let header = true
  for await (const { line, cells } of readCsv(csv) as AsyncIterable<CsvLine>) {
    if (header) {
      header = false
      continue
    }
    const expected = good[next]
    if (expected === undefined) return
    if (line !== expected.line) continue
    const reading = readLine(line, columns, cells, today)
    if (!reading.ok) throw new Error(`line ${line} of the file was good and is not any more`)
    next += 1
    yield {
      row: {
        ...toColumns(reading.read.fields),
        patient_id: work.newId(),
        file_number: expected.fileNumber ?? fileNumber++,
        version: 1,
        ...unproved,
        hidden: 0,
        created_at: at,
        updated_at: at,
        updated_by_user_id: userId,
        updated_by: displayName,
      },
      tags: [],
      accessGroupIds,
    }
  }
}
