import { expect, test } from 'vitest'
import { isOfficialLink, officialLinks } from '#app/kernel/official-links.ts'

test('the portal of adverse events is the official one', () => {
  expect(officialLinks.adverseEvents).toBe('https://signalement.social-sante.gouv.fr/')
  expect(isOfficialLink('https://signalement.social-sante.gouv.fr/')).toBe(true)
})

test.each([
  'http://signalement.social-sante.gouv.fr/',
  'https://signalement.social-sante.gouv.fr',
  'https://signalement.social-sante.gouv.fr/?patient=LACAZE',
  'https://signalement.social-sante.gouv.fr.exemple.fr/',
  'https://signalement.social-sante.gouv.fr@exemple.fr/',
  'https://exemple.fr/https://signalement.social-sante.gouv.fr/',
  'file:///etc/passwd',
  'javascript:alert(1)',
  '',
])('%s is not opened', (address) => {
  expect(isOfficialLink(address)).toBe(false)
})
