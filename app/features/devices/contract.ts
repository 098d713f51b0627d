import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { id } from '#app/kernel/ids.ts'
import { operation } from '#app/kernel/operation.ts'
import { deviceAnswer, type DeviceEvent, deviceEvent } from './model.ts'

/** Requests as they come; ending the loop says that this seat has no workstation any more. */
export type DeviceStream = AsyncIterableIterator<DeviceEvent>

const ownSeat = { patients: 'none', because: 'the cards of the caller’s own seat' } as const
const anyone = { anyone: 'the cards of one’s own seat' } as const

/**
 * What the core asks of the readers at this seat. A connection has one such stream: another takes its place. While nobody
 * follows it, whatever needs a card is refused with `device.absent`.
 */
export const watchRequests = operation({
  name: 'devices.watchRequests',
  kind: 'subscription',
  needs: 'nothing',
  permission: anyone,
  scope: ownSeat,
  audit: { none: 'what is asked of a card is journaled by what asks it' },
  input: z.strictObject({}),
  output: eventIterator(deviceEvent) as unknown as z.ZodType<DeviceStream, DeviceStream>,
  problems: [],
})

/** Answers one request of this connection, once, in its own kind. `device.request-over`: nobody waits for it. */
export const answerRequest = operation({
  name: 'devices.answer',
  kind: 'command',
  needs: 'nothing',
  permission: anyone,
  scope: ownSeat,
  audit: { none: 'what is done with the answer is journaled by what asked for it' },
  input: z.strictObject({ requestId: id, answer: deviceAnswer }),
  output: z.object({ taken: z.literal(true) }),
  problems: ['device.request-over'],
})

/** The operations of `devices`, by the second part of their name. */
export const devicesContract = { watchRequests, answer: answerRequest }
