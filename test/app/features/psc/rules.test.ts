import { describe, expect, test } from 'vitest'
import {
  isIdentityPath,
  isProxySet,
  nationalIdOf,
  proxyAddressFault,
  rppsOf,
  sessionEnd,
} from '#app/features/psc/rules.ts'

const minute = 60_000

test.each([
  ['https://proxy.editeur.example', null],
  ['https://proxy.editeur.example:8443/esante/v1', null],
  ['https://192.0.2.7/esante', null],
  ['https://[2001:db8::7]:8443', null],
  ['', 'not-an-address'],
  ['proxy.editeur.example', 'not-an-address'],
  ['https://', 'not-an-address'],
  ['https://deux mots.example', 'not-an-address'],
  ['https://-tiret.example', 'not-an-address'],
  ['http://proxy.editeur.example', 'not-https'],
  ['file:///etc/passwd', 'not-https'],
  ['https://medecin:secret@proxy.editeur.example', 'with-secret'],
  ['https://127.0.0.1:8443', 'this-computer'],
  ['https://LOCALHOST', 'this-computer'],
  ['https://cabinet.localhost/x', 'this-computer'],
  ['https://0.0.0.0', 'this-computer'],
  ['https://[::1]', 'this-computer'],
  ['https://[::ffff:127.0.0.1]', 'this-computer'],
  ['https://proxy.editeur.example/?key=1', 'with-parameters'],
  ['https://proxy.editeur.example/#x', 'with-parameters'],
  ['https://proxy.editeur.example/%2e', 'with-parameters'],
])('the address « %s » has the fault %s', (text, fault) => {
  expect(proxyAddressFault(text)).toBe(fault)
})

test.each([
  ['', true],
  ['/send', true],
  ['/send/userinfo', true],
  ['/send/psc/userinfo', true],
  ['/connect', false],
  ['/sender', false],
  ['/send/', false],
  ['/send/a?b=1', false],
  ['https://elsewhere.example', false],
])('« %s » can follow the address of a proxy: %s', (text, can) => {
  expect(isIdentityPath(text)).toBe(can)
})

describe('a national identifier', () => {
  test('is 8 and the RPPS, and gives it back', () => {
    expect(nationalIdOf('99700000005')).toBe('899700000005')
    expect(rppsOf('899700000005')).toBe('99700000005')
  })

  test.each([
    '099700000005',
    '8997000000051',
    '89970000000',
    '3012345678/CPET00001',
    '',
  ])('« %s » is of no doctor with an RPPS', (nationalId) => {
    expect(rppsOf(nationalId)).toBeNull()
  })
})

test.each([
  [0, 0, null],
  [240 * minute - 1, 30 * minute - 1, null],
  [240 * minute, 0, 'four-hours'],
  [31 * minute, 30 * minute, 'inactivity'],
])('a session of %i ms, left alone for %i ms, ends by %s', (age, idle, why) => {
  expect(sessionEnd(age, idle)).toBe(why)
})

test('a proxy is set by an address and a name together', () => {
  const settings = { proxyUrl: 'https://proxy.editeur.example', clientId: 'cabinet', identityPath: '' }
  expect(isProxySet(settings)).toBe(true)
  expect(isProxySet({ ...settings, clientId: '' })).toBe(false)
  expect(isProxySet({ ...settings, proxyUrl: '' })).toBe(false)
})
