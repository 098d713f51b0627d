import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import type { ContractRouterClient } from '@orpc/contract'
import { type WorkstationContract, workstationContract, type WorkstationState } from '#app/devices/workstation.ts'

/** Readers and cards of this computer, as a page asks them. A request under way when the line breaks rejects. */
export type WorkstationClient = ContractRouterClient<WorkstationContract>

/**
 * Where the line to the workstation stands.
 * - `absent`: this page has none: a browser of another computer;
 * - `connecting`: none yet, or its first state has not come;
 * - `ready`: `state` is live;
 * - `lost`: its process died or its host went away; it comes back by itself. `state` is the last one known.
 */
export interface WorkstationView {
  readonly status: 'absent' | 'connecting' | 'ready' | 'lost'
  readonly state: WorkstationState | null
  /** `null` unless `ready`. */
  readonly workstation: WorkstationClient | null
  /** Grows with each line: another process numbers insertions anew, and knows of no code entered. */
  readonly generation: number
}

/** The line to the workstation, renewed after each cut, and the live state of its readers. */
export interface WorkstationLine {
  readonly view: () => WorkstationView
  readonly subscribe: (listener: () => void) => () => void
}

type Frame = string | Uint8Array<ArrayBuffer>

/** One attempt at a line: frames go out by `send`; `drop` ends it without waiting for the other end. */
export interface CarriedWorkstation {
  send(frame: Frame): void
  drop(): void
}

/** What opens lines to a workstation. `opened` is called once frames can be sent. */
export interface WorkstationCarrier {
  open(on: { opened(): void; heard(frame: string | ArrayBuffer): void; closed(): void }): CarriedWorkstation
  /** How long to wait before another attempt, in ms; `null`: another line comes unasked, by {@link WorkstationKeeper.renew}. */
  againMs(attempt: number, everOpened: boolean): number | null
}

const operations = Object.keys(workstationContract) as (keyof WorkstationContract)[]
const absent: WorkstationView = { status: 'absent', state: null, workstation: null, generation: 0 }

/** A page without workstation: it shows that card readers are at another computer. */
export const noWorkstation: WorkstationLine = { view: () => absent, subscribe: () => () => undefined }

/** Keeps one line to the workstation, and follows the state of its readers over it. */
export class WorkstationKeeper implements WorkstationLine {
  readonly #carrier: WorkstationCarrier
  readonly #listeners = new Set<() => void>()
  #view: WorkstationView = { status: 'connecting', state: null, workstation: null, generation: 0 }
  #attempts = 0
  #everOpened = false
  #waiting: ReturnType<typeof setTimeout> | undefined
  #dropPresent: () => void = () => undefined

  constructor(carrier: WorkstationCarrier) {
    this.#carrier = carrier
  }

  readonly view = () => this.#view
  readonly subscribe = (listener: () => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Opens a line in place of the present one, if there is one. */
  readonly renew = () => {
    clearTimeout(this.#waiting)
    this.#waiting = undefined
    this.#dropPresent()
    this.#begin()
  }

  #begin(): void {
    let isOver = false
    let isOpen = false
    const end = new AbortController()
    const port = new EventTarget()
    const waiting: Frame[] = []
    const close = () => {
      if (isOver) return
      isOver = true
      end.abort()
      port.dispatchEvent(new Event('close'))
      carried.drop()
    }
    const closed = () => {
      if (isOver) return
      close()
      this.#lose()
    }
    const postMessage = (frame: Frame) => {
      if (isOver) return
      if (isOpen) carried.send(frame)
      else waiting.push(frame)
    }
    const client = clientOver({ addEventListener: port.addEventListener.bind(port), postMessage }, () => isOver)
    this.#dropPresent = close
    const carried = this.#carrier.open({
      opened: () => {
        isOpen = true
        for (const frame of waiting.splice(0)) carried.send(frame)
      },
      heard: (frame) => {
        if (!isOver) port.dispatchEvent(new MessageEvent('message', { data: frame }))
      },
      closed,
    })
    void this.#follow(client, end.signal, closed)
  }

  /** Every state of the readers until the line ends. A stream that ends by itself is a line that no longer serves. */
  async #follow(client: WorkstationClient, signal: AbortSignal, closed: () => void): Promise<void> {
    const generation = this.#view.generation + 1
    try {
      for await (const state of await client.watch({}, { signal })) {
        if (signal.aborted) return
        this.#attempts = 0
        this.#everOpened = true
        this.#become({ status: 'ready', state, workstation: client, generation })
      }
    } catch {
      // The line was cut under the stream.
    }
    if (!signal.aborted) closed()
  }

  #lose(): void {
    const againMs = this.#carrier.againMs(this.#attempts, this.#everOpened)
    this.#attempts += 1
    const { state, generation } = this.#view
    // One that never answered is no loss: there may be none here at all.
    if (!this.#everOpened && againMs !== null) this.#become({ ...absent, generation })
    else this.#become({ status: 'lost', state, workstation: null, generation })
    if (againMs !== null) this.#waiting = setTimeout(() => this.#begin(), againMs)
  }

  #become(view: WorkstationView): void {
    this.#view = view
    for (const listener of this.#listeners) listener()
  }
}

/**
 * A copy with the contract's names only: oRPC's client answers to any name, `then` included, which a promise calls. A line
 * that was cut takes frames without a word, and nothing would ever answer: what is asked then is refused.
 */
function clientOver(port: ConstructorParameters<typeof RPCLink>[0]['port'], isCut: () => boolean): WorkstationClient {
  const client = createORPCClient<WorkstationClient>(new RPCLink({ port }))
  const asked = operations.map((name) => {
    const ask = client[name] as (...given: unknown[]) => Promise<unknown>
    const unlessCut = (...given: unknown[]) =>
      isCut() ? Promise.reject(new Error('the line to the workstation was cut')) : ask(...given)
    return [name, unlessCut] as const
  })
  return Object.fromEntries(asked) as unknown as WorkstationClient
}

/** Waits before another web socket to the host of this computer, in ms: a host that was restarted is found at once. */
const againMs = [300, 1000, 2000, 5000] as const
/** A host that never gave a line may be one without readers: it is asked again now and then, in ms. */
const neverGivenMs = 30_000

/** Names by which a browser knows the very computer it runs on. */
const thisComputer: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]'])

/** A browser's line: only a page that the host of this very computer served has one. */
export function workstationOverSocket(location: Pick<Location, 'hostname' | 'host'>): WorkstationLine {
  if (!thisComputer.has(location.hostname)) return noWorkstation
  const keeper = new WorkstationKeeper({
    open: ({ opened, heard, closed }) => {
      const socket = new WebSocket(`wss://${location.host}/workstation`)
      socket.binaryType = 'arraybuffer'
      socket.addEventListener('open', opened)
      socket.addEventListener('message', (event: MessageEvent<string | ArrayBuffer>) => heard(event.data))
      socket.addEventListener('close', closed)
      return { send: (frame) => socket.send(frame), drop: () => socket.close() }
    },
    againMs: (attempt, everOpened) => (everOpened ? (againMs[Math.min(attempt, 3)] ?? 5000) : neverGivenMs),
  })
  keeper.renew()
  return keeper
}

/** A line over a port that the shell delivers, and delivers again when the workstation was restarted. */
export class DeliveredWorkstation implements WorkstationLine {
  #port: MessagePort | null = null
  readonly #keeper = new WorkstationKeeper({
    open: ({ opened, heard, closed }) => {
      const port = this.#port
      port?.addEventListener('message', (event: MessageEvent<string | ArrayBuffer>) => heard(event.data))
      port?.addEventListener('close', closed)
      port?.start()
      opened()
      return { send: (frame) => port?.postMessage(frame), drop: () => port?.close() }
    },
    againMs: () => null,
  })
  readonly view = this.#keeper.view
  readonly subscribe = this.#keeper.subscribe

  /** Takes another line in place of the present one. */
  take(port: MessagePort): void {
    this.#port = port
    this.#keeper.renew()
  }
}
