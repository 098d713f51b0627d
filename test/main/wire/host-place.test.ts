import { expect, test } from 'vitest'
import { authorityOf, readAddress, resolvePlace } from '#main/wire/host-place.ts'

test.each([
  ['192.168.1.20', '192.168.1.20:8443'],
  [' https://192.168.1.20:9443/ ', '192.168.1.20:9443'],
  ['ACCUEIL-1.local', 'accueil-1.local:8443'],
  ['accueil-1:443', 'accueil-1:443'],
  ['fd00::12', '[fd00::12]:8443'],
  ['[fd00::12]:9443', '[fd00::12]:9443'],
])('%s is %s', (typed, place) => {
  const read = readAddress(typed)
  expect(read === null ? null : authorityOf(read)).toBe(place)
})

test.each([
  '',
  '   ',
  'a b',
  'host/path',
  'user@host',
  'host?x',
  'host:99999',
  'host:0',
  'http:\\\\x',
])('« %s » is no address', (typed) => {
  expect(readAddress(typed)).toBeNull()
})

test('a place is reached by its address', async () => {
  expect(await resolvePlace({ hostname: 'localhost', port: 1 })).toEqual({ hostname: '127.0.0.1', port: 1 })
  expect(await resolvePlace({ hostname: '192.0.2.7', port: 2 })).toEqual({ hostname: '192.0.2.7', port: 2 })
})
