import type { SupportedMessagePort } from '@orpc/client/message-port'
import type { InferContractRouterInputs, InferContractRouterOutputs } from '@orpc/contract'
import { implement } from '@orpc/server'
import { RPCHandler } from '@orpc/server/message-port'
import type { SystemEvent } from '#app/devices/network.ts'
import { type SeatContract, seatContract } from '#app/devices/contract.ts'

type Inputs = InferContractRouterInputs<SeatContract>
type Outputs = InferContractRouterOutputs<SeatContract>

/** Who answers `app/devices` at one window. */
export type Seat = {
  readonly [K in Exclude<keyof SeatContract, 'watchSystem'>]: (input: Inputs[K]) => Promise<Outputs[K]>
} & {
  /** What happens to the computer, until `signal` is aborted. */
  watchSystem(signal: AbortSignal | undefined): AsyncGenerator<SystemEvent, void, void>
}

/** Answers a page's questions about its computer over `port`, until the port closes. Inputs are parsed before `seat` sees them. */
export function serveSeat(seat: Seat, port: SupportedMessagePort): void {
  const on = implement(seatContract)
  const router = on.router({
    describe: on.describe.handler(({ input }) => seat.describe(input)),
    chooseFolder: on.chooseFolder.handler(({ input }) => seat.chooseFolder(input)),
    chooseFile: on.chooseFile.handler(({ input }) => seat.chooseFile(input)),
    print: on.print.handler(({ input }) => seat.print(input)),
    printers: on.printers.handler(({ input }) => seat.printers(input)),
    printOn: on.printOn.handler(({ input }) => seat.printOn(input)),
    setAppearance: on.setAppearance.handler(({ input }) => seat.setAppearance(input)),
    showFolder: on.showFolder.handler(({ input }) => seat.showFolder(input)),
    knownHosts: on.knownHosts.handler(({ input }) => seat.knownHosts(input)),
    discoverHosts: on.discoverHosts.handler(({ input }) => seat.discoverHosts(input)),
    pairHost: on.pairHost.handler(({ input }) => seat.pairHost(input)),
    forgetHost: on.forgetHost.handler(({ input }) => seat.forgetHost(input)),
    connectTo: on.connectTo.handler(({ input }) => seat.connectTo(input)),
    lineState: on.lineState.handler(({ input }) => seat.lineState(input)),
    replacePage: on.replacePage.handler(({ input }) => seat.replacePage(input)),
    watchSystem: on.watchSystem.handler(async function* ({ signal }) {
      yield* seat.watchSystem(signal)
    }),
    close: on.close.handler(({ input }) => seat.close(input)),
  })
  new RPCHandler(router).upgrade(port)
}
