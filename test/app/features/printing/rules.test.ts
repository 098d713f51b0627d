import { describe, expect, test } from 'vitest'
import { labelFormats, labelsPerPage } from '#app/features/printing/label-formats.ts'
import { logoRefusal } from '#app/features/printing/rules.ts'

function png(width: number, height: number, interlace = 0): Uint8Array {
  const bytes = new Uint8Array(57)
  bytes.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  const view = new DataView(bytes.buffer)
  view.setUint32(8, 13)
  view.setUint32(12, 0x49484452)
  view.setUint32(16, width)
  view.setUint32(20, height)
  view.setUint8(28, interlace)
  return bytes
}

function jpeg(width: number, height: number, components: number): Uint8Array {
  const bytes = new Uint8Array(40)
  // A comment segment first, then the one that says the size.
  bytes.set([
    0xff,
    0xd8,
    0xff,
    0xfe,
    0,
    4,
    1,
    2,
    0xff,
    0xc0,
    0,
    17,
    8,
    height >> 8,
    height & 255,
    width >> 8,
    width & 255,
    components,
  ])
  return bytes
}

describe('a logo is judged by its bytes', () => {
  test.each([
    ['a PNG', 'image/png', png(300, 100), null],
    ['a JPEG', 'image/jpeg', jpeg(300, 100, 3), null],
    ['a PNG said to be a JPEG', 'image/jpeg', png(300, 100), 'not-an-image'],
    ['a page', 'image/png', new TextEncoder().encode('<svg onload="x"></svg>'.repeat(9)), 'not-an-image'],
    ['nothing', 'image/png', new Uint8Array(), 'not-an-image'],
    ['a picture of a billion pixels', 'image/png', png(40_000, 40_000), 'too-large'],
    ['a picture without height', 'image/png', png(300, 0), 'not-an-image'],
    ['an interlaced PNG', 'image/png', png(300, 100, 1), 'interlaced'],
    ['inks of a press', 'image/jpeg', jpeg(300, 100, 4), 'four-colours'],
    ['a JPEG cut short', 'image/jpeg', jpeg(300, 100, 3).subarray(0, 11), 'not-an-image'],
  ] as const)('%s', (_what, type, bytes, refusal) => {
    expect(logoRefusal({ type, bytes })).toBe(refusal)
  })
})

describe('label formats', () => {
  test.each(Object.entries(labelFormats))('%s: labels stand inside the page and beside each other', (_id, format) => {
    const right = format.left + (format.columns - 1) * format.stepAcross + format.label.width
    const bottom = format.top + (format.rows - 1) * format.stepDown + format.label.height
    expect(right).toBeLessThanOrEqual(format.page.width + 0.01)
    expect(bottom).toBeLessThanOrEqual(format.page.height + 0.01)
    expect(format.stepAcross).toBeGreaterThanOrEqual(format.label.width)
    expect(format.stepDown).toBeGreaterThanOrEqual(format.label.height)
    expect(labelsPerPage(format)).toBe(Number(/(\d+) par feuille/.exec(format.name)?.[1] ?? 1))
    // As wide at the left as at the right: sheets are cut so.
    expect(right + format.left).toBeCloseTo(format.page.width, 0)
  })
})
