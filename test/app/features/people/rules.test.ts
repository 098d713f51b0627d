import { expect, test } from 'vitest'
import { trainingUsers } from '#app/features/cabinet/training.ts'
import { displayName, isRpps, judgePassword, shortName } from '#app/features/people/rules.ts'
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
