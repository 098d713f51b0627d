import { describe, expect, test } from 'vitest'
import { trainingUsers } from '#app/features/cabinet/training.ts'
import {
  type Administrator,
  displayName,
  endsBeforeItBegins,
  isRpps,
  isValidOn,
  judgePassword,
  leavesNobody,
  shortName,
} from '#app/features/people/rules.ts'
import { estimateGuesses } from '#core/features/people/password-strength.ts'

test('names, long and short', () => {
  const helene = { title: 'Dr', firstName: 'Hélène', lastName: 'Marchand' } as const
  expect(displayName(helene)).toBe('Dr Hélène MARCHAND')
  expect(shortName(helene)).toBe('Dr H. MARCHAND')
  expect(shortName({ title: '', firstName: 'Jean-Philippe', lastName: 'de la Tour' })).toBe('J.-P. DE LA TOUR')
})

test.each([
  ['99700218896', true],
  ['99700218895', false],
  ['1000000000', false],
  ['1000000000a', false],
])('%s is an RPPS number: %s', (text, expected) => {
  expect(isRpps(text)).toBe(expected)
})

test('the RPPS numbers of the training users are right', () => {
  const numbers = trainingUsers('2026-12-31').flatMap(({ fields }) => (fields.rpps === null ? [] : [fields.rpps]))
  expect(numbers.map(isRpps)).toEqual(numbers.map(() => true))
})

test.each([
  ['tilleul brume carnet 7', []],
  ['Tr0ub4dor&3xx', []],
  ['le lac gelé en hiver', []],
  ['court1!A', ['too-short', 'guessable']],
  ['motdepasse123', ['few-kinds', 'guessable']],
  ['Azertyuiop12', ['guessable']],
  ['Marchand2026!', ['guessable', 'personal']],
  ['MARCHAND-helene-2026', ['personal']],
  ['marchand brume carnet tilleul', []],
])('« %s » is too weak because: %j', async (password, reasons) => {
  const words = ['Marchand', 'Hélène', 'Cabinet du Tilleul']
  const guesses = await estimateGuesses(password, ['Marchand', 'Hélène'])
  expect(judgePassword(password, guesses, password.includes('tilleul') ? words.slice(0, 2) : words)).toEqual(reasons)
})

describe('from a day to another', () => {
  test.each([
    [null, null, true],
    ['2026-11-24', null, true],
    ['2026-11-25', null, false],
    [null, '2026-11-24', true],
    [null, '2026-11-23', false],
    ['2026-11-20', '2026-11-30', true],
  ])('%s to %s, on 24 November: %s', (validFrom, validUntil, expected) => {
    expect(isValidOn({ validFrom, validUntil }, '2026-11-24')).toBe(expected)
  })

  test('one day is a validity, an end before the beginning is none', () => {
    expect(endsBeforeItBegins({ validFrom: '2026-11-24', validUntil: '2026-11-24' })).toBe(false)
    expect(endsBeforeItBegins({ validFrom: '2026-11-25', validUntil: '2026-11-24' })).toBe(true)
    expect(endsBeforeItBegins({ validFrom: '2026-11-25', validUntil: null })).toBe(false)
  })
})

describe('somebody who administers is left', () => {
  const today = '2026-11-24'
  const one: Administrator = { active: true, hasPassword: true, validFrom: null, validUntil: null }
  const closed = { ...one, active: false }
  const withoutKey = { ...one, hasPassword: false }
  const over = { ...one, validUntil: '2026-11-23' }
  const later = { ...one, validFrom: '2026-12-01' }
  const ending = { ...one, validUntil: '2027-06-30' }

  test.each([
    ['closed', [one], [closed], true],
    ['demoted', [one], [], true],
    ['dated out in the past', [one], [over], true],
    ['dated out in the future', [one], [ending], true],
    ['put off', [one], [later], true],
    ['closed beside another', [one, one], [closed, one], false],
    ['closed beside one without a key', [one, withoutKey], [closed, withoutKey], true],
    ['closed beside one whose access ends', [one, ending], [closed, ending], true],
    ['closed beside one who only begins later', [one, later], [closed, later], true],
    ['renamed', [one], [one], false],
    ['renamed in a cabinet already left with one who ends', [ending], [ending], false],
    ['the one who ends closed in such a cabinet', [ending], [closed], true],
    ['anything where nobody could anyway', [withoutKey], [], false],
  ] as [string, Administrator[], Administrator[], boolean][])('%s', (_, before, after, refused) => {
    expect(leavesNobody(before, after, today)).toBe(refused)
  })
})
