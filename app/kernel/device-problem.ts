import { z } from 'zod'

/** Why a card could not be read or did not sign. Worded in `app/text/fr/cards.ts`. */
export const deviceProblem = z.enum([
  /** This seat has no workstation: a browser of another computer. */
  'device.absent',
  /** No PC/SC on this computer, or its service does not answer. */
  'readers.unavailable',
  /** No reader of that name any more. */
  'reader.absent',
  /** No card of the kind asked for. */
  'card.absent',
  /** Taken out, or replaced, meanwhile. */
  'card.withdrawn',
  /** It does not answer, or not as such a card does. */
  'card.unreadable',
  /** A Vitale card of the first generation: what it holds is not read without the components of the GIE. */
  'card.too-old',
  /** Plain commands are turned off here, and the library of the GIE is not there. */
  'vitale.turned-off',
  /** Another program keeps it for itself. */
  'card.in-use',
  /** It did not answer in time. */
  'card.slow',
  /** No PKCS#11 module for professional cards. */
  'module.absent',
  /** The module failed. */
  'module.failed',
  /** The code must be entered first. */
  'pin.needed',
  'pin.wrong',
  /** Too many wrong codes: unlocked with its PUK, by the tool of the ANS. */
  'pin.blocked',
  /** The card has no such certificate or key. */
  'certificate.absent',
  /** The person, or the program, gave up. */
  'cancelled',
])
export type DeviceProblem = z.infer<typeof deviceProblem>
