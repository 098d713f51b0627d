import { expect, test } from 'vitest'
import { teleserviceSettings } from '#app/features/teleservices/model.ts'

const settings = { servers: 'production', authorisation: '', keepMonths: 36 } as const

test.each([
  ['', true],
  ['/send/tlsi/lps', true],
  ['/send/tlsi.v2/lps', true],
  ['/send', false],
  ['/send/../disconnect', false],
  ['/send/tlsi/..', false],
  ['/send/./tlsi', false],
  ['/autre/tlsi', false],
  ['/send/tlsi?a=b', false],
])('calls go through the proxy by « %s »: %s', (proxyPath, isRight) => {
  expect(teleserviceSettings.safeParse({ ...settings, proxyPath }).success).toBe(isRight)
})
