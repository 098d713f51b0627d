import { expect, test } from 'vitest'
import { declaredSize } from '#renderer/features/identity/mark/declared-size.ts'

const bytes = (...parts: readonly (string | readonly number[])[]) =>
  Uint8Array.from(parts.flatMap((part) => (typeof part === 'string' ? [...Buffer.from(part, 'latin1')] : [...part])))

const zeros = (count: number) => Array.from({ length: count }, () => 0)
const png = bytes('\u0089PNG\r\n\u001a\n', [0, 0, 0, 13], 'IHDR', [0, 1, 0x86, 0xa0, 0, 0, 0, 2])
const frame = [0xff, 0xc2, 0, 17, 8, 0x10, 0, 0x20, 0]
const jpeg = bytes([0xff, 0xd8, 0xff, 0xe1, 0, 6, 1, 2, 3, 4, 0xff, 0xff, 0xdb, 0, 3, 1], frame)
const gif = bytes('GIF89a', [0x20, 0x03, 0x58, 0x02])
const bmp = bytes('BM', zeros(16), [0, 1, 0, 0, 0, 0xff, 0xff, 0xff])
const vp8x = bytes('RIFF', zeros(4), 'WEBPVP8X', zeros(8), [0xff, 0xff, 0, 0x0f, 0, 0])
const vp8l = bytes('RIFF', zeros(4), 'WEBPVP8L', zeros(4), [0x2f], [0x63, 0xc0, 0x0c, 0x00])
const vp8 = bytes('RIFF', zeros(4), 'WEBPVP8 ', zeros(10), [0x40, 0x01, 0xf0, 0x00])

test.each([
  ['PNG', png, 100_000, 2],
  ['JPEG, progressive, after other segments', jpeg, 8192, 4096],
  ['GIF', gif, 800, 600],
  ['BMP, from its top', bmp, 256, 256],
  ['WebP, extended', vp8x, 65_536, 16],
  ['WebP, lossless', vp8l, 100, 52],
  ['WebP', vp8, 320, 240],
])('a picture says how large it is before it is drawn: %s', (_, head, width, height) => {
  expect(declaredSize(head)).toEqual({ width, height })
})

test.each([
  ['nothing', bytes()],
  ['a text', bytes('bonjour tout le monde, voici un texte')],
  ['a drawing that is words', bytes('<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>')],
  ['a PNG of no pixel', png.map((byte, at) => (at >= 16 ? 0 : byte))],
  ['a JPEG without a frame', bytes([0xff, 0xd8, 0xff, 0xda, 0, 2, 0, 0, 0, 0])],
  ['a JPEG whose lengths go nowhere', bytes([0xff, 0xd8, 0xff, 0xe0, 0, 0, 0xff, 0xe0, 0, 0])],
  [
    'a JPEG of filling',
    bytes(
      [0xff, 0xd8],
      Array.from({ length: 200 }, () => 0xff),
    ),
  ],
])('%s declares none', (_, head) => {
  expect(declaredSize(head)).toBeNull()
})

test.each([png, jpeg, gif, bmp, vp8x, vp8l, vp8].map((head) => [head]))('cut anywhere, nothing is thrown', (head) => {
  for (let at = 0; at < head.length; at += 1) expect(() => declaredSize(head.slice(0, at))).not.toThrow()
})
