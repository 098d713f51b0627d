import { nirKey } from '#app/kernel/nir.ts'
import { endOfFirst, readTlv, TlvFault, type TlvObject, valueOf } from './tlv.ts'
import { vitaleProfile } from './vitale-profile.ts'

/** Why the bytes of a card are refused: one word for the diagnostic. Says nothing of what they hold. */
export type VitaleFaultReason =
  /** Not BER-TLV, or cut. */
  | 'structure'
  /** The table of files does not say what such a table says. */
  | 'table'
  /** Longer, or with more of something, than such a card can have. */
  | 'too-big'
  /** No beneficiary anywhere. */
  | 'nobody'
  /** A text with control characters. */
  | 'text'
  | 'date'
  | 'nir'

/** Bytes that no Vitale card gives, refused whole: nothing read of that card is kept. */
export class VitaleFault extends Error {
  readonly reason: VitaleFaultReason

  constructor(reason: VitaleFaultReason) {
    super(`not the data of a Vitale card (${reason})`)
    this.name = 'VitaleFault'
    this.reason = reason
  }
}

/** Selects an application by its name (ISO/IEC 7816-4 §11.1.1). Nothing of its description is asked for. */
export function selectApplication(aid: Uint8Array): Uint8Array {
  return Uint8Array.of(0x00, 0xa4, 0x04, 0x00, aid.length, ...aid)
}

/** Selects a file of the application selected, by its identifier. */
export function selectFile(file: number): Uint8Array {
  return Uint8Array.of(0x00, 0xa4, 0x02, 0x00, 0x02, file >> 8, file & 0xff)
}

/** Bytes asked for at once. */
export const readStep = 256

/** Reads the selected file from `offset`; `length` from 1 to 256. */
export function readBinary(offset: number, length: number = readStep): Uint8Array {
  return Uint8Array.of(0x00, 0xb0, (offset >> 8) & 0x7f, offset & 0xff, length & 0xff)
}

/** Fetches the rest of an answer. */
export function getResponse(length: number): Uint8Array {
  return Uint8Array.of(0x00, 0xc0, 0x00, 0x00, length & 0xff)
}

/** What a card answers: its data, and its two status bytes as a number. */
export interface CardAnswer {
  readonly data: Uint8Array
  readonly status: number
}

/** Takes an answer apart; `null` when it has no status. */
export function parseAnswer(answer: Uint8Array): CardAnswer | null {
  if (answer.length < 2 || answer.length > readStep + 2) return null
  const high = answer[answer.length - 2] ?? 0
  const low = answer[answer.length - 1] ?? 0
  return { data: answer.subarray(0, -2), status: high * 256 + low }
}

/**
 * The command to send in answer to a status, when one is due: the same with the length the card says (6Cxx), or what fetches
 * the rest (61xx). `null` when the answer is whole.
 */
export function followUp(command: Uint8Array, status: number): Uint8Array | null {
  if (status >> 8 === 0x6c) {
    const again = Uint8Array.from(command)
    again[again.length - 1] = status & 0xff
    return again
  }
  return status >> 8 === 0x61 ? getResponse(status & 0xff) : null
}

/**
 * Whether more of a file is to be read after what was: `lastLength` bytes came with that status. A step that is not full is
 * the last one; so is one after which the first and only object of the file is complete.
 */
export function isFileRead(soFar: Uint8Array, lastLength: number, status: number): boolean {
  if (status !== 0x9000 || lastLength < readStep) return true
  try {
    return endOfFirst(soFar) === soFar.length
  } catch (error) {
    // What is no TLV is not read further: nothing of it would be understood.
    if (error instanceof TlvFault) return true
    throw error
  }
}

/** A file of the card: its application and its identifier there. `name` is as the table gives it, for the diagnostic. */
export interface VitaleFile {
  readonly application: Uint8Array
  readonly file: number
}

/** Files of the table beyond which it is none. */
const mostFiles = 32

/** The files a card says it has, in the order of its table. Throws {@link VitaleFault}. */
export function readFileTable(bytes: Uint8Array): VitaleFile[] {
  const { tags, tableLayouts } = vitaleProfile
  const table = valueOf(objectsOf(bytes), tags.files)
  if (table === null) throw new VitaleFault('table')
  const inTable = objectsOf(table)
  const entries = inTable.filter(({ tag }) => tag === tags.file).map(({ value }) => value)
  const layout = tableLayouts.find(({ index }) => entries.every(({ length }) => length === 8 + index + 2))
  if (layout === undefined || entries.length > mostFiles) throw new VitaleFault('table')
  const applications = new Map<string, Uint8Array>()
  for (const { tag, value } of objectsOf(valueOf(inTable, tags.applications) ?? new Uint8Array())) {
    const aid = value.subarray(layout.index + layout.gap)
    if (tag !== tags.application) continue
    if (aid.length < 5 || aid.length > 16) throw new VitaleFault('table')
    applications.set(hexadecimal(value.subarray(0, layout.index)), aid)
  }
  return entries.map((entry) => {
    const application = applications.get(hexadecimal(entry.subarray(8, 8 + layout.index)))
    if (application === undefined) throw new VitaleFault('table')
    const file = entry.subarray(8 + layout.index)
    return { application, file: (file[0] ?? 0) * 256 + (file[1] ?? 0) }
  })
}

/** Whether the beginning of a file announces what is looked for; the others are not read to their end. */
export function holdsIdentity(beginning: Uint8Array): boolean {
  const first = beginning[0]
  return first === vitaleProfile.tags.beneficiary || first === vitaleProfile.tags.card
}

/** Somebody as written on the card. Texts are untrusted. */
export interface CardBeneficiary {
  readonly name: string | null
  readonly firstName: string | null
  /** `AAAA-MM-JJ`, month maybe `00` or above 12 (lunar). */
  readonly birthDate: string | null
  /** As on the card, when the century is missing. */
  readonly birthDateOnCard: string | null
  /** 13 characters, and its key of 2 where the card has it. */
  readonly nir: string | null
}

const mostBeneficiaries = 30

/** The beneficiaries in the content of a file; none in a file that holds something else. Throws {@link VitaleFault}. */
export function readBeneficiaries(bytes: Uint8Array): CardBeneficiary[] {
  const { tags } = vitaleProfile
  const people = objectsOf(bytes)
    .filter(({ tag }) => tag === tags.beneficiary)
    .map(({ value }) => beneficiaryOf(objectsOf(value)))
  if (people.length > mostBeneficiaries) throw new VitaleFault('too-big')
  return people
}

/** The first day of validity that the card gives, `AAAA-MM-JJ`; `null` where it gives none. Throws {@link VitaleFault}. */
export function readValidity(bytes: Uint8Array): string | null {
  const { tags } = vitaleProfile
  const card = valueOf(objectsOf(bytes), tags.card)
  if (card === null) return null
  return dateOf(valueOf(objectsOf(card), tags.validFrom)).birthDate
}

function beneficiaryOf(objects: readonly TlvObject[]): CardBeneficiary {
  const { tags } = vitaleProfile
  return {
    name: textOf(valueOf(objects, tags.name)),
    firstName: textOf(valueOf(objects, tags.firstName)),
    ...dateOf(valueOf(objects, tags.birthDate)),
    nir: nirOf(valueOf(objects, tags.nir)),
  }
}

function objectsOf(bytes: Uint8Array): TlvObject[] {
  try {
    return readTlv(bytes)
  } catch (error) {
    if (error instanceof TlvFault) throw new VitaleFault('structure')
    throw error
  }
}

const longestText = 80

function textOf(value: Uint8Array | null): string | null {
  if (value === null) return null
  if (value.length > longestText) throw new VitaleFault('too-big')
  const text = decode(value).replaceAll(/\0+$/g, '').replaceAll(/\s+/g, ' ').trim()
  if (/\p{C}/u.test(text)) throw new VitaleFault('text')
  return text === '' ? null : text.normalize('NFC')
}

function decode(value: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(value)
  } catch {
    // Bytes 80 to 9F are control characters there, refused as such by the caller.
    return Buffer.from(value).toString('latin1')
  }
}

type DateOnCard = Pick<CardBeneficiary, 'birthDate' | 'birthDateOnCard'>

function dateOf(value: Uint8Array | null): DateOnCard {
  const text = textOf(value)
  if (text === null) return { birthDate: null, birthDateOnCard: null }
  const whole = /^(\d{4})(\d{2})(\d{2})$/.exec(text)
  if (whole !== null && whole[1] !== '0000') {
    return { birthDate: `${whole[1]}-${whole[2]}-${whole[3]}`, birthDateOnCard: null }
  }
  if (/^\d{6}$/.test(text)) return { birthDate: null, birthDateOnCard: text }
  throw new VitaleFault('date')
}

/** Written in letters, or two digits a byte as cards do, ended by a half byte of filling. */
function nirOf(value: Uint8Array | null): string | null {
  if (value === null) return null
  if (value.length > 32) throw new VitaleFault('too-big')
  if (value.length === 7 || value.length === 8) {
    const digits = hexadecimal(value).replace(/F+$/, '')
    if (isNir(digits)) return checkedNir(digits)
  }
  const text = textOf(value)?.replaceAll(' ', '') ?? ''
  if (text === '' || /^0+$/.test(text)) return null
  return checkedNir(text)
}

const nirShape = /^\d{6}[0-9AB]\d{6}(\d{2})?$/

/** Whether a text is shaped as a NIR: 13 characters, `2A` and `2B` in Corsica, and maybe the key of 2 digits. */
export function isNir(text: string): boolean {
  return nirShape.test(text)
}

/**
 * A NIR of a card whose key, where it has one, is the right one. A wrong key is a card read wrong. Throws {@link VitaleFault}.
 */
export function checkedNir(text: string): string {
  if (!isNir(text)) throw new VitaleFault('nir')
  const body = text.slice(0, 13)
  // « A » and « B » only stand for Corsica.
  if (!/^\d+$/.test(body.replace(/2[AB]/, ''))) throw new VitaleFault('nir')
  const key = text.slice(13)
  if (key !== '' && key !== nirKey(body)) throw new VitaleFault('nir')
  return text
}

function hexadecimal(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex').toUpperCase()
}
