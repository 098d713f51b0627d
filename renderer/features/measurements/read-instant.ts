/**
 * The instant of a day and an hour typed where this computer stands: « 24/11/2026 » and « 14:31 », « 14h31 » or « 1431 »;
 * `null` when one of them is not there.
 */
export function readInstant(day: string, time: string): string | null {
  const [, date, month, year] = /^(\d{1,2})[\s/.-](\d{1,2})[\s/.-](\d{4})$/.exec(day.trim()) ?? []
  const [, hour, minute] = /^(\d{1,2}) ?[h:]? ?(\d{2})$/i.exec(time.trim()) ?? []
  if (date === undefined || month === undefined || year === undefined || hour === undefined || minute === undefined) {
    return null
  }
  const instant = new Date(Number(year), Number(month) - 1, Number(date), Number(hour), Number(minute))
  const isThere =
    instant.getDate() === Number(date) &&
    instant.getMonth() === Number(month) - 1 &&
    instant.getHours() === Number(hour) &&
    instant.getMinutes() === Number(minute)
  return isThere ? instant.toISOString() : null
}
