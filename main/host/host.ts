import { createServer } from 'node:https'
import type { Duplex } from 'node:stream'
import { networkInterfaces } from 'node:os'
import type { Core } from '#core/index.ts'
import { hostCertificates } from './certificates.ts'
import { type Control, openControl } from './control.ts'
import { FrontDoor, hurry, listenLoopback } from './front-door.ts'
import { type HostLimits, usualLimits } from './limits.ts'
import type { HostNetwork } from './network.ts'
import { isForUs, isFromOurPage, isLinePath, loopbackNames, servePage } from './requests.ts'
import { refuseUpgrade, SeatLines } from './seat-lines.ts'
import { strictly } from './tls.ts'
import { isWorkstationPath, type PageWorkstation, WorkstationLines } from './workstation-lines.ts'

/** What a host serves, and where. */
export interface HostConfig {
  readonly core: Core
  /** Folder of the built renderer. */
  readonly pages: string
  /** Where the host keeps its authorities, its keys and the list of its seats. */
  readonly certificatesFolder: string
  /** Where browsers of this computer reach it; 0 takes any free port, `null` answers no browser of this computer. */
  readonly port: number | null
  /** What other users of the cabinet see of a browser on this computer. */
  readonly seatName: string
  /** What answers the other computers, when sharing is on: the port that the core was given. Absent: nothing ever does. */
  readonly network?: HostNetwork
  /** Answers the network from the start, on the same port, whatever is remembered. */
  readonly lan?: boolean
  readonly limits?: Partial<HostLimits>
  /** The readers of this computer, for its own browsers. Absent: none of them has any. */
  readonly workstation?: PageWorkstation
}

/** A host that answers. */
export interface Host {
  /** `https://localhost:PORT/`; empty when browsers of this computer are not answered. */
  readonly address: string
  /** 0 when browsers of this computer are not answered. */
  readonly port: number
  /** SHA-256 of its certificate for this computer, as a browser shows it. */
  readonly fingerprint: string
  readonly authorityFile: string
  /** Stops answering and cuts the lines; the core is the caller's to end. */
  close(): Promise<void>
}

/** How often the certificate for this computer is looked at again: a service runs for longer than it is good for. */
const renewalMs = 24 * 60 * 60_000

/** A browser that does not answer the closing handshake must not keep the file open. */
const farewellMs = 500

/**
 * Serves the screens and the operations over TLS: to browsers of this computer by the loopback interface, and to the
 * computers that joined, by the network, while sharing is on.
 *
 * Throws Node's own `EADDRINUSE` when the port is taken.
 */
export async function startHost(config: HostConfig): Promise<Host> {
  const { core, pages, network } = config
  const limits = { ...usualLimits, ...config.limits }
  const told = network === undefined ? () => {} : network.tell
  const door = new FrontDoor({ limits, interfaces: network?.interfaces ?? networkInterfaces, told })
  const lines = new SeatLines({ core, limits, told, recognised: (socket) => door.recognise(socket) })
  const { workstation = null } = config
  const readers = workstation === null ? null : new WorkstationLines(workstation)
  const built = { door, lines, readers, limits }
  const own = config.port === null ? null : await answerThisComputer(config, config.port, built)
  let control: Control | null = null
  try {
    if (own !== null && network !== undefined) {
      control = await openControl(config.certificatesFolder, own.port, network)
      own.obeys(control)
    }
    await network?.serve({ pages, door, lines, limits, ownPort: own?.port ?? null, mustShare: config.lan === true })
  } catch (error) {
    own?.end()
    await control?.close()
    await door.close(0)
    throw error
  }
  return {
    address: own === null ? '' : `https://localhost:${own.port}/`,
    port: own?.port ?? 0,
    fingerprint: own?.fingerprint ?? '',
    authorityFile: own?.authorityFile ?? '',
    async close() {
      own?.end()
      await control?.close()
      await network?.stop()
      lines.sayGoodbye()
      readers?.sayGoodbye()
      await door.close(farewellMs)
    },
  }
}

interface Built {
  readonly door: FrontDoor
  readonly lines: SeatLines
  readonly readers: WorkstationLines | null
  readonly limits: HostLimits
}

async function answerThisComputer(config: HostConfig, wantedPort: number, { door, lines, readers, limits }: Built) {
  const { key, chain, fingerprint, authorityFile } = await hostCertificates(config.certificatesFolder)
  const server = createServer({ ...strictly, handshakeTimeout: limits.handshakeMs, key, cert: chain })
  hurry(server, limits.requestMs)
  let control: Control | null = null
  server.on('request', (request, response) => {
    if (isForUs(request, loopbackNames) && control?.answers(request, response) === true) return
    servePage(request, response, config.pages, loopbackNames).catch(() => response.destroy())
  })
  const seat = { kind: 'browser', name: config.seatName } as const
  server.on('upgrade', (request, raw: Duplex, head: Buffer) => {
    if (!isFromOurPage(request, loopbackNames)) return refuseUpgrade(raw, '403 Forbidden')
    if (readers !== null && isWorkstationPath(request.url)) return readers.take(request, raw, head)
    if (!isLinePath(request.url)) return refuseUpgrade(raw, '403 Forbidden')
    lines.take(request, raw, head, { address: '', asks: 'open', judge: () => ({ admitted: true, seat }) })
  })
  door.ownServer = server
  const renew = async () => {
    const { key, chain } = await hostCertificates(config.certificatesFolder)
    server.setSecureContext({ ...strictly, key, cert: chain })
  }
  // One that does not read any more is served as it was; whoever starts the host next is told.
  const renewing = setInterval(() => void renew().catch(() => undefined), renewalMs).unref()
  const port = await listenLoopback(door, wantedPort)
  const obeys = (given: Control) => {
    control = given
  }
  return { port, fingerprint, authorityFile, obeys, end: () => clearInterval(renewing) }
}
