import { describe, expect, test } from 'vitest'
import { findCard } from '#main/workstation/card-finding.ts'
import type { Token } from '#main/workstation/card-module-frames.ts'
import { modulePlaces } from '#main/workstation/card-module-places.ts'
import { refusalOf } from '#main/workstation/card-refusals.ts'
import { emptyReader, readerWithCard } from './shown-readers.ts'

function token(slot: number, reader: string): Token {
  return { slot, reader, serialNumber: `280000000${slot}`, protectedPath: false, pin: 'ok' }
}

const first = readerWithCard(3)
const second = readerWithCard(5, { name: 'Ingenico ORGA 930 M 01 00' })
const unknownCard = { kind: 'unknown', model: '', atr: '3B00', insertion: 9, training: false } as const
const vitaleCard = { ...unknownCard, kind: 'vitale' } as const

describe('which token of the module is the card of the readers', () => {
  const tokens = [token(1, first.name), token(2, second.name)]

  test('the one whose slot bears the name of the reader, inserted last', () => {
    expect(findCard({ service: 'ready', readers: [first, second] }, tokens)).toMatchObject({
      token: { slot: 2 },
      insertion: 5,
      reader: second.name,
    })
    expect(findCard({ service: 'ready', readers: [first, second] }, [token(1, first.name)])).toMatchObject({
      insertion: 3,
    })
  })

  test('a name cut by the module is the same', () => {
    const long = readerWithCard(4, { name: `${'A'.repeat(70)} 00 00` })
    expect(findCard({ service: 'ready', readers: [long] }, [token(1, 'A'.repeat(64))])).toMatchObject({ insertion: 4 })
  })

  test('of a module that names its slots otherwise, the only token of the only card', () => {
    expect(findCard({ service: 'ready', readers: [first] }, [token(1, 'slot 1')])).toMatchObject({ insertion: 3 })
    // Two cards, one token: nothing says which one it is.
    expect(findCard({ service: 'ready', readers: [first, second] }, [token(1, 'slot 1')])).toEqual({
      problem: 'card.unreadable',
    })
  })

  test('a card of an unknown kind is one when the module has a token in its very reader', () => {
    const newer = readerWithCard(9, { card: unknownCard })
    expect(findCard({ service: 'ready', readers: [newer] }, [token(1, newer.name)])).toMatchObject({ insertion: 9 })
    expect(findCard({ service: 'ready', readers: [newer] }, [token(1, 'slot 1')])).toEqual({ problem: 'card.absent' })
  })

  test('a Vitale card never is', () => {
    const vitale = readerWithCard(9, { card: vitaleCard })
    expect(findCard({ service: 'ready', readers: [vitale] }, [token(1, vitale.name)])).toEqual({
      problem: 'card.absent',
    })
  })

  test('a token that stays in the module when its card left the readers is no card', () => {
    expect(findCard({ service: 'ready', readers: [emptyReader] }, [token(1, 'slot 1')])).toEqual({
      problem: 'card.absent',
    })
  })

  test('a card kept by another program, one the module does not see, and no service at all are told apart', () => {
    const taken = { ...emptyReader, status: 'in-use' as const }
    expect(findCard({ service: 'ready', readers: [taken] }, [])).toEqual({ problem: 'card.in-use' })
    expect(findCard({ service: 'ready', readers: [first] }, [])).toEqual({ problem: 'card.unreadable' })
    expect(findCard({ service: 'service-absent', readers: [] }, [])).toEqual({ problem: 'readers.unavailable' })
    expect(findCard({ service: 'ready', readers: [] }, [])).toEqual({ problem: 'card.absent' })
    expect(findCard({ service: 'library-absent', readers: [] }, [token(1, 'slot 1')])).toMatchObject({
      insertion: null,
    })
  })
})

describe('where the module is looked for', () => {
  test('the places of the official installers, former names last', () => {
    expect(modulePlaces('linux', true, {})).toEqual([
      '/opt/santesocial/CPS/lib/libcps3_pkcs11_lux.so',
      '/usr/lib64/libcps3_pkcs11_lux.so',
    ])
    expect(modulePlaces('darwin', true, {})).toEqual(['/usr/local/lib/libcps3_pkcs11_osx.dylib'])
    const windows = modulePlaces('win32', true, { SystemRoot: 'D:\\Windows' })
    expect(windows[0]).toBe('D:\\Windows\\System32\\cps3_pkcs11_w64.dll')
    expect(windows.slice(1).every((place) => /\\cps_pkcs11_(?:pcsc_)?w32\.dll$/.test(place))).toBe(true)
    expect(modulePlaces('win32', false, {}).slice(0, 2)).toEqual([
      'C:\\Windows\\SysWOW64\\cps3_pkcs11_w32.dll',
      'C:\\Windows\\System32\\cps3_pkcs11_w32.dll',
    ])
    expect(modulePlaces('aix', true, {})).toEqual([])
  })
})

test.each([
  ['CKR_DEVICE_REMOVED', 'card.withdrawn'],
  ['CKR_TOKEN_NOT_PRESENT', 'card.withdrawn'],
  ['CKR_SESSION_HANDLE_INVALID', 'card.withdrawn'],
  ['CKR_PIN_LOCKED', 'pin.blocked'],
  ['CKR_PIN_LEN_RANGE', 'pin.wrong'],
  ['CKR_FUNCTION_CANCELED', 'cancelled'],
  ['CKR_USER_NOT_LOGGED_IN', 'pin.needed'],
  ['CKR_DEVICE_ERROR', 'card.unreadable'],
  ['CKR_GENERAL_ERROR', 'module.failed'],
  ['0x80000001', 'module.failed'],
] as const)('%s is told as %s', (code, problem) => {
  expect(refusalOf(code)).toBe(problem)
})
