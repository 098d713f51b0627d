import { expect, test } from 'vitest'
import { cardNotice } from '#app/features/cards/model.ts'
import { lockReason } from '#app/features/sessions/model.ts'
import { cardVerdict } from '#app/kernel/card-verdict.ts'
import { sayDetail, sayDetailName } from '#app/text/fr/journal-details.ts'

test('what is noted of cards and of Pro Santé Connect has a name in French', () => {
  const names = ['card', 'replaces', 'adoptsRpps', 'verdict', 'notices', 'authority', 'authorities', 'fingerprints']
  for (const name of [
    ...names,
    'lists',
    'issuedAt',
    'entries',
    'why',
    'proxy',
    'cardSignature',
    'cardNumber',
    'digest',
  ]) {
    expect(sayDetailName(name), name).not.toBe(name)
  }
})

test.each([
  ['reason', lockReason.options],
  ['verdict', cardVerdict.options],
  ['notices', cardNotice.options],
  ['why', ['four-hours', 'inactivity']],
  ['outcome', ['signed', 'cancelled']],
])('each value of « %s » is said in words', (name, codes) => {
  for (const code of codes) expect(sayDetail(code, name), code).not.toBe(code)
})

test('one word does not stand for another: a card withdrawn, a card read, a card that has expired', () => {
  expect(sayDetail('card', 'reason')).toBe('carte retirée')
  expect(sayDetail('card', 'source')).toBe('par la puce')
  expect(sayDetail('expired', 'verdict')).toBe('périmée')
  expect(sayDetail('expired', 'reason')).toBe('poste resté coupé')
  expect(sayDetail(['revocation-unknown', 'expires-soon'], 'notices')).toBe(
    'révocation non vérifiée, fin de validité proche',
  )
})
