import type { ParsedInputOf } from '#app/kernel/operation.ts'
import type { exportJournal } from '#app/features/journal/contract.ts'
import type { JournalLine } from '#app/features/journal/model.ts'
import { csvLine, knownFamilyOf } from '#app/features/journal/rules.ts'
import { localTime } from '#app/kernel/local-time.ts'
import {
  csvColumns,
  expiredText,
  familyText,
  outcomeText,
  outOfSightText,
  sayActor,
  sayRefusalOf,
} from '#app/text/fr/journal.ts'
import { sayAct } from '#app/text/fr/journal-acts.ts'
import { sayDetailName } from '#app/text/fr/journal-details.ts'
import { auditHead } from '#core/kernel/audit.ts'
import { exportedChainEnd, exportedChainHead, exportedLine } from '#core/kernel/audit-export.ts'
import type { ReadDb } from '#core/kernel/tables.ts'
import type { Actor } from '#core/kernel/work.ts'
import { linesFor, readingOf } from './lines.ts'
import { chainRange, countLines, findChain, findLines, findPlace, type LineFilter } from './repository.ts'

/** What an export is asked with, and for whom. */
export interface ExportRequest {
  readonly input: ParsedInputOf<typeof exportJournal>
  readonly filter: LineFilter
  readonly reader: Actor
  readonly timeZone: string
  readonly now: string
  readonly cabinetId: string
}

/** One page of an export. */
export interface ExportPage {
  readonly text: string
  readonly next: number | null
  readonly lines: number
  readonly through: number
  readonly total: number | null
}

/** Lines of one page: some tenths of a second of work, a megabyte at most. */
const linesAtOnce = 1_000
/** What tells a spreadsheet that a text is UTF-8. */
const byteOrderMark = '\uFEFF'

/** One page of the table: the lines of the filter, oldest first, as the screen words them. */
export async function tablePage(db: ReadDb, { input, filter, reader, timeZone }: ExportRequest): Promise<ExportPage> {
  const isFirst = input.after === 0
  const through = input.through ?? (await auditHead(db)).sequence
  const after = isFirst ? null : ((await findPlace(db, input.after)) ?? null)
  const rows = await findLines(db, { filter, after, order: 'oldest-first', limit: linesAtOnce, through })
  const lines = await linesFor(db, reader, rows)
  const head = isFirst ? `${byteOrderMark}${csvLine(csvColumns)}` : ''
  return {
    text: `${head}${lines.map((line) => csvLine(cellsOf(line, timeZone))).join('')}`,
    next: rows.length < linesAtOnce ? null : (rows.at(-1)?.sequence ?? null),
    lines: rows.length,
    through,
    total: isFirst ? await countLines(db, filter, through) : null,
  }
}

/** One page of the chain: every line of the days chosen, with its digests; what its reader may not see is withheld. */
export async function chainPage(db: ReadDb, request: ExportRequest): Promise<ExportPage> {
  const { input, filter, reader, cabinetId, now } = request
  const isFirst = input.after === 0
  const through = input.through ?? (await auditHead(db)).sequence
  const range = await chainRange(db, filter, through)
  if (range === null) return { text: '', next: null, lines: 0, through, total: isFirst ? 0 : null }
  const after = isFirst ? range.first - 1 : input.after
  const rows = await findChain(db, { after, through: range.last, limit: linesAtOnce })
  const { mayRead } = await readingOf(db, reader, rows)
  const last = rows.at(-1)
  const isLast = last === undefined || last.sequence >= range.last
  const texts = [
    ...(isFirst ? [exportedChainHead({ cabinetId, exportedAt: now, ...range })] : []),
    ...rows.map((row) => exportedLine(row, mayRead(row))),
    ...(isLast && last !== undefined ? [exportedChainEnd(last)] : []),
  ]
  return {
    text: texts.map((text) => `${text}\n`).join(''),
    next: isLast ? null : last.sequence,
    lines: rows.length,
    through,
    total: isFirst ? range.last - range.first + 1 : null,
  }
}

function cellsOf(line: JournalLine, timeZone: string): readonly string[] {
  const { day, month, year, hour, minute, second } = localTime(line.at, timeZone)
  const at = `${day}/${month}/${year} ${hour}:${minute}:${second}`
  if (line.expired) return [String(line.sequence), at, expiredText, '', '', '', '', '', '', '']
  const family = knownFamilyOf(line.act)
  const refusal = sayRefusalOf(line.problem)
  return [
    String(line.sequence),
    at,
    sayAct(line.act),
    family === null ? '' : familyText[family],
    `${outcomeText[line.outcome]}${refusal === '' ? '' : ` : ${refusal}`}`,
    sayActor(line),
    line.seat,
    line.patient?.displayName ?? (line.aboutPatient ? outOfSightText : ''),
    line.subjectName,
    line.details.map(({ name, value }) => `${sayDetailName(name)} : ${value}`).join(' | '),
  ]
}
