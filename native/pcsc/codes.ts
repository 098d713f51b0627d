/**
 * Answers of PC/SC by name. The values are the same in pcsc-lite (`pcsclite.h`), on macOS and on Windows (`winerror.h`), but
 * for 0x8010001F, which pcsc-lite also names SCARD_E_UNSUPPORTED_FEATURE.
 */
const names: Readonly<Record<number, string>> = {
  0x00000000: 'SCARD_S_SUCCESS',
  0x80100001: 'SCARD_F_INTERNAL_ERROR',
  0x80100002: 'SCARD_E_CANCELLED',
  0x80100003: 'SCARD_E_INVALID_HANDLE',
  0x80100004: 'SCARD_E_INVALID_PARAMETER',
  0x80100005: 'SCARD_E_INVALID_TARGET',
  0x80100006: 'SCARD_E_NO_MEMORY',
  0x80100007: 'SCARD_F_WAITED_TOO_LONG',
  0x80100008: 'SCARD_E_INSUFFICIENT_BUFFER',
  0x80100009: 'SCARD_E_UNKNOWN_READER',
  0x8010000a: 'SCARD_E_TIMEOUT',
  0x8010000b: 'SCARD_E_SHARING_VIOLATION',
  0x8010000c: 'SCARD_E_NO_SMARTCARD',
  0x8010000d: 'SCARD_E_UNKNOWN_CARD',
  0x8010000e: 'SCARD_E_CANT_DISPOSE',
  0x8010000f: 'SCARD_E_PROTO_MISMATCH',
  0x80100010: 'SCARD_E_NOT_READY',
  0x80100011: 'SCARD_E_INVALID_VALUE',
  0x80100012: 'SCARD_E_SYSTEM_CANCELLED',
  0x80100013: 'SCARD_F_COMM_ERROR',
  0x80100014: 'SCARD_F_UNKNOWN_ERROR',
  0x80100015: 'SCARD_E_INVALID_ATR',
  0x80100016: 'SCARD_E_NOT_TRANSACTED',
  0x80100017: 'SCARD_E_READER_UNAVAILABLE',
  0x80100018: 'SCARD_P_SHUTDOWN',
  0x80100019: 'SCARD_E_PCI_TOO_SMALL',
  0x8010001a: 'SCARD_E_READER_UNSUPPORTED',
  0x8010001b: 'SCARD_E_DUPLICATE_READER',
  0x8010001c: 'SCARD_E_CARD_UNSUPPORTED',
  0x8010001d: 'SCARD_E_NO_SERVICE',
  0x8010001e: 'SCARD_E_SERVICE_STOPPED',
  0x8010001f: 'SCARD_E_UNEXPECTED',
  0x8010002e: 'SCARD_E_NO_READERS_AVAILABLE',
  0x8010002f: 'SCARD_E_COMM_DATA_LOST',
  0x80100065: 'SCARD_W_UNSUPPORTED_CARD',
  0x80100066: 'SCARD_W_UNRESPONSIVE_CARD',
  0x80100067: 'SCARD_W_UNPOWERED_CARD',
  0x80100068: 'SCARD_W_RESET_CARD',
  0x80100069: 'SCARD_W_REMOVED_CARD',
  0x8010006a: 'SCARD_W_SECURITY_VIOLATION',
}

/** The name of what a call returned, or its value in hexadecimal. A `LONG` is signed on some systems and wider on others. */
export function codeName(returned: number | bigint): string {
  const value = Number(BigInt.asUintN(32, BigInt(returned)))
  return names[value] ?? `0x${value.toString(16).padStart(8, '0').toUpperCase()}`
}

/** A call of PC/SC that did not succeed. */
export class PcscFailure extends Error {
  /** « SCARD_W_REMOVED_CARD ». */
  readonly code: string

  constructor(call: string, code: string) {
    super(`${call}: ${code}`)
    this.name = 'PcscFailure'
    this.code = code
  }
}

/** Why no face of PC/SC could be made: no FFI for this system, or no library. */
export class PcscAbsent extends Error {
  override readonly name = 'PcscAbsent'
}
