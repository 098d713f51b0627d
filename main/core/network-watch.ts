import type { CabinetInUse } from './kernel/cabinet-in-use.ts'
import type { ChangeHub } from './kernel/changes.ts'
import { describeError } from './kernel/redact.ts'
import { asService } from './kernel/service.ts'
import type { NetworkEvent, Ports } from './ports/index.ts'

/** What watching the network needs of the core. */
export interface NetworkWatchHouse {
  readonly ports: Ports
  readonly changes: ChangeHub
  cabinet(): CabinetInUse | null
}

/** Screens that show the seats ask again at most this often, whatever comes and goes. */
const restMs = 500

/**
 * Keeps in the journal of the open cabinet what happens at the host's door without anybody of the cabinet asking: a seat
 * that joined, codes tried, seats turned away, floods. When no cabinet is open, it goes to the program's log.
 */
export class NetworkWatch {
  readonly #house: NetworkWatchHouse
  readonly #writing = new Set<Promise<void>>()
  readonly #stop: () => void
  #isTelling = false

  constructor(house: NetworkWatchHouse) {
    this.#house = house
    this.#stop = house.ports.network?.watch((event) => this.#heard(event)) ?? (() => {})
  }

  /** Hears nothing more, once what was heard is written. */
  async end(): Promise<void> {
    this.#stop()
    await Promise.all(this.#writing)
  }

  #heard(event: NetworkEvent): void {
    this.#tellScreens()
    if (event.kind === 'changed') return
    const written = this.#write(event).finally(() => this.#writing.delete(written))
    this.#writing.add(written)
  }

  async #write(event: Exclude<NetworkEvent, { readonly kind: 'changed' }>): Promise<void> {
    const { kind, ...details } = event
    const { ports } = this.#house
    const cabinet = this.#house.cabinet()
    if (cabinet === null) {
      ports.logger.write({ level: isExpected(kind) ? 'info' : 'warning', event: `network.${kind}`, fields: {} })
      return
    }
    try {
      const seat = 'name' in event ? event.name : ''
      await asService('network', cabinet, ports, seat).write(`network.${kind}`, async () => undefined, details)
    } catch (error) {
      ports.logger.write({ level: 'error', event: `network.${kind}`, fields: describeError(error) })
    }
  }

  #tellScreens(): void {
    if (this.#isTelling) return
    this.#isTelling = true
    this.#house.ports.timers.after(restMs, () => {
      this.#isTelling = false
      void this.#house.changes.publish({ kind: 'network', id: '*', version: 0 }, 'everyone')
    })
  }
}

function isExpected(kind: NetworkEvent['kind']): boolean {
  return kind === 'seat-joined' || kind === 'code-shown'
}
