/** How a system lays out what PKCS#11 is given: `pkcs11t.h` and, for the packing, § 2.1 of the base specification. */
export interface Pkcs11Layout {
  /** Bytes of `CK_ULONG`: an `unsigned long`, which Windows keeps at four on a 64-bit system. */
  readonly ulong: 4 | 8
  readonly pointer: 4 | 8
  /** Windows asks for structs without padding. */
  readonly packed: boolean
}

/** The layout of this process, or of another one. */
export function layoutOf(platform: string, pointerBits: 32 | 64): Pkcs11Layout {
  const pointer = pointerBits === 64 ? 8 : 4
  return platform === 'win32' ? { ulong: 4, pointer, packed: true } : { ulong: pointer, pointer, packed: false }
}

/** Where the members of a struct stand, and its size, as a C compiler would place them. */
export function placesOf(layout: Pkcs11Layout, sizes: readonly number[]): { places: number[]; size: number } {
  const places: number[] = []
  let end = 0
  let widest = 1
  for (const size of sizes) {
    // Texts and versions are arrays of bytes: they stand anywhere.
    const step = layout.packed || size > 8 || size === 2 ? 1 : size
    end = Math.ceil(end / step) * step
    places.push(end)
    end += size
    widest = Math.max(widest, step)
  }
  return { places, size: Math.ceil(end / widest) * widest }
}
