import { createHash } from 'node:crypto'
import type { Kysely, Selectable } from 'kysely'
import type { AuditEntryTable, CabinetTables } from './tables.ts'

/** A line to write; its number and its digests are added by the journal. */
export type AuditLine = Omit<Selectable<AuditEntryTable>, 'sequence' | 'previous_digest' | 'digest' | 'details'> & {
  readonly details: Readonly<Record<string, unknown>>
}

/** The last line of the journal: sealed in each backup, so that a journal cut short shows. */
export interface AuditHead {
  readonly sequence: number
  readonly digest: string
}

/** What the first line holds for the digest of the line before it. */
const genesis = '0'.repeat(64)

/** Writes one line at the end of the journal, in the transaction of `db`. */
export async function appendAudit(db: Kysely<CabinetTables>, line: AuditLine): Promise<AuditHead> {
  const head = await auditHead(db)
  const entry = {
    ...line,
    details: canonicalJson(line.details),
    sequence: head.sequence + 1,
    previous_digest: head.digest,
  }
  const digest = digestOf(entry)
  await db
    .insertInto('audit_entry')
    .values({ ...entry, digest })
    .execute()
  return { sequence: entry.sequence, digest }
}

/** The last line of the journal; sequence 0 when it is empty. */
export async function auditHead(db: Pick<Kysely<CabinetTables>, 'selectFrom'>): Promise<AuditHead> {
  const last = await db
    .selectFrom('audit_entry')
    .select(['sequence', 'digest'])
    .orderBy('sequence', 'desc')
    .limit(1)
    .executeTakeFirst()
  return last ?? { sequence: 0, digest: genesis }
}

/** The first line that is not what was written, or `null` when the chain holds from the first line to the last. */
export async function firstBrokenLine(db: Pick<Kysely<CabinetTables>, 'selectFrom'>): Promise<number | null> {
  let previous: AuditHead = { sequence: 0, digest: genesis }
  for (;;) {
    const lines = await db
      .selectFrom('audit_entry')
      .selectAll()
      .where('sequence', '>', previous.sequence)
      .orderBy('sequence')
      .limit(1000)
      .execute()
    if (lines.length === 0) return null
    for (const { digest, ...entry } of lines) {
      const inOrder = entry.sequence === previous.sequence + 1 && entry.previous_digest === previous.digest
      if (!inOrder || digestOf(entry) !== digest) return previous.sequence + 1
      previous = { sequence: entry.sequence, digest }
    }
  }
}

/** SHA-256 over every column of the line and the digest before it, in hexadecimal. */
function digestOf(entry: Omit<Selectable<AuditEntryTable>, 'digest'>): string {
  return createHash('sha256').update(canonicalJson(entry)).digest('hex')
}

/** JSON with keys in order and without spaces: the same value always gives the same text (after RFC 8785, for our values). */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value)
      .filter(([, field]) => field !== undefined)
      .toSorted(([left], [right]) => (left < right ? -1 : 1))
      .map(([name, field]) => `${JSON.stringify(name)}:${canonicalJson(field)}`)
    return `{${fields.join(',')}}`
  }
  return JSON.stringify(value) ?? 'null'
}
