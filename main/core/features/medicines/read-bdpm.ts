import type { BdpmFileName, Component } from '#app/features/medicines/model.ts'
import { knownFiles } from '#app/features/medicines/rules/files.ts'
import { medicinesText } from '#app/text/fr/medicines.ts'

/** A drug as the files say it, all of them put together. */
export interface BdpmMedicine {
  readonly cis: string
  readonly name: string
  readonly form: string
  readonly routes: string
  readonly authorisation: string
  readonly isMarketed: boolean
  readonly holder: string
  readonly components: Component[]
  readonly conditions: string[]
  supply: string | null
  atcCode: string | null
  group: { readonly code: string; readonly label: string } | null
}

/** The base read whole. */
export interface BdpmContent {
  readonly medicines: ReadonlyMap<string, BdpmMedicine>
  readonly files: readonly { readonly name: BdpmFileName; readonly lines: number }[]
}

/** A file that is not what it should be. `line` 0: the whole file. */
export class BdpmRefusal extends Error {
  readonly file: BdpmFileName
  readonly line: number
  readonly reason: string

  constructor(file: BdpmFileName, line: number, reason: string) {
    super(`${file} is refused at line ${line}`)
    this.name = 'BdpmRefusal'
    this.file = file
    this.line = line
    this.reason = reason
  }
}

const words = medicinesText.refusals

/**
 * Columns each file must have. The published lines end with a tab more or less from one year to the next, so a last empty
 * cell is neither asked for nor refused.
 */
const columns: Readonly<Record<BdpmFileName, number>> = {
  CIS_bdpm: 11,
  CIS_COMPO_bdpm: 8,
  CIS_GENER_bdpm: 4,
  CIS_CPD_bdpm: 2,
  CIS_CIP_Dispo_Spec: 4,
  CIS_MITM: 2,
}

/** Lines read before other work has its turn. */
const linesAtOnce = 4_000

/**
 * The part of a file's lines that may name drugs CIS_bdpm does not have: beyond, it is not of the same base. Generic groups
 * keep drugs withdrawn long ago: 23 % of the lines published in July 2025; the other files are below 2 %.
 */
const mostStrangers = 0.5

/**
 * Reads the files. Strict on their structure: a line short of a column, a code that is not one, a drug twice is a refusal
 * that names file, line and reason. A line of another file about a drug that CIS_bdpm does not have is left out: the files
 * are published apart and differ by a few.
 *
 * @throws {BdpmRefusal}
 */
export async function readBdpm(
  files: ReadonlyMap<BdpmFileName, string>,
  step: (done: number, total: number) => Promise<void>,
): Promise<BdpmContent> {
  const total = [...files.values()].reduce((sum, text) => sum + text.length, 0)
  const medicines = new Map<string, BdpmMedicine>()
  const read: { name: BdpmFileName; lines: number }[] = []
  let before = 0
  for (const name of knownFiles) {
    const text = files.get(name)
    if (text === undefined) continue
    const done = before
    const lines = await readFile(name, text, medicines, (at) => step(done + at, total))
    read.push({ name, lines })
    before += text.length
  }
  return { medicines, files: read }
}

async function readFile(
  name: BdpmFileName,
  text: string,
  medicines: Map<string, BdpmMedicine>,
  step: (at: number) => Promise<void>,
): Promise<number> {
  if (text.includes('\0')) throw new BdpmRefusal(name, 0, words.binary)
  const take = takers[name](medicines)
  let lines = 0
  let strangers = 0
  let number = 0
  let from = text.startsWith('\uFEFF') ? 1 : 0
  while (from < text.length) {
    let end = text.indexOf('\n', from)
    if (end === -1) end = text.length
    const line = text.slice(from, text[end - 1] === '\r' ? end - 1 : end)
    from = end + 1
    number += 1
    if (number % linesAtOnce === 0) await step(from)
    if (line.trim() === '') continue
    lines += 1
    const cells = line.split('\t').map((cell) => cell.trim())
    if (cells.length < columns[name]) throw new BdpmRefusal(name, number, words.columns(cells.length, columns[name]))
    if (!take({ cells, line: number })) strangers += 1
  }
  if (lines === 0) throw new BdpmRefusal(name, 0, words.empty)
  if (strangers > lines * mostStrangers) throw new BdpmRefusal(name, 0, words.strangers(strangers, lines))
  return lines
}

/** A line cut at its tabs, cells trimmed. */
interface Line {
  readonly cells: readonly string[]
  readonly line: number
}

/** Takes a line; `false` when it is about a drug that is not there. */
type Take = (line: Line) => boolean

const takers: Readonly<Record<BdpmFileName, (medicines: Map<string, BdpmMedicine>) => Take>> = {
  CIS_bdpm: (medicines) => {
    const seen = new Map<string, number>()
    return ({ cells, line }) => {
      const cis = cisOf('CIS_bdpm', cells[0], line)
      const first = seen.get(cis)
      if (first !== undefined) throw new BdpmRefusal('CIS_bdpm', line, words.twice(cis, first))
      seen.set(cis, line)
      const name = cells[1] ?? ''
      if (name === '') throw new BdpmRefusal('CIS_bdpm', line, words.nameless)
      medicines.set(cis, {
        cis,
        name,
        form: cells[2] ?? '',
        routes: (cells[3] ?? '').split(';').join(', '),
        authorisation: cells[4] ?? '',
        isMarketed: cells[6] === 'Commercialisée',
        holder: cells[10] ?? '',
        components: [],
        conditions: [],
        supply: null,
        atcCode: null,
        group: null,
      })
      return true
    }
  },
  CIS_COMPO_bdpm:
    (medicines) =>
    ({ cells, line }) => {
      const medicine = medicines.get(cisOf('CIS_COMPO_bdpm', cells[0], line))
      const code = cells[2] ?? ''
      if (!/^\d{1,5}$/.test(code)) throw new BdpmRefusal('CIS_COMPO_bdpm', line, words.substance(code))
      const name = cells[3] ?? ''
      if (name === '') throw new BdpmRefusal('CIS_COMPO_bdpm', line, words.nameless)
      if (medicine === undefined) return false
      // Some publications write the code as a number, without the zeros before it.
      const component = { code: code.padStart(5, '0'), name, dosage: cells[4] ?? '', fraction: cells[6] === 'FT' }
      // Said again for each element of a kit.
      if (!medicine.components.some((known) => known.code === component.code && known.name === name))
        medicine.components.push(component)
      return true
    },
  CIS_GENER_bdpm:
    (medicines) =>
    ({ cells, line }) => {
      const medicine = medicines.get(cisOf('CIS_GENER_bdpm', cells[2], line))
      const [code = '', label = ''] = cells
      if (label === '') throw new BdpmRefusal('CIS_GENER_bdpm', line, words.nameless)
      if (medicine === undefined) return false
      medicine.group ??= { code, label }
      return true
    },
  CIS_CPD_bdpm:
    (medicines) =>
    ({ cells, line }) => {
      const medicine = medicines.get(cisOf('CIS_CPD_bdpm', cells[0], line))
      const condition = cells[1] ?? ''
      if (medicine === undefined) return false
      if (condition !== '' && !medicine.conditions.includes(condition)) medicine.conditions.push(condition)
      return true
    },
  CIS_CIP_Dispo_Spec:
    (medicines) =>
    ({ cells, line }) => {
      const medicine = medicines.get(cisOf('CIS_CIP_Dispo_Spec', cells[0], line))
      if (medicine === undefined) return false
      // 4: supplied again. The lines of a drug come with the last first.
      if (cells[2] !== '4') medicine.supply ??= cells[3] === '' ? null : (cells[3] ?? null)
      return true
    },
  CIS_MITM:
    (medicines) =>
    ({ cells, line }) => {
      const medicine = medicines.get(cisOf('CIS_MITM', cells[0], line))
      if (medicine === undefined) return false
      medicine.atcCode ??= cells[1] === '' ? null : (cells[1] ?? null)
      return true
    },
}

function cisOf(file: BdpmFileName, value: string | undefined, line: number): string {
  if (value === undefined || !/^\d{8}$/.test(value)) throw new BdpmRefusal(file, line, words.code(value ?? ''))
  return value
}
