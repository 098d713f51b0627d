/** Bytes a call of `String.fromCharCode` takes at once. */
const chunkBytes = 32_768

/** A file's content in base64url; `null` when it cannot be read (moved, taken away) or is too big to be one of those. */
export async function fileText(file: File, mostBytes: number): Promise<string | null> {
  if (file.size > mostBytes) return null
  try {
    const bytes = new Uint8Array(await file.arrayBuffer())
    const parts: string[] = []
    for (let at = 0; at < bytes.length; at += chunkBytes)
      parts.push(String.fromCharCode(...bytes.subarray(at, at + chunkBytes)))
    return btoa(parts.join('')).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
  } catch {
    return null
  }
}
