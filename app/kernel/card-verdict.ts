import { z } from 'zod'

/** Why a professional card's certificate is not accepted today. */
export const cardVerdict = z.enum([
  /** Not a certificate, or one that cannot be read. */
  'unreadable',
  /** Not the authentication certificate of a person's card. */
  'not-authentication',
  /** Its key is not RSA of 2,048 bits or more. */
  'weak-key',
  /** No authority the cabinet knows signed it, or one that has ended or was revoked. */
  'unknown-authority',
  'not-yet-valid',
  'expired',
  'revoked',
  /** A test or training card, in a cabinet of real patients. */
  'training-card',
  /** A real card, in the training cabinet. */
  'real-card',
])
export type CardVerdict = z.infer<typeof cardVerdict>
