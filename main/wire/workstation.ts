import {
  onMessagePortClose,
  onMessagePortMessage,
  postMessagePortMessage,
  type SupportedMessagePort,
} from '@orpc/client/message-port'
import type { InferContractRouterInputs, InferContractRouterOutputs } from '@orpc/contract'
import { implement } from '@orpc/server'
import { StandardRPCHandler } from '@orpc/server/standard'
import {
  decodeRequestMessage,
  encodeResponseMessage,
  experimental_ServerPeerWithoutCodec as ServerPeer,
} from '@orpc/standard-server-peer'
import { type WorkstationContract, workstationContract, type WorkstationState } from '#app/devices/workstation.ts'

type Inputs = InferContractRouterInputs<WorkstationContract>
type Outputs = InferContractRouterOutputs<WorkstationContract>

/** Who answers `app/devices/workstation.ts` on this computer, for every page together. */
export type Workstation = {
  readonly [K in Exclude<keyof WorkstationContract, 'watch'>]: (input: Inputs[K]) => Promise<Outputs[K]>
} & {
  /** The state now, then each time it changes, until `signal` is aborted. */
  watch(signal: AbortSignal | undefined): AsyncGenerator<WorkstationState, void, void>
}

/** One line of a page. */
interface Page {
  readonly ownCabinets: boolean
  /** Times its code was to be forgotten, its end included. */
  forgotten: number
}

const pinNeeded = { ok: false, problem: 'pin.needed' } as const
const notOwnCabinets = { ok: false, problem: 'device.absent' } as const
const cancelled = { ok: false, problem: 'cancelled' } as const

/**
 * Serves one workstation to several pages. A code is entered by one of them and good for it alone: another page of this
 * computer, which anybody may have opened, has nothing signed by it. When the last page that entered it forgets it, or is
 * gone, the card asks for it again.
 */
export class WorkstationDesk {
  readonly #workstation: Workstation
  /** The card whose code was entered last, the only one that has a code, and the pages that entered it. */
  #entered: { readonly insertion: number; readonly by: Set<Page> } | null = null
  /** Codes are given and forgotten one after the other: no card keeps one that this does not know of. */
  #turn: Promise<unknown> = Promise.resolve()

  readonly #mayConfigure: boolean

  /**
   * `mayConfigure`: pages may name the libraries that are loaded. Only those of the program's own window may: on a port of
   * this computer, whoever has an account on it would run their code in the name of who started the host.
   */
  constructor(workstation: Workstation, { mayConfigure = true }: { readonly mayConfigure?: boolean } = {}) {
    this.#workstation = workstation
    this.#mayConfigure = mayConfigure
  }

  /**
   * Answers one page over `port`, until the port closes. Inputs are parsed before the workstation sees them; a page that says
   * anything else than what the contract asks is hung up on.
   *
   * `ownCabinets`: the cabinets this page sees are those of this computer. Of any other page nothing that opens a cabinet is
   * signed, whatever the host at the other end of its line makes it ask.
   */
  serve(port: SupportedMessagePort, { ownCabinets }: { readonly ownCabinets: boolean }): void {
    const page: Page = { ownCabinets, forgotten: 0 }
    const { watch, ...answers } = this.#for(page)
    const on = implement(workstationContract)
    const router = on.router({
      watch: on.watch.handler(async function* ({ signal }) {
        yield* watch(signal)
      }),
      diagnose: on.diagnose.handler(({ input }) => answers.diagnose(input)),
      configure: on.configure.handler(({ input }) => answers.configure(input)),
      installedAuthorities: on.installedAuthorities.handler(({ input }) => answers.installedAuthorities(input)),
      readProfessionalCard: on.readProfessionalCard.handler(({ input }) => answers.readProfessionalCard(input)),
      enterPin: on.enterPin.handler(({ input }) => answers.enterPin(input)),
      forgetPin: on.forgetPin.handler(({ input }) => answers.forgetPin(input)),
      proveSlot: on.proveSlot.handler(({ input }) => answers.proveSlot(input)),
      proveIdentity: on.proveIdentity.handler(({ input }) => answers.proveIdentity(input)),
      signDigest: on.signDigest.handler(({ input }) => answers.signDigest(input)),
      readVitaleCard: on.readVitaleCard.handler(({ input }) => answers.readVitaleCard(input)),
      startTraining: on.startTraining.handler(({ input }) => answers.startTraining(input)),
      trainingCards: on.trainingCards.handler(({ input }) => answers.trainingCards(input)),
      insertTrainingCard: on.insertTrainingCard.handler(({ input }) => answers.insertTrainingCard(input)),
      withdrawTrainingCard: on.withdrawTrainingCard.handler(({ input }) => answers.withdrawTrainingCard(input)),
      stopTraining: on.stopTraining.handler(({ input }) => answers.stopTraining(input)),
    })
    answerOver(port, new StandardRPCHandler(router))
    onMessagePortClose(port, () => void this.#forget(page).catch(() => undefined))
    if ('start' in port && typeof port.start === 'function') port.start()
  }

  #for(page: Page): Workstation {
    const { proveSlot, proveIdentity, signDigest, readProfessionalCard, ...others } = this.#workstation
    const mayUse = (insertion: number | null) => this.#hasEntered(page, insertion)
    const { configure, diagnose } = others
    const mayConfigure = this.#mayConfigure
    return {
      ...others,
      diagnose: async (input) => ({ ...(await diagnose(input)), mayConfigure }),
      configure: async (input) => ({ ...(await (mayConfigure ? configure(input) : diagnose({}))), mayConfigure }),
      watch: (signal) => this.#workstation.watch(signal),
      proveSlot: async (input) => {
        if (!page.ownCabinets) return notOwnCabinets
        return mayUse(input.insertion) ? proveSlot(input) : pinNeeded
      },
      proveIdentity: async (input) => (mayUse(input.insertion) ? proveIdentity(input) : pinNeeded),
      signDigest: async (input) => (mayUse(null) ? signDigest(input) : pinNeeded),
      readProfessionalCard: async (input) => {
        const read = await readProfessionalCard(input)
        if (!read.ok) return read
        const { insertion, pinEntered } = read.value
        return { ok: true, value: { ...read.value, pinEntered: pinEntered && this.#hasEntered(page, insertion) } }
      },
      enterPin: (input) => this.#inTurn(() => this.#enter(page, input)),
      forgetPin: async () => {
        await this.#forget(page)
        return {}
      },
    }
  }

  /** `insertion`: of the card meant; `null` where it is the one that has a code. */
  #hasEntered(page: Page, insertion: number | null): boolean {
    const entered = this.#entered
    return entered !== null && entered.by.has(page) && (insertion === null || insertion === entered.insertion)
  }

  async #enter(page: Page, input: Inputs['enterPin']): Promise<Outputs['enterPin']> {
    const before = page.forgotten
    // The code of a training card, which anybody knows, would otherwise stand for that of another card still there.
    if (this.#entered !== null && this.#entered.insertion !== input.insertion) await this.#forgetAll()
    const answer = await this.#workstation.enterPin(input)
    if (!answer.ok) return answer
    if (page.forgotten !== before) {
      // Locked, or closed, while the card looked at the code.
      if (this.#entered === null) await this.#forgetAll()
      return cancelled
    }
    this.#entered ??= { insertion: input.insertion, by: new Set() }
    this.#entered.by.add(page)
    return answer
  }

  #forget(page: Page): Promise<void> {
    page.forgotten += 1
    // At once for what this page would have signed; the card itself is told in its turn.
    if (this.#entered?.by.delete(page) !== true || this.#entered.by.size > 0) return Promise.resolve()
    return this.#inTurn(async () => {
      if (this.#entered?.by.size === 0) await this.#forgetAll()
    })
  }

  async #forgetAll(): Promise<void> {
    this.#entered = null
    await this.#workstation.forgetPin({})
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work)
    this.#turn = done.catch(() => undefined)
    return done
  }
}

function answerOver(port: SupportedMessagePort, handler: StandardRPCHandler<Record<never, never>>): void {
  const peer = new ServerPeer(async ([id, type, payload]) => {
    postMessagePortMessage(port, await encodeResponseMessage(id, type, payload))
  })
  const answer: Parameters<typeof peer.message>[1] = async (request) => {
    const asked = { ...request, body: () => Promise.resolve(request.body) }
    const { response } = await handler.handle(asked, { context: {} })
    return response ?? { status: 404, headers: {}, body: 'No procedure matched' }
  }
  const hear = async (frame: string) => peer.message(await decodeRequestMessage(frame), answer)
  onMessagePortMessage(port, (frame) => {
    hear(frame as string).catch(() => {
      // Not a frame of ours: it must not end the process where the other pages' cards are.
      peer.close()
      if ('close' in port && typeof port.close === 'function') port.close()
    })
  })
  onMessagePortClose(port, () => peer.close())
}
