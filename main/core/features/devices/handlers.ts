import { answerRequest, watchRequests } from '#app/features/devices/contract.ts'
import { problem } from '#app/kernel/problem.ts'
import { handle } from '#core/kernel/handle.ts'

const watch = handle(watchRequests, async (_input, work) => work.deviceRequests.watch())

const answer = handle(answerRequest, async ({ requestId, answer: given }, work) =>
  work.deviceRequests.answer(requestId, given) ? { taken: true as const } : problem('device.request-over', {}),
)

/** What carries requests to the cards of a seat, and its answers back. */
export const devicesHandlers = [watch, answer]
