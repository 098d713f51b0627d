/** How one system lays out what PC/SC is given. Sources: `wintypes.h` and `winscard.h` of each. */
export interface PcscLayout {
  /** Loaded one after the other until one answers. */
  readonly libraries: readonly string[]
  readonly dword: 'uint32_t' | 'uint64_t'
  readonly long: 'int32_t' | 'int64_t'
  /** SCARDCONTEXT and SCARDHANDLE. */
  readonly handle: 'int32_t' | 'int64_t' | 'uintptr_t'
  /** A string; Windows is called by its wide functions, whose names end in W. */
  readonly text: 'str' | 'str16'
  readonly wide: boolean
  /** Room for an ATR in SCARD_READERSTATE: 33 bytes are used. */
  readonly atrRoom: 33 | 36
  /** No padding between the members of a struct. */
  readonly packed: boolean
}

/**
 * The layout of a system, or `null` where PC/SC has none we know.
 *
 * pcsc-lite makes DWORD a `long`, of 64 bits on a 64-bit Linux; Apple keeps 32 bits and packs its structs; Windows keeps 32 bits,
 * aligns, and its contexts are as wide as a pointer.
 */
export function layoutOf(platform: string, pointerBits: 32 | 64): PcscLayout | null {
  if (platform === 'win32') {
    return {
      libraries: ['winscard.dll'],
      dword: 'uint32_t',
      long: 'int32_t',
      handle: 'uintptr_t',
      text: 'str16',
      wide: true,
      atrRoom: 36,
      packed: false,
    }
  }
  if (platform === 'darwin') {
    return {
      libraries: ['/System/Library/Frameworks/PCSC.framework/PCSC'],
      dword: 'uint32_t',
      long: 'int32_t',
      handle: 'int32_t',
      text: 'str',
      wide: false,
      atrRoom: 33,
      packed: true,
    }
  }
  if (platform !== 'linux' && platform !== 'freebsd') return null
  const wide = pointerBits === 64
  return {
    libraries: ['libpcsclite.so.1'],
    dword: wide ? 'uint64_t' : 'uint32_t',
    long: wide ? 'int64_t' : 'int32_t',
    handle: wide ? 'int64_t' : 'int32_t',
    text: 'str',
    wide: false,
    atrRoom: 33,
    packed: false,
  }
}
