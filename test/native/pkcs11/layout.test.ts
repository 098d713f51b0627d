import { expect, test } from 'vitest'
import { layoutOf, placesOf } from '#native/pkcs11/layout.ts'

test('structs stand as each system wants them: padded, with words of the pointer, or packed with words of four bytes', () => {
  const linux = layoutOf('linux', 64)
  const windows = layoutOf('win32', 64)
  expect(linux).toEqual({ ulong: 8, pointer: 8, packed: false })
  expect(windows).toEqual({ ulong: 4, pointer: 8, packed: true })
  // CK_ATTRIBUTE.
  expect(placesOf(linux, [8, 8, 8])).toEqual({ places: [0, 8, 16], size: 24 })
  expect(placesOf(windows, [4, 8, 4])).toEqual({ places: [0, 4, 12], size: 16 })
  // CK_INFO.
  expect(placesOf(linux, [2, 32, 8, 32, 2])).toEqual({ places: [0, 2, 40, 48, 80], size: 88 })
  expect(placesOf(windows, [2, 32, 4, 32, 2])).toEqual({ places: [0, 2, 34, 38, 70], size: 72 })
})
