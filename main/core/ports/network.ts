import type { NetworkStatus, PairedSeat, PairingCode } from '#app/features/network/model.ts'

/** What a host knows of a seat; who is signed in there is the core's to say. */
export type KnownSeat = Omit<PairedSeat, 'people'>

/** What a host does not do, and why. */
export class NetworkRefusal extends Error {
  readonly reason: 'not-shared' | 'port-taken' | 'unavailable' | 'keys-unreadable' | 'seats-unreadable'
  /** The port that is taken, the file or folder that does not read. */
  readonly about: { readonly port?: number; readonly place?: string }

  constructor(reason: NetworkRefusal['reason'], about: NetworkRefusal['about'] = {}) {
    super(reason)
    this.name = 'NetworkRefusal'
    this.reason = reason
    this.about = about
  }
}

/** What happened at the host's door without anybody of the cabinet asking; the core journals it. */
export type NetworkEvent =
  | { readonly kind: 'seat-joined'; readonly fingerprint: string; readonly name: string; readonly address: string }
  /** Somebody with the rights of this computer's account had a code shown, outside any session. */
  | { readonly kind: 'code-shown' }
  /** Codes tried wrongly: told once per code withdrawn and once per address made to wait, not once per try. */
  | { readonly kind: 'code-refused'; readonly address: string; readonly tries: number }
  /** A certificate withdrawn, or unknown, was shown: told at the first time, then at growing numbers of times. */
  | {
      readonly kind: 'seat-refused'
      readonly reason: 'revoked' | 'not-paired'
      readonly address: string
      readonly fingerprint: string | null
      readonly times: number
    }
  /** A seat or an address sent more than it may, and was cut. */
  | { readonly kind: 'flood'; readonly address: string; readonly fingerprint: string | null; readonly times: number }
  /** A seat came or left, or the addresses changed: nothing to journal, but the screens ask again. */
  | { readonly kind: 'changed' }

/**
 * The host that answers the other computers of the network, as the core steers it. Absent where there is none: a single
 * command, a test, a seat whose cabinet is on another computer.
 */
export interface Network {
  status(): Promise<NetworkStatus>
  /**
   * Answers the network, or stops and cuts the seats of other computers; remembered at the next start. `port: null` keeps
   * the present one. Throws {@link NetworkRefusal}.
   */
  share(sharing: boolean, port: number | null): Promise<NetworkStatus>
  /** Draws a code, in place of the former one. Throws {@link NetworkRefusal} `not-shared`. */
  startPairing(): Promise<PairingCode>
  /** Withdraws the code; nothing happens when there is none. */
  stopPairing(): Promise<void>
  /** Every seat that ever joined, newest first. Throws {@link NetworkRefusal} when the list cannot be read. */
  seats(): Promise<readonly KnownSeat[]>
  /** `null` when no seat has this fingerprint. */
  rename(fingerprint: string, name: string): Promise<KnownSeat | null>
  /** Withdraws a seat for good and cuts its lines before it returns; `null` when no seat has this fingerprint. */
  revoke(fingerprint: string): Promise<KnownSeat | null>
  /** Tells what happens at the door from now on; the returned function stops it. */
  watch(told: (event: NetworkEvent) => void): () => void
}
