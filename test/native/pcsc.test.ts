import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import koffi from 'koffi'
import { expect, test } from 'vitest'
import { codeName } from '#native/pcsc/codes.ts'
import { layoutOf } from '#native/pcsc/layout.ts'
import { typesOf } from '#native/pcsc/library.ts'

const sizesOf = (platform: string) => {
  const layout = layoutOf(platform, 64)
  if (layout === null) return null
  const { state, pci } = typesOf(koffi, layout)
  return { state: koffi.sizeof(state), pci: koffi.sizeof(pci) }
}

// From the headers: two pointers, three DWORDs and the ATR, aligned or packed; two DWORDs.
test.each([
  ['linux', { state: 80, pci: 16 }],
  ['darwin', { state: 61, pci: 8 }],
  ['win32', { state: 64, pci: 8 }],
  ['aix', null],
])('what PC/SC is given on %s has the sizes of its headers', (platform, sizes) => {
  expect(sizesOf(platform)).toEqual(sizes)
})

const headers = '/usr/include/PCSC/winscard.h'
const compiler = ['/usr/bin/cc', '/usr/bin/gcc'].find((path) => existsSync(path))

test.skipIf(process.platform !== 'linux' || compiler === undefined || !existsSync(headers))(
  'the C compiler counts the same bytes (needs a C compiler and the headers of PC/SC)',
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'pcsc-sizes-'))
    try {
      const source = join(folder, 'sizes.c')
      writeFileSync(
        source,
        `#include <stdio.h>\n#include <stddef.h>\n#include <winscard.h>\nint main(void) { printf("%zu %zu %zu", sizeof(SCARD_READERSTATE), sizeof(SCARD_IO_REQUEST), offsetof(SCARD_READERSTATE, rgbAtr)); }`,
      )
      execFileSync(compiler ?? '', ['-I/usr/include/PCSC', source, '-o', join(folder, 'sizes')])
      const layout = layoutOf('linux', 64)
      if (layout === null) throw new Error('no layout')
      const { state, pci } = typesOf(koffi, layout)
      const counted = [koffi.sizeof(state), koffi.sizeof(pci), koffi.offsetof(state, 'rgbAtr')]
      expect(execFileSync(join(folder, 'sizes')).toString()).toBe(counted.join(' '))
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  },
)

test.each([
  [0, 'SCARD_S_SUCCESS'],
  [0x80100069, 'SCARD_W_REMOVED_CARD'],
  // As a signed 32-bit LONG gives it, and as a 64-bit one that was signed.
  [-2146435063, 'SCARD_E_UNKNOWN_READER'],
  [-2146435043n, 'SCARD_E_NO_SERVICE'],
  [0x80109999, '0x80109999'],
])('an answer %s is named', (returned, name) => {
  expect(codeName(returned)).toBe(name)
})
