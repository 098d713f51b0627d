import { NetworkRefusal } from '#core/ports/index.ts'
import type { KnownSeat, Network, NetworkEvent } from '#core/ports/index.ts'

/** A host that answers the network in words only: what the core asks of it is seen, and events come when a test wants. */
export interface TestNetwork extends Network {
  /** A seat that joined, and its fingerprint. */
  join(name: string): string
  tell(event: NetworkEvent): void
}

/** A host without a socket. */
export function testNetwork(): TestNetwork {
  const seats = new Map<string, KnownSeat>()
  const watchers = new Set<(event: NetworkEvent) => void>()
  let sharing = false
  let port = 8443
  const status: Network['status'] = async () => ({
    available: true,
    sharing,
    port,
    addresses: sharing ? [`https://192.168.1.20:${port}/`] : [],
    computerName: 'accueil-1',
    fingerprint: 'A1:B2',
    discoverable: sharing,
    discoveryName: 'Cabinet Ouvert 7F3A',
  })
  const change = (fingerprint: string, changes: Partial<KnownSeat>) => {
    const seat = seats.get(fingerprint)
    if (seat === undefined) return null
    const changed = { ...seat, ...changes }
    seats.set(fingerprint, changed)
    return changed
  }
  return {
    status,
    share: async (wanted, wantedPort) => {
      if (wantedPort === 1024) throw new NetworkRefusal('port-taken', { port: wantedPort })
      sharing = wanted
      port = wantedPort ?? port
      return status()
    },
    startPairing: async () => {
      if (!sharing) throw new NetworkRefusal('not-shared')
      return { code: '7F3A2-QX9KD', expiresAt: '2026-11-22T09:05:00.000Z' }
    },
    stopPairing: async () => undefined,
    seats: async () => [...seats.values()],
    rename: async (fingerprint, name) => change(fingerprint, { name }),
    revoke: async (fingerprint) => change(fingerprint, { revokedAt: '2026-11-22T09:00:00.000Z' }),
    watch: (told) => {
      watchers.add(told)
      return () => watchers.delete(told)
    },
    join: (name) => {
      const fingerprint = String(seats.size + 1).padStart(64, '0')
      const pairedAt = '2026-11-22T08:00:00.000Z'
      seats.set(fingerprint, {
        fingerprint,
        name,
        kind: 'electron',
        pairedAt,
        lastSeenAt: null,
        revokedAt: null,
        online: false,
      })
      return fingerprint
    },
    tell: (event) => {
      for (const told of watchers) told(event)
    },
  }
}
