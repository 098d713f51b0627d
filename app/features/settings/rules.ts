/**
 * Whether a text is a FINESS number: nine characters whose last is the key of the others (Luhn). A Corsican number has a
 * letter in second place; the key of those is not checked, its computation being nowhere published.
 */
export function isFiness(text: string): boolean {
  if (/^2[AB]\d{7}$/.test(text)) return true
  if (!/^\d{9}$/.test(text)) return false
  let sum = 0
  for (let place = 0; place < 9; place += 1) {
    const digit = Number(text.charAt(8 - place))
    sum += place % 2 === 0 ? digit : digit > 4 ? digit * 2 - 9 : digit * 2
  }
  return sum % 10 === 0
}
