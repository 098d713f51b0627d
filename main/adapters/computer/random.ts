import { randomBytes } from 'node:crypto'
import type { Random } from '#core/ports/index.ts'

let lastMs = 0
let sequence = 0

/** Chance from the operating system. Identifiers are UUIDs of version 7, in order even within a millisecond (RFC 9562 §6.2). */
export const systemRandom: Random = {
  id: () => uuidV7(Date.now(), randomBytes(10)),
  bytes: (count) => randomBytes(count),
}

/** 48 bits of time, 12 bits of counter, 62 bits of chance. */
function uuidV7(nowMs: number, chance: Buffer): string {
  if (nowMs > lastMs) {
    lastMs = nowMs
    sequence = chance.readUInt16BE(0) & 0x7ff
  } else {
    sequence += 1
    // The counter is full: the identifier borrows the next millisecond rather than go back.
    if (sequence > 0xfff) {
      lastMs += 1
      sequence = 0
    }
  }
  const bytes = Buffer.alloc(16)
  bytes.writeUIntBE(lastMs, 0, 6)
  bytes.writeUInt16BE(0x7000 | sequence, 6)
  chance.copy(bytes, 8, 2)
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8)
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
