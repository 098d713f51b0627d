/** An object of ISO/IEC 7816-4 §5.2.2 (BER-TLV): its tag as a number (`0x5F37`), and its value. */
export function tlv(tag: number, ...value: readonly Uint8Array[]): Uint8Array {
  const content = new Uint8Array(Buffer.concat(value))
  return new Uint8Array([...tagBytes(tag), ...lengthBytes(content.length), ...content])
}

/** The bytes of a text of the card, in Latin-1 as in the files that were published. */
export function latin(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'latin1'))
}

function tagBytes(tag: number): readonly number[] {
  return tag > 0xff ? [tag >> 8, tag & 0xff] : [tag]
}

function lengthBytes(length: number): readonly number[] {
  if (length < 0x80) return [length]
  return length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
}
