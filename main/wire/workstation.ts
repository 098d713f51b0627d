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

type Signing = 'proveSlot' | 'proveIdentity' | 'signDigest'

type Signer<K extends Signing> = (input: Inputs[K]) => Promise<Outputs[K]>

const pinNeeded = { ok: false, problem: 'pin.needed' } as const

/**
 * Serves one workstation to several pages. A code is entered by one of them and good for it alone: another page of this
 * computer, which anybody may have opened, has nothing signed by it. When the last page that entered it forgets it, or is
 * gone, the card asks for it again.
 */
export class WorkstationDesk {
  readonly #workstation: Workstation
  /** The pages that entered the code of the card inserted last. */
  #entered: { readonly insertion: number; readonly by: Set<object> } | null = null

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
   */
  serve(port: SupportedMessagePort): void {
    const page = {}
    const { watch, ...answers } = this.#for(page)
    const on = implement(workstationContract)
    const router = on.router({
      watch: on.watch.handler(async function* ({ signal }) {
        yield* watch(signal)
      }),
      diagnose: on.diagnose.handler(({ input }) => answers.diagnose(input)),
      configure: on.configure.handler(({ input }) => answers.configure(input)),
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

  #for(page: object): Workstation {
    const { proveSlot, proveIdentity, signDigest, readProfessionalCard, enterPin, ...others } = this.#workstation
    const guard =
      <K extends Signing>(sign: Workstation[K]) =>
      async (input: Inputs[K]): Promise<Outputs[K]> =>
        this.#entered?.by.has(page) === true ? (sign as Signer<K>)(input) : pinNeeded
    const { configure, diagnose } = others
    const mayConfigure = this.#mayConfigure
    return {
      ...others,
      diagnose: async (input) => ({ ...(await diagnose(input)), mayConfigure }),
      configure: async (input) => ({ ...(await (mayConfigure ? configure(input) : diagnose({}))), mayConfigure }),
      watch: (signal) => this.#workstation.watch(signal),
      proveSlot: guard<'proveSlot'>(proveSlot),
      proveIdentity: guard<'proveIdentity'>(proveIdentity),
      signDigest: guard<'signDigest'>(signDigest),
      readProfessionalCard: async (input) => {
        const read = await readProfessionalCard(input)
        if (!read.ok) return read
        const { insertion, pinEntered } = read.value
        const isMine = this.#entered?.insertion === insertion && this.#entered.by.has(page)
        return { ok: true, value: { ...read.value, pinEntered: pinEntered && isMine } }
      },
      enterPin: async (input) => {
        const entered = await enterPin(input)
        if (entered.ok) this.#enter(page, input.insertion)
        return entered
      },
      forgetPin: async () => {
        await this.#forget(page)
        return {}
      },
    }
  }

  #enter(page: object, insertion: number): void {
    if (this.#entered?.insertion !== insertion) this.#entered = { insertion, by: new Set() }
    this.#entered.by.add(page)
  }

  async #forget(page: object): Promise<void> {
    if (this.#entered?.by.delete(page) !== true || this.#entered.by.size > 0) return
    this.#entered = null
    await this.#workstation.forgetPin({})
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
