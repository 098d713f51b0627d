import type { Selectable } from 'kysely'
import type { FaultKind } from '#app/features/journal/model.ts'
import type { SealedHead } from '#core/db/journal-seal.ts'
import {
  type AuditContent,
  type AuditHead,
  contentDigestOf,
  emptied,
  firstFormatDigestOf,
  genesis,
  headerDigestOf,
} from './audit.ts'
import { headFaults, type SeenHead } from './audit-heads.ts'
import { type KeptLines, mayBeEmptied } from './audit-kept.ts'
import type { AuditEntryTable } from './tables.ts'

/** One thing found wrong. `to`: the last of several lines; for a line out of its place, where it stands. */
export interface ChainFault {
  readonly kind: FaultKind
  readonly sequence: number
  readonly to: number | null
  /** When an opening noticed and noted it; `null` for what shows now. */
  readonly noticedAt: string | null
}

/** A line as it stands in the file, or in an export that withholds what its reader may not see. */
export interface ChainLine {
  readonly header: Pick<
    Selectable<AuditEntryTable>,
    'sequence' | 'at' | 'format' | 'retention' | 'content_digest' | 'previous_digest' | 'digest'
  >
  /** `null` when it is emptied or withheld. */
  readonly said: { readonly content: AuditContent; readonly salt: string | null } | null
  readonly isWithheld: boolean
}

/** What a verification compares with. */
export interface ChainTerms {
  readonly kept: KeptLines
  readonly heads: readonly SealedHead[]
  /** How far the database itself says it was last sealed; an older file says an older line. */
  readonly sealedThrough: number
  /** The line before the first one given. Default: the beginning of the journal. */
  readonly after?: AuditHead
}

/** What a verification found. */
export interface ChainFindings {
  readonly lines: number
  readonly head: AuditHead
  readonly faults: readonly ChainFault[]
}

/** How far from its place a line is looked for while reading; further ones are looked for at the end. */
const nearby = 16
/** Lines that fit nowhere are tried against each other's places up to this number: more is a rewriting, not a move. */
const mostMoves = 400

/** A line whose digest fits no place nearby. */
interface Misfit {
  readonly number: number
  readonly position: number
  readonly line: ChainLine
}

/**
 * Reads a journal through, line by line in the order of its numbers, and finds every place where it is not what was
 * written. Holds little in memory, however long the journal.
 *
 * Each line vouches for its number, for what it says and for the line before it. So the number under which a line was
 * written is known even where it was moved; a number that no line bears any more was removed; a line that bears none was
 * altered, or put in where the lines around it follow each other without it.
 */
export class ChainCheck {
  readonly #terms: ChainTerms
  readonly #faults: ChainFault[] = []
  readonly #headsAt: ReadonlyMap<number, readonly SealedHead[]>
  readonly #seenHeads = new Map<SealedHead, SeenHead>()
  /** Numbers that no line read so far bears, in order: first and last of each gap. */
  #missing: (readonly [first: number, last: number])[] = []
  #misfits: Misfit[] = []
  #lines = 0
  /** The number the next line should bear. */
  #expected: number
  /** How far lines stand after their number, where lines were put in or taken out and the others renumbered. */
  #shift = 0
  /** The digest of the line of number `expected - 1`, where it is known to be what was written there. */
  #previous: string | null
  #last: AuditHead

  constructor(terms: ChainTerms) {
    this.#terms = terms
    this.#last = terms.after ?? genesis
    this.#expected = this.#last.sequence + 1
    this.#previous = this.#last.digest
    this.#headsAt = Map.groupBy(terms.heads, (head) => head.sequence)
  }

  /** Takes the next line; lines come in the order of the numbers they bear now. */
  add(line: ChainLine): void {
    const { sequence: position, digest } = line.header
    this.#lines += 1
    this.#catchUp(line)
    this.#last = { sequence: position, digest }
    const number = this.#numberOf(line)
    if (number === null) {
      this.#noteMisfit(line, position)
      return
    }
    if (number >= this.#expected) this.#goOn(line, number)
    else if (!this.#goBack(line, number)) {
      this.#note('inserted', position)
      return
    }
    this.#judgeContent(line, number)
    for (const head of this.#headsAt.get(number) ?? []) {
      this.#seenHeads.set(head, { isHeld: head.digest === digest, at: line.header.at })
    }
  }

  /** What was found, once every line was given. */
  end(): ChainFindings {
    this.#settleMisfits()
    for (const [first, last] of this.#missing) this.#note('removed', first, last === first ? null : last)
    const own = merged(this.#faults)
    const heads = headFaults({
      seen: this.#seenHeads,
      heads: this.#terms.heads,
      last: this.#expected - 1,
      sealedThrough: this.#terms.sealedThrough,
      isExplained: (first, last) =>
        own.some((fault) => fault.sequence <= last && (fault.to ?? fault.sequence) >= first),
    })
    const faults = [...this.#terms.kept.anomalies, ...own, ...heads].toSorted(
      (left, right) => left.sequence - right.sequence,
    )
    return { lines: this.#lines, head: this.#last, faults }
  }

  /**
   * Where lines were put in or taken out and the others renumbered, the program goes on from the number it finds: its next
   * line follows the one before it and bears the number of its place.
   */
  #catchUp(line: ChainLine): void {
    const { sequence: position, previous_digest } = line.header
    if (this.#shift === 0 || previous_digest !== this.#last.digest || !fits(line, position)) return
    this.#shift = 0
    this.#expected = position
    this.#previous = previous_digest
  }

  /** The number under which a line was written, or `null` when its digest fits none nearby. */
  #numberOf(line: ChainLine): number | null {
    const { sequence } = line.header
    const place = sequence - this.#shift
    if (fits(line, place)) return place
    if (fits(line, this.#expected)) return this.#expected
    for (let distance = 1; distance <= nearby; distance++) {
      if (fits(line, place + distance)) return place + distance
      if (fits(line, place - distance)) return place - distance
    }
    return null
  }

  #noteMisfit(line: ChainLine, position: number): void {
    const number = Math.max(this.#expected, position - this.#shift)
    this.#miss(number)
    this.#misfits.push({ number, position, line })
    this.#expected = number + 1
    this.#previous = null
  }

  #goOn(line: ChainLine, number: number): void {
    const isNext = number === this.#expected
    this.#miss(number)
    // The line before was rewritten with a digest of its own: this one remembers another.
    if (isNext && this.#previous !== null && line.header.previous_digest !== this.#previous) {
      this.#note('altered', number - 1)
    }
    this.#follow(line, number)
  }

  /** A line found after its place; false when its place is taken already, and this is one too many. */
  #goBack(line: ChainLine, number: number): boolean {
    const { sequence: position } = line.header
    if (this.#takeFromMissing(number)) {
      this.#note('reordered', number, position)
      return true
    }
    // What seemed altered in this line's place was put in before it.
    const putIn = this.#misfits.filter((misfit) => misfit.number >= number)
    if (putIn.length === 0) return false
    this.#misfits = this.#misfits.filter((misfit) => misfit.number < number)
    for (const misfit of putIn) this.#note('inserted', misfit.position)
    this.#follow(line, number)
    return true
  }

  #follow(line: ChainLine, number: number): void {
    this.#expected = number + 1
    this.#shift = line.header.sequence - number
    this.#previous = line.header.digest
  }

  #miss(before: number): void {
    if (before > this.#expected) this.#missing.push([this.#expected, before - 1])
  }

  #takeFromMissing(number: number): boolean {
    const gap = this.#missing.find(([first, last]) => first <= number && number <= last)
    if (gap === undefined) return false
    const [first, last] = gap
    const rest: (readonly [number, number])[] = [
      [first, number - 1],
      [number + 1, last],
    ]
    this.#missing = this.#missing.flatMap((other) =>
      other === gap ? rest.filter(([from, to]) => from <= to) : [other],
    )
    return true
  }

  #judgeContent(line: ChainLine, number: number): void {
    const { header, said } = line
    if (line.isWithheld || header.format === 1) return
    if (said !== null) {
      const { content, salt } = said
      if (salt === null || contentDigestOf(content, salt) !== header.content_digest) this.#note('altered', number)
    } else if (!mayBeEmptied({ ...header, sequence: number }, this.#terms.kept)) this.#note('emptied', number)
  }

  /** Lines that fit nowhere near: moved far away, or altered. */
  #settleMisfits(): void {
    const gaps = this.#missing.flatMap(([first, last]) =>
      Array.from({ length: Math.min(last - first + 1, mostMoves) }, (_none, index) => first + index),
    )
    const places = [...this.#misfits.map(({ number }) => number), ...gaps].slice(0, mostMoves)
    const few = this.#misfits.length <= mostMoves
    for (const { number, position, line } of this.#misfits) {
      const origin = few ? places.find((place) => place !== number && fits(line, place)) : undefined
      if (origin === undefined) this.#note('altered', number)
      else {
        this.#takeFromMissing(origin)
        this.#note('reordered', origin, position)
      }
    }
    this.#misfits = []
  }

  #note(kind: FaultKind, sequence: number, to: number | null = null): void {
    this.#faults.push({ kind, sequence, to, noticedAt: null })
  }
}

/** Whether a line was written under this number. */
function fits(line: ChainLine, number: number): boolean {
  const { header, said } = line
  if (header.format === 2) return headerDigestOf(header, number) === header.digest
  // Nothing of a withheld line of the first format can be digested: its place and its neighbours hold it.
  if (said === null) return number === header.sequence
  const { at, previous_digest } = header
  return firstFormatDigestOf({ ...said.content, at, previous_digest, sequence: number }) === header.digest
}

/** A row of the file as a line of the chain. */
export function chainLineOf(row: Selectable<AuditEntryTable>): ChainLine {
  const isEmptied =
    row.format === 2 &&
    row.salt === null &&
    Object.entries(emptied).every(([column, value]) => row[column as keyof typeof emptied] === value)
  return { header: row, said: isEmptied ? null : { content: row, salt: row.salt }, isWithheld: false }
}

const inRows: ReadonlySet<FaultKind> = new Set<FaultKind>(['altered', 'inserted', 'emptied'])

/** Consecutive lines with the same fault as one. */
function merged(faults: readonly ChainFault[]): readonly ChainFault[] {
  const sorted = faults.toSorted((left, right) => left.sequence - right.sequence)
  const rows: ChainFault[] = []
  for (const fault of sorted) {
    const last = rows.at(-1)
    const end = last === undefined ? 0 : (last.to ?? last.sequence)
    const isSame = last !== undefined && last.kind === fault.kind && inRows.has(fault.kind)
    if (isSame && end === fault.sequence) continue
    if (isSame && end + 1 === fault.sequence) rows[rows.length - 1] = { ...last, to: fault.sequence }
    else rows.push(fault)
  }
  return rows
}
