/** One object of a BER-TLV text: its tag as a number (`0x65`, `0x7f21`), and its value. */
export interface TlvObject {
  readonly tag: number
  readonly value: Uint8Array
}

/** What cannot be read as BER-TLV. Says where, never what. */
export class TlvFault extends Error {
  readonly reason: 'cut' | 'tag' | 'length' | 'too-many'

  constructor(reason: 'cut' | 'tag' | 'length' | 'too-many') {
    super(`not BER-TLV (${reason})`)
    this.name = 'TlvFault'
    this.reason = reason
  }
}

/** More objects in one text than any card of ours has. */
const mostObjects = 512

/**
 * The objects of a text, in order, without looking inside them (ISO/IEC 7816-4 §5.2.2: tags of one or two bytes, lengths
 * of up to four). Bytes `00` and `FF` between objects are filling. Throws {@link TlvFault}.
 */
export function readTlv(bytes: Uint8Array): TlvObject[] {
  const objects: TlvObject[] = []
  let at = 0
  while (at < bytes.length) {
    const first = bytes[at] ?? 0
    if (first === 0x00 || first === 0xff) {
      at += 1
      continue
    }
    if (objects.length >= mostObjects) throw new TlvFault('too-many')
    const head = readHead(bytes, at)
    if (head.end > bytes.length) throw new TlvFault('cut')
    objects.push({ tag: head.tag, value: bytes.subarray(head.start, head.end) })
    at = head.end
  }
  return objects
}

/**
 * Where the first object of a text ends, when its head is whole; `null` while bytes are missing to know. It may end beyond
 * `bytes`. Throws {@link TlvFault} for what is no head.
 */
export function endOfFirst(bytes: Uint8Array): number | null {
  try {
    return readHead(bytes, 0).end
  } catch (error) {
    if (error instanceof TlvFault && error.reason === 'cut') return null
    throw error
  }
}

interface Head {
  readonly tag: number
  readonly start: number
  readonly end: number
}

function readHead(bytes: Uint8Array, from: number): Head {
  let at = from
  const next = (): number => {
    const byte = bytes[at]
    if (byte === undefined) throw new TlvFault('cut')
    at += 1
    return byte
  }
  let tag = next()
  if ((tag & 0x1f) === 0x1f) {
    const second = next()
    // A third byte of tag is used by no card read here.
    if ((second & 0x80) !== 0) throw new TlvFault('tag')
    tag = (tag << 8) | second
  }
  let length = next()
  if (length > 0x7f) {
    const size = length & 0x7f
    if (size === 0 || size > 3) throw new TlvFault('length')
    length = 0
    for (let read = 0; read < size; read += 1) length = length * 256 + next()
  }
  return { tag, start: at, end: at + length }
}

/** The value of the first object of that tag, or `null`. */
export function valueOf(objects: readonly TlvObject[], tag: number): Uint8Array | null {
  return objects.find((one) => one.tag === tag)?.value ?? null
}
