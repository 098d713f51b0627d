/** The bytes of a base64 text, as replies carry PDFs. */
export function bytesOfBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0))
}
