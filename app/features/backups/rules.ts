import { localTime } from '#app/kernel/local-time.ts'
import type { BackupSettings } from './model.ts'

/** A backup as these rules see it. */
export interface DatedBackup {
  /** ISO 8601 in UTC with milliseconds. */
  readonly takenAt: string
}

/** Days before today of which one backup is kept. */
export const keptDays = 30
/** Months before this one of which one backup is kept. */
export const keptMonths = 24

/**
 * The backups of one cabinet that may be removed: all of today are kept, then the last one of each day for thirty days,
 * then the last one of each month for twenty-four months.
 *
 * Days and months without any backup are not counted, so that neither long holidays nor a clock set to a wrong year makes
 * the others old: at least what the calendar promises is kept. A backup that claims to be from the future is kept and
 * takes nobody's place, and the newest one is never removed.
 *
 * @param backups Whole ones only, in any order: a damaged file must not stand for its day.
 * @param now ISO 8601 in UTC with milliseconds.
 * @param timeZone IANA name: days and months are those of the cabinet's computer.
 */
export function backupsToRemove<B extends DatedBackup>(
  backups: readonly B[],
  now: string,
  timeZone: string,
): readonly B[] {
  const today = civilDay(now, timeZone)
  const thisMonth = monthOf(today)
  const newestFirst = backups.toSorted((a, b) => compare(b.takenAt, a.takenAt))
  const past = newestFirst.filter((backup) => backup.takenAt <= now)
  const kept = new Set<B>([...newestFirst.slice(0, 1), ...past.slice(0, 1)])
  const days = new Set<string>()
  const months = new Set<string>()
  for (const backup of past) {
    const day = civilDay(backup.takenAt, timeZone)
    const month = monthOf(day)
    if (day === today) kept.add(backup)
    else if (!days.has(day) && days.size < keptDays) {
      days.add(day)
      kept.add(backup)
    }
    // The newest of a month stands for it, whether or not it is also kept for its day.
    if (month !== thisMonth && !months.has(month) && months.size < keptMonths) {
      months.add(month)
      kept.add(backup)
    }
  }
  return past.filter((backup) => !kept.has(backup))
}

/**
 * When the next scheduled backup is due; not after `now` when it should have been made already (the computer was off),
 * null when none is scheduled. One backup makes up for every time that was missed.
 *
 * A time that the clock skips in spring comes an hour later that day; one that comes twice in autumn is taken the first
 * time. A last backup dated in the future (the clock was put back) does not hold the next one.
 *
 * @param lastBackupAt The last verified backup, ISO 8601 in UTC, or null: then one is due now.
 */
export function nextBackupDueAt(
  settings: Pick<BackupSettings, 'dailyAt'>,
  lastBackupAt: string | null,
  now: string,
  timeZone: string,
): string | null {
  if (settings.dailyAt.length === 0) return null
  if (lastBackupAt === null) return now
  const since = lastBackupAt > now ? now : lastBackupAt
  const times = settings.dailyAt.toSorted(compare)
  // Yesterday too: at the first hours of a day in UTC it may still be the day before here, and the reverse.
  for (let day = -1; day <= 2; day++) {
    const civil = civilDay(plusDays(since, day), timeZone)
    for (const time of times) {
      const due = instantOf(civil, time, timeZone)
      if (due > since) return due
    }
  }
  throw new RangeError('two days without any of the daily times')
}

/** The civil day of an instant in a time zone, `2026-11-22`. */
export function civilDay(instant: string, timeZone: string): string {
  const { year, month, day } = localTime(instant, timeZone)
  return `${year}-${month}-${day}`
}

function monthOf(day: string): string {
  return day.slice(0, 7)
}

/** The instant at which a clock on the wall shows `time` on that day. */
function instantOf(day: string, time: string, timeZone: string): string {
  const wanted = Date.parse(`${day}T${time}:00.000Z`)
  // The offset before the change is tried first: it gives the first of two equal times, and « an hour later » for none.
  const before = wanted - offsetMs(wanted - 86_400_000, timeZone)
  const after = wanted - offsetMs(wanted + 86_400_000, timeZone)
  const shown = (instant: number) => instant + offsetMs(instant, timeZone)
  const found = shown(before) === wanted || shown(after) !== wanted ? before : after
  return new Date(found).toISOString()
}

/** What a time zone adds to UTC at an instant. */
function offsetMs(instant: number, timeZone: string): number {
  const { year, month, day, hour, minute, second } = localTime(new Date(instant).toISOString(), timeZone)
  const shown = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`)
  return shown - Math.floor(instant / 1_000) * 1_000
}

function plusDays(instant: string, days: number): string {
  return new Date(Date.parse(instant) + days * 86_400_000).toISOString()
}

function compare(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
