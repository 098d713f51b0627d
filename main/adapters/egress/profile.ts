/**
 * Whom an adapter may call. An adapter makes one for each of its services: nothing is called that no profile names.
 *
 * - `outside`: services of the world. Never this computer, by name or by address, so that no cabinet of real patients can be
 *   led to a simulator, nor be used to reach what listens here for its own.
 * - `simulators`: those of the training cabinet and of the tests. This computer alone, and their own authority alone.
 */
export type EgressProfile = OutsideProfile | SimulatorsProfile

interface OutsideProfile {
  readonly kind: 'outside'
  /** Names, in lower case; compared whole. */
  readonly hosts: readonly string[]
  /** Certificates in PEM that are believed in place of those the system believes; `null` for the system’s. */
  readonly anchors: readonly string[] | null
  /** Hosts that may be asked without TLS, at its usual port, for what is signed by itself. */
  readonly plainHosts?: readonly string[]
}

interface SimulatorsProfile {
  readonly kind: 'simulators'
  /** Each `127.0.0.1:4321`: a simulator may not stand in for another. */
  readonly origins: readonly string[]
  readonly anchors: readonly string[]
}

/** Whether a numeric address is this computer, or stands for none. Takes IPv4 and IPv6 as the system writes them. */
export function isLoopbackAddress(address: string): boolean {
  const bare = address.toLowerCase().replace(/^::ffff:(?=\d+\.)/, '')
  return /^(?:127\.|0\.)/.test(bare) || bare === '::1' || bare === '::' || bare.startsWith('::ffff:7f')
}

/** Whether a numeric address leads to this computer, or only to the wire it stands on: no service of the world is there. */
export function isNowhere(address: string): boolean {
  const bare = address.toLowerCase().replace(/^::ffff:(?=\d+\.)/, '')
  return isLoopbackAddress(bare) || bare.startsWith('169.254.') || /^fe[89ab][\da-f]:/.test(bare)
}

/** Whether a profile names an address; the numeric address behind a name is judged when it is known. */
export function isAllowed(profile: EgressProfile, url: URL): boolean {
  if (url.username !== '' || url.password !== '') return false
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (profile.kind === 'simulators') {
    return url.protocol === 'https:' && isLoopbackAddress(host) && profile.origins.includes(url.host)
  }
  if (isNowhere(host) || host === 'localhost' || host.endsWith('.localhost')) return false
  if (url.protocol === 'http:') return url.port === '' && profile.plainHosts?.includes(host) === true
  return url.protocol === 'https:' && profile.hosts.includes(host)
}
