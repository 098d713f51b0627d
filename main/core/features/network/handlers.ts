import {
  listSeats,
  readNetworkStatus,
  renameSeat,
  revokeSeat,
  setSharing,
  startPairing,
  stopPairing,
} from '#app/features/network/contract.ts'
import type { NetworkStatus, PairedSeat } from '#app/features/network/model.ts'
import { type Problem, problem } from '#app/kernel/problem.ts'
import { handle } from '#core/kernel/handle.ts'
import type { Work } from '#core/kernel/work.ts'
import { type KnownSeat, type Network, NetworkRefusal } from '#core/ports/index.ts'

/** A core that answers no other computer: a seat of another host, a test, a single command. */
const notHere: NetworkStatus = {
  available: false,
  sharing: false,
  port: null,
  addresses: [],
  computerName: '',
  fingerprint: '',
  discoverable: false,
  discoveryName: '',
}

const status = handle(readNetworkStatus, async (_input, work) => ({
  status: (await work.ports.network?.status()) ?? notHere,
}))

const share = handle(setSharing, ({ sharing, port }, work) =>
  steer(work, ['port-taken', 'keys-unreadable'], async (network) => {
    work.journal({ details: { sharing, port } })
    const now = await network.share(sharing, port)
    work.announce('network', '*', 0)
    return { status: now }
  }),
)

const start = handle(startPairing, (_input, work) =>
  steer(work, ['not-shared', 'seats-unreadable'], async (network) => ({ pairing: await network.startPairing() })),
)

const stop = handle(stopPairing, (_input, work) =>
  steer(work, [], async (network) => {
    await network.stopPairing()
    return { stopped: true as const }
  }),
)

const seats = handle(listSeats, (_input, work) =>
  steer(work, ['seats-unreadable'], async (network) => ({
    seats: (await network.seats()).map((seat) => withPeople(seat, work)),
  })),
)

const rename = handle(renameSeat, ({ fingerprint, name }, work) =>
  steer(work, ['seats-unreadable'], async (network) => {
    const before = (await network.seats()).find((seat) => seat.fingerprint === fingerprint)
    work.journal({ subjectId: fingerprint, details: { before: before?.name ?? null, name } })
    return changed(await network.rename(fingerprint, name), work)
  }),
)

const revoke = handle(revokeSeat, ({ fingerprint }, work) =>
  steer(work, ['seats-unreadable'], async (network) => {
    work.journal({ subjectId: fingerprint })
    const seat = await network.revoke(fingerprint)
    if (seat !== null) {
      work.journal({ details: { name: seat.name } })
      // Those whose line is broken have none that the host could cut.
      work.sessions.endAllAt(fingerprint)
    }
    return changed(seat, work)
  }),
)

/** What answers about the network. */
export const networkHandlers = [status, share, start, stop, seats, rename, revoke]

type Reason = NetworkRefusal['reason']
type Refused<R extends Reason> = Problem<`network.${R}`>

/** Asks the host of this core; of what it refuses, what `may` names is an answer, the rest a bug. */
async function steer<T, R extends Reason>(
  work: Work,
  may: readonly R[],
  ask: (network: Network) => Promise<T>,
): Promise<T | Refused<'unavailable'> | Refused<R>> {
  const { network } = work.ports
  if (network === undefined) return problem('network.unavailable', {})
  try {
    return await ask(network)
  } catch (error) {
    if (!(error instanceof NetworkRefusal)) throw error
    if (error.reason === 'unavailable') return problem('network.unavailable', {})
    if (!(may as readonly Reason[]).includes(error.reason)) throw error
    return problemOf(error) as Refused<R>
  }
}

function problemOf({ reason, about }: NetworkRefusal): Refused<Reason> {
  switch (reason) {
    case 'unavailable':
      return problem('network.unavailable', {})
    case 'not-shared':
      return problem('network.not-shared', {})
    case 'port-taken':
      return problem('network.port-taken', { port: about.port ?? 0 })
    case 'keys-unreadable':
      return problem('network.keys-unreadable', { folder: about.place ?? '' })
    case 'seats-unreadable':
      return problem('network.seats-unreadable', { file: about.place ?? '' })
  }
}

function changed(seat: KnownSeat | null, work: Work): { seat: PairedSeat } | Problem<'not-found'> {
  if (seat === null) return problem('not-found', {})
  work.announce('network', seat.fingerprint, 0)
  return { seat: withPeople(seat, work) }
}

function withPeople(seat: KnownSeat, work: Work): PairedSeat {
  return { ...seat, people: [...work.sessions.peopleAt(seat.fingerprint)] }
}
