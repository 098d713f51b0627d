/** Width and height in pixels. */
export interface PixelSize {
  readonly width: number
  readonly height: number
}

/**
 * The size an image declares in its head; `null` when it declares none, `beyond` when it does so after the bytes given.
 * Nothing is unpacked.
 */
export function imageSize(kind: string, head: Uint8Array): PixelSize | 'beyond' | null {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength)
  try {
    switch (kind) {
      case 'png':
        return { width: view.getUint32(16), height: view.getUint32(20) }
      case 'gif':
        return { width: view.getUint16(6, true), height: view.getUint16(8, true) }
      case 'bmp':
        return { width: Math.abs(view.getInt32(18, true)), height: Math.abs(view.getInt32(22, true)) }
      case 'jpeg':
        return jpegSize(view)
      case 'webp':
        return webpSize(view)
      default:
        return null
    }
  } catch (error) {
    // Shorter than its own head.
    if (error instanceof RangeError) return null
    throw error
  }
}

function jpegSize(view: DataView): PixelSize | 'beyond' | null {
  let at = 2
  while (at < view.byteLength) {
    if (view.getUint8(at) !== 0xff) return null
    const marker = view.getUint8(at + 1)
    // Padding before a marker, and markers without length.
    if (marker === 0xff) {
      at += 1
      continue
    }
    if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)) {
      at += 2
      continue
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc
    if (isFrame) return { width: view.getUint16(at + 7), height: view.getUint16(at + 5) }
    if (marker === 0xd9 || marker === 0xda) return null
    at += 2 + view.getUint16(at + 2)
  }
  // Past a long profile that is there to its end; cut, there is nothing to draw.
  return at > view.byteLength ? 'beyond' : null
}

function webpSize(view: DataView): PixelSize | null {
  switch (view.getUint32(12)) {
    // « VP8X »
    case 0x56503858:
      return { width: 1 + uint24(view, 24), height: 1 + uint24(view, 27) }
    // « VP8L »
    case 0x5650384c: {
      const bits = view.getUint32(21, true)
      return { width: 1 + (bits & 0x3fff), height: 1 + ((bits >>> 14) & 0x3fff) }
    }
    // « VP8 »
    case 0x56503820:
      return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff }
    default:
      return null
  }
}

function uint24(view: DataView, at: number): number {
  return view.getUint16(at, true) + view.getUint8(at + 2) * 65_536
}
