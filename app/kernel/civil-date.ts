import { z } from 'zod'

/**
 * A date of civil status as national services carry it: `AAAA-MM-JJ` as text.
 *
 * Month or day may be `00` (unknown) and a month may exceed 12 (« date lunaire » of Assurance Maladie), so it is never
 * turned into a calendar date for storage. Rules that need the calendar live in `app/features/patients`.
 */
export const civilDate = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)
export type CivilDate = z.infer<typeof civilDate>
