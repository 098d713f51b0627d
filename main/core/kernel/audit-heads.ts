import type { FoundSeal, SealedHead } from '#core/db/journal-seal.ts'
import type { AuditHead } from './audit.ts'
import type { ChainFault } from './audit-chain.ts'
import type { KeptLines } from './audit-kept.ts'

/** The lineage of a journal: the digest of its last restoration's line, or empty. */
export function lineageOf({ restorations }: Pick<KeptLines, 'restorations'>): string {
  return restorations.at(-1)?.digest ?? ''
}

/** Faults that account for the heads of lines that are gone. */
const coversLines: ReadonlySet<ChainFault['kind']> = new Set(['altered', 'truncated', 'rolled-back'])

/**
 * The sealed heads a journal must hold.
 *
 * A restoration by the program leaves out, lawfully, the lines written after the backup was taken; and a copy shares the
 * first lineage with its original and no later one. So a head counts up to the restoration that ended its lineage, and not
 * at all when the journal never was of that lineage. What an opening noticed and noted is not found a second time.
 */
export function headsToHold(heads: readonly SealedHead[], kept: KeptLines): readonly SealedHead[] {
  const ends = new Map<string, number>()
  let lineage = ''
  for (const { sequence, digest } of kept.restorations) {
    ends.set(lineage, sequence)
    lineage = digest
  }
  ends.set(lineage, Number.POSITIVE_INFINITY)
  return heads.filter(({ sequence, sealedAt, lineage: of }) => {
    const end = ends.get(of)
    if (end === undefined || sequence >= end) return false
    return !kept.anomalies.some(
      ({ kind, noticedAt, sequence: from }) => coversLines.has(kind) && sealedAt <= noticedAt && sequence >= from,
    )
  })
}

/** A sealed head whose line was read: whether it is what was sealed, and when the line says it was written. */
export interface SeenHead {
  readonly isHeld: boolean
  readonly at: string
}

/** What a reading found of the sealed heads. */
export interface SeenHeads {
  readonly seen: ReadonlyMap<SealedHead, SeenHead>
  readonly heads: readonly SealedHead[]
  /** The number of the last line. */
  readonly last: number
  readonly sealedThrough: number
  /** Whether other faults lie in a range of lines: what they tell need not be told again. */
  readonly isExplained: (first: number, last: number) => boolean
}

/**
 * What sealed heads tell that the chain does not: lines cut off at its end, an older file put back, or lines rewritten with
 * all that follow them. The file that was put back says itself how far it was sealed, and it is not as far.
 */
export function headFaults({ seen, heads, last, sealedThrough, isExplained }: SeenHeads): readonly ChainFault[] {
  const faults: ChainFault[] = []
  const note = (kind: ChainFault['kind'], sequence: number, to: number) =>
    faults.push({ kind, sequence, to: to === sequence ? null : to, noticedAt: null })
  const beyond = Math.max(...heads.map(({ sequence }) => sequence), 0)
  if (beyond > last) note(sealedThrough >= beyond ? 'truncated' : 'rolled-back', last + 1, beyond)
  const held = heads.filter((head) => seen.get(head)?.isHeld === true).map(({ sequence }) => sequence)
  const differing = heads.filter((head) => seen.get(head)?.isHeld === false)
  if (differing.length > 0) {
    const first = Math.min(...differing.map(({ sequence }) => sequence))
    const to = Math.max(...differing.map(({ sequence }) => sequence))
    // Written after the head was sealed, in the place of what was there: the file was an older one meanwhile.
    const isLater = differing.some((head) => (seen.get(head)?.at ?? '') > head.sealedAt)
    const from = Math.max(0, ...held.filter((sequence) => sequence < first)) + 1
    if (!isExplained(from, first)) note(sealedThrough >= to && !isLater ? 'altered' : 'rolled-back', from, to)
  }
  return faults
}

/** What an opening finds of the journal before it writes anything. */
export interface FoundAtOpening {
  readonly seal: FoundSeal
  /** How far the database says it was sealed, or `null` when it never was. */
  readonly sealedThrough: number | null
  readonly head: AuditHead
  readonly kept: Pick<KeptLines, 'restorations'>
  /** The digest of a line, or `null` when there is no line of this number. */
  readonly digestAt: (sequence: number) => Promise<string | null>
  /** Whether a line of this digest is there under any number; may read the whole journal. */
  readonly holds: (digest: string) => Promise<boolean>
}

/**
 * What happened to the journal while the cabinet was closed, or `null`: its seal lost or altered, an older file put back,
 * lines cut off, rewritten, or written after the closing by something else.
 */
export async function faultAtOpening(found: FoundAtOpening): Promise<Omit<ChainFault, 'noticedAt'> | null> {
  const { seal, head } = found
  if (seal.state === 'absent') {
    return found.sealedThrough === null ? null : { kind: 'seal-missing', sequence: head.sequence, to: null }
  }
  if (seal.state === 'altered') return { kind: 'seal-altered', sequence: head.sequence, to: null }
  const last = seal.heads.at(-1)
  if (last === undefined || last.sequence === 0) return null
  const isOfLineage = ['', ...found.kept.restorations.map(({ digest }) => digest)].includes(last.lineage)
  if (isOfLineage && (await found.digestAt(last.sequence)) === last.digest) {
    const isAsClosed = !seal.isClosed || head.sequence === last.sequence
    return isAsClosed ? null : range('inserted', last.sequence + 1, head.sequence)
  }
  // Lines before it were put in or taken out, and the others renumbered: reading the chain tells which.
  if (isOfLineage && (await found.holds(last.digest))) return null
  if (!isOfLineage || (found.sealedThrough ?? 0) < last.sequence) {
    return range('rolled-back', (await lastHeld(seal.heads, found)) + 1, last.sequence)
  }
  return head.sequence < last.sequence
    ? range('truncated', head.sequence + 1, last.sequence)
    : range('altered', (await lastHeld(seal.heads, found)) + 1, last.sequence)
}

/** The number of the last sealed line that is still what it was. Where all lines before are, the last line there is. */
async function lastHeld(heads: readonly SealedHead[], { digestAt, head }: FoundAtOpening): Promise<number> {
  for (const { sequence, digest } of heads.toReversed()) {
    if ((await digestAt(sequence)) === digest) return sequence
  }
  return Math.min(head.sequence, (heads[0]?.sequence ?? 1) - 1)
}

function range(kind: ChainFault['kind'], sequence: number, last: number): Omit<ChainFault, 'noticedAt'> {
  return { kind, sequence, to: last > sequence ? last : null }
}
