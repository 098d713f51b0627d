import { Bonjour } from 'bonjour-service'

/** What a host says of itself on the network: where it answers, and nothing of what it holds. */
export interface AdvertisedHost {
  /** Drawn once by the host: 32 hexadecimal digits. */
  readonly hostId: string
  readonly port: number
}

/** Says on the network that a host is there, until the returned function is called. `failed`: it no longer can. */
export type Advertise = (host: AdvertisedHost, failed: (error: unknown) => void) => () => void

/** `_cabinet-ouvert._tcp.local`. */
const serviceType = 'cabinet-ouvert'
const protocolVersion = '1'

/** What tells a host among others without naming it: « Cabinet Ouvert 7F3A ». */
export function discoveryName(hostId: string): string {
  return `Cabinet Ouvert ${hostId.slice(0, 4).toUpperCase()}`
}

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
