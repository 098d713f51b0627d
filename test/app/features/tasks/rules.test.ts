import { describe, expect, test } from 'vitest'
import { dayAfter, dueState, monthAfter, readDueDay } from '#app/features/tasks/rules.ts'

/** A Tuesday. */
const today = '2026-11-24'

describe('how near the day of a task is', () => {
  test.each([
    ['2026-11-23', 'late'],
    ['2025-12-31', 'late'],
    ['2026-11-24', 'today'],
    ['2026-11-25', 'tomorrow'],
    ['2026-11-26', 'later'],
    [null, 'none'],
  ] as const)('%s is %s', (dueOn, state) => {
    expect(dueState(dueOn, today)).toBe(state)
  })

  test('the day after the last of a month, of a year, of February', () => {
    expect(dueState('2027-01-01', '2026-12-31')).toBe('tomorrow')
    expect(dueState('2028-02-29', '2028-02-28')).toBe('tomorrow')
    expect(dueState('2027-03-01', '2027-02-28')).toBe('tomorrow')
  })
})

describe('a day as people type it', () => {
  test.each([
    ['26/11/2026', '2026-11-26'],
    ['26112026', '2026-11-26'],
    ['261126', '2026-11-26'],
    ['26.11.26', '2026-11-26'],
    ['2026-11-26', '2026-11-26'],
    ['26 nov 26', '2026-11-26'],
    ['26 nov. 2026', '2026-11-26'],
    ['1er déc', '2026-12-01'],
    ['14 juil 27', '2027-07-14'],
    // Without a year: the next one.
    ['26/11', '2026-11-26'],
    ['24/11', '2026-11-24'],
    ['23/11', '2027-11-23'],
    ['3 mars', '2027-03-03'],
    ['aujourd’hui', '2026-11-24'],
    ["Aujourd'hui", '2026-11-24'],
    ['demain', '2026-11-25'],
    ['Après-demain', '2026-11-26'],
    ['apres demain', '2026-11-26'],
    ['mercredi', '2026-11-25'],
    ['lundi', '2026-11-30'],
    // Said on a Tuesday, Tuesday is the next one.
    ['mardi', '2026-12-01'],
    ['+3', '2026-11-27'],
    ['dans 3 jours', '2026-11-27'],
    ['dans 1 semaine', '2026-12-01'],
    ['+ 2 sem', '2026-12-08'],
    ['dans 6 mois', '2027-05-24'],
  ])('%s is %s', (typed, date) => {
    expect(readDueDay(typed, today)).toEqual({ ok: true, date })
  })

  test.each([
    ['bientôt', 'due.format'],
    ['32', 'due.format'],
    ['1 ju', 'due.format'],
    ['juillet 2027', 'due.format'],
    ['00/12/2026', 'due.no-such-day'],
    ['31/11/2026', 'due.no-such-day'],
    ['29/02/2027', 'due.no-such-day'],
    ['12/13/2026', 'due.no-such-day'],
    ['23/11/2026', 'due.past'],
    ['14071977', 'due.past'],
    ['25/11/2036', 'due.too-far'],
  ])('%s is refused: %s', (typed, refusal) => {
    expect(readDueDay(typed, today)).toEqual({ ok: false, refusal })
  })

  test('ten years away is still read', () => {
    expect(readDueDay('24/11/2036', today)).toEqual({ ok: true, date: '2036-11-24' })
  })
})

test('days and months are added as a calendar does', () => {
  expect(dayAfter('2026-12-31', 1)).toBe('2027-01-01')
  expect(dayAfter('2026-03-28', 2)).toBe('2026-03-30')
  expect(monthAfter('2027-01-31', 1)).toBe('2027-02-28')
  expect(monthAfter('2026-11-30', 3)).toBe('2027-02-28')
})
