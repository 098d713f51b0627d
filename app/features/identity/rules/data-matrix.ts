import { toInsName } from '#app/kernel/ins-name.ts'
import type { AnsweredTraits, InsNumber } from '../model.ts'
import { unknownPlace } from './comparison.ts'
import { hasRightKey } from './numbers.ts'
import { readableScan } from './scanned-text.ts'

/** What the INS DataMatrix carries (ANS « Format datamatrix INS », v2.2). Names are in the INS character set. */
export interface MarkedIdentity {
  readonly number: InsNumber
  /** All first names of birth, one text. */
  readonly firstNames: string
  readonly birthName: string
  readonly sex: 'F' | 'M'
  /** AAAA-MM-JJ, as everywhere here; the mark writes JJ-MM-AAAA. */
  readonly birthDate: string
  readonly birthPlaceCode: string | null
}

/** Why an identity has no mark. */
export type MarkRefusal = 'mark.number' | 'mark.oid' | 'mark.name' | 'mark.sex' | 'mark.date' | 'mark.place'

/** Why a scanned text is not an INS mark that can be trusted. */
export type ScanRefusal =
  /** Something else was scanned. */
  | 'scan.not-ins'
  | 'scan.too-long'
  /** A block is missing: the mark is damaged or cut. */
  | 'scan.incomplete'
  | 'scan.twice'
  /** A block does not have its form. */
  | 'scan.malformed'

/** What deserves a word beside a mark that was read. */
export type ScanNotice =
  /** The scanner does not send the separator: it was found again, the scanner should be set. */
  | 'separators-lost'
  /** The scanner types for another keyboard: it was understood, the scanner should be set. */
  | 'keyboard'
  | 'other-version'
  | 'unknown-block'
  /** The key is not the one computed. */
  | 'key'

/** What a scanned text says. */
export type ScanReading =
  | { readonly ok: true; readonly identity: MarkedIdentity; readonly notices: readonly ScanNotice[] }
  | { readonly ok: false; readonly refusal: ScanRefusal; readonly block?: string }

/** ASCII 29, after a block of variable length that is neither full nor last. */
export const groupSeparator = '\u001D'

/** `IS`, version 01, and 22 zeros kept for later: 26 characters. */
const header = `IS01${'0'.repeat(22)}`

interface Block {
  readonly most: number
  /** A fixed block has exactly `most` characters and no separator. */
  readonly fixed: boolean
  readonly form: RegExp
}

const blocks: Readonly<Record<string, Block>> = {
  S1: { most: 15, fixed: true, form: /^\d{5}(?:\d{2}|2[AB])\d{8}$/ },
  S2: { most: 20, fixed: false, form: /^[0-9.]{19,20}$/ },
  S3: { most: 100, fixed: false, form: /^[A-Z' -]*[A-Z][A-Z' -]*$/ },
  S4: { most: 100, fixed: false, form: /^[A-Z' -]*[A-Z][A-Z' -]*$/ },
  S5: { most: 1, fixed: true, form: /^[MF]$/ },
  S6: { most: 10, fixed: true, form: /^\d{2}-\d{2}-\d{4}$/ },
  S7: { most: 5, fixed: true, form: /^(?:\d{5}|2[AB]\d{3})$/ },
}

/**
 * The text of the mark of an identity, to be drawn as a square Data Matrix under « INS à scanner ». Only a qualified
 * identity has one: give what `exchangedIdentity` gives. A place INSi does not know is left out.
 */
export function writeMark(identity: {
  readonly number: InsNumber
  readonly traits: AnsweredTraits
}): { readonly ok: true; readonly text: string } | { readonly ok: false; readonly refusal: MarkRefusal } {
  const { number, traits } = identity
  const place = traits.birthPlaceCode === unknownPlace ? null : traits.birthPlaceCode
  const values: readonly (readonly [string, string, MarkRefusal])[] = [
    ['S1', `${number.matricule}${number.key}`, 'mark.number'],
    ['S2', number.oid, 'mark.oid'],
    ['S3', nameIn(traits.firstNames ?? traits.firstName), 'mark.name'],
    ['S4', nameIn(traits.birthName), 'mark.name'],
    ['S5', traits.sex ?? '', 'mark.sex'],
    ['S6', (traits.birthDate ?? '').split('-').toReversed().join('-'), 'mark.date'],
    ...(place === null || place === '' ? [] : [['S7', place, 'mark.place'] as const]),
  ]
  const wrong = values.find(([id, value]) => blocks[id]?.form.test(value) !== true || value.length > blocks[id].most)
  if (wrong !== undefined) return { ok: false, refusal: wrong[2] }
  const text = values.map(([id, value], at) => {
    const block = blocks[id]
    const separated = block !== undefined && !block.fixed && value.length < block.most && at < values.length - 1
    return `${id}${value}${separated ? groupSeparator : ''}`
  })
  return { ok: true, text: `${header}${text.join('')}` }
}

function nameIn(name: string | null): string {
  return name === null ? '' : toInsName(name, 'birth-name').value
}

/** No mark is longer than a few hundred characters: more is something else. */
const longestScan = 1000

/**
 * Reads what a scanner sent, as text: blocks in any order, unknown ones passed over. A scanner that types like a keyboard
 * may lose the separators, or type for another keyboard: the mark has letters and digits enough to be read all the same,
 * and a notice says so. What is read proves nothing: it fills in and finds, and INSi is asked (RNIV 1 v2.0, EXI REC 02).
 */
export function readMark(scanned: string): ScanReading {
  if (scanned.length > longestScan) return { ok: false, refusal: 'scan.too-long' }
  const { text, retyped } = readableScan(scanned)
  if (!/^IS\d{2}[0-9A-Z]{22}/.test(text)) return { ok: false, refusal: 'scan.not-ins' }
  const notices = new Set<ScanNotice>(retyped ? ['keyboard'] : [])
  if (!text.startsWith('IS01')) notices.add('other-version')
  const found = new Map<string, string>()
  for (let at = header.length; at < text.length; ) {
    if (text[at] === groupSeparator) {
      at += 1
      continue
    }
    const id = text.slice(at, at + 2)
    const { value, next, guessed } = valueFrom(text, at + 2, blocks[id])
    if (guessed) notices.add('separators-lost')
    if (blocks[id] === undefined) notices.add('unknown-block')
    else if (found.has(id)) return { ok: false, refusal: 'scan.twice', block: id }
    else found.set(id, value)
    at = next
  }
  return identityOf(found, notices)
}

interface Value {
  readonly value: string
  readonly next: number
  /** The block ended without its separator. */
  readonly guessed: boolean
}

function valueFrom(text: string, from: number, block: Block | undefined): Value {
  if (block?.fixed === true)
    return { value: text.slice(from, from + block.most), next: from + block.most, guessed: false }
  const separator = text.indexOf(groupSeparator, from)
  const end = separator === -1 ? text.length : separator
  if (block === undefined) return { value: text.slice(from, end), next: end, guessed: false }
  // A name has no digit and a number of the register no letter, so that the identifier after them tells where they end.
  const own = /^[0-9.]/.test(text.slice(from)) ? /[^0-9.]/ : /[A-Z]\d/
  const foreign = text.slice(from, end).search(own)
  const stop = Math.min(end, from + block.most, foreign === -1 ? end : from + foreign)
  return { value: text.slice(from, stop), next: stop, guessed: stop < end && stop - from < block.most }
}

function identityOf(found: ReadonlyMap<string, string>, notices: Set<ScanNotice>): ScanReading {
  for (const [id, { form }] of Object.entries(blocks)) {
    const value = found.get(id)
    if (value === undefined) {
      if (id !== 'S7') return { ok: false, refusal: 'scan.incomplete', block: id }
    } else if (!form.test(value)) return { ok: false, refusal: 'scan.malformed', block: id }
  }
  const of = (id: string) => found.get(id) ?? ''
  const whole = of('S1')
  const number: InsNumber = { matricule: whole.slice(0, 13), key: whole.slice(13), oid: of('S2') }
  if (!hasRightKey(number)) notices.add('key')
  const place = found.get('S7') ?? null
  return {
    ok: true,
    identity: {
      number,
      firstNames: of('S3').replace(/ +/g, ' ').trim(),
      birthName: of('S4').replace(/ +/g, ' ').trim(),
      sex: of('S5') === 'F' ? 'F' : 'M',
      birthDate: of('S6').split('-').toReversed().join('-'),
      birthPlaceCode: place === unknownPlace ? null : place,
    },
    notices: [...notices],
  }
}
