import type { CivilDate } from './civil-date.ts'

/**
 * The whole date that national services need when parts are unknown (RNIV 1 v2.0, EXI ID 11 and 12): day unknown, the
 * first of the month; month unknown (or lunar), January; both, 31 December. What was typed stays what is stored.
 */
export function interpretBirthDate(date: CivilDate): { readonly date: CivilDate; readonly interpreted: boolean } {
  const year = date.slice(0, 4)
  const month = Number(date.slice(5, 7))
  const day = date.slice(8, 10)
  const monthUnknown = month === 0 || month > 12
  if (!monthUnknown && day !== '00') return { date, interpreted: false }
  if (monthUnknown && day === '00') return { date: `${year}-12-31`, interpreted: true }
  if (monthUnknown) return { date: `${year}-01-${day}`, interpreted: true }
  return { date: `${date.slice(0, 7)}-01`, interpreted: true }
}
