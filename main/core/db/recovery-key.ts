/**
 * The printed recovery key: 160 random bits as 8 groups of 5 symbols, `7K3QD-…`. Four symbols of a group carry 20 bits,
 * the fifth is a check over the four and the group's place, so that a typing error is found in its group.
 *
 * Symbols are Crockford's base 32: no I, L, O, U; when typed, i and l are read as 1, o as 0, case and separators are
 * ignored.
 */
const symbols = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const groupCount = 8
const dataSymbols = 4

/** Bytes of a recovery key. */
export const recoveryKeyBytes = 20

/** What was understood of a typed recovery key. `group` counts from 1. */
export type ParsedRecoveryKey =
  | { readonly ok: true; readonly key: Uint8Array }
  /** `format`: not 8 groups of 5 known symbols. `checksum`: a group was mistyped, or two were exchanged. */
  | { readonly ok: false; readonly reason: 'format' | 'checksum'; readonly group?: number }

/** The groups to print for a key of {@link recoveryKeyBytes} bytes. */
export function recoveryKeyGroups(key: Uint8Array): readonly string[] {
  if (key.byteLength !== recoveryKeyBytes) throw new TypeError(`a recovery key has ${recoveryKeyBytes} bytes`)
  const values: number[] = []
  let pending = 0
  let pendingBits = 0
  for (const byte of key) {
    pending = (pending << 8) | byte
    pendingBits += 8
    while (pendingBits >= 5) {
      pendingBits -= 5
      values.push((pending >> pendingBits) & 31)
    }
    pending &= (1 << pendingBits) - 1
  }
  return Array.from({ length: groupCount }, (_, place) => {
    const data = values.slice(place * dataSymbols, (place + 1) * dataSymbols)
    return [...data, checkSymbol(data, place)].map((value) => symbols.charAt(value)).join('')
  })
}

/**
 * Reads a recovery key as a person typed it. Every single mistyped symbol and every exchange of two neighbours is found
 * and located; of other errors in a group, one in 32 is found only when the key opens nothing.
 */
export function parseRecoveryKey(typed: string): ParsedRecoveryKey {
  // Where the person kept the printed separators, a group with a missing symbol can be named.
  const words = typed.trim().split(/[\s\u2010-\u2015-]+/u)
  if (words.length === groupCount) {
    const wrong = words.findIndex((word) => word.length !== dataSymbols + 1)
    if (wrong >= 0) return { ok: false, reason: 'format', group: wrong + 1 }
  }
  const values: number[] = []
  const characters = [...words.join('')]
  for (const [at, character] of characters.entries()) {
    const value = symbolValue(character)
    if (value === null) {
      return { ok: false, reason: 'format', group: Math.min(Math.floor(at / (dataSymbols + 1)) + 1, groupCount) }
    }
    values.push(value)
  }
  const complete = values.length === groupCount * (dataSymbols + 1)
  const data: number[] = []
  for (let place = 0; place < Math.min(groupCount, Math.floor(values.length / (dataSymbols + 1))); place++) {
    const group = values.slice(place * (dataSymbols + 1), (place + 1) * (dataSymbols + 1))
    const groupData = group.slice(0, dataSymbols)
    if (group[dataSymbols] !== checkSymbol(groupData, place)) {
      return { ok: false, reason: complete ? 'checksum' : 'format', group: place + 1 }
    }
    data.push(...groupData)
  }
  if (!complete) {
    const group = Math.floor(values.length / (dataSymbols + 1)) + 1
    return group <= groupCount ? { ok: false, reason: 'format', group } : { ok: false, reason: 'format' }
  }
  return { ok: true, key: toBytes(data) }
}

function symbolValue(character: string): number | null {
  const upper = character.toUpperCase()
  if (upper === 'I' || upper === 'L') return 1
  if (upper === 'O') return 0
  const value = upper.length === 1 ? symbols.indexOf(upper) : -1
  return value < 0 ? null : value
}

/**
 * A weighted sum in GF(32). The weights are distinct powers of a generator, so changing one symbol or exchanging two
 * different ones always changes the sum; the place is one more term, so groups in the wrong order are found too.
 */
function checkSymbol(data: readonly number[], place: number): number {
  let sum = 0
  // Horner's rule: multiplying by 2 is multiplying by the generator x of GF(32).
  for (const value of [place + 1, ...data]) sum = timesX(sum ^ value)
  return sum
}

/** Multiplies by x in GF(2)[x] modulo x⁵ + x² + 1, which is primitive. */
function timesX(value: number): number {
  const doubled = value << 1
  return (doubled & 32) !== 0 ? doubled ^ 0b100101 : doubled
}

function toBytes(values: readonly number[]): Uint8Array {
  const key = new Uint8Array(recoveryKeyBytes)
  let pending = 0
  let pendingBits = 0
  let written = 0
  for (const value of values) {
    pending = (pending << 5) | value
    pendingBits += 5
    if (pendingBits >= 8) {
      pendingBits -= 8
      key[written++] = (pending >> pendingBits) & 255
      pending &= (1 << pendingBits) - 1
    }
  }
  return key
}
