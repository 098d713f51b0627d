/** A fingerprint by groups of four, as authorities publish them: it is compared by eye. */
export function sayFingerprint(fingerprint: string): string {
  return fingerprint.toUpperCase().replaceAll(/(.{4})(?=.)/g, '$1 ')
}
