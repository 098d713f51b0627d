import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseRecoveryKey, recoveryKeyBytes, recoveryKeyGroups } from '#core/db/recovery-key.ts'

const keys = fc.uint8Array({ minLength: recoveryKeyBytes, maxLength: recoveryKeyBytes })
const symbols = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const anyGroup = fc.integer({ min: 0, max: 7 })

describe('a printed recovery key', () => {
  test('is eight groups of five symbols, none of which is easily taken for another', () => {
    const groups = recoveryKeyGroups(randomBytes(recoveryKeyBytes))
    expect(groups).toHaveLength(8)
    for (const group of groups) expect(group).toMatch(/^[0-9A-HJKMNP-TV-Z]{5}$/)
  })

  test('carries 160 bits: a known key prints as computed by hand', () => {
    // 20 zero bytes: data symbols are all 0, the check is (place + 1)·x⁵ in GF(32) modulo x⁵ + x² + 1.
    expect(recoveryKeyGroups(new Uint8Array(20))).toEqual([
      '00005',
      '0000A',
      '0000F',
      '0000M',
      '0000H',
      '0000Y',
      '0000V',
      '0000D',
    ])
  })

  test('reads back whatever the person does with case, spaces and separators', () => {
    fc.assert(
      fc.property(keys, (key) => {
        const groups = recoveryKeyGroups(key)
        const forms = [groups.join('-'), groups.join(' '), groups.join(''), `  ${groups.join(' – ').toLowerCase()}\n`]
        for (const typed of forms) expect(parseRecoveryKey(typed)).toEqual({ ok: true, key })
      }),
    )
  })

  test('takes i and l for 1, and o for 0', () => {
    fc.assert(
      fc.property(keys, (key) => {
        const typed = recoveryKeyGroups(key).join('-').replaceAll('1', 'l').replaceAll('0', 'o')
        expect(parseRecoveryKey(typed)).toEqual({ ok: true, key })
        expect(parseRecoveryKey(typed.replaceAll('l', 'I'))).toEqual({ ok: true, key })
      }),
    )
  })
})

describe('a typing error is found in its group', () => {
  test('any one symbol taken for any other', () => {
    for (let group = 0; group < 8; group++) {
      const groups = [...recoveryKeyGroups(randomBytes(recoveryKeyBytes))]
      const right = groups[group] ?? ''
      for (let at = 0; at < 5; at++) {
        for (const symbol of symbols) {
          if (symbol === right.charAt(at)) continue
          groups[group] = right.slice(0, at) + symbol + right.slice(at + 1)
          expect(parseRecoveryKey(groups.join('-'))).toEqual({ ok: false, reason: 'checksum', group: group + 1 })
        }
      }
    }
  })

  test('two neighbours exchanged', () => {
    fc.assert(
      fc.property(keys, anyGroup, fc.integer({ min: 0, max: 3 }), (key, group, at) => {
        const groups = [...recoveryKeyGroups(key)]
        const right = groups[group] ?? ''
        const swapped = right.slice(0, at) + right.charAt(at + 1) + right.charAt(at) + right.slice(at + 2)
        fc.pre(swapped !== right)
        groups[group] = swapped
        expect(parseRecoveryKey(groups.join('-'))).toEqual({ ok: false, reason: 'checksum', group: group + 1 })
      }),
    )
  })

  test('two groups exchanged', () => {
    fc.assert(
      fc.property(keys, anyGroup, anyGroup, (key, one, other) => {
        fc.pre(one !== other)
        const groups = [...recoveryKeyGroups(key)]
        ;[groups[one], groups[other]] = [groups[other] ?? '', groups[one] ?? '']
        expect(parseRecoveryKey(groups.join('-'))).toMatchObject({ ok: false, reason: 'checksum' })
      }),
    )
  })

  test('a symbol missing, too many, or unknown', () => {
    const groups = [...recoveryKeyGroups(randomBytes(recoveryKeyBytes))]
    const third = groups[2] ?? ''
    const typedWith = (other: string) => parseRecoveryKey(groups.with(2, other).join('-'))
    expect(typedWith(third.slice(1))).toEqual({ ok: false, reason: 'format', group: 3 })
    expect(typedWith(`${third}7`)).toEqual({ ok: false, reason: 'format', group: 3 })
    expect(typedWith(`${third.slice(0, 4)}U`)).toEqual({ ok: false, reason: 'format', group: 3 })
    expect(typedWith(`${third.slice(0, 4)}é`)).toEqual({ ok: false, reason: 'format', group: 3 })
  })

  test('an unfinished key, nothing, and a text that is something else', () => {
    const groups = recoveryKeyGroups(randomBytes(recoveryKeyBytes))
    expect(parseRecoveryKey(groups.slice(0, 6).join(''))).toEqual({ ok: false, reason: 'format', group: 7 })
    expect(parseRecoveryKey('')).toEqual({ ok: false, reason: 'format', group: 1 })
    expect(parseRecoveryKey(`${groups.join('')}7`)).toEqual({ ok: false, reason: 'format' })
    expect(parseRecoveryKey('ce n’est pas une clé')).toMatchObject({ ok: false, reason: 'format' })
  })
})
