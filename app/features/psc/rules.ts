import type { PscSettings } from './model.ts'

/** The longest a Pro Santé Connect session lasts, in ms: 4 hours (CI-SIS, « API Pro Santé Connectées »). */
export const longestSessionMs = 4 * 60 * 60_000

/** How long it lasts without the person doing anything, in ms: 30 minutes (same source). */
export const longestIdleMs = 30 * 60_000

/** The national identifier of somebody by their RPPS: the digit of its kind, then the number (« IdNPS »). */
export function nationalIdOf(rpps: string): string {
  return `8${rpps}`
}

/** The RPPS of a national identifier; `null` when it is of another kind (ADELI, student, employee of a structure). */
export function rppsOf(nationalId: string): string | null {
  return /^8\d{11}$/.test(nationalId) ? nationalId.slice(1) : null
}

/** Why a session held at Pro Santé Connect ends; `null` while it goes on. `idleMs`: since the person last did something. */
export function sessionEnd(ageMs: number, idleMs: number): 'four-hours' | 'inactivity' | null {
  if (ageMs >= longestSessionMs) return 'four-hours'
  return idleMs >= longestIdleMs ? 'inactivity' : null
}

/** What is wrong with the address of a proxy. */
export type AddressFault = 'not-an-address' | 'not-https' | 'this-computer' | 'with-secret' | 'with-parameters'

/**
 * What is wrong with the address of a proxy, or `null`. A proxy stands elsewhere and is reached by TLS alone; an address
 * that carries a password would be kept in the settings, where secrets have no place.
 */
export function proxyAddressFault(text: string): AddressFault | null {
  const parsed = /^([a-z][a-z\d+.-]*):\/\/([^/?#]*)([^?#]*)([?#].*)?$/i.exec(text)
  if (parsed === null) return 'not-an-address'
  const [, scheme = '', authority = '', path = '', rest = ''] = parsed
  if (scheme.toLowerCase() !== 'https') return 'not-https'
  if (authority.includes('@')) return 'with-secret'
  const host = authority.replace(/:\d{1,5}$/, '').toLowerCase()
  if (!/^(?:[a-z\d](?:[a-z\d-]*[a-z\d])?(?:\.[a-z\d](?:[a-z\d-]*[a-z\d])?)*|\[[\da-f:.]+\])$/.test(host))
    return 'not-an-address'
  if (isThisComputer(host)) return 'this-computer'
  if (rest !== '' || !/^[\w\-./~]*$/.test(path)) return 'with-parameters'
  return null
}

/** Whether a host, in lower case, can only be this computer. */
export function isThisComputer(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '')
  return (
    bare === 'localhost' ||
    bare.endsWith('.localhost') ||
    bare.startsWith('127.') ||
    /^0(?:\.|$)/.test(bare) ||
    bare === '::1' ||
    bare === '::' ||
    /^::ffff:(?:127\.|7f)/.test(bare)
  )
}

/** Whether a path can follow the address of a proxy. */
export function isIdentityPath(text: string): boolean {
  return text === '' || /^\/send(?:\/[\w\-.~]+)*$/.test(text)
}

/** Whether the settings say where a proxy is. */
export function isProxySet(settings: PscSettings): boolean {
  return settings.proxyUrl !== '' && settings.clientId !== ''
}
