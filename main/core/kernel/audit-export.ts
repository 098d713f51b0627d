import type { Selectable } from 'kysely'
import { z } from 'zod'
import type { AuditHead } from './audit.ts'
import { ChainCheck, type ChainFault, type ChainLine, chainLineOf } from './audit-chain.ts'
import { keptLinesOf } from './audit-kept.ts'
import type { AuditEntryTable } from './tables.ts'

/**
 * The file of an exported chain: one JSON object a line. First what it is, then the lines of the journal in order, each with
 * its digests and what it says, or without it when whoever exported may not see it; last, the line it ends with, so that a
 * file cut short shows.
 */
const head = z.object({
  journal: z.literal('cabinet-ouvert'),
  version: z.literal(1),
  cabinetId: z.string(),
  exportedAt: z.string(),
  first: z.int(),
  last: z.int(),
})

const content = z.object({
  family: z.string(),
  act: z.string(),
  outcome: z.enum(['done', 'refused', 'failed']),
  problem: z.string().nullable(),
  operation: z.string(),
  actor_user_id: z.string().nullable(),
  service: z.string().nullable(),
  seat: z.string(),
  session_id: z.string().nullable(),
  patient_id: z.string().nullable(),
  subject_id: z.string().nullable(),
  details: z.string(),
})

const line = z.object({
  sequence: z.int(),
  at: z.string(),
  format: z.int(),
  retention: z.enum(['technical', 'record', 'kept']),
  content_digest: z.string().nullable(),
  previous_digest: z.string(),
  digest: z.string(),
  salt: z.string().nullable(),
  content: content.nullable(),
  withheld: z.boolean(),
})

const end = z.object({ end: z.object({ sequence: z.int(), digest: z.string() }) })

/** What one line of such a file is; `null` for anything else. */
type ExportedText =
  | { readonly is: 'head'; readonly head: z.infer<typeof head> }
  | { readonly is: 'line'; readonly line: ChainLine; readonly kept: KeptText | null }
  | { readonly is: 'end'; readonly end: AuditHead }

/** A line that says what became of the journal itself. */
type KeptText = Pick<Selectable<AuditEntryTable>, 'sequence' | 'at' | 'act' | 'details' | 'digest'>

/** The first text of the file. */
export function exportedChainHead(of: Omit<z.infer<typeof head>, 'journal' | 'version'>): string {
  return JSON.stringify({ journal: 'cabinet-ouvert', version: 1, ...of })
}

/** A line of the journal. What `isShown` forbids is left out, as emptied lines are: its digests hold its place. */
export function exportedLine(row: Selectable<AuditEntryTable>, isShown: boolean): string {
  const { sequence, at, format, retention, content_digest, previous_digest, digest } = row
  const { said } = chainLineOf(row)
  const isSaid = said !== null && isShown
  return JSON.stringify({
    ...{ sequence, at, format, retention, content_digest, previous_digest, digest },
    salt: isSaid ? row.salt : null,
    content: isSaid ? content.parse(row) : null,
    withheld: said !== null && !isShown,
  })
}

/** The last text of the file. */
export function exportedChainEnd({ sequence, digest }: AuditHead): string {
  return JSON.stringify({ end: { sequence, digest } })
}

/** Reads one text of the file; `null` when it is none of its own. */
function readExported(text: string): ExportedText | null {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return null
  }
  const asLine = line.safeParse(json)
  if (asLine.success) {
    const { salt, content: said, withheld, ...header } = asLine.data
    const { sequence, at, digest } = header
    return {
      is: 'line',
      // An emptied line may have been emptied by a line that the days exported do not reach: nothing here says otherwise.
      line: { header, said: said === null ? null : { content: said, salt }, isWithheld: withheld || said === null },
      kept:
        said === null || header.retention !== 'kept'
          ? null
          : { sequence, at, digest, act: said.act, details: said.details },
    }
  }
  const asHead = head.safeParse(json)
  if (asHead.success) return { is: 'head', head: asHead.data }
  const asEnd = end.safeParse(json)
  return asEnd.success ? { is: 'end', end: asEnd.data.end } : null
}

/** What an exported chain turned out to be. */
export interface ExportFindings {
  /** Whether the file is an export of a journal at all. */
  readonly isExport: boolean
  readonly cabinetId: string
  readonly lines: number
  /** Lines whose content was withheld or emptied: only their place was verified. */
  readonly withoutContent: number
  readonly head: AuditHead
  readonly faults: readonly ChainFault[]
  /** Lines of the file that do not read, counted from 1; the first hundred. */
  readonly unreadable: readonly number[]
}

/** Reads an exported chain through, without any cabinet or key, and finds what is not as it was exported. */
export async function verifyExport(texts: AsyncIterable<string> | Iterable<string>): Promise<ExportFindings> {
  let check: ChainCheck | null = null
  let about: z.infer<typeof head> | null = null
  let ending: AuditHead | null = null
  const kept: KeptText[] = []
  const unreadable: number[] = []
  let withoutContent = 0
  let place = 0
  for await (const text of texts) {
    place += 1
    if (text === '') continue
    const read = readExported(text)
    if (read === null) {
      if (unreadable.length < 100) unreadable.push(place)
    } else if (read.is === 'head') about ??= read.head
    else if (read.is === 'end') ending = read.end
    else {
      check ??= checkFrom(about?.first ?? read.line.header.sequence, read.line)
      check.add(read.line)
      if (read.line.isWithheld) withoutContent += 1
      if (read.kept !== null) kept.push(read.kept)
    }
  }
  const found = check?.end() ?? { lines: 0, head: { sequence: 0, digest: '' }, faults: [] }
  const cut = about === null ? null : endFault(about, ending, found.head)
  const noted = keptLinesOf(kept).anomalies
  return {
    isExport: about !== null,
    cabinetId: about?.cabinetId ?? '',
    lines: found.lines,
    withoutContent,
    head: found.head,
    faults: [...noted, ...found.faults, ...(cut === null ? [] : [cut])],
    unreadable,
  }
}

/** The first line says itself what came before it; when it is not the one announced, nothing does. */
function checkFrom(first: number, { header }: ChainLine): ChainCheck {
  const after = { sequence: first - 1, digest: header.previous_digest }
  return new ChainCheck({ kept: keptLinesOf([]), heads: [], sealedThrough: 0, after })
}

function endFault(about: z.infer<typeof head>, ending: AuditHead | null, last: AuditHead): ChainFault | null {
  if (ending !== null && ending.sequence === last.sequence && ending.digest === last.digest) return null
  const [from, to] = [last.sequence + 1, Math.max(about.last, ending?.sequence ?? 0)]
  if (to >= from) return { kind: 'truncated', sequence: from, to: to === from ? null : to, noticedAt: null }
  return { kind: 'altered', sequence: last.sequence, to: null, noticedAt: null }
}
