import { Bonjour, type Service } from 'bonjour-service'
import type { Announced } from './network-desk.ts'

/** The service under which hosts announce themselves (DNS-SD): `_cabinet-ouvert._tcp`. */
const serviceType = 'cabinet-ouvert'

/**
 * Listens to what announces itself on the local network for `ms`, or until `wanted` is heard. What is heard is a hint: a
 * host is believed under its own authority only.
 */
export function browseHosts(ms: number, wanted?: string): Promise<readonly Announced[]> {
  return new Promise((resolve) => {
    const heard = new Map<string, Announced>()
    // A network that has no multicast, or a firewall in its way, is a network where nobody is heard.
    const bonjour = new Bonjour({}, () => end())
    const browser = bonjour.find({ type: serviceType })
    const timer = setTimeout(() => end(), ms)
    const end = () => {
      clearTimeout(timer)
      browser.stop()
      bonjour.destroy()
      resolve([...heard.values()])
    }
    const up = (service: Service) => {
      const found = announcedBy(service)
      if (found === null) return
      heard.set(found.hostId, found)
      if (found.hostId === wanted) end()
    }
    browser.on('up', up)
    browser.on('txt-update', up)
    browser.on('srv-update', up)
  })
}

/** What a service says of itself, when it is one of ours. */
function announcedBy({ name, addresses, port, txt }: Service): Announced | null {
  const said: unknown = txt
  const hostId = typeof said === 'object' && said !== null && 'id' in said ? String(said.id) : ''
  // IPv4 first: an IPv6 address of one link only needs the name of an interface, which nobody types.
  const usable = (addresses ?? []).filter((address) => !address.toLowerCase().startsWith('fe80'))
  const hostname = usable.find((address) => !address.includes(':')) ?? usable[0]
  if (!/^[0-9a-f]{32}$/.test(hostId) || hostname === undefined) return null
  return { name: name.slice(0, 80), hostId, place: { hostname, port } }
}
