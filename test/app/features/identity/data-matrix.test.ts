import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { AnsweredTraits, InsNumber } from '#app/features/identity/model.ts'
import { groupSeparator, readMark, writeMark } from '#app/features/identity/rules/data-matrix.ts'
import { insOids } from '#app/kernel/ins-oid.ts'
import { nirKey } from '#app/kernel/nir.ts'
import { answer, number } from './identities.ts'

const zeros = '0'.repeat(22)
const gs = groupSeparator
const dominique = `IS01${zeros}S1297022A02077878S21.2.250.1.213.1.4.8${gs}S3DOMINIQUE${gs}S4ADRTROIS${gs}S5FS626-02-1997S72A020`
const pierreAlain = `IS01${zeros}S1109076322083489S21.2.250.1.213.1.4.10S3PIERRE-ALAIN MURIEL FLORIANT${gs}S4ECETINSI${gs}S5MS614-07-2009S763220`

const written = (given: { number: InsNumber; traits: AnsweredTraits }) => {
  const mark = writeMark(given)
  return mark.ok ? mark.text : mark.refusal
}
const read = (text: string) => {
  const reading = readMark(text)
  if (!reading.ok) throw new Error(`${reading.refusal} ${reading.block ?? ''}`)
  return reading
}

describe('the text of a mark (ANS « Format datamatrix INS » v2.2)', () => {
  test('a separator after a name, none after an OID of 20, a fixed block or the last', () => {
    expect(written(answer())).toBe(dominique)
    const traits = {
      birthName: 'ECETINSI',
      firstName: null,
      firstNames: 'PIERRE-ALAIN MURIEL FLORIANT',
      sex: 'M' as const,
      birthDate: '2009-07-14',
      birthPlaceCode: '63220',
    }
    expect(written({ number: number('1090763220834', insOids.test), traits })).toBe(pierreAlain)
  })

  test('no block for a place nobody knows', () => {
    for (const place of [null, '99999']) expect(written(answer({ birthPlaceCode: place }))).toMatch(/S626-02-1997$/)
  })

  test('no separator after a name of 100 letters', () => {
    expect(written(answer({ firstNames: 'A'.repeat(100) }))).toContain(`${'A'.repeat(100)}S4`)
  })

  test.each([
    [{ firstNames: 'A'.repeat(101) }, 'mark.name'],
    [{ birthName: 'M4RTIN' }, 'mark.name'],
    [{ firstNames: null }, 'mark.name'],
    [{ sex: 'I' as const }, 'mark.sex'],
    [{ birthDate: null }, 'mark.date'],
    [{ birthPlaceCode: '2C020' }, 'mark.place'],
  ])('%j has none: %s', (traits, refusal) => {
    expect(written(answer(traits))).toBe(refusal)
  })

  test('nor have numbers and OIDs of another form', () => {
    const odd = { ...number('297022A020778'), key: '7' }
    expect(written(answer({}, { number: odd }))).toBe('mark.number')
    expect(written(answer({}, { number: { ...odd, key: '78', oid: '1.2' } }))).toBe('mark.oid')
  })
})

const letters = fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZ')
const names = fc
  .array(fc.tuple(letters, fc.constantFrom('', '', '', ' ', '-', "'")), { minLength: 1, maxLength: 49 })
  .map((parts) => `${parts.map(([letter, sign]) => `${letter}${sign}`).join('')}S`)
  .filter((name) => name.length <= 100)
const identities = fc.record({
  matricule: fc
    .tuple(
      fc.constantFrom('1', '2'),
      fc.stringMatching(/^\d{4}$/),
      fc.constantFrom('2A', '2B', '33', '99'),
      fc.stringMatching(/^\d{6}$/),
    )
    .map((parts) => parts.join('')),
  oid: fc.constantFrom(...Object.values(insOids)),
  firstNames: names,
  birthName: names,
  sex: fc.constantFrom('F' as const, 'M' as const),
  birthDate: fc.stringMatching(/^(19|20)\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d)$/),
  birthPlaceCode: fc.constantFrom('2A020', '63220', '99350', null),
})

const markOf = (given: typeof identities extends fc.Arbitrary<infer Given> ? Given : never) => {
  const { matricule, oid, ...traits } = given
  return {
    text: written({ number: { matricule, key: nirKey(matricule), oid }, traits: { ...traits, firstName: null } }),
    identity: { ...traits, number: { matricule, key: nirKey(matricule), oid } },
  }
}

describe('reading', () => {
  test('what was written, whatever it is', () => {
    fc.assert(
      fc.property(identities, (given) => {
        const { text, identity } = markOf(given)
        expect(read(text)).toEqual({ ok: true, identity, notices: [] })
      }),
    )
  })

  test('without its separators, which a scanner has lost', () => {
    fc.assert(
      fc.property(identities, (given) => {
        const { text, identity } = markOf(given)
        const reading = read(text.replaceAll(gs, ''))
        expect(reading.identity).toEqual(identity)
        const had = text.includes(gs)
        expect(reading.notices).toEqual(had ? ['separators-lost'] : [])
      }),
    )
  })

  test('its blocks in any order, among others', () => {
    const pieces = ['S5F', `S4ADRTROIS${gs}`, 'S626-02-1997', `Z9inconnu S4${gs}`, `S3DOMINIQUE${gs}`, 'S72A020']
    const blocks = [...pieces, `S21.2.250.1.213.1.4.8${gs}`, 'S1297022A02077878']
    fc.assert(
      fc.property(fc.shuffledSubarray(blocks, { minLength: blocks.length }), (order) => {
        const reading = read(`IS01${zeros}${order.join('')}`)
        expect(reading.identity).toEqual(read(dominique).identity)
        expect(reading.notices).toEqual(['unknown-block'])
      }),
    )
  })

  test.each([
    ['the symbology before it', `]d1${dominique}`, []],
    ['an end of line after it', `${dominique}\r\n`, []],
    ['a tabulation after it', `${dominique}\t`, []],
    ['small letters, the capitals lock being on', dominique.toLowerCase(), []],
    ['the separator as a picture', dominique.replaceAll(gs, '\u241D'), []],
    ['the separator in letters', dominique.replaceAll(gs, '<GS>'), []],
    ['a separator at its end', `${dominique}${gs}`, []],
    ['two separators', dominique.replaceAll(gs, gs + gs), []],
    ['another version', dominique.replace('IS01', 'IS02'), ['other-version']],
    ['a key that is not the one computed', dominique.replace('02077878', '02077879'), ['key']],
  ])('%s', (_name, text, notices) => {
    expect(read(text)).toEqual({
      ok: true,
      identity: {
        ...read(dominique).identity,
        ...(notices.includes('key') ? { number: { ...number('297022A020778'), key: '79' } } : {}),
      },
      notices,
    })
  })

  test('a scanner for an American keyboard on a French computer', () => {
    const keys: Record<string, string> = {
      ...digits('à&é"\'(-è_ç'),
      '-': ')',
      '.': ':',
      "'": 'ù',
      A: 'Q',
      Q: 'A',
      Z: 'W',
      W: 'Z',
      M: '?',
    }
    const typed = [...pierreAlain].map((sign) => (sign === gs ? '$' : (keys[sign] ?? sign))).join('')
    expect(typed).toMatch(/^ISà&à{22}/)
    expect(read(typed)).toEqual({ ok: true, identity: read(pierreAlain).identity, notices: ['keyboard'] })
    expect(read(typed.replaceAll('$', '')).notices).toEqual(['keyboard', 'separators-lost'])
  })

  test('a scanner for a French keyboard on an American computer', () => {
    const keys: Record<string, string> = {
      ...digits(')!@#$%^&*('),
      '-': '6',
      '.': '<',
      "'": '4',
      A: 'Q',
      Q: 'A',
      Z: 'W',
      W: 'Z',
      M: ':',
    }
    const typed = [...pierreAlain].map((sign) => keys[sign] ?? sign).join('')
    expect(typed).toMatch(/^IS\)!\){22}/)
    expect(read(typed)).toEqual({ ok: true, identity: read(pierreAlain).identity, notices: ['keyboard'] })
  })

  test.each([
    ['', 'scan.not-ins', undefined],
    ['DC04FR000001', 'scan.not-ins', undefined],
    ['IS01', 'scan.not-ins', undefined],
    [`IS01${zeros}`, 'scan.incomplete', 'S1'],
    [dominique.replace('S5F', ''), 'scan.incomplete', 'S5'],
    [dominique.slice(0, 70), 'scan.incomplete', 'S4'],
    [dominique.replace('S5F', 'S5I'), 'scan.malformed', 'S5'],
    [dominique.replace('26-02-1997', '1997-02-26'), 'scan.malformed', 'S6'],
    [dominique.replace('297022A', '29702XA'), 'scan.malformed', 'S1'],
    [dominique.replace('S5F', 'S5FS5M'), 'scan.twice', 'S5'],
    ['IS'.repeat(600), 'scan.too-long', undefined],
  ])('%j is refused: %s %s', (text, refusal, block) => {
    expect(readMark(text)).toEqual(block === undefined ? { ok: false, refusal } : { ok: false, refusal, block })
  })

  test('anything typed is refused or read, and soon', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300, unit: 'binary' }), (noise) => {
        for (const text of [noise, `IS01${zeros}${noise}`, `${dominique}${noise}`])
          expect(typeof readMark(text).ok).toBe('boolean')
      }),
    )
  })
})

/** The signs of ten keys, from that of 0. */
function digits(signs: string): Record<string, string> {
  return Object.fromEntries([...signs].map((sign, place) => [String(place), sign]))
}
