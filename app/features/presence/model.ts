import { z } from 'zod'
import { id, instantUtc } from '#app/kernel/ids.ts'

/** Somebody else who has a record open now. */
export const presentPerson = z.object({
  userId: id,
  displayName: z.string(),
  /** The seat, as people recognise it. */
  seatName: z.string(),
  activity: z.enum(['reading', 'editing']),
  since: instantUtc,
})
export type PresentPerson = z.infer<typeof presentPerson>
