import type { Duration } from '#app/features/treatments/model.ts'

/** What the public base says of how long a drug may be prescribed: its words, and the days they come to. */
export interface PrescriptionLimit {
  readonly condition: string
  readonly days: number
}

const limitPattern = /^prescription limitée à (\d+) (semaines?|jours?|mois)$/i

/** The shortest length that conditions of the public base set (« prescription limitée à 4 semaines »), or `null`. */
export function limitOf(conditions: readonly string[]): PrescriptionLimit | null {
  const limits = conditions.flatMap((condition) => {
    const [, count, word = ''] = limitPattern.exec(condition) ?? []
    if (count === undefined) return []
    const unit = word.startsWith('s') ? 'week' : word.startsWith('j') ? 'day' : 'month'
    return [{ condition, days: daysOf({ count: Number(count), unit }) }]
  })
  return limits.toSorted((a, b) => a.days - b.days)[0] ?? null
}

/** The longest a prescription of drugs lasts, renewals included: twelve months (R. 5123-1 and R. 5132-21 CSP). */
export const longestDays = 366

/** Days a duration comes to, a month as its longest. */
export function daysOf({ count, unit }: Duration): number {
  return count * { day: 1, week: 7, month: 30.5 }[unit]
}

/** Whether a line, dispensed and renewed, is longer than a limit. A day more or less of a month is not. */
export function isLongerThan(duration: Duration, renewals: number, days: number): boolean {
  return daysOf(duration) * (renewals + 1) > days + 1
}
