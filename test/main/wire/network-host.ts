import { MessageChannel } from 'node:worker_threads'
import type { LineFailure } from '#app/devices/network.ts'
import { type LineEnd, portLine } from '#app/kernel/lines.ts'
import type { Core } from '#core/index.ts'
import { type Host, startHost } from '#main/host/host.ts'
import { HostNetwork } from '#main/host/network.ts'
import { contractDigest } from '#main/wire/contract-digest.ts'
import type { HostPlace } from '#main/wire/host-place.ts'
import { type JoinedHost, relayLine } from '#main/wire/relay.ts'
import { keptLog } from '#test/world/log.ts'
import type { HostFolders } from './host-folders.ts'

/** Another address of this computer, which a host takes for one of the network. */
export const networkAddress = '127.0.0.2'

/** A host that shares its cabinet, and what restarts it as a program would be. */
export interface SharedHost {
  readonly network: HostNetwork
  readonly place: HostPlace
  /** Reads a code as a person would on the host. */
  code(): Promise<string>
  close(): Promise<void>
}

/** Starts a host on the network; port 0 takes any free one. */
export async function shareHost(core: Core, folders: HostFolders, port = 0): Promise<SharedHost> {
  const network = await HostNetwork.open({
    folder: folders.certificatesFolder,
    logger: keptLog(),
    advertise: () => () => {},
  })
  const host: Host = await startHost({ core, ...folders, port: null, seatName: '', network })
  const { port: shared } = await network.share(true, port)
  if (shared === null) throw new Error('a shared host has a port')
  return {
    network,
    place: { hostname: networkAddress, port: shared },
    code: async () => (await network.startPairing()).code,
    close: () => host.close(),
  }
}

/** A window whose line goes to a host by the relay, and how that line ended. */
export interface RelayedWindow {
  readonly end: LineEnd
  readonly ended: Promise<LineFailure | null>
  send(frame: string | Uint8Array): void
  close(): void
}

/** Opens a window's line to `place`. */
export function relayedWindow(joined: JoinedHost, place: HostPlace, resume?: string): RelayedWindow {
  const { port1, port2 } = new MessageChannel()
  const ended = Promise.withResolvers<LineFailure | null>()
  relayLine(port2, joined, place, { opened: () => {}, ended: ended.resolve })
  const end = portLine(port1, { contract: contractDigest(), program: '0.0.0-test', kind: 'electron', resume })
  port1.on('close', () => end.cut())
  port1.start()
  return { end, ended: ended.promise, send: (frame) => port1.postMessage(frame), close: () => port1.close() }
}
