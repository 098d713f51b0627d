/**
 * A text whose encoding nobody said: by its mark if it has one, else UTF-8 when it is that, else Windows-1252, which any
 * bytes are.
 */
export function decodeText(bytes: Uint8Array): string {
  const [first, second] = bytes
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}

/** The same for an XML, which may name its encoding. */
export function decodeXml(bytes: Uint8Array): string {
  const named = /^<\?xml[^>]*\bencoding=["']([\w-]{1,40})["']/.exec(
    new TextDecoder('latin1').decode(bytes.subarray(0, 200)),
  )?.[1]
  if (named !== undefined && !/^utf-?8$/i.test(named)) {
    try {
      return new TextDecoder(named).decode(bytes)
    } catch {
      // A name that nobody knows says nothing.
    }
  }
  return decodeText(bytes)
}
