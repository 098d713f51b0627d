import type { CivilDate } from '#app/kernel/civil-date.ts'
import { nirKey } from '#app/kernel/nir.ts'
import type { Sex } from '../model.ts'

/** The 13 characters of a NIR or NIA: Corsica has `2A` or `2B` in places 6 and 7. */
const body = /^[1-478]\d{4}(?:\d{2}|2[AB])\d{6}$/

export { nirKey }
export { insOids, type MatriculeNature, natureOfOid } from '#app/kernel/ins-oid.ts'

export type NirReading =
  | { readonly ok: true; readonly body: string; readonly key: string; readonly keyWasTyped: boolean }
  | { readonly ok: false; readonly code: 'nir.format' }
  /** The key typed is not the one computed. */
  | { readonly ok: false; readonly code: 'nir.key'; readonly expected: string }

/** Reads a number of 13 or 15 characters typed with or without spaces; computes the key when it is missing. */
export function parseNir(typed: string): NirReading {
  const text = typed.replace(/[\s.]/gu, '').toUpperCase()
  const body13 = text.slice(0, 13)
  const typedKey = text.slice(13)
  if (!body.test(body13) || !/^(\d{2})?$/.test(typedKey)) return { ok: false, code: 'nir.format' }
  const key = nirKey(body13)
  if (typedKey !== '' && typedKey !== key) return { ok: false, code: 'nir.key', expected: key }
  return { ok: true, body: body13, key, keyWasTyped: typedKey !== '' }
}

/** Spaces as on the card: `2 58 11 33 514 987 15`. */
export function formatNir(matricule: string): string {
  const groups = /^(.)(..)(..)(..)(...)(...)(..)?$/.exec(matricule)
  return groups === null
    ? matricule
    : groups
        .slice(1)
        .filter((group) => group !== undefined)
        .join(' ')
}

export type NirWarning = 'nir.sex' | 'nir.year' | 'nir.month' | 'nir.place'

/**
 * What in a NIR does not agree with the traits beside it. Only to be shown: a changed sex, a birth certificate
 * corrected or a merged commune explain each of them, and INSi itself returns such numbers.
 */
export function nirWarnings(
  body13: string,
  traits: { readonly sex: Sex; readonly birthDate: CivilDate; readonly birthPlaceCode: string },
): NirWarning[] {
  const warnings: NirWarning[] = []
  const first = body13.charAt(0)
  if (traits.sex === 'M' && !['1', '3', '7'].includes(first)) warnings.push('nir.sex')
  if (traits.sex === 'F' && !['2', '4', '8'].includes(first)) warnings.push('nir.sex')
  if (body13.slice(1, 3) !== traits.birthDate.slice(2, 4)) warnings.push('nir.year')
  const month = Number(body13.slice(3, 5))
  const known = Number(traits.birthDate.slice(5, 7))
  if (month >= 1 && month <= 12 && known >= 1 && known <= 12 && month !== known) warnings.push('nir.month')
  if (traits.birthPlaceCode !== '99999' && body13.slice(5, 10) !== traits.birthPlaceCode) warnings.push('nir.place')
  return warnings
}
