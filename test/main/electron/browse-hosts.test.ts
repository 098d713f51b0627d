import { expect, test } from 'vitest'
import { announcedBy } from '#main/electron/browse-hosts.ts'

const hostId = '0123456789abcdef0123456789abcdef'
const service = {
  name: 'Cabinet Ouvert 0123',
  port: 8443,
  txt: { id: hostId, v: '1', port: '8443' },
  addresses: ['fe80::1', '2001:db8::7', '192.0.2.7'],
}

test('a host that announces itself is found at its IPv4 address, else at one that needs no interface', () => {
  const found = { name: 'Cabinet Ouvert 0123', hostId, place: { hostname: '192.0.2.7', port: 8443 } }
  expect(announcedBy(service)).toEqual(found)
  const elsewhere = announcedBy({ ...service, addresses: ['fe80::1', '2001:db8::7'] })
  expect(elsewhere?.place.hostname).toBe('2001:db8::7')
})

test('a service that says no address is where it was heard from', () => {
  const { addresses: _none, ...silent } = service
  const referer = { address: '192.0.2.9', family: 'IPv4', port: 5353, size: 10 } as const
  expect(announcedBy({ ...silent, referer })?.place.hostname).toBe('192.0.2.9')
})

test.each([
  ['another version', { txt: { id: hostId, v: '2' } }],
  ['no identifier', { txt: { v: '1' } }],
  ['an identifier that is none', { txt: { id: '../../x', v: '1' } }],
  ['no text', { txt: undefined }],
  ['an impossible port', { port: 0 }],
  ['addresses of one link only', { addresses: ['fe80::1'] }],
  ['names for addresses', { addresses: ['example.org'] }],
])('%s is no host of ours', (_what, change) => {
  expect(announcedBy({ ...service, ...change })).toBeNull()
})
