import { contract } from '#app/contract.ts'
import { type Example, example, nothing } from './example.ts'

const { devices, vitale } = contract

/** A call that succeeds, for every operation that carries what the core asks of cards. */
export const deviceExamples: readonly Example[] = [
  example(devices.watchRequests)(nothing),
  example(devices.answer)(
    async (world) => {
      const seat = world.as('doctor')
      const stream = await seat.must(devices.watchRequests, {})
      void seat.call(vitale.read, { reader: null })
      const { value: event } = await stream.next()
      if (event?.kind !== 'asked') throw new Error('a reading is asked of the seat')
      const outcome = { ok: false, problem: 'card.absent' } as const
      return { seat, input: { requestId: event.request.requestId, answer: { kind: 'readVitaleCard', outcome } } }
    },
    { alongside: 'vitale.read' },
  ),
]
