/**
 * What scanners that type like a keyboard make of a mark, and the way back.
 *
 * They send keys, not letters: a scanner set for a keyboard and a computer set for another disagree on which letter a key
 * is. The header of a mark is known, and tells which of both happened.
 */

/** Ways in which scanners and their drivers write the separator where they do not send ASCII 29. */
const writtenSeparators = /\u241D|<GS>|\{GS\}|\[GS\]|\\x1D|\\u001D|\^\]/giu

/** Keys of an American keyboard, as a French computer (AZERTY) reads them. */
const americanOnFrench: Readonly<Record<string, string>> = {
  '&': '1',
  é: '2',
  '"': '3',
  "'": '4',
  '(': '5',
  '-': '6',
  è: '7',
  _: '8',
  ç: '9',
  à: '0',
  ')': '-',
  ':': '.',
  ù: "'",
  A: 'Q',
  Q: 'A',
  Z: 'W',
  W: 'Z',
  '?': 'M',
  $: '\u001D',
}

/** Keys of a French keyboard, as an American computer reads them. */
const frenchOnAmerican: Readonly<Record<string, string>> = {
  '!': '1',
  '@': '2',
  '#': '3',
  $: '4',
  '%': '5',
  '^': '6',
  '&': '7',
  '*': '8',
  '(': '9',
  ')': '0',
  '6': '-',
  '4': "'",
  '<': '.',
  A: 'Q',
  Q: 'A',
  Z: 'W',
  W: 'Z',
  ':': 'M',
}

/**
 * The text of a mark as it was printed: without what a scanner puts around it (the symbology, ends of line), its
 * separators as ASCII 29, its letters as capitals. `retyped` when another keyboard was undone.
 */
export function readableScan(scanned: string): { readonly text: string; readonly retyped: boolean } {
  const bare = scanned
    .normalize('NFC')
    .replace(/^[\s\p{Cc}]+|[\s\p{Cc}]+$/gu, '')
    .replace(/^\]d[0-9]/u, '')
    .replace(writtenSeparators, '\u001D')
  if (/^IS\d/iu.test(bare)) return { text: bare.toUpperCase(), retyped: false }
  const keyboard = /^ISà&/iu.test(bare) ? americanOnFrench : /^IS\)!/iu.test(bare) ? frenchOnAmerican : null
  if (keyboard === null) return { text: bare, retyped: false }
  const text = [...bare].map((sign) => keyboard[sign] ?? keyboard[sign.toUpperCase()] ?? sign.toUpperCase()).join('')
  return { text, retyped: true }
}
