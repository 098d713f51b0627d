import { BlockList, isIP } from 'node:net'
import { networkInterfaces } from 'node:os'

/** An address as every comparison here writes it: without the prefix of IPv4 inside IPv6, nor an interface's name. */
export function plainAddress(address: string | undefined): string {
  const [bare = ''] = (address ?? '').split('%')
  return bare.toLowerCase().startsWith('::ffff:') && bare.includes('.') ? bare.slice(7) : bare
}

/** Whether a line came by the address that only this computer has: nobody of the network can be behind it. */
export function isLoopback(localAddress: string | undefined): boolean {
  const address = plainAddress(localAddress)
  return address === '127.0.0.1' || address === '::1'
}

const privateRanges = new BlockList()
for (const [first, bits] of [
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['169.254.0.0', 16],
  ['127.0.0.0', 8],
] as const)
  privateRanges.addSubnet(first, bits, 'ipv4')
for (const [first, bits] of [
  ['fc00::', 7],
  ['fe80::', 10],
  ['::1', 128],
] as const)
  privateRanges.addSubnet(first, bits, 'ipv6')

/** Whether an address is one that means « this network » wherever one is. */
export function isPrivate(address: string): boolean {
  const plain = plainAddress(address)
  const family = isIP(plain)
  return family !== 0 && privateRanges.check(plain, family === 4 ? 'ipv4' : 'ipv6')
}

/** What the system says of this computer's network cards. */
export type Interfaces = () => ReturnType<typeof networkInterfaces>

/**
 * Whether whoever calls is on a network this computer is on: at a private address, or in the range of one of its cards. The
 * rest of the internet is not answered, whatever a router was told to let through.
 */
export function isNeighbour(remoteAddress: string | undefined, interfaces: Interfaces = networkInterfaces): boolean {
  const address = plainAddress(remoteAddress)
  if (isPrivate(address)) return true
  const family = isIP(address)
  if (family === 0) return false
  const own = new BlockList()
  for (const card of Object.values(interfaces()).flat()) {
    if (card === undefined || card.cidr === null) continue
    const [first = '', bits = ''] = card.cidr.split('/')
    own.addSubnet(first, Number(bits), card.family === 'IPv4' ? 'ipv4' : 'ipv6')
  }
  return own.check(address, family === 4 ? 'ipv4' : 'ipv6')
}

/** The addresses by which the network reaches this computer, IPv4 first; those that need an interface's name left out. */
export function networkAddresses(interfaces: Interfaces = networkInterfaces): readonly string[] {
  const cards = Object.values(interfaces())
    .flat()
    .filter((card) => card !== undefined)
    .filter(({ internal, address }) => !internal && !address.startsWith('fe80'))
  const of = (family: 'IPv4' | 'IPv6') => cards.filter((card) => card.family === family).map(({ address }) => address)
  return [...of('IPv4'), ...of('IPv6')]
}

/** An address as it stands in the address of a page. */
export function inUrl(address: string): string {
  return isIP(address) === 6 ? `[${address}]` : address
}
