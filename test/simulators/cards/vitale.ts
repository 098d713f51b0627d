import { type CardApplication, type CardFile, FileSystem } from './files.ts'
import { latin, tlv } from './tlv.ts'
import { answer, bytes, parseCommand, type VirtualCard } from './virtual-card.ts'

/** Somebody on a Vitale card, as the card writes it. Absent values are left out of the file. */
export interface VitaleHolder {
  readonly name?: string
  readonly firstName?: string
  /** `AAAAMMJJ`; other lengths and lunar months are written as they are given. */
  readonly birthDate?: string
  /** Social security number, with its key. */
  readonly nir?: string
}

/** A Vitale card to be made. */
export interface VitaleContent {
  /** Each in a file of their own, in this order. */
  readonly holders: readonly VitaleHolder[]
  /** 2 where absent. Of the first generation nothing is published but the ATR: it refuses the class of every command. */
  readonly generation?: 1 | 2
  /** Sixth byte of the ATR of a Vitale 2: 43 to 4C were seen. */
  readonly variant?: number
  /** First day of validity, `AAAAMMJJ`. */
  readonly validFrom?: string
  /** Files to put in the place of those that are made, by identifier (`0x2001` is the table), or beside them. */
  readonly instead?: ReadonlyMap<number, CardFile>
}

const vitale = bytes('D2 50 00 00 02 56 49 54 41 4C 45')
const masterVitale = bytes('D2 50 00 00 02 4D 46 5F 56 49 54 41 4C 45')
const adele = [bytes('E8 28 BD 08 0F D2 50 00 00 04 41 64 E8 6C 65'), bytes('D2 50 00 00 04 41 64 E8 6C 65 01 01')]

const tableFile = 0x2001
const cardFile = 0x2002
const certificateFile = 0x2003
const rightsFile = 0x2010
const firstHolderFile = 0x2101

/**
 * A Vitale card as public readings describe it: four applications, a table of files (EF 2001) which names them and says where
 * each is, people and card in files readable by anybody, rights in files that are not.
 */
export function vitaleCard(content: VitaleContent): VirtualCard {
  if (content.generation === 1) return firstGeneration
  const files = new Map<number, CardFile>([
    [cardFile, { content: tlv(0x66, tlv(0x80, latin(content.validFrom ?? '20210104'))) }],
    [certificateFile, { content: certificate() }],
    // Rights: their content is in no publication, and they answer to nobody who has not proved a right to them.
    [rightsFile, { refused: 0x6982 }],
    [rightsFile + 1, { refused: 0x6a81 }],
    ...content.holders.map((one, index): [number, CardFile] => [firstHolderFile + index, { content: holder(one) }]),
  ])
  files.set(tableFile, { content: table([...files.keys()].toSorted((one, other) => one - other)) })
  for (const [identifier, file] of content.instead ?? []) files.set(identifier, file)
  const master = new Map<number, CardFile>([
    [0x2f00, { content: directory() }],
    [0x2f02, { content: tlv(0x5a, bytes('80 25 00 00 00 12 34 56 78 9F')) }],
  ])
  const applications: readonly CardApplication[] = [
    { aid: masterVitale, files: master },
    { aid: vitale, files },
    ...adele.map((aid) => ({ aid, files: new Map<number, CardFile>() })),
  ]
  const place = new FileSystem(applications, master)
  return {
    atr: bytes(`3B 75 13 00 00 ${(content.variant ?? 0x43).toString(16)} 09 EA 90 00`),
    reset: () => {
      place.reset()
    },
    transmit: (command) => {
      const asked = parseCommand(command)
      if (asked === null) return answer(0x6700)
      if (asked.cla !== 0x00) return answer(0x6e00)
      if (asked.ins === 0xa4) return place.select(asked)
      return asked.ins === 0xb0 ? place.readBinary(asked) : answer(0x6d00)
    },
  }
}

const firstGeneration: VirtualCard = {
  atr: bytes('3F 65 25 00 22 09 69 90 00'),
  reset: () => undefined,
  transmit: () => answer(0x6e00),
}

function holder({ name, firstName, birthDate, nir }: VitaleHolder): Uint8Array {
  const part = (tag: number, text: string | undefined): readonly Uint8Array[] =>
    text === undefined ? [] : [tlv(tag, latin(text))]
  return tlv(
    0x65,
    ...part(0x80, name),
    ...part(0x81, firstName),
    ...part(0x82, birthDate),
    tlv(0x90, latin('FRA')),
    ...part(0x93, nir),
  )
}

/** `E0 { A0 { 82 <index, 2 bytes, name> … } 80 <8 letters, index, identifier> … }`. */
function table(identifiers: readonly number[]): Uint8Array {
  const names = [masterVitale, vitale, ...adele]
  return tlv(
    0xe0,
    tlv(0xa0, ...names.map((aid, index) => tlv(0x82, Uint8Array.of(0, index, 0, aid.length, ...aid)))),
    ...identifiers.map((identifier) =>
      tlv(0x80, latin(fileName(identifier)), Uint8Array.of(0, 1, identifier >> 8, identifier & 0xff)),
    ),
  )
}

function fileName(identifier: number): string {
  const fixed = new Map([
    [cardFile, 'CARTE'],
    [certificateFile, 'CERTIF'],
    [rightsFile, 'DROITS1'],
    [rightsFile + 1, 'DROITS2'],
  ])
  return (fixed.get(identifier) ?? `BENEF${identifier - firstHolderFile + 1}`).padEnd(8)
}

/** The application's name and its label, as a DIR file writes them. */
function directory(): Uint8Array {
  return tlv(0x61, tlv(0x4f, vitale), tlv(0x50, latin('VITALE')))
}

/** Of the shape of a certificate verifiable by cards, longer than one reading: nobody checks its bytes. */
function certificate(): Uint8Array {
  const filling = Uint8Array.from({ length: 256 }, (_, index) => (index * 37 + 11) & 0xff)
  return tlv(0x7f21, tlv(0x5f37, filling), tlv(0x5f38, filling.slice(0, 40)))
}
