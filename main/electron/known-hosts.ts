import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Ports } from '#core/index.ts'
import type { HostPlace } from '#main/wire/host-place.ts'
import type { JoinedHost } from '#main/wire/relay.ts'

/** A host as this computer remembers it; its key is kept apart. */
export interface RememberedHost {
  readonly hostId: string
  readonly name: string
  readonly seatName: string
  readonly place: HostPlace
  /** PEM. */
  readonly authority: string
  /** This computer's own certificate for it, PEM. */
  readonly certificate: string
  readonly keyInKeyring: boolean
}

/** The hosts this computer was joined to, in the program's own folder of this account. */
export interface KnownHosts {
  list(): Promise<readonly RememberedHost[]>
  find(hostId: string): Promise<RememberedHost | null>
  /** Keeps a host, in place of a former one of the same identifier. Its key goes to the keyring where there is one. */
  keep(host: Omit<RememberedHost, 'keyInKeyring'>, key: string): Promise<RememberedHost>
  /** Where it answered last. */
  moved(hostId: string, place: HostPlace): Promise<void>
  /** What TLS needs; `null` when the key is gone. */
  credentials(host: RememberedHost): Promise<JoinedHost | null>
  forget(hostId: string): Promise<boolean>
}

/** What is kept of the hosts, in `folder`. A key that no keyring protects is a file that only this account reads. */
export function knownHosts(folder: string, keyring: NonNullable<Ports['keyring']>): KnownHosts {
  const file = join(folder, 'hosts.json')
  const keyFile = (hostId: string) => join(folder, 'host-keys', `${hostId}.pem`)
  let last: Promise<unknown> = Promise.resolve()

  const read = async (): Promise<readonly RememberedHost[]> => {
    const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return '[]'
      throw error
    })
    return parseHosts(text)
  }
  /** Changes asked together are made one after the other: none undoes another. */
  const change = <T>(make: (hosts: readonly RememberedHost[]) => readonly [readonly RememberedHost[], T]) => {
    const mine = last.then(async () => {
      const [hosts, answer] = make(await read())
      await writePrivately(file, `${JSON.stringify(hosts)}\n`)
      return answer
    })
    last = mine.catch(() => undefined)
    return mine
  }
  const list = async () => {
    await last
    return read()
  }
  return {
    list,
    find: async (hostId) => (await list()).find((host) => host.hostId === hostId) ?? null,
    async keep(host, key) {
      const keyInKeyring = await keptByKeyring(keyring, host.hostId, key)
      if (keyInKeyring) await rm(keyFile(host.hostId), { force: true })
      else await writePrivately(keyFile(host.hostId), key)
      const kept: RememberedHost = { ...host, keyInKeyring }
      return change((hosts) => [[...hosts.filter((one) => one.hostId !== host.hostId), kept], kept])
    },
    moved: (hostId, place) =>
      change((hosts) => [hosts.map((host) => (host.hostId === hostId ? { ...host, place } : host)), undefined]),
    async credentials(host) {
      const key = host.keyInKeyring
        ? await keyring.find(keyName(host.hostId)).then((found) => found && Buffer.from(found).toString('utf8'))
        : await readFile(keyFile(host.hostId), 'utf8').catch(() => null)
      return key === null ? null : { authority: host.authority, certificate: host.certificate, key }
    },
    async forget(hostId) {
      const found = await change((hosts) => {
        const rest = hosts.filter((host) => host.hostId !== hostId)
        return [rest, rest.length < hosts.length]
      })
      await rm(keyFile(hostId), { force: true })
      // A keyring that refuses to forget keeps a key that opens nothing any more from here.
      await keyring.forget(keyName(hostId)).catch(() => undefined)
      return found
    },
  }
}

function keyName(hostId: string): string {
  return `seat-key.${hostId}`
}

async function keptByKeyring(keyring: NonNullable<Ports['keyring']>, hostId: string, key: string): Promise<boolean> {
  if (!(await keyring.available())) return false
  return keyring.keep(keyName(hostId), Buffer.from(key)).then(
    () => true,
    () => false,
  )
}

/** What does not read as a host is none: the person joins it again. */
function parseHosts(text: string): readonly RememberedHost[] {
  try {
    const parsed: unknown = JSON.parse(text)
    return Array.isArray(parsed) ? parsed.filter(isHost) : []
  } catch {
    return []
  }
}

function isHost(value: unknown): value is RememberedHost {
  if (typeof value !== 'object' || value === null) return false
  const { hostId, name, seatName, place, authority, certificate, keyInKeyring } = value as Record<string, unknown>
  const texts = [hostId, name, seatName, authority, certificate].every((text) => typeof text === 'string')
  return texts && typeof keyInKeyring === 'boolean' && isPlace(place) && /^[0-9a-f]{32}$/.test(String(hostId))
}

function isPlace(value: unknown): value is HostPlace {
  if (typeof value !== 'object' || value === null) return false
  const { hostname, port } = value as Record<string, unknown>
  return typeof hostname === 'string' && Number.isInteger(port)
}

/** Whole or not at all, flushed, and readable by this account only. */
async function writePrivately(path: string, text: string): Promise<void> {
  await mkdir(join(path, '..'), { recursive: true, mode: 0o700 })
  const beside = await open(`${path}.new`, 'w', 0o600)
  try {
    await beside.writeFile(text)
    await beside.sync()
  } finally {
    await beside.close()
  }
  await rename(`${path}.new`, path)
}
