/** Control key of the 13 characters: 97 minus their remainder by 97, `2A` counting as 19 and `2B` as 18. Two digits. */
export function nirKey(body13: string): string {
  const digits = body13.replace('2A', '19').replace('2B', '18')
  if (!/^\d{13}$/.test(digits)) throw new TypeError('a NIR has 13 characters')
  return String(97 - (Number(digits) % 97)).padStart(2, '0')
}
