import { expect, test } from 'vitest'
import { isLoopback, isNeighbour, isPrivate, networkAddresses } from '#main/host/addresses.ts'
import { Bucket, isWorthTelling } from '#main/host/limits.ts'

test('a bucket gives its first lot at once, then so many a second, on credit that must be waited for', () => {
  const bucket = new Bucket(10, 3, 0)
  expect([bucket.take(0), bucket.take(0), bucket.take(0)]).toEqual([0, 0, 0])
  expect(bucket.take(0)).toBe(100)
  expect(bucket.take(0)).toBe(200)
  expect(bucket.tryTake(250)).toBe(false)
  expect(bucket.tryTake(400)).toBe(true)
  expect(bucket.isFull(400)).toBe(false)
  expect(bucket.isFull(60_000)).toBe(true)
  expect(bucket.take(60_000, 13)).toBe(1_000)
})

test('of a thing that happens again and again, the journal is told ever more rarely', () => {
  const told = Array.from({ length: 10_000 }, (_, at) => at + 1).filter(isWorthTelling)
  expect(told).toEqual([1, 10, 100, 1_000, 10_000])
})

const cards = (() => ({
  lo: [{ address: '127.0.0.1', internal: true, family: 'IPv4', cidr: '127.0.0.1/8' }],
  eth0: [
    { address: 'fe80::1', internal: false, family: 'IPv6', cidr: 'fe80::1/64' },
    { address: '2001:db8:1::7', internal: false, family: 'IPv6', cidr: '2001:db8:1::7/64' },
    { address: '203.0.113.7', internal: false, family: 'IPv4', cidr: '203.0.113.7/24' },
  ],
})) as never

test.each([
  ['127.0.0.1', true],
  ['::1', true],
  ['::ffff:127.0.0.1', true],
  ['127.0.0.2', false],
  ['192.168.1.20', false],
  ['::ffff:7f00:1', false],
  [undefined, false],
])('a line to %s is this computer’s own: %s', (address, own) => {
  expect(isLoopback(address)).toBe(own)
})

test.each([
  ['10.0.0.1', true, true],
  ['172.31.255.255', true, true],
  ['172.32.0.1', false, false],
  ['::ffff:192.168.0.9', true, true],
  ['fd12::1', true, true],
  ['fe80::1%eth0', true, true],
  ['203.0.113.9', false, true],
  ['2001:db8:1::99', false, true],
  ['2001:db8:2::99', false, false],
  ['8.8.8.8', false, false],
  ['nonsense', false, false],
  [undefined, false, false],
])('%s is private: %s, a neighbour: %s', (address, own, neighbour) => {
  expect(isPrivate(address ?? '')).toBe(own)
  expect(isNeighbour(address, cards)).toBe(neighbour)
})

test('the network reaches this computer by what is neither its own nor of one link only, IPv4 first', () => {
  expect(networkAddresses(cards)).toEqual(['203.0.113.7', '2001:db8:1::7'])
})
