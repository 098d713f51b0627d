import { Bonjour, type Service } from 'bonjour-service'
import { isIP } from 'node:net'
import { z } from 'zod'

/** What a host says of itself on the network: where it answers, and nothing of what it holds. */
export interface AdvertisedHost {
  /** Drawn once by the host: 32 hexadecimal digits. */
  readonly hostId: string
  readonly port: number
}

/** Says on the network that a host is there, until the returned function is called. `failed`: it no longer can. */
export type Advertise = (host: AdvertisedHost, failed: (error: unknown) => void) => () => void

/** A host that says it is there. Nothing of it is believed before its certificate is. */
export interface HostHeard extends AdvertisedHost {
  /** « Cabinet Ouvert 7F3A ». */
  readonly name: string
  /** Its addresses, IPv4 first. */
  readonly addresses: readonly string[]
}

/** `_cabinet-ouvert._tcp.local`. */
const serviceType = 'cabinet-ouvert'
const protocolVersion = '1'

/** What tells a host among others without naming it: « Cabinet Ouvert 7F3A ». */
export function discoveryName(hostId: string): string {
  return `Cabinet Ouvert ${hostId.slice(0, 4).toUpperCase()}`
}

/** What the text of a service holds: bonjour-service gives it in lower case. */
const text = z.object({ id: z.string().regex(/^[0-9a-f]{32}$/), v: z.literal(protocolVersion) })

/**
 * Says by mDNS (RFC 6762) that a host is there, under a name drawn at random: neither the cabinet's nor the computer's.
 * A network that has no multicast is told to `failed`, and the address is typed by hand.
 */
export const advertiseHost: Advertise = ({ hostId, port }, failed) => {
  const short = hostId.slice(0, 8)
  const bonjour = new Bonjour({}, failed)
  const service = bonjour.publish({
    name: discoveryName(hostId),
    type: serviceType,
    port,
    host: `cabinet-${short}.local`,
    txt: { id: hostId, v: protocolVersion, port: String(port) },
    // Another host under the same four digits is told from this one by its identifier.
    probe: false,
  })
  service.on('error', failed)
  return () => bonjour.unpublishAll(() => bonjour.destroy())
}

/** Listens for hosts of the network; `heard` is given all of them each time one comes, changes or goes. */
export function browseHosts(
  heard: (hosts: readonly HostHeard[]) => void,
  failed: (error: unknown) => void,
): () => void {
  const bonjour = new Bonjour({}, failed)
  const present = new Map<string, HostHeard>()
  const browser = bonjour.find({ type: serviceType })
  const put = (service: Service) => {
    const host = hostOf(service)
    if (host === null) return
    present.set(service.fqdn, host)
    heard([...present.values()])
  }
  browser.on('up', put)
  browser.on('txt-update', put)
  browser.on('srv-update', put)
  browser.on('down', (service) => {
    if (present.delete(service.fqdn)) heard([...present.values()])
  })
  // What nobody announces any more goes when its time is over; mDNS has no other way to say that a computer was unplugged.
  const again = setInterval(() => {
    browser.expire()
    browser.update()
  }, 10_000)
  again.unref()
  return () => {
    clearInterval(again)
    browser.stop()
    bonjour.destroy()
  }
}

/** A service as a host; `null` for what is not one, or not of this version. */
function hostOf({ name, port, txt, addresses = [], referer }: Service): HostHeard | null {
  const said = text.safeParse(txt)
  if (!said.success || !Number.isInteger(port) || port < 1 || port > 65_535) return null
  const at = addresses.length > 0 ? addresses : referer === undefined ? [] : [referer.address]
  const usable = at.filter((address) => isIP(address) !== 0 && !address.toLowerCase().startsWith('fe80'))
  return {
    hostId: said.data.id,
    port,
    name: name.slice(0, 60),
    addresses: usable.toSorted((one, other) => isIP(one) - isIP(other)),
  }
}
