/** How large a picture says it is, in pixels. */
export interface DeclaredSize {
  readonly width: number
  readonly height: number
}

/** How much of a file must be looked at: a JPEG may tell its size after profiles and thumbnails. */
export const declaringBytes = 2_000_000

/**
 * The size a PNG, JPEG, GIF, BMP or WebP declares at its beginning; `null` for anything else, and for what declares none. Drawing
 * one takes the memory of its pixels, whatever the file weighs: it is to be looked at before.
 */
export function declaredSize(head: Uint8Array): DeclaredSize | null {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength)
  try {
    const size = sizeIn(view)
    return size !== null && size.width > 0 && size.height > 0 ? size : null
  } catch (error) {
    // It ends before it tells.
    if (error instanceof RangeError) return null
    throw error
  }
}

function sizeIn(view: DataView): DeclaredSize | null {
  const begins = view.getUint32(0)
  if (begins === 0x89_50_4e_47) return { width: view.getUint32(16), height: view.getUint32(20) }
  if (begins >>> 8 === 0xff_d8_ff) return sizeOfJpeg(view)
  if (begins === 0x47_49_46_38) return { width: view.getUint16(6, true), height: view.getUint16(8, true) }
  if (begins >>> 16 === 0x42_4d) {
    return { width: Math.abs(view.getInt32(18, true)), height: Math.abs(view.getInt32(22, true)) }
  }
  const isWebp = begins === 0x52_49_46_46 && view.getUint32(8) === 0x57_45_42_50
  return isWebp ? sizeOfWebp(view) : null
}

/** Of the first frame: segments before it are passed over by the length they tell. */
function sizeOfJpeg(view: DataView): DeclaredSize | null {
  let at = 2
  for (;;) {
    const marker = view.getUint16(at)
    const isFrame = marker >= 0xff_c0 && marker <= 0xff_cf && ![0xff_c4, 0xff_c8, 0xff_cc].includes(marker)
    if (isFrame) return { width: view.getUint16(at + 7), height: view.getUint16(at + 5) }
    if (marker >>> 8 !== 0xff || marker === 0xff_d9 || marker === 0xff_da) return null
    // Filling before a marker is a byte long.
    at += marker === 0xff_ff ? 1 : 2 + Math.max(2, view.getUint16(at + 2))
  }
}

function sizeOfWebp(view: DataView): DeclaredSize | null {
  const threeBytes = (at: number) => view.getUint16(at, true) + (view.getUint8(at + 2) << 16)
  switch (view.getUint32(12)) {
    case 0x56_50_38_58:
      return { width: threeBytes(24) + 1, height: threeBytes(27) + 1 }
    case 0x56_50_38_4c: {
      const bits = view.getUint32(21, true)
      return { width: (bits & 0x3f_ff) + 1, height: ((bits >>> 14) & 0x3f_ff) + 1 }
    }
    case 0x56_50_38_20:
      return { width: view.getUint16(26, true) & 0x3f_ff, height: view.getUint16(28, true) & 0x3f_ff }
    default:
      return null
  }
}
