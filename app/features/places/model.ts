import { z } from 'zod'

/** INSEE code of a place of birth: 5 characters, Corsica `2A…`/`2B…`, abroad `99xxx`, unknown `99999`. */
export const placeCode = z.string().regex(/^(\d{5}|2[AB]\d{3})$/)
export type PlaceCode = z.infer<typeof placeCode>

/** A commune or a country as one may be born in it. */
export const place = z.object({
  code: placeCode,
  name: z.string(),
  kind: z.enum(['commune', 'former-commune', 'country', 'unknown']),
  /** Département code (« 33 », « 2A », « 974 »), or `null` abroad. */
  department: z.string().nullable(),
  postalCodes: z.array(z.string()),
  /** For a former commune: the code of the commune it is part of now. */
  nowCode: placeCode.nullable(),
})
export type Place = z.infer<typeof place>
