import { describe, expect, test } from 'vitest'
import {
  groupNameKey,
  groupSearchMark,
  groupsForNewPatient,
  initialsOf,
  isFullName,
  longestWaitMs,
  waitAfterMisses,
} from '#app/features/access/rules.ts'

describe('the groups of a new patient', () => {
  const [whole, hers, custom, his] = ['public', 'marchand', 'maternity', 'belkacem']
  test.each([
    ['a practitioner creates: every group of theirs, and « Public »', [hers, custom], [], [whole, hers, custom]],
    ['a practitioner books for another: the groups of both', [hers], [his], [whole, hers, his]],
    ['somebody else creates: their groups, and « Public »', [custom], [], [whole, custom]],
    ['somebody in no group creates: « Public »', [], [], [whole]],
    ['somebody else books for a practitioner: the groups of both', [custom], [his, custom], [whole, custom, his]],
    ['whoever creates is in « Public »: once', [whole, hers], [], [whole, hers]],
  ])('%s', (_rule, creator, bookedFor, expected) => {
    expect(groupsForNewPatient({ publicGroupId: whole, creator, bookedFor })).toEqual(expected)
  })
})

describe('a group is deleted by typing its full name, spaces and special characters included', () => {
  test.each([
    ['EHPAD « Les Embruns »', 'EHPAD « Les Embruns »', true],
    ['EHPAD « Les Embruns » ', 'EHPAD « Les Embruns »', false],
    ['EHPAD «Les Embruns»', 'EHPAD « Les Embruns »', false],
    ['ehpad « Les Embruns »', 'EHPAD « Les Embruns »', false],
    ['Maternite', 'Maternité', false],
    ['Maternite\u0301', 'Maternité', true],
    ['', 'Maternité', false],
  ])('« %s » for « %s »: %s', (typed, name, expected) => expect(isFullName(typed, name)).toBe(expected))
})

test.each([
  ['Suivi de maternité', 'suivi de  MATERNITE', true],
  ['Addictologie', 'Addictologies', false],
])('« %s » and « %s » would be taken for each other: %s', (left, right, expected) => {
  expect(groupNameKey(left) === groupNameKey(right)).toBe(expected)
})

test('initials and marks of a group', () => {
  expect(initialsOf({ firstName: 'élodie', lastName: 'Marchand' })).toBe('ÉM')
  expect(groupSearchMark('01990000-0000-7000-8000-0000000000aa')).toBe('_g019900000000700080000000000000aa')
})

test('tries that open nothing wait longer and longer, to a limit', () => {
  expect([1, 2, 3, 4, 5, 20].map(waitAfterMisses)).toEqual([0, 0, 5_000, 10_000, 20_000, longestWaitMs])
})
