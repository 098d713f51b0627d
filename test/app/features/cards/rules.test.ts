import { describe, expect, test } from 'vitest'
import {
  type CertificateFinding,
  issuesCards,
  matchRpps,
  type RevocationFinding,
  standingOf,
} from '#app/features/cards/rules.ts'

const at = '2026-11-22T08:00:00.000Z'
const inAYear = '2027-11-22T08:00:00.000Z'

describe('where a card stands', () => {
  const refused: readonly (readonly [CertificateFinding, string])[] = [
    ['unknown-authority', 'unknown-authority'],
    ['authority-expired', 'unknown-authority'],
    ['authority-revoked', 'unknown-authority'],
    ['not-yet-valid', 'not-yet-valid'],
    ['expired', 'expired'],
    ['revoked', 'revoked'],
    ['wrong-use', 'not-authentication'],
    ['not-a-card', 'not-authentication'],
    ['test-card', 'training-card'],
    ['real-card', 'real-card'],
  ]
  test.each(refused)('%s refuses it: %s, without a word beside', (verdict, said) => {
    expect(standingOf({ verdict, revocation: 'no-list', notAfter: '2026-11-23T08:00:00.000Z' }, at)).toEqual({
      verdict: said,
      notices: [],
    })
  })

  const accepted: readonly (readonly [CertificateFinding, RevocationFinding, string, readonly string[]])[] = [
    ['trusted', 'checked', inAYear, []],
    ['revocation-unknown', 'no-list', inAYear, ['revocation-unknown']],
    ['revocation-unknown', 'list-too-old', inAYear, ['revocation-stale']],
    ['trusted', 'checked', '2026-12-22T08:00:00.000Z', ['expires-soon']],
    ['trusted', 'checked', '2026-12-22T08:00:00.001Z', []],
    ['revocation-unknown', 'no-list', '2026-11-23T08:00:00.000Z', ['revocation-unknown', 'expires-soon']],
  ]
  test.each(accepted)('%s, %s, until %s lets it in, saying %j', (verdict, revocation, notAfter, notices) => {
    expect(standingOf({ verdict, revocation, notAfter }, at)).toEqual({ verdict: null, notices })
  })
})

test.each([
  ['99700000013', '99700000013', 'same'],
  [null, null, 'same'],
  [null, '99700000013', 'adopted'],
  ['99700000021', '99700000013', 'other'],
  ['99700000013', null, 'other'],
] as const)('an account with the RPPS %s and a card with %s: %s', (account, card, match) => {
  expect(matchRpps(account, card)).toBe(match)
})

test.each([
  ['AC RACINE IGC-SANTE FORT', true],
  ['AC IGC-SANTE FORT PERSONNES', true],
  ['AC IGC-SANTE FORT ORGANISATIONS', false],
  ['AC RACINE IGC-SANTE STANDARD', false],
  ['TEST AC IGC-SANTE FORT PERSONNES', false],
])('%s issues the cards of a cabinet: %s', (name, expected) => {
  expect(issuesCards(name)).toBe(expected)
})
