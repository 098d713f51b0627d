import { connect } from 'node:tls'
import { onMessagePortClose, type SupportedMessagePort } from '@orpc/client/message-port'
import type { KnownHost, LineFailure } from '#app/devices/network.ts'
import { authorityOf, type HostPlace, readAddress, resolvePlace } from '#main/wire/host-place.ts'
import { hostConnection, relayLine } from '#main/wire/relay.ts'
import { joinHost } from '#main/wire/relay-pairing.ts'
import type { NetworkQuestion, NetworkQuestions } from './core-questions.ts'
import type { KnownHosts, RememberedHost } from './known-hosts.ts'

/** A host as it announces itself: which one it is, and where. */
export interface Announced {
  readonly name: string
  readonly hostId: string
  readonly place: HostPlace
}

/** What the desk needs of the world. */
export interface NetworkSurroundings {
  readonly hosts: KnownHosts
  /** Listens to the local network for `ms`, or until `isWanted` recognises what it heard. */
  browse(ms: number, isWanted?: (one: Announced) => Promise<boolean>): Promise<readonly Announced[]>
  /** How many seats of other computers are connected here. */
  seatsAtWork(): Promise<number>
}

/** Everything about other computers, in the core's process. */
export interface NetworkDesk {
  answer(question: NetworkQuestion): Promise<NetworkQuestions[keyof NetworkQuestions]['answers']>
  /** Gives a window the line of a host; when that cannot be, closes the port, and {@link NetworkQuestions.line} says why. */
  relay(port: SupportedMessagePort, hostId: string): void
  /** Cuts every line. */
  close(): void
}

const discoveryMs = 3_000
/** How long to look for a host that is no longer where it was. */
const searchMs = 4_000
const probeMs = 2_000

/** Answers the shell's questions about other computers, and carries the windows' lines to them. */
export function networkDesk(around: NetworkSurroundings): NetworkDesk {
  const { hosts } = around
  const failures = new Map<string, LineFailure | null>()
  const lines = new Set<{ close(): void }>()
  /** Hosts being looked for: one search serves every window. */
  const searches = new Map<string, Promise<HostPlace | null>>()

  const view = async (host: RememberedHost): Promise<KnownHost> => {
    const { hostId, name, seatName, keyInKeyring } = host
    const reachable = await probe(host)
    return { hostId, name, seatName, keyInKeyring, address: authorityOf(host.place), reachable }
  }

  const find = async (host: RememberedHost): Promise<HostPlace | null> => {
    let found = null as HostPlace | null
    await around.browse(searchMs, async ({ hostId, place }) => {
      // Anybody may announce an identifier: only the one that TLS recognises has moved there.
      if (hostId === host.hostId && (await probe({ ...host, place }))) found ??= place
      return found !== null
    })
    if (found !== null) await hosts.moved(host.hostId, found)
    return found
  }
  const search = (host: RememberedHost) => {
    const present = searches.get(host.hostId)
    if (present !== undefined) return present
    const begun = find(host)
      .catch(() => null)
      .finally(() => searches.delete(host.hostId))
    searches.set(host.hostId, begun)
    return begun
  }

  const answers: {
    readonly [A in keyof NetworkQuestions]: (
      asks: NetworkQuestions[A]['asks'],
    ) => Promise<NetworkQuestions[A]['answers']>
  } = {
    known: async () => Promise.all((await hosts.list()).map(view)),
    discover: async () => {
      const known = new Set((await hosts.list()).map((host) => host.hostId))
      const heard = await around.browse(discoveryMs)
      return heard.map(({ name, hostId, place }) => ({ name, address: authorityOf(place), known: known.has(hostId) }))
    },
    pair: async ({ address, code, seatName }) => {
      const place = readAddress(address)
      if (place === null) return { ok: false, problem: 'address-refused' }
      const outcome = await joinHost(place, code, seatName)
      if (!outcome.ok) return outcome
      const { hostId, computerName, authority, certificate, key } = outcome.joined
      const kept = await hosts.keep({ hostId, name: computerName, seatName, place, authority, certificate }, key)
      failures.delete(hostId)
      return { ok: true, host: await view(kept) }
    },
    forget: ({ hostId }) => hosts.forget(hostId),
    line: async ({ hostId }) => {
      const host = await hosts.find(hostId)
      return host === null ? null : { name: host.name, failure: failures.get(hostId) ?? null }
    },
    'at-work': () => around.seatsAtWork(),
  }

  const relay = async (port: SupportedMessagePort, hostId: string) => {
    let isGone = false
    onMessagePortClose(port, () => {
      isGone = true
    })
    const host = await hosts.find(hostId)
    const credentials = host === null ? null : await hosts.credentials(host)
    const place = host === null ? null : await resolvePlace(host.place).catch(() => host.place)
    if (isGone) return
    if (host === null || credentials === null || place === null) {
      failures.set(hostId, 'key-missing')
      return hangUp(port)
    }
    const line = relayLine(port, credentials, place, {
      opened: () => failures.set(hostId, null),
      ended: (failure) => {
        lines.delete(line)
        if (failure !== null) failures.set(hostId, failure)
        // The page asks for another line in a moment: it will then be where the host is found.
        if (failure === 'unreachable' || failure === 'not-recognized') void search(host)
      },
    })
    lines.add(line)
  }

  return {
    answer: ({ act, asks }) => answers[act](asks as never),
    relay: (port, hostId) => {
      relay(port, hostId).catch(() => {
        failures.set(hostId, 'key-missing')
        hangUp(port)
      })
    },
    close() {
      for (const line of lines) line.close()
    },
  }
}

function hangUp(port: SupportedMessagePort): void {
  if ('close' in port && typeof port.close === 'function') port.close()
}

/** Whether the host answers where it did, under its own authority. */
function probe({ place, authority }: Pick<RememberedHost, 'place' | 'authority'>): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ ...hostConnection({ authority }, place), timeout: probeMs })
    const end = (answer: boolean) => {
      resolve(answer)
      socket.destroy()
    }
    socket.once('secureConnect', () => end(socket.authorized))
    socket.once('timeout', () => end(false))
    socket.once('error', () => end(false))
  })
}
