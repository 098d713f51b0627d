import { z } from 'zod'
import { civilDate } from '#app/kernel/civil-date.ts'
import { id } from '#app/kernel/ids.ts'

/** What INSi is asked by. */
export const insiSearch = z.discriminatedUnion('by', [
  /** The card read at this seat, see `vitale.read`. */
  z.strictObject({ by: z.literal('vitale'), readingId: id, index: z.int().min(0).max(29) }),
  /** Traits as a person saw them before they were sent, already in the characters of INSi (see `searchSequence`). */
  z.strictObject({
    by: z.literal('traits'),
    birthName: z.string().max(100),
    firstNames: z.string().max(400),
    sex: z.enum(['F', 'M']),
    birthDate: civilDate,
    birthPlaceCode: z.string().max(5).nullable(),
  }),
])
export type InsiSearch = z.infer<typeof insiSearch>
