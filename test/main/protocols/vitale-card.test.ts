import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nirKey } from '#app/kernel/nir.ts'
import { readTlv, TlvFault } from '#main/protocols/tlv.ts'
import {
  checkedNir,
  followUp,
  holdsIdentity,
  isFileRead,
  parseAnswer,
  readBeneficiaries,
  readBinary,
  readFileTable,
  readValidity,
  selectApplication,
  selectFile,
  VitaleFault,
} from '#main/protocols/vitale-card.ts'
import { vitaleProfile } from '#main/protocols/vitale-profile.ts'

/** Made here and not by the simulator: each would otherwise agree with the mistakes of the other. */
function tlv(tag: number, value: Uint8Array | string): Uint8Array {
  const bytes = typeof value === 'string' ? Buffer.from(value, 'latin1') : value
  const head = tag > 0xff ? [tag >> 8, tag & 0xff] : [tag]
  const length =
    bytes.length < 0x80
      ? [bytes.length]
      : bytes.length < 0x100
        ? [0x81, bytes.length]
        : [0x82, bytes.length >> 8, bytes.length & 0xff]
  return Uint8Array.of(...head, ...length, ...bytes)
}

const together = (...parts: Uint8Array[]) => Uint8Array.from(parts.flatMap((part) => [...part]))
const hex = (text: string) => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'))

const nir = '1580533514012'
const someone = tlv(
  0x65,
  together(tlv(0x80, 'GARNIER'), tlv(0x81, 'LUCIEN'), tlv(0x82, '19580514'), tlv(0x93, `${nir}${nirKey(nir)}`)),
)

function reasonOf(act: () => unknown): string {
  try {
    act()
  } catch (error) {
    if (error instanceof VitaleFault) return error.reason
    throw error
  }
  return 'accepted'
}

describe('commands', () => {
  it('are those of ISO/IEC 7816-4', () => {
    expect(Buffer.from(selectApplication(vitaleProfile.application)).toString('hex')).toBe(
      '00a404000bd250000002564954414c45',
    )
    expect(Buffer.from(selectFile(0x2001)).toString('hex')).toBe('00a40200022001')
    expect(Buffer.from(readBinary(0)).toString('hex')).toBe('00b0000000')
    expect(Buffer.from(readBinary(256)).toString('hex')).toBe('00b0010000')
    expect(Buffer.from(readBinary(512, 12)).toString('hex')).toBe('00b002000c')
  })

  it('are sent again with the length a card says, and followed by what fetches the rest', () => {
    expect(followUp(readBinary(0), 0x6c20)).toEqual(readBinary(0, 0x20))
    expect(Buffer.from(followUp(readBinary(0), 0x6110) ?? []).toString('hex')).toBe('00c0000010')
    expect(followUp(readBinary(0), 0x9000)).toBeNull()
    expect(followUp(readBinary(0), 0x6982)).toBeNull()
  })

  it('end when a step is not full, or the only object of the file is whole', () => {
    const long = tlv(0x65, new Uint8Array(400))
    expect(isFileRead(long.subarray(0, 256), 256, 0x9000)).toBe(false)
    expect(isFileRead(long, long.length - 256, 0x9000)).toBe(true)
    const full = tlv(0x65, new Uint8Array(253))
    expect(full.length).toBe(256)
    expect(isFileRead(full, 256, 0x9000)).toBe(true)
    expect(isFileRead(together(full, full), 256, 0x9000)).toBe(false)
    expect(isFileRead(new Uint8Array(256).fill(0x9f), 256, 0x9000)).toBe(true)
    expect(isFileRead(full, 256, 0x6282)).toBe(true)
  })

  it('have an answer with a status, of 256 bytes of data at the most', () => {
    expect(parseAnswer(hex('0102 9000'))).toEqual({ data: Uint8Array.of(1, 2), status: 0x9000 })
    expect(parseAnswer(hex('90'))).toBeNull()
    expect(parseAnswer(new Uint8Array(0))).toBeNull()
    expect(parseAnswer(new Uint8Array(259))).toBeNull()
  })
})

describe('table of files', () => {
  const aid = vitaleProfile.application
  const name = Buffer.from('BENEFICI', 'latin1')

  it('gives each file with its application, in order, in both ways of writing it', () => {
    const two = tlv(
      0xe0,
      together(
        tlv(
          0xa0,
          together(
            tlv(0x82, together(hex('0001 0000'), aid)),
            tlv(0x82, together(hex('0002 0000'), hex('D25000000241646865'))),
          ),
        ),
        tlv(0x80, together(name, hex('0001 D001'))),
        tlv(0x80, together(name, hex('0002 D002'))),
      ),
    )
    expect(readFileTable(two)).toEqual([
      { application: aid, file: 0xd001 },
      { application: hex('D25000000241646865'), file: 0xd002 },
    ])
    const one = tlv(
      0xe0,
      together(tlv(0xa0, tlv(0x82, together(hex('01'), aid))), tlv(0x80, together(name, hex('01 D001')))),
    )
    expect(readFileTable(one)).toEqual([{ application: aid, file: 0xd001 }])
  })

  it.each([
    ['no table', tlv(0x65, ''), 'table'],
    [
      'an application without a name',
      tlv(0xe0, together(tlv(0xa0, tlv(0x82, hex('0001 0000'))), tlv(0x80, together(name, hex('0001 D001'))))),
      'table',
    ],
    [
      'a file of no application',
      tlv(
        0xe0,
        together(tlv(0xa0, tlv(0x82, together(hex('0001 0000'), aid))), tlv(0x80, together(name, hex('0009 D001')))),
      ),
      'table',
    ],
    ['entries of another length', tlv(0xe0, tlv(0x80, name)), 'table'],
    [
      'more files than a card has',
      tlv(
        0xe0,
        together(
          tlv(0xa0, tlv(0x82, together(hex('0001 0000'), aid))),
          ...Array.from({ length: 40 }, () => tlv(0x80, together(name, hex('0001 D001')))),
        ),
      ),
      'table',
    ],
    ['a cut table', hex('E0 20 A0 10'), 'structure'],
    ['nothing', new Uint8Array(0), 'table'],
  ])('refuses %s', (_what, bytes, reason) => {
    expect(reasonOf(() => readFileTable(bytes))).toBe(reason)
  })
})

describe('beneficiaries', () => {
  it('are read with their names, their date and their number', () => {
    expect(readBeneficiaries(someone)).toEqual([
      {
        name: 'GARNIER',
        firstName: 'LUCIEN',
        birthDate: '1958-05-14',
        birthDateOnCard: null,
        nir: `${nir}${nirKey(nir)}`,
      },
    ])
  })

  it('are several in one file, with filling between and after them', () => {
    const three = together(someone, hex('0000'), someone, someone, hex('FFFF'))
    expect(readBeneficiaries(three)).toHaveLength(3)
    expect(readBeneficiaries(tlv(0x66, tlv(0x80, '20200101')))).toEqual([])
    expect(readValidity(tlv(0x66, tlv(0x80, '20200101')))).toBe('2020-01-01')
    expect(readValidity(someone)).toBeNull()
    expect([
      holdsIdentity(someone),
      holdsIdentity(hex('66')),
      holdsIdentity(hex('7F21')),
      holdsIdentity(hex('')),
    ]).toEqual([true, true, false, false])
  })

  it.each([
    ['accents in Latin-1', tlv(0x80, 'LEFÈVRE-NOËL  '), 'LEFÈVRE-NOËL'],
    ['accents in UTF-8', tlv(0x80, Uint8Array.from(Buffer.from('LEFÈVRE', 'utf8'))), 'LEFÈVRE'],
    ['an apostrophe, filled with zeros', tlv(0x80, "D'ARTAGNAN\0\0"), "D'ARTAGNAN"],
    ['nothing but blanks', tlv(0x80, '    '), null],
  ])('keep %s', (_what, name, read) => {
    expect(readBeneficiaries(tlv(0x65, name))[0]?.name).toBe(read)
  })

  it.each([
    ['19580514', '1958-05-14', null],
    ['19585014', '1958-50-14', null],
    ['19580000', '1958-00-00', null],
    ['580514', null, '580514'],
  ])('are born as the card writes it: %s', (written, birthDate, birthDateOnCard) => {
    expect(readBeneficiaries(tlv(0x65, tlv(0x82, written)))[0]).toMatchObject({ birthDate, birthDateOnCard })
  })

  it.each([
    ['in letters with a key', `${nir}${nirKey(nir)}`, `${nir}${nirKey(nir)}`],
    ['in letters without a key', nir, nir],
    ['with blanks', '1 58 05 33 514 012', nir],
    ['of Corsica', `16102 2A004 008`.replaceAll(' ', ''), '161022A004008'],
    ['two digits a byte', hex('15 80 53 35 14 01 2F'), nir],
    ['empty', '', null],
    ['of zeros', '0000000000000', null],
  ])('have a number %s', (_how, written, read) => {
    expect(readBeneficiaries(tlv(0x65, tlv(0x93, written)))[0]?.nir).toBe(read)
  })

  it.each([
    ['a wrong key', tlv(0x65, tlv(0x93, `${nir}00`)), 'nir'],
    ['letters in a number', tlv(0x65, tlv(0x93, '15805B3514012')), 'nir'],
    ['a date of letters', tlv(0x65, tlv(0x82, 'DEMAIN')), 'date'],
    ['control characters in a name', tlv(0x65, tlv(0x80, 'GAR\u0007NIER')), 'text'],
    ['a name that has no end', tlv(0x65, tlv(0x80, 'A'.repeat(81))), 'too-big'],
    ['more people than a card has', together(...Array.from({ length: 31 }, () => someone)), 'too-big'],
    ['a cut object', someone.subarray(0, 20), 'structure'],
    ['a length of no end', hex('65 84 FFFFFFFF'), 'structure'],
    ['a length said later', hex('65 80 0000'), 'structure'],
  ])('refuse %s', (_what, bytes, reason) => {
    expect(reasonOf(() => readBeneficiaries(bytes))).toBe(reason)
  })
})

describe('key of a number', () => {
  it('is checked where the card has one', () => {
    expect(checkedNir('255081416802538')).toBe('255081416802538')
    expect(reasonOf(() => checkedNir('255081416802539'))).toBe('nir')
    expect(reasonOf(() => checkedNir('2550814168'))).toBe('nir')
    expect(reasonOf(() => checkedNir('255082C168025'))).toBe('nir')
  })
})

describe('hostile bytes', () => {
  const named = (act: () => unknown) => {
    try {
      act()
    } catch (error) {
      if (!(error instanceof VitaleFault || error instanceof TlvFault)) throw error
    }
  }

  it('give one named refusal, or what they say, and nothing else', () => {
    const bytes = fc.uint8Array({ maxLength: 700 })
    fc.assert(
      fc.property(bytes, (some) => {
        named(() => readTlv(some))
        named(() => readFileTable(some))
        named(() => readBeneficiaries(some))
        named(() => readBeneficiaries(tlv(0x65, some)))
        named(() => readValidity(tlv(0x66, some)))
        named(() => isFileRead(some, 256, 0x9000))
        parseAnswer(some)
      }),
      { numRuns: 1_000 },
    )
  })

  it('that differ from a good card by one byte do not change its number into another with a good key', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: someone.length - 1 }), fc.integer({ min: 0, max: 255 }), (place, byte) => {
        const changed = Uint8Array.from(someone)
        changed[place] = byte
        named(() => {
          const read = readBeneficiaries(changed)[0]?.nir ?? null
          if (read !== null && read.length === 15) expect(read).toBe(`${nir}${nirKey(nir)}`)
        })
      }),
      { numRuns: 500 },
    )
  })
})
