import { toPlainCapitals } from './letters.ts'

/** Which name of the civil status: bounds differ (reference: SEL-MP-043 §2, EF_INS01_03, EF_INS10_01 and _02). */
export type NameKind = 'birth-name' | 'first-name'

/** What stands in the way of a name in the INS character set. */
export type NameFault =
  /** No letter is defined for these signs; they are never dropped silently. */
  | { readonly code: 'name.signs'; readonly signs: readonly string[] }
  | { readonly code: 'name.empty' | 'name.start' | 'name.end' | 'name.double-hyphen' | 'name.doubled' }

/** A name in the INS character set, with what keeps it from being accepted. */
export interface InsName {
  /** The name with A to Z, space, apostrophe and hyphen; refused signs stay visible in it. */
  readonly value: string
  readonly faults: readonly NameFault[]
}

const apostrophes = /[‘’‛ʼʹ′´`＇]/gu
const hyphens = /[‐‑‒–—−﹣－]/gu

/**
 * A name in the INS character set: A to Z, space, ASCII apostrophe and hyphen. Accents and ligatures become letters
 * (é E, œ OE, ß SS…), typographic apostrophes and dashes their ASCII sign, several spaces one. A sign without
 * equivalent (a digit, `_`, `/`) is reported and left in place, never dropped.
 */
export function toInsName(text: string, kind: NameKind): InsName {
  const value = toPlainCapitals(text.replace(apostrophes, "'").replace(hyphens, '-')).replace(/\s+/gu, ' ').trim()
  const faults: NameFault[] = []
  const signs = [...new Set(value.match(/[^A-Z '-]/gu))]
  if (signs.length > 0) faults.push({ code: 'name.signs', signs })
  if (!/[A-Z]/.test(value)) faults.push({ code: 'name.empty' })
  else {
    if (value.startsWith('-')) faults.push({ code: 'name.start' })
    if (kind === 'first-name' && /['-]$/.test(value)) faults.push({ code: 'name.end' })
    if (value.includes('---') || (kind === 'first-name' && value.includes('--')))
      faults.push({ code: 'name.double-hyphen' })
    if (/''| '|' /.test(value)) faults.push({ code: 'name.doubled' })
  }
  return { value, faults }
}

/**
 * Whether the first birth first name begins the list of birth first names, hyphen, apostrophe and space being equal
 * (RNIV 1, EXI ID 10): `ANNE SOPHIE` begins `ANNE-SOPHIE MARIE`; `ANN` does not.
 */
export function firstNameBeginsList(first: string, list: readonly string[]): boolean {
  const wanted = toInsName(first, 'first-name').value.replace(/['-]/g, ' ')
  const all = list.map((name) => toInsName(name, 'first-name').value.replace(/['-]/g, ' ')).join(' ')
  return wanted !== '' && (all === wanted || all.startsWith(`${wanted} `))
}
