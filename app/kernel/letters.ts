/** Letters that Unicode does not take apart, and what they become in civil status and in search. */
const ligatures: Readonly<Record<string, string>> = {
  Œ: 'OE',
  Æ: 'AE',
  ẞ: 'SS',
  ß: 'SS',
  Ø: 'O',
  Ł: 'L',
  Đ: 'D',
  Ð: 'D',
  Þ: 'TH',
  Ħ: 'H',
  Ŧ: 'T',
  Ŋ: 'N',
  ı: 'I',
  Ĳ: 'IJ',
  ĸ: 'K',
}

/** Upper case without accent: « Œuvrard » gives `OEUVRARD`, « Łukasz » gives `LUKASZ`. Other signs stay as they are. */
export function toPlainCapitals(text: string): string {
  let plain = ''
  for (const letter of text
    .toUpperCase()
    .normalize('NFD')
    .replace(/\p{M}+/gu, ''))
    plain += ligatures[letter] ?? letter
  return plain
}

const plainWords = /[a-z0-9]+/g

/** The words of a text as the search knows them: lower case, no accent, no ligature, cut at every other sign. */
export function searchWords(text: string): string[] {
  return toPlainCapitals(text).toLowerCase().match(plainWords) ?? []
}

/** A name as names are compared and sorted: « Saint-Éloi » and « SAINT ELOI » give `sainteloi`. */
export function nameKey(text: string): string {
  return searchWords(text).join('')
}
