import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { backupsToRemove, civilDay, nextBackupDueAt } from '#app/features/backups/rules.ts'

const paris = 'Europe/Paris'
const dayMs = 86_400_000

function at(...instants: string[]) {
  return instants.map((takenAt) => ({ takenAt: takenAt.length === 10 ? `${takenAt}T12:00:00.000Z` : takenAt }))
}

function kept(backups: readonly { takenAt: string }[], now: string, timeZone = paris): string[] {
  const removed = new Set(backupsToRemove(backups, now, timeZone))
  return backups.filter((backup) => !removed.has(backup)).map(({ takenAt }) => takenAt)
}

function daily(from: string, count: number): { takenAt: string }[] {
  return Array.from({ length: count }, (_, number) => ({
    takenAt: new Date(Date.parse(from) - number * dayMs).toISOString(),
  }))
}

describe('retention', () => {
  test('all of today are kept, whatever their number', () => {
    const today = at('2026-11-22T06:00:00.000Z', '2026-11-22T06:00:01.000Z', '2026-11-22T18:00:00.000Z')
    expect(kept(today, '2026-11-22T19:00:00.000Z')).toHaveLength(3)
  })

  test('of an earlier day the last one is kept', () => {
    const backups = at('2026-11-20T08:00:00.000Z', '2026-11-20T17:30:00.000Z', '2026-11-20T11:00:00.000Z', '2026-11-22')
    expect(kept(backups, '2026-11-22T19:00:00.000Z')).toEqual(['2026-11-20T17:30:00.000Z', '2026-11-22T12:00:00.000Z'])
  })

  test('one a day for thirty days, then one a month for twenty-four', () => {
    const backups = daily('2026-11-22T18:00:00.000Z', 1_100)
    const left = kept(backups, '2026-11-22T19:00:00.000Z')
    const days = left.filter((takenAt) => takenAt >= '2026-10-23')
    expect(days).toHaveLength(31)
    const months = left.filter((takenAt) => takenAt < '2026-10-23')
    // October has a day above already; of the others the last day stands for the month.
    expect(months).toHaveLength(23)
    expect(months[0]).toBe('2026-09-30T18:00:00.000Z')
    expect(months.at(-1)).toBe('2024-11-30T18:00:00.000Z')
  })

  test('the newest one is kept however old it is', () => {
    expect(kept(at('2019-03-01', '2019-03-01T08:00:00.000Z'), '2026-11-22T19:00:00.000Z')).toEqual([
      '2019-03-01T12:00:00.000Z',
    ])
  })

  test('the day is the one of the computer: midnight in Paris is not midnight in UTC', () => {
    const backups = at('2026-11-21T22:50:00.000Z', '2026-11-21T23:10:00.000Z')
    expect(kept(backups, '2026-11-22T10:00:00.000Z', paris)).toHaveLength(2)
    expect(kept(backups, '2026-11-22T10:00:00.000Z', 'UTC')).toEqual(['2026-11-21T23:10:00.000Z'])
    expect(
      kept(at('2026-11-21T22:10:00.000Z', '2026-11-21T22:50:00.000Z', '2026-11-23'), '2026-11-23T13:00:00.000Z', paris),
    ).toHaveLength(2)
    expect(kept(backups, '2026-11-22T10:00:00.000Z', 'Indian/Reunion')).toHaveLength(2)
    expect(kept(backups, '2026-11-22T01:00:00.000Z', 'America/Guadeloupe')).toHaveLength(2)
  })

  test('the days on which the clock changes are days like the others', () => {
    // 29 March 2026 has 23 hours in Paris, 25 October 25.
    for (const [day, next] of [
      ['2026-03-29', '2026-03-30'],
      ['2026-10-25', '2026-10-26'],
    ] as const) {
      const startHour = day === '2026-03-29' ? '23:00' : '22:00'
      const eve = day === '2026-03-29' ? '2026-03-28' : '2026-10-24'
      const backups = at(
        `${eve}T${startHour}:30.000Z`,
        `${day}T12:00:00.000Z`,
        `${day}T21:59:00.000Z`,
        `${next}T12:00:00.000Z`,
      )
      expect(kept(backups, `${next}T13:00:00.000Z`)).toEqual([`${day}T21:59:00.000Z`, `${next}T12:00:00.000Z`])
    }
  })

  test('a clock put back does not remove what now seems to come', () => {
    const future = daily('2026-11-22T18:00:00.000Z', 60)
    const left = kept([...future, ...at('2015-01-01T00:10:00.000Z')], '2015-01-01T00:20:00.000Z')
    expect(left).toHaveLength(61)
  })

  test('a clock put forward by years removes nothing that was kept the day before', () => {
    const before = daily('2026-11-22T18:00:00.000Z', 40)
    const left = kept(before, '2026-11-22T19:00:00.000Z')
    const later = kept([...at('2035-06-01'), ...left.map((takenAt) => ({ takenAt }))], '2035-06-01T12:30:00.000Z')
    // Of the thirty-one days (today and thirty before) the oldest gives its place to the new one, as on any other day.
    expect(later.filter((takenAt) => takenAt < '2030')).toHaveLength(left.length - 1)
  })

  test('applying the rule again removes nothing more, and the newest is never removed', () => {
    const instants = fc.array(fc.integer({ min: Date.parse('2023-01-01'), max: Date.parse('2027-01-01') }), {
      minLength: 1,
      maxLength: 120,
    })
    fc.assert(
      fc.property(instants, fc.constantFrom(paris, 'UTC', 'Pacific/Auckland', 'America/Cayenne'), (times, timeZone) => {
        const backups = times.map((time) => ({ takenAt: new Date(time).toISOString() }))
        const now = '2026-11-22T19:00:00.000Z'
        const left = kept(backups, now, timeZone)
        expect(
          kept(
            left.map((takenAt) => ({ takenAt })),
            now,
            timeZone,
          ),
        ).toEqual(left)
        expect(left).toContain(
          backups
            .map(({ takenAt }) => takenAt)
            .toSorted()
            .at(-1),
        )
        // What the calendar promises: no day of the last thirty that had a backup is left without one.
        const monthAgo = new Date(Date.parse(now) - 29 * dayMs).toISOString()
        const days = (list: string[]) =>
          new Set(list.filter((t) => t > monthAgo && t <= now).map((t) => civilDay(t, timeZone)))
        expect(days(left)).toEqual(days(backups.map(({ takenAt }) => takenAt)))
      }),
      { numRuns: 60 },
    )
  })
})

describe('schedule', () => {
  const twice = { dailyAt: ['19:30', '12:45'] }
  const cases: [last: string | null, now: string, due: string | null][] = [
    // Never made: now.
    [null, '2026-11-22T08:00:00.000Z', '2026-11-22T08:00:00.000Z'],
    // In winter Paris is an hour ahead of UTC.
    ['2026-11-22T08:00:00.000Z', '2026-11-22T09:00:00.000Z', '2026-11-22T11:45:00.000Z'],
    ['2026-11-22T11:45:00.000Z', '2026-11-22T11:45:00.000Z', '2026-11-22T18:30:00.000Z'],
    ['2026-11-22T18:30:01.000Z', '2026-11-22T20:00:00.000Z', '2026-11-23T11:45:00.000Z'],
    // The computer was off for a week: one is due, in the past.
    ['2026-11-15T12:00:00.000Z', '2026-11-22T07:00:00.000Z', '2026-11-15T18:30:00.000Z'],
    // The clock was put back after the last one.
    ['2031-01-01T00:00:00.000Z', '2026-11-22T09:00:00.000Z', '2026-11-22T11:45:00.000Z'],
    // In summer, two hours.
    ['2026-07-14T08:00:00.000Z', '2026-07-14T09:00:00.000Z', '2026-07-14T10:45:00.000Z'],
    // Around New Year.
    ['2026-12-31T18:31:00.000Z', '2026-12-31T23:30:00.000Z', '2027-01-01T11:45:00.000Z'],
  ]
  test.each(cases)('after %s, at %s: %s', (last, now, due) => {
    expect(nextBackupDueAt(twice, last, now, paris)).toBe(due)
  })

  test('nothing is due when no time is set', () => {
    expect(nextBackupDueAt({ dailyAt: [] }, null, '2026-11-22T08:00:00.000Z', paris)).toBeNull()
  })

  test('a time that does not exist in spring comes an hour later, one that exists twice comes once', () => {
    const atNight = { dailyAt: ['02:30'] }
    expect(nextBackupDueAt(atNight, '2026-03-28T12:00:00.000Z', '2026-03-28T12:00:00.000Z', paris)).toBe(
      '2026-03-29T01:30:00.000Z',
    )
    expect(nextBackupDueAt(atNight, '2026-10-24T12:00:00.000Z', '2026-10-24T12:00:00.000Z', paris)).toBe(
      '2026-10-25T00:30:00.000Z',
    )
    expect(nextBackupDueAt(atNight, '2026-10-25T00:30:00.000Z', '2026-10-25T00:31:00.000Z', paris)).toBe(
      '2026-10-26T01:30:00.000Z',
    )
  })

  test('the due time shows the time asked, and is the first one after the last backup', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: Date.parse('2026-01-01'), max: Date.parse('2028-01-01') }),
        fc.constantFrom(paris, 'UTC', 'Pacific/Auckland', 'America/Cayenne', 'Asia/Kolkata'),
        fc.constantFrom('00:00', '03:00', '12:45', '23:59'),
        (time, timeZone, clock) => {
          const last = new Date(time).toISOString()
          const due = nextBackupDueAt({ dailyAt: [clock] }, last, last, timeZone)
          if (due === null) throw new Error('none due')
          expect(due > last).toBe(true)
          expect(Date.parse(due) - time).toBeLessThanOrEqual(25 * 3_600_000)
          const shown = new Intl.DateTimeFormat('en-GB', { timeZone, timeStyle: 'short' }).format(new Date(due))
          expect(shown).toBe(clock)
        },
      ),
      { numRuns: 120 },
    )
  })
})
