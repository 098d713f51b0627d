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
 * Lines of one kind that strangers may have written, so that nobody fills the journal from the network: these first, then
 * one each {@link betweenLinesMs}. What is left out is counted in the next one.
 */
const strangersLines = 30
const betweenLinesMs = 10 * 60_000

/**
 * Keeps in the journal of the open cabinet what happens at the host's door without anybody of the cabinet asking: a seat
 * that joined, codes tried, seats turned away, floods. When no cabinet is open, it goes to the program's log.
 */
export class NetworkWatch {
  readonly #house: NetworkWatchHouse
  readonly #writing = new Set<Promise<void>>()
  readonly #stop: () => void
  readonly #allowances = new Map<string, Allowance>()
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
    const leftOut = this.#leftOutBefore(event)
    if (leftOut === null) return
    const written = this.#write(event, leftOut).finally(() => this.#writing.delete(written))
    this.#writing.add(written)
  }

  /** How many events of this kind had no line since the last one; `null` when this one has none either. */
  #leftOutBefore(event: NetworkEvent): number | null {
    if (isExpected(event.kind)) return 0
    const kind = event.kind === 'seat-refused' ? `${event.kind} ${event.reason}` : event.kind
    const allowance = this.#allowances.get(kind) ?? new Allowance()
    this.#allowances.set(kind, allowance)
    return allowance.take(this.#house.ports.clock.elapsedMs())
  }

  async #write(event: Exclude<NetworkEvent, { readonly kind: 'changed' }>, leftOut: number): Promise<void> {
    const { kind, ...said } = event
    const details = leftOut === 0 ? said : { ...said, leftOut }
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

/** What is left of the lines of one kind. */
class Allowance {
  #left = strangersLines
  #leftOut = 0
  #at = Number.NEGATIVE_INFINITY

  /** Takes one line, and gives how many had none before it; `null` when there is none left. */
  take(now: number): number | null {
    const earned = Math.floor((now - this.#at) / betweenLinesMs)
    if (earned > 0) {
      this.#left = Math.min(strangersLines, this.#left + earned)
      this.#at = now
    }
    if (this.#left === 0) {
      this.#leftOut += 1
      return null
    }
    this.#left -= 1
    const leftOut = this.#leftOut
    this.#leftOut = 0
    return leftOut
  }
}

/** What takes a code shown by somebody of the cabinet, or the rights of its account. */
function isExpected(kind: NetworkEvent['kind']): boolean {
  return kind === 'seat-joined' || kind === 'code-shown'
}
