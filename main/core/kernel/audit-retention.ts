import type { Kysely } from 'kysely'
import { type AuditLine, emptied } from './audit.ts'
import type { CabinetInUse } from './cabinet-in-use.ts'
import type { CabinetTables, ReadDb } from './tables.ts'

/** Which lines have reached the end of their time. */
export interface ExpiredLines {
  readonly retention: 'technical' | 'record'
  /** Families that hold lines of this class. */
  readonly families: readonly string[]
  /** Lines written before this instant. */
  readonly before: string
}

/** Lines emptied by one transaction: a seat that writes meanwhile waits some ten milliseconds. */
const linesAtOnce = 1_000

/**
 * Empties, oldest first, lines whose time is over, up to a thousand; returns how many there were. Each emptying is itself a
 * line of the journal, which tells the range: the database refuses to empty anything that line does not cover, or that is
 * younger than the shortest time there is.
 */
export async function emptyExpired(
  cabinet: CabinetInUse,
  expired: ExpiredLines,
  line: { readonly at: string; readonly seat: string },
): Promise<number> {
  const numbers = await expiredNumbers(cabinet.reader(null), expired)
  const [from] = numbers
  const to = numbers.at(-1)
  if (from === undefined || to === undefined) return 0
  const { retention, before } = expired
  const said = { retention, before, from, to, lines: numbers.length }
  await cabinet.transaction(
    null,
    async () => undefined,
    async (db) => {
      await cabinet.append(db, emptyingLine(line, said))
      await empty(db, numbers)
    },
  )
  return numbers.length
}

async function expiredNumbers(db: ReadDb, { retention, families, before }: ExpiredLines): Promise<readonly number[]> {
  const found: number[] = []
  for (const family of families) {
    const rows = await db
      .selectFrom('audit_entry')
      .select('sequence')
      .where('family', '=', family)
      .where('at', '<', before)
      .where('retention', '=', retention)
      // Older formats cannot be emptied: what their digest covers would be gone.
      .where('format', '=', 2)
      .orderBy('at')
      .orderBy('sequence')
      .limit(linesAtOnce)
      .execute()
    found.push(...rows.map(({ sequence }) => sequence))
  }
  return found.toSorted((left, right) => left - right).slice(0, linesAtOnce)
}

/** One update for each hundred: SQLite takes a bounded number of parameters. */
async function empty(db: Kysely<CabinetTables>, numbers: readonly number[]): Promise<void> {
  for (let start = 0; start < numbers.length; start += 100) {
    await db
      .updateTable('audit_entry')
      .set(emptied)
      .where('sequence', 'in', numbers.slice(start, start + 100))
      .execute()
  }
}

function emptyingLine(
  { at, seat }: { readonly at: string; readonly seat: string },
  details: AuditLine['details'],
): AuditLine {
  return {
    at,
    act: 'journal.expire',
    outcome: 'done',
    problem: null,
    operation: 'service.journal-retention',
    actor_user_id: null,
    service: 'journal-retention',
    seat,
    session_id: null,
    patient_id: null,
    subject_id: null,
    details,
  }
}
