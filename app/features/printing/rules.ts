import type { SheetImage } from './model.ts'

/** Why an image cannot stand in the letterhead. */
export type LogoRefusal = 'not-an-image' | 'too-large' | 'four-colours' | 'interlaced'

/** The largest side of a logo, in pixels: 45 mm at 600 dots an inch is 1,063. */
export const largestLogoSide = 2400

/**
 * Judges the bytes of a logo by what they are, never by their name: a PNG or a JPEG of a reasonable size, in a form the
 * typesetter draws. `null` when it may stand.
 */
export function logoRefusal({ type, bytes }: SheetImage): LogoRefusal | null {
  const found = type === 'image/png' ? pngHead(bytes) : jpegHead(bytes)
  if (found === null) return 'not-an-image'
  if (found.width < 1 || found.height < 1) return 'not-an-image'
  if (found.width > largestLogoSide || found.height > largestLogoSide) return 'too-large'
  return found.refusal
}

interface ImageHead {
  readonly width: number
  readonly height: number
  readonly refusal: LogoRefusal | null
}

/** The signature, then the header chunk, which the format wants first. */
function pngHead(bytes: Uint8Array): ImageHead | null {
  const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
  if (bytes.length < 45 || signature.some((byte, index) => bytes[index] !== byte)) return null
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (view.getUint32(8) !== 13 || view.getUint32(12) !== 0x49484452) return null
  const interlaced = view.getUint8(28) !== 0
  return { width: view.getUint32(16), height: view.getUint32(20), refusal: interlaced ? 'interlaced' : null }
}

/** Segments up to the one that gives the size (SOF0 to SOF2: what decoders of documents draw). */
function jpegHead(bytes: Uint8Array): ImageHead | null {
  if (bytes.length < 12 || bytes[0] !== 0xff || bytes[1] !== 0xd8) return null
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let at = 2
  while (at + 9 < bytes.length) {
    if (view.getUint8(at) !== 0xff) return null
    const marker = view.getUint8(at + 1)
    if (marker === 0xff) {
      at += 1
      continue
    }
    const length = view.getUint16(at + 2)
    if (length < 2) return null
    if (marker >= 0xc0 && marker <= 0xc2) {
      // Four components: inks of a press, which an sRGB document must not hold.
      const components = view.getUint8(at + 9)
      const refusal = components === 4 ? ('four-colours' as const) : null
      return { height: view.getUint16(at + 5), width: view.getUint16(at + 7), refusal }
    }
    // The image itself begins: no size was said.
    if (marker === 0xda || marker === 0xd9) return null
    at += 2 + length
  }
  return null
}
