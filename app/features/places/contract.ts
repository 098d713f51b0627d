import { z } from 'zod'
import { civilDate } from '#app/kernel/civil-date.ts'
import { operation } from '#app/kernel/operation.ts'
import { place } from './model.ts'

/**
 * Birth places by name or code: communes of today and of the past, and foreign countries (99xxx), from the Code
 * officiel géographique of INSEE. With a birth date, places that existed then come first.
 */
export const searchPlaces = operation({
  name: 'places.search',
  kind: 'query',
  needs: 'active-session',
  permission: 'patient.read',
  scope: { patients: 'none', because: 'public geography' },
  audit: { none: 'public geography' },
  input: z.strictObject({
    text: z.string().trim().max(80),
    bornOn: civilDate.optional(),
    /** `birth` looks among communes past and present and countries; `postal` among postal codes and present communes. */
    use: z.enum(['birth', 'postal']),
  }),
  output: z.object({ places: z.array(place).max(20) }),
  problems: [],
})

/** The operations of `places`, by the second part of their name. */
export const placesContract = { search: searchPlaces }
