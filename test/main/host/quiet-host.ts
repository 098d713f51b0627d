import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join as joinPath } from 'node:path'
import type { NetworkEvent } from '#core/ports/network.ts'
import type { Core, SeatInfo } from '#core/index.ts'
import { type Host, startHost } from '#main/host/host.ts'
import type { HostLimits } from '#main/host/limits.ts'
import { HostNetwork } from '#main/host/network.ts'
import { keptLog } from '#test/world/log.ts'

/** A core that only notes who comes and goes: what the host lets in is the matter here. */
function quietCore() {
  const attached: SeatInfo[] = []
  const core: Core = {
    program: { name: 'Cabinet Ouvert', version: '0.0.0-test' },
    router: {},
    attach: (seat) => {
      attached.push(seat)
      return {
        id: String(attached.length),
        seat,
        resume: 'r'.repeat(43),
        resumed: false,
        confirm: () => undefined,
        isSignedIn: () => false,
        detach: () => undefined,
      }
    },
    dispose: () => Promise.resolve(),
  }
  return { core, attached }
}

const open: Host[] = []

/** Closes every host made here. */
export async function closeHosts(): Promise<void> {
  for (const host of open.splice(0)) await host.close()
}

/** A host of the network, and what is seen of it. */
export interface Lan {
  readonly host: Host
  readonly network: HostNetwork
  readonly port: number
  readonly folder: string
  readonly attached: readonly SeatInfo[]
  readonly events: NetworkEvent[]
  readonly advertised: string[]
  clock: number
}

/** How the host is started. */
interface Given {
  readonly folder?: string
  readonly lan?: boolean
  readonly ownPort?: boolean
  readonly limits?: Partial<HostLimits>
}

/** Starts a host that answers the network before a core that only notes who comes and goes. */
export async function lan(given: Given = {}): Promise<Lan> {
  const folder = given.folder ?? (await mkdtemp(joinPath(tmpdir(), 'lan-')))
  const pages = await mkdtemp(joinPath(tmpdir(), 'pages-'))
  await writeFile(joinPath(pages, 'index.html'), '<title>Cabinet</title>')
  const advertised: string[] = []
  const events: NetworkEvent[] = []
  const clock = { now: Date.now() }
  const network = await HostNetwork.open({
    folder,
    logger: keptLog(),
    now: () => clock.now,
    advertise: ({ hostId, port }) => {
      advertised.push(`${hostId} ${port}`)
      return () => advertised.pop()
    },
  })
  network.watch((event) => event.kind !== 'changed' && events.push(event))
  const { core, attached } = quietCore()
  const host = await startHost({
    core,
    pages,
    port: given.ownPort === false ? null : 0,
    certificatesFolder: folder,
    seatName: 'Navigateur',
    network,
    lan: given.lan ?? true,
    ...(given.limits === undefined ? {} : { limits: given.limits }),
  })
  open.push(host)
  const port = (await network.status()).port ?? 0
  return {
    host,
    network,
    port,
    folder,
    attached,
    events,
    advertised,
    get clock() {
      return clock.now
    },
    set clock(now) {
      clock.now = now
    },
  }
}
