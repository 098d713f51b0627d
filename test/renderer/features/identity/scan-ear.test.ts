import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type HeardKey,
  type Hearing,
  mostBetweenMs,
  mostPauseMs,
  ScanEar,
} from '#renderer/features/identity/mark/scan-ear.ts'

const gs = '\u001D'
const mark = `IS01${'0'.repeat(22)}S1297022A02077878S21.2.250.1.213.1.4.8${gs}S3DOMINIQUE${gs}S4ADRTROIS${gs}S5FS626-02-1997S72A020`
const still = { ctrlKey: false, altKey: false, metaKey: false, repeat: false }

function keyOf(sign: string, at: number): HeardKey {
  return sign === gs
    ? { ...still, key: ']', code: 'BracketRight', ctrlKey: true, at }
    : { ...still, key: sign, code: '', at }
}

/** Signs one after the other, so many ms apart. */
function typed(ear: ScanEar, signs: string, apart: number, from = 1000): Hearing[] {
  return Array.from(signs, (sign, at) => ear.press(keyOf(sign, from + at * apart)))
}
const enter = (at: number): HeardKey => ({ ...still, key: 'Enter', code: 'Enter', at })

describe('a scan', () => {
  test.each([5, 10, 30, mostBetweenMs])('of a key every %i ms is heard whole, up to Enter', (apart) => {
    const ear = new ScanEar()
    const heard = typed(ear, mark, apart)
    expect(heard.slice(0, 8).map(({ kind }) => kind)).toEqual([...Array.from({ length: 7 }, () => 'maybe'), 'began'])
    expect(heard.slice(8).every(({ kind }) => kind === 'goes-on')).toBe(true)
    expect(ear.press(enter(1000 + mark.length * apart))).toEqual({ kind: 'ended', text: mark })
    expect([ear.scanning, ear.wondering]).toEqual([false, false])
  })

  test.each<[string, Partial<HeardKey> & Pick<HeardKey, 'key' | 'code'>]>([
    ['Ctrl and the key of « ] » of an American keyboard', { key: '$', code: 'BracketRight', ctrlKey: true }],
    ['Ctrl and « ] » of a French one', { key: ']', code: 'Minus', ctrlKey: true, altKey: true }],
    ['F8', { key: 'F8', code: 'F8' }],
    ['character 29', { key: gs, code: '' }],
  ])('takes %s for the separator', (_, key) => {
    const ear = new ScanEar()
    typed(ear, 'IS01000000', 10)
    ear.press({ ...still, at: 1110, ...key })
    typed(ear, 'S5F', 10, 1120)
    expect(ear.rest()).toBe(`IS01000000${gs}S5F`)
  })

  test('in Alt codes, each sign as the digits of its number, is heard as well', () => {
    const ear = new ScanEar()
    let at = 0
    for (const sign of 'IS010000') {
      ear.press({ ...still, key: 'Alt', code: 'AltLeft', altKey: true, at: (at += 2) })
      for (const digit of `0${sign.codePointAt(0) ?? 0}`.padStart(4, '0'))
        expect(ear.press({ ...still, key: digit, code: `Numpad${digit}`, altKey: true, at: (at += 2) }).kind).not.toBe(
          'none',
        )
      ear.release({ key: 'Alt', at: (at += 2) })
    }
    expect(ear.scanning).toBe(true)
    expect(ear.rest()).toBe('IS010000')
  })

  test.each([
    ['an American keyboard on a French one', 'ISà&ààààààà', 'ISà&ààààààà'],
    ['a French keyboard on an American one', 'IS)!)))))))', 'IS)!)))))))'],
    ['small letters', 'is01000000000', 'is01000000000'],
    ['the kind of code said before', ']d2IS0100000000', ']d2IS0100000000'],
    ['a later version', 'IS02A7000000', 'IS02A7000000'],
  ])('through %s is heard', (_, sent, text) => {
    const ear = new ScanEar()
    typed(ear, sent, 10)
    expect(ear.rest()).toBe(text)
  })

  test('begins where it begins, and leaves the letters before it to whoever typed them', () => {
    const ear = new ScanEar()
    const heard = typed(ear, 'DOIIS01000000', 20)
    expect(heard.map(({ kind }) => kind).slice(0, 4)).toEqual(['none', 'none', 'maybe', 'maybe'])
    expect(heard.findIndex(({ kind }) => kind === 'began')).toBe(10)
    expect(ear.rest()).toBe('IS01000000')
  })

  test('that no key ends is over when the keys stop', () => {
    const ear = new ScanEar()
    typed(ear, mark, 10)
    expect(ear.rest()).toBe(mark)
    expect(ear.rest()).toBeNull()
  })

  test('without end is given up', () => {
    const ear = new ScanEar()
    expect(typed(ear, `IS01${'0'.repeat(1500)}`, 5).some(({ kind }) => kind === 'ended')).toBe(true)
  })
})

describe('hands', () => {
  test('that write the beginning of a mark are not a reader: one key too slow is enough', () => {
    for (let slow = 1; slow < 8; slow += 1) {
      const ear = new ScanEar()
      let at = 0
      const heard = Array.from('IS010000', (sign, place) => {
        at += place === slow ? mostBetweenMs + 1 : 20
        return ear.press(keyOf(sign, at)).kind
      })
      expect(heard).not.toContain('began')
    }
  })
  test('that hold a key down are not a reader', () => {
    const ear = new ScanEar()
    typed(ear, 'IS01', 20)
    const repeated = [1, 2, 3, 4, 5].map(
      (place) => ear.press({ ...keyOf('0', 1080 + place * 30), repeat: place > 1 }).kind,
    )
    expect(repeated).not.toContain('began')
  })
  test('are given back what they type as soon as a scan has paused', () => {
    const ear = new ScanEar()
    typed(ear, mark, 10)
    const later = 1000 + mark.length * 10 + mostPauseMs
    expect(ear.press(keyOf('b', later)).kind).toBe('none')
  })
  test('whatever they type, however fast, begin no scan unless it is the beginning of a mark', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'isIS01à&)!] d2xe'), maxLength: 40 }), (text) => {
        const began = typed(new ScanEar(), text, 5).some(({ kind }) => kind === 'began')
        expect(began).toBe(/is(?:01(?:0000)|0[2-9][0-9a-z]{4}|à&àààà|\)!\)\)\)\))/iu.test(text))
      }),
      { numRuns: 500 },
    )
  })
})
