/** What a calendar and a clock on the wall show: digits, at their usual width. */
export interface LocalTime {
  readonly year: string
  readonly month: string
  readonly day: string
  readonly hour: string
  readonly minute: string
  readonly second: string
}

/**
 * An instant as it is shown in a time zone, in the Gregorian calendar and over 24 hours.
 *
 * @param instant ISO 8601.
 * @param timeZone IANA name. Default: the computer's.
 */
export function localTime(instant: string, timeZone?: string): LocalTime {
  const format = new Intl.DateTimeFormat('en-GB', {
    ...(timeZone === undefined ? {} : { timeZone }),
    calendar: 'iso8601',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  })
  const parts = new Map(format.formatToParts(new Date(instant)).map(({ type, value }) => [type, value]))
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? ''
  return {
    year: part('year').padStart(4, '0'),
    month: part('month'),
    day: part('day'),
    hour: part('hour'),
    minute: part('minute'),
    second: part('second'),
  }
}

/**
 * The instant at which a local day begins: midnight, or the first instant of a day that has no midnight.
 *
 * @param day `2026-11-22`.
 * @param timeZone IANA name.
 */
export function dayStart(day: string, timeZone: string): string {
  const wanted = Date.parse(`${day}T00:00:00.000Z`)
  let instant = wanted
  // Twice: the first guess may stand on the other side of a change of the clocks.
  for (let round = 0; round < 2; round++) instant = wanted - offsetMs(instant, timeZone)
  return new Date(instant).toISOString()
}

/** The day after a day. */
export function nextDay(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00.000Z`) + 86_400_000).toISOString().slice(0, 10)
}

/** How far the clock on the wall is ahead of UTC at an instant, in ms. */
function offsetMs(instant: number, timeZone: string): number {
  const { year, month, day, hour, minute, second } = localTime(new Date(instant).toISOString(), timeZone)
  const shown = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`)
  return shown - Math.floor(instant / 1000) * 1000
}
