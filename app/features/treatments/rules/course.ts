import type { Duration, TreatmentFields } from '../model.ts'

/**
 * The last day of something that begins on a day and lasts: three months from 24/11 end on 23/02. A month that lacks the
 * day ends on its last one.
 */
export function lastDay(beginsOn: string, { count, unit }: Duration): string {
  const [year = 0, month = 1, day = 1] = beginsOn.split('-').map(Number)
  const end =
    unit === 'month'
      ? new Date(Date.UTC(year, month - 1 + count, Math.min(day, daysIn(year, month - 1 + count))))
      : new Date(Date.UTC(year, month - 1, day + count * (unit === 'week' ? 7 : 1)))
  return new Date(end.getTime() - 86_400_000).toISOString().slice(0, 10)
}

/** A duration as many times as a prescription may be dispensed: once, and its renewals. */
export function withRenewals({ count, unit }: Duration, renewals: number): Duration {
  return { count: count * (renewals + 1), unit }
}

/**
 * Whether a treatment is taken on a day: not stopped by then, and chronic, without a known end, or before its end. What was
 * renewed lasts until the end of the renewal.
 */
export function isTaken(fields: TreatmentFields, renewedUntil: string | null, today: string): boolean {
  if (fields.stoppedOn !== null && fields.stoppedOn <= today) return false
  if (fields.chronic || (renewedUntil !== null && renewedUntil >= today)) return true
  if (fields.duration === null || fields.startedOn === null || !isWhole(fields.startedOn)) return true
  return lastDay(fields.startedOn, fields.duration) >= today
}

/** Whether both parts of a civil date are known: a month `00` has no end to count from. */
function isWhole(date: string): boolean {
  return !date.includes('-00') && date.slice(5, 7) <= '12'
}

function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month + 1, 0)).getUTCDate()
}
