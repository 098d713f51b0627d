import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'

/** Where a host answers. */
export interface HostPlace {
  /** A name or an address. */
  readonly hostname: string
  readonly port: number
}

/** Where a host answers when nobody says otherwise. */
const usualHostPort = 8443

/** `host:port` as an address is written: an IPv6 address between brackets. */
export function authorityOf({ hostname, port }: HostPlace): string {
  return `${isIP(hostname) === 6 ? `[${hostname}]` : hostname}:${port}`
}

/** What a person types for an address: a name or an address, with or without `https://` and a port; `null` if it is none. */
export function readAddress(typed: string): HostPlace | null {
  const text = typed
    .trim()
    .replace(/^https:\/\//i, '')
    .replace(/\/$/, '')
  const bare = isIP(text) === 6 ? `[${text}]` : text
  if (bare === '' || /[\s@#?/\\]/.test(bare)) return null
  try {
    const { hostname } = new URL(`https://${bare}`)
    // An address that names no port means the usual one, and not that of the web.
    const named = /:(\d{1,5})$/.exec(bare)?.[1]
    const port = named === undefined ? usualHostPort : Number(named)
    return port < 1 ? null : { hostname: hostname.replace(/^\[|\]$/g, ''), port }
  } catch {
    return null
  }
}

/** The same place by its address: a host answers to the address it is reached at, and not to any name given to it. */
export async function resolvePlace({ hostname, port }: HostPlace): Promise<HostPlace> {
  if (isIP(hostname) !== 0) return { hostname, port }
  const { address } = await lookup(hostname, { order: 'ipv4first' })
  return { hostname: address, port }
}
