import { KeyObject, sign } from 'node:crypto'
import type { MadeAuthority } from '#test/main/protocols/certificate-maker.ts'

/** Entries of a revocation list, one for each serial number of four bytes from the first one, revoked at 2026-11-22 10:00. */
export function listEntries(count: number, first: number): Buffer {
  const one = Buffer.from(`3015020400000000170d${Buffer.from('261122100000Z').toString('hex')}`, 'hex')
  const entries = Buffer.alloc(one.length * count)
  for (let n = 0; n < count; n += 1) {
    one.copy(entries, n * one.length)
    entries.writeUInt32BE(first + n, n * one.length + 4)
  }
  return entries
}

/** A list as long as wanted, signed, DER: an object for each of its entries would take minutes. */
export function longList(
  by: Pick<MadeAuthority, 'name' | 'keys'>,
  list: { readonly entries: Uint8Array; readonly from: string; readonly to: string },
): Uint8Array {
  const algorithm = Buffer.from('300d06092a864886f70d01010b0500', 'hex')
  const body = der(
    0x30,
    Buffer.from('020101', 'hex'),
    algorithm,
    new Uint8Array(by.name.toArrayBuffer()),
    instant(list.from),
    instant(list.to),
    der(0x30, list.entries),
  )
  const signature = sign('sha256', body, KeyObject.from(by.keys.privateKey))
  return der(0x30, body, algorithm, der(0x03, Uint8Array.of(0), signature))
}

function instant(at: string): Uint8Array {
  const digits = at.replaceAll(/\D/g, '').slice(2, 14)
  return der(0x17, Buffer.from(`${digits}Z`))
}

function der(tag: number, ...contents: readonly Uint8Array[]): Uint8Array {
  const content = Buffer.concat(contents)
  if (content.length < 0x80) return Buffer.concat([Uint8Array.of(tag, content.length), content])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(content.length)
  const first = length.findIndex((byte) => byte !== 0)
  return Buffer.concat([Uint8Array.of(tag, 0x80 | (4 - first)), length.subarray(first), content])
}
