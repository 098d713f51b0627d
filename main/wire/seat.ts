import type { SupportedMessagePort } from '@orpc/client/message-port'
import type { InferContractRouterInputs, InferContractRouterOutputs } from '@orpc/contract'
import { implement } from '@orpc/server'
import { RPCHandler } from '@orpc/server/message-port'
import { type SeatContract, seatContract } from '#app/devices/contract.ts'

type Inputs = InferContractRouterInputs<SeatContract>
type Outputs = InferContractRouterOutputs<SeatContract>

/** Who answers `app/devices` at one window. */
export type Seat = { readonly [K in keyof SeatContract]: (input: Inputs[K]) => Promise<Outputs[K]> }

/** Answers a page's questions about its computer over `port`, until the port closes. Inputs are parsed before `seat` sees them. */
export function serveSeat(seat: Seat, port: SupportedMessagePort): void {
  const on = implement(seatContract)
  const router = on.router({
    describe: on.describe.handler(({ input }) => seat.describe(input)),
    chooseFolder: on.chooseFolder.handler(({ input }) => seat.chooseFolder(input)),
    chooseFile: on.chooseFile.handler(({ input }) => seat.chooseFile(input)),
    print: on.print.handler(({ input }) => seat.print(input)),
    setAppearance: on.setAppearance.handler(({ input }) => seat.setAppearance(input)),
    showFolder: on.showFolder.handler(({ input }) => seat.showFolder(input)),
    close: on.close.handler(({ input }) => seat.close(input)),
  })
  new RPCHandler(router).upgrade(port)
}
