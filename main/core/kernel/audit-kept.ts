import type { Selectable } from 'kysely'
import { z } from 'zod'
import type { ChainFault } from './audit-chain.ts'
import type { AuditEntryTable, ReadDb } from './tables.ts'

/** An emptying, as its line says: lines of one class, of a range, older than an instant. */
interface Emptying {
  readonly sequence: number
  readonly at: string
  readonly retention: string
  readonly before: string
  readonly from: number
  readonly to: number
}

/** A restoration by the program: from its line on, the journal continues an older backup. */
export interface Restoration {
  readonly sequence: number
  readonly digest: string
  readonly at: string
  /** When the backup was taken; `null` when the line does not tell. */
  readonly takenAt: string | null
}

/** What the journal says of itself, in lines that are never emptied. */
export interface KeptLines {
  readonly emptyings: readonly Emptying[]
  readonly restorations: readonly Restoration[]
  /** What openings noticed. */
  readonly anomalies: readonly (ChainFault & { readonly noticedAt: string })[]
}

const kept = {
  emptying: z.object({ retention: z.string(), before: z.string(), from: z.int(), to: z.int() }),
  restoration: z.object({ takenAt: z.iso.datetime({ precision: 3 }) }),
  anomaly: z.object({
    kind: z.enum(['altered', 'inserted', 'truncated', 'rolled-back', 'seal-altered', 'seal-missing']),
    sequence: z.int(),
    to: z.int().nullable(),
  }),
}

type KeptRow = Pick<Selectable<AuditEntryTable>, 'sequence' | 'at' | 'act' | 'details' | 'digest'>

/** Reads what the journal says of itself. */
export async function readKeptLines(db: ReadDb): Promise<KeptLines> {
  const rows = await db
    .selectFrom('audit_entry')
    .select(['sequence', 'at', 'act', 'details', 'digest'])
    .where('retention', '=', 'kept')
    .orderBy('sequence')
    .execute()
  return keptLinesOf(rows)
}

/** The same from rows of class « kept », in order. A row that does not read counts for nothing: the chain tells of it. */
export function keptLinesOf(rows: readonly KeptRow[]): KeptLines {
  const emptyings: Emptying[] = []
  const restorations: Restoration[] = []
  const anomalies: (ChainFault & { readonly noticedAt: string })[] = []
  for (const { sequence, at, act, details, digest } of rows) {
    const said = jsonOf(details)
    const emptying = act === 'journal.expire' ? kept.emptying.safeParse(said) : null
    if (emptying?.success === true) emptyings.push({ sequence, at, ...emptying.data })
    if (act === 'cabinet.restored') {
      const restoration = kept.restoration.safeParse(said)
      restorations.push({ sequence, at, digest, takenAt: restoration.success ? restoration.data.takenAt : null })
    }
    const anomaly = act === 'journal.anomaly' ? kept.anomaly.safeParse(said) : null
    if (anomaly?.success === true) anomalies.push({ ...anomaly.data, noticedAt: at })
  }
  return { emptyings, restorations, anomalies }
}

/** Whether an emptied line was emptied by the retention rule: a later line says so, and its time was over by then. */
export function mayBeEmptied(
  line: Pick<Selectable<AuditEntryTable>, 'sequence' | 'at' | 'retention'>,
  { emptyings }: KeptLines,
): boolean {
  return emptyings.some(
    (emptying) =>
      emptying.retention === line.retention &&
      emptying.sequence > line.sequence &&
      emptying.from <= line.sequence &&
      line.sequence <= emptying.to &&
      line.at < emptying.before &&
      monthsBetween(emptying.before, emptying.at) >= (line.retention === 'technical' ? 6 : 120),
  )
}

/** Whole months between two instants. */
function monthsBetween(earlier: string, later: string): number {
  const [from, to] = [new Date(earlier), new Date(later)]
  const months = 12 * (to.getUTCFullYear() - from.getUTCFullYear()) + to.getUTCMonth() - from.getUTCMonth()
  return from.toISOString().slice(8) <= to.toISOString().slice(8) ? months : months - 1
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
