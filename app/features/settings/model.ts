import { z } from 'zod'

const line = z.string().trim().max(120)

/** What « Paramètres › Cabinet » edits. FINESS: 9 characters, key checked by `isFiness` in rules. */
export const cabinetSettings = z.strictObject({
  name: z.string().trim().min(2).max(60),
  addressLine: line,
  addressComplement: line,
  postalCode: z.string().regex(/^(\d{5})?$/),
  town: line,
  phone: line,
  email: z.union([z.literal(''), z.email().max(120)]),
  finess: z.string().regex(/^([0-9A-Z]{9})?$/),
  /** Minutes without a key or a click before a seat locks. The national reference allows 120 at the most. */
  lockAfterMinutes: z.int().min(1).max(120),
})
export type CabinetSettings = z.infer<typeof cabinetSettings>
