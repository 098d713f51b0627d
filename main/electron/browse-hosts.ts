import { Bonjour, type Service } from 'bonjour-service'
import { isIP } from 'node:net'
import { authorityOf } from '#main/wire/host-place.ts'
import type { Announced } from './network-desk.ts'

/** `_cabinet-ouvert._tcp.local`, as hosts announce themselves. */
const serviceType = 'cabinet-ouvert'
const protocolVersion = '1'

/** Announcements taken at once: a network has a host or two. */
const mostHeard = 50

/**
 * Listens to what announces itself on the local network for `ms`, or until `isWanted` recognises one. A network that has no
 * multicast is one where nobody is heard. What is heard is a hint: a host is believed under its own authority only, and
 * whoever speaks first under its identifier does not hide it.
 */
export function listenForHosts(
  ms: number,
  isWanted?: (one: Announced) => Promise<boolean>,
): Promise<readonly Announced[]> {
  return new Promise((resolve) => {
    const heard = new Map<string, Announced>()
    let stop: (() => void) | null = null
    const end = () => {
      if (stop === null) return
      stop()
      stop = null
      resolve([...heard.values()])
    }
    const bonjour = new Bonjour({}, end)
    const browser = bonjour.find({ type: serviceType })
    const timer = setTimeout(end, ms)
    stop = () => {
      clearTimeout(timer)
      browser.stop()
      bonjour.destroy()
    }
    const put = (service: Service) => {
      const found = announcedBy(service)
      if (found === null) return
      const { hostId, place } = found
      const key = `${hostId} ${authorityOf(place)}`
      if (heard.has(key) || heard.size >= mostHeard) return
      heard.set(key, found)
      void isWanted?.(found).then((isFound) => isFound && end())
    }
    browser.on('up', put)
    browser.on('txt-update', put)
    browser.on('srv-update', put)
  })
}

/** What a service says of itself; `null` for what is not a host of ours, or not of this version. */
export function announcedBy(
  service: Pick<Service, 'name' | 'port' | 'txt' | 'addresses' | 'referer'>,
): Announced | null {
  const { name, port, txt, addresses = [], referer } = service
  const said = (typeof txt === 'object' && txt !== null ? txt : {}) as Readonly<Record<string, unknown>>
  const hostId = String(said['id'])
  const at = addresses.length > 0 ? addresses : referer === undefined ? [] : [referer.address]
  // An address of one link only needs the name of an interface, which is not the same at both ends.
  const usable = at.filter((address) => isIP(address) !== 0 && !/^fe[89ab]/i.test(address))
  const [hostname] = usable.toSorted((one, other) => isIP(one) - isIP(other))
  const isOurs = /^[0-9a-f]{32}$/.test(hostId) && said['v'] === protocolVersion && port >= 1 && port <= 65_535
  return isOurs && hostname !== undefined ? { name: name.slice(0, 60), hostId, place: { hostname, port } } : null
}
