import { hostname, networkInterfaces } from 'node:os'
import type { NetworkStatus, PairingCode } from '#app/features/network/model.ts'
import { shownFingerprint } from '#app/features/network/pairing.ts'
import type { Logger } from '#core/ports/index.ts'
import { type KnownSeat, type Network, type NetworkEvent, NetworkRefusal } from '#core/ports/network.ts'
import { type Interfaces, inUrl, isPrivate, networkAddresses } from './addresses.ts'
import { type Advertise, advertiseHost, discoveryName } from './advertise.ts'
import { UnreadableCertificates } from './certificate-files.ts'
import { type FrontDoor, listenLoopback } from './front-door.ts'
import type { HostLimits } from './limits.ts'
import { type NetworkCertificates, networkCertificates } from './network-certificates.ts'
import { networkServer } from './network-server.ts'
import { type NetworkSettings, readNetworkSettings, writeNetworkSettings } from './network-settings.ts'
import { PairingDesk } from './pairing-desk.ts'
import type { SeatLines } from './seat-lines.ts'
import { type RegisteredSeat, SeatRegister, UnreadableRegister } from './seat-register.ts'
import { strictly } from './tls.ts'

export { NetworkRefusal }

/** What the network of a host is made of. */
export interface NetworkConfig {
  /** The same folder as the host's certificates. */
  readonly folder: string
  readonly logger: Logger
  /** Says on the network that a host is there. Default: by mDNS. */
  readonly advertise?: Advertise
  /** Default: this computer's. */
  readonly interfaces?: Interfaces
  readonly now?: () => number
}

/** What the host lends to its network. */
export interface HostSide {
  readonly pages: string
  readonly door: FrontDoor
  readonly lines: SeatLines
  readonly limits: HostLimits
  /** Where browsers of this computer are answered; `null` when they are not. */
  readonly ownPort: number | null
  /** Shares at this start whatever is remembered, and fails loudly. */
  readonly mustShare: boolean
}

/** Where a shared cabinet answers when nobody says otherwise. */
export const usualPort = 8443

/** How often the addresses of this computer are looked at again, and its certificate's end with them. */
const lookAgainMs = 5_000
const dayMs = 24 * 60 * 60_000

interface Shared {
  readonly port: number
  readonly address: '::' | '0.0.0.0'
}

/**
 * The network of one host: whether it is shared, the seats that joined, the code that is shown. It is the core's port
 * `network`, so it is made before the core; {@link startHost} gives it the rest.
 */
export class HostNetwork implements Network {
  readonly interfaces: Interfaces
  readonly #config: NetworkConfig
  readonly #register: SeatRegister
  readonly #watchers = new Set<(event: NetworkEvent) => void>()
  #settings: NetworkSettings
  #certificates: NetworkCertificates | null = null
  #desk: PairingDesk | null = null
  #side: HostSide | null = null
  #shared: Shared | null = null
  #stopAdvertising: (() => void) | null = null
  #looking: NodeJS.Timeout | null = null
  #lookedAt = { addresses: '', at: 0 }
  #turn: Promise<unknown> = Promise.resolve()

  private constructor(config: NetworkConfig, register: SeatRegister, settings: NetworkSettings) {
    this.#config = config
    this.#register = register
    this.#settings = settings
    this.interfaces = config.interfaces ?? networkInterfaces
    if (register.unreadable !== null) this.#failed('network.register', register.unreadable)
  }

  /** Reads what a folder remembers. Never throws: what does not read is said when it is needed. */
  static async open(config: NetworkConfig): Promise<HostNetwork> {
    return new HostNetwork(config, await SeatRegister.in(config.folder), await readNetworkSettings(config.folder))
  }

  /** Tells whoever watches. */
  readonly tell = (event: NetworkEvent): void => {
    for (const told of this.#watchers) told(event)
  }

  /** Answers the network by this host, when sharing is remembered or asked for now. */
  async serve(side: HostSide): Promise<void> {
    this.#side = side
    if (side.mustShare) return this.#inTurn(() => this.#open(side, side.ownPort ?? usualPort))
    if (!this.#settings.sharing) return
    try {
      await this.#inTurn(() => this.#open(side, this.#portOf(null)))
    } catch (error) {
      // The cabinet still opens on this computer; the screen shows that it is not shared.
      this.#failed('network.share', error)
    }
  }

  /** Answers the network no more, without forgetting that it was shared. */
  async stop(): Promise<void> {
    await this.#inTurn(() => this.#close())
    this.#side = null
  }

  async status(): Promise<NetworkStatus> {
    const shared = this.#shared
    const addresses = shared === null ? [] : networkAddresses(this.interfaces)
    return {
      available: this.#side !== null,
      sharing: shared !== null,
      port: shared?.port ?? this.#settings.port ?? this.#side?.ownPort ?? usualPort,
      addresses: addresses.map((address) => `https://${inUrl(address)}:${shared?.port}/`),
      computerName: hostname(),
      fingerprint: this.#certificates === null ? '' : shownFingerprint(this.#certificates.fingerprint),
      discoverable: this.#stopAdvertising !== null,
      discoveryName: discoveryName(this.#settings.hostId),
    }
  }

  share(sharing: boolean, port: number | null): Promise<NetworkStatus> {
    return this.#inTurn(async () => {
      const side = this.#mustServe()
      if (sharing) await this.#open(side, this.#portOf(port))
      else await this.#close()
      const kept = { ...this.#settings, sharing, port: port ?? this.#settings.port }
      await writeNetworkSettings(this.#config.folder, kept)
      this.#settings = kept
      this.tell({ kind: 'changed' })
      return this.status()
    })
  }

  async startPairing(): Promise<PairingCode> {
    this.#mustServe()
    if (this.#shared === null || this.#desk === null) throw new NetworkRefusal('not-shared')
    this.#mustReadSeats()
    return this.#desk.start()
  }

  async stopPairing(): Promise<void> {
    this.#desk?.stop()
  }

  async seats(): Promise<readonly KnownSeat[]> {
    const online = this.#online()
    return this.#mustReadSeats().map((seat) => ({ ...seat, online: online.has(seat.fingerprint) }))
  }

  async rename(fingerprint: string, name: string): Promise<KnownSeat | null> {
    this.#mustReadSeats()
    return this.#known(await this.#register.change(fingerprint, { name: this.#register.freeName(name, fingerprint) }))
  }

  async revoke(fingerprint: string): Promise<KnownSeat | null> {
    this.#mustReadSeats()
    const present = this.#register.find(fingerprint)
    if (present === null) return null
    // In the register first: a line being judged now is refused, one judged before is among those cut.
    const written = this.#register.change(fingerprint, { revokedAt: present.revokedAt ?? this.#instant() })
    this.#side?.lines.end((line) => line.fingerprint === fingerprint)
    return this.#known(await written)
  }

  watch(told: (event: NetworkEvent) => void): () => void {
    this.#watchers.add(told)
    return () => this.#watchers.delete(told)
  }

  async #open(side: HostSide, port: number): Promise<void> {
    if (this.#shared?.port === port) return
    const before = this.#shared
    await this.#renewCertificates()
    side.door.networkServer ??= this.#server(side)
    await this.#stopListening(side)
    try {
      this.#shared = await listenEverywhere(side.door, port)
    } catch (error) {
      // As it was: the former port, or this computer's own.
      if (before !== null) this.#shared = await listenEverywhere(side.door, before.port)
      else await this.#answerOwn(side)
      throw asRefusal(error, port)
    }
    await this.#answerOwn(side)
    this.#announce()
    this.#looking ??= setInterval(() => void this.#inTurn(() => this.#lookAgain()), lookAgainMs).unref()
  }

  async #close(): Promise<void> {
    const side = this.#side
    if (side === null || this.#shared === null) return
    clearInterval(this.#looking ?? undefined)
    this.#looking = null
    this.#desk?.stop()
    this.#stopAdvertising?.()
    this.#stopAdvertising = null
    await this.#stopListening(side)
    side.lines.end(({ address }) => address !== '')
    side.door.cutNetwork()
    await this.#answerOwn(side)
  }

  async #stopListening({ door, ownPort }: HostSide): Promise<void> {
    if (this.#shared !== null) await door.stop(this.#shared.address)
    this.#shared = null
    if (ownPort === null) return
    // One port for all addresses takes the place of the same one at the loopback addresses.
    await door.stop('127.0.0.1')
    await door.stop('::1')
  }

  /** Answers browsers of this computer where they are used to: by the shared port when it is theirs. */
  async #answerOwn({ door, ownPort }: HostSide): Promise<void> {
    if (ownPort === null || this.#shared?.port === ownPort || door.isListening('127.0.0.1')) return
    await listenLoopback(door, ownPort)
  }

  #server({ pages, door, lines, limits }: HostSide) {
    const { hostId } = this.#settings
    const house = {
      hostId,
      computerName: hostname(),
      register: this.#register,
      certificates: () => this.#mustHaveCertificates(),
      now: () => this.#now(),
      told: this.tell,
    }
    this.#desk = new PairingDesk(house)
    const failed = (error: unknown) => this.#failed('network.register', error)
    const mayAsk = (address: string) => door.mayAsk(address)
    return networkServer({ ...house, pages, lines, limits, desk: this.#desk, mayAsk, failed })
  }

  #announce(): void {
    this.#stopAdvertising?.()
    this.#stopAdvertising = null
    if (this.#shared === null) return
    const advertise = this.#config.advertise ?? advertiseHost
    this.#stopAdvertising = advertise({ hostId: this.#settings.hostId, port: this.#shared.port }, (error) => {
      // Nothing is lost: the address is typed by hand.
      this.#stopAdvertising = null
      this.#failed('network.discovery', error)
    })
  }

  /** Follows the computer from one network to another, and its certificate to its end. */
  async #lookAgain(): Promise<void> {
    const addresses = networkAddresses(this.interfaces).join(' ')
    if (addresses === this.#lookedAt.addresses && this.#now() - this.#lookedAt.at < dayMs) return
    try {
      await this.#renewCertificates()
      this.#announce()
      this.tell({ kind: 'changed' })
    } catch (error) {
      this.#failed('network.certificates', error)
    }
  }

  async #renewCertificates(): Promise<void> {
    const addresses = networkAddresses(this.interfaces)
    this.#lookedAt = { addresses: addresses.join(' '), at: this.#now() }
    try {
      // The authority signs for private addresses only; at another, a browser warns once more.
      this.#certificates = await networkCertificates(this.#config.folder, addresses.filter(isPrivate))
    } catch (error) {
      throw asRefusal(error, 0)
    }
    const { key, chain: cert, seatsAuthority: ca } = this.#certificates
    this.#side?.door.networkServer?.setSecureContext({ ...strictly, key, cert, ca })
  }

  #mustHaveCertificates(): NetworkCertificates {
    if (this.#certificates === null) throw new Error('the network is answered without certificates')
    return this.#certificates
  }

  #mustServe(): HostSide {
    if (this.#side === null) throw new NetworkRefusal('unavailable')
    return this.#side
  }

  #mustReadSeats(): readonly RegisteredSeat[] {
    try {
      return this.#register.all()
    } catch (error) {
      throw asRefusal(error, 0)
    }
  }

  #known(seat: RegisteredSeat | null): KnownSeat | null {
    return seat === null ? null : { ...seat, online: this.#online().has(seat.fingerprint) }
  }

  #online(): ReadonlySet<string> {
    return this.#side?.lines.online() ?? new Set()
  }

  #portOf(wanted: number | null): number {
    return wanted ?? this.#settings.port ?? this.#side?.ownPort ?? usualPort
  }

  #now(): number {
    return this.#config.now?.() ?? Date.now()
  }

  #instant(): string {
    return new Date(this.#now()).toISOString()
  }

  #failed(event: string, error: unknown): void {
    const code = (error as NodeJS.ErrnoException | null)?.code
    const name = error instanceof Error ? error.name : 'unknown'
    this.#config.logger.write({ level: 'warning', event, fields: code === undefined ? { name } : { name, code } })
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#turn.catch(() => undefined).then(work)
    this.#turn = result.catch(() => undefined)
    return result
  }
}

/** Every address of this computer at once; those of IPv4 only where there is no IPv6. */
async function listenEverywhere(door: FrontDoor, port: number): Promise<Shared> {
  try {
    return { address: '::', port: await door.listen('::', port) }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code !== 'EAFNOSUPPORT' && code !== 'EADDRNOTAVAIL') throw error
    return { address: '0.0.0.0', port: await door.listen('0.0.0.0', port) }
  }
}

/** What the core may tell a person; anything else is a bug and stays one. */
function asRefusal(error: unknown, port: number): unknown {
  if (error instanceof UnreadableCertificates) return new NetworkRefusal('keys-unreadable', { place: error.folder })
  if (error instanceof UnreadableRegister) return new NetworkRefusal('seats-unreadable', { place: error.file })
  const { code } = error as NodeJS.ErrnoException
  // EACCES: a port the system keeps for itself.
  return code === 'EADDRINUSE' || code === 'EACCES' ? new NetworkRefusal('port-taken', { port }) : error
}
