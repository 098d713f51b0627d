import { describe, expect, test } from 'vitest'
import { isNightRunDue, isVerificationDue, yearsBefore } from '#app/features/verification/rules.ts'

const given = (at: string, verifiedAt: string | null = null, channel: 'CV' | 'INSI' | 'AV' = 'INSI') => ({
  act: { at, userId: null, by: 'Dr Anna' },
  verifiedAt,
  channel,
})

describe('an identity', () => {
  test.each([
    ['not before the day', given('2023-11-23T02:00:00.001Z'), false],
    ['from the very instant', given('2023-11-23T02:00:00.000Z'), true],
    ['after it was confirmed, later', given('2019-01-01T00:00:00.000Z', '2025-01-01T00:00:00.000Z'), false],
    ['after it was confirmed long ago', given('2019-01-01T00:00:00.000Z', '2022-01-01T00:00:00.000Z'), true],
    ['never, of the Application carte Vitale', given('2015-01-01T00:00:00.000Z', null, 'AV'), false],
  ])('is due three years later: %s', (_, proof, due) => {
    expect(isVerificationDue(proof, 3, '2026-11-23T02:00:00.000Z')).toBe(due)
  })

  test('of 29 February is due at the end of the month that has none', () => {
    expect(yearsBefore('2028-02-29T10:00:00.000Z', 1)).toBe('2027-02-28T10:00:00.000Z')
    expect(yearsBefore('2028-02-29T10:00:00.000Z', 4)).toBe('2024-02-29T10:00:00.000Z')
  })
})

describe('the night', () => {
  const settings = { byNight: true, hour: 23 }
  const paris = 'Europe/Paris'
  const eve = '2026-11-22T12:00:00.000Z'

  test.each([
    ['not by day', eve, '2026-11-22T15:00:00.000Z', false],
    ['not before the hour', eve, '2026-11-22T21:59:00.000Z', false],
    ['from the hour', eve, '2026-11-22T22:00:01.000Z', true],
    ['past midnight', eve, '2026-11-23T02:59:00.000Z', true],
    ['not in the morning', eve, '2026-11-23T03:00:00.000Z', false],
    ['once a night', '2026-11-22T22:10:00.000Z', '2026-11-23T01:00:00.000Z', false],
    ['the night after', '2026-11-22T22:10:00.000Z', '2026-11-23T22:05:00.000Z', true],
    ['by day when it was turned off for a week', '2026-11-15T12:00:00.000Z', '2026-11-22T15:00:00.000Z', true],
    ['when the clock was put back', '2027-01-01T00:00:00.000Z', '2026-11-22T15:00:00.000Z', true],
  ])('%s', (_, since, now, due) => {
    expect(isNightRunDue(settings, since, now, paris)).toBe(due)
  })

  test('never when nobody chose it', () => {
    expect(isNightRunDue({ ...settings, byNight: false }, '2020-01-01T00:00:00.000Z', eve, paris)).toBe(false)
  })
})
