import { createHash, randomBytes } from 'node:crypto'
import type { CompiledQuery, Kysely, Selectable } from 'kysely'
import type { AuditEntryTable, CabinetTables } from './tables.ts'

/** What a line says: what is emptied when its time is over. */
export type AuditContent = Pick<Selectable<AuditEntryTable>, (typeof contentColumns)[number]>

/** A line to write; its number, its class and its digests are added by the journal. */
export type AuditLine = Omit<AuditContent, 'family' | 'details'> & {
  readonly at: string
  readonly details: Readonly<Record<string, unknown>>
}

/** The last line of the journal: sealed beside the file and in each backup, so that a journal cut short shows. */
export interface AuditHead {
  readonly sequence: number
  readonly digest: string
}

/** Says of which family an act is, and how long its line stays. The rule is the journal slice's. */
export type ClassifyAct = (act: string) => Pick<Selectable<AuditEntryTable>, 'family' | 'retention'>

/** What the first line holds for the digest of the line before it. */
export const genesis: AuditHead = { sequence: 0, digest: '0'.repeat(64) }

/** The columns that say something, in the order in which they are digested. */
const contentColumns = [
  'family',
  'act',
  'outcome',
  'problem',
  'operation',
  'actor_user_id',
  'service',
  'seat',
  'session_id',
  'patient_id',
  'subject_id',
  'details',
] as const

/** What a line holds once it is emptied; its place, its time and its digests stay. */
export const emptied = {
  family: 'expired',
  act: '',
  outcome: 'done',
  problem: null,
  operation: '',
  actor_user_id: null,
  service: null,
  seat: '',
  session_id: null,
  patient_id: null,
  subject_id: null,
  details: '',
  salt: null,
} as const

/**
 * Writes the journal of one open cabinet. Only its writer writes there, one transaction at a time: the head stays in memory,
 * and is read again after anything that did not go to its end.
 */
export class JournalWriter {
  readonly #classify: ClassifyAct
  #head: AuditHead | null = null
  #insertion: CompiledQuery | null = null

  constructor(classify: ClassifyAct) {
    this.#classify = classify
  }

  /** Runs one transaction of the writer: what it appends counts when it is committed, and not at all otherwise. */
  async during<T>(transaction: () => Promise<T>): Promise<T> {
    try {
      return await transaction()
    } catch (error) {
      this.#head = null
      throw error
    }
  }

  /** Writes one line at the end of the journal, in the transaction of `db`. Call within {@link during}. */
  async append(db: Kysely<CabinetTables>, line: AuditLine): Promise<AuditHead> {
    const head = this.#head ?? (await auditHead(db))
    const entry = entryOf(line, head, this.#classify(line.act))
    this.#insertion ??= db.insertInto('audit_entry').values(entry).compile()
    await db.executeQuery({ ...this.#insertion, parameters: Object.values(entry) })
    this.#head = { sequence: entry.sequence, digest: entry.digest }
    return this.#head
  }
}

/** The row of a line. The order of its fields is that of the insertion's parameters. */
function entryOf(line: AuditLine, head: AuditHead, { family, retention }: ReturnType<ClassifyAct>) {
  const { at } = line
  const content: AuditContent = {
    family,
    act: line.act,
    outcome: line.outcome,
    problem: line.problem,
    operation: line.operation,
    actor_user_id: line.actor_user_id,
    service: line.service,
    seat: line.seat,
    session_id: line.session_id,
    patient_id: line.patient_id,
    subject_id: line.subject_id,
    details: canonicalJson(line.details),
  }
  const salt = randomBytes(16).toString('hex')
  const header = {
    sequence: head.sequence + 1,
    at,
    format: 2,
    retention,
    content_digest: contentDigestOf(content, salt),
    previous_digest: head.digest,
  }
  return { ...header, ...content, salt, digest: headerDigestOf(header, header.sequence) }
}

/** The last line of the journal; sequence 0 when it is empty. */
export async function auditHead(db: Pick<Kysely<CabinetTables>, 'selectFrom'>): Promise<AuditHead> {
  const last = await db
    .selectFrom('audit_entry')
    .select(['sequence', 'digest'])
    .orderBy('sequence', 'desc')
    .limit(1)
    .executeTakeFirst()
  return last ?? genesis
}

/** SHA-256 over what a line says and its salt, in hexadecimal: a list, so that no two contents give the same text. */
export function contentDigestOf(content: AuditContent, salt: string): string {
  return sha256(JSON.stringify([salt, ...contentColumns.map((column) => content[column])]))
}

/** What a line of format 2 is held by: all that stays of it once it is emptied. */
type AuditHeader = Pick<
  Selectable<AuditEntryTable>,
  'format' | 'sequence' | 'at' | 'retention' | 'content_digest' | 'previous_digest'
>

/** SHA-256 over the header of a line of format 2 as if it bore this number, in hexadecimal. */
export function headerDigestOf(header: Omit<AuditHeader, 'sequence'>, sequence: number): string {
  const { format, at, retention, content_digest, previous_digest } = header
  return sha256(JSON.stringify([format, sequence, at, retention, content_digest, previous_digest]))
}

/** SHA-256 over every column of a line of format 1 and the digest before it, in hexadecimal. */
export function firstFormatDigestOf(
  entry: Omit<AuditContent, 'family'> & Pick<AuditHeader, 'sequence' | 'at' | 'previous_digest'>,
): string {
  const { sequence, at, previous_digest } = entry
  const columns = contentColumns.filter((column) => column !== 'family').map((column) => [column, entry[column]])
  return sha256(canonicalJson({ sequence, at, previous_digest, ...Object.fromEntries(columns) }))
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
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
