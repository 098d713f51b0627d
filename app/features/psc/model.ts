import { z } from 'zod'

/** How the person proves who they are: the card in their reader, or the application e-CPS of their telephone. */
export const pscChannel = z.enum(['CARD', 'MOBILE'])
export type PscChannel = z.infer<typeof pscChannel>

/** Where the person is in identifying themselves. */
export const pscStage = z.enum([
  /** The telephone or the card has the question. */
  'waiting',
  /** Approved: the session can be opened, once an activity is chosen where there are several. */
  'approved',
])
export type PscStage = z.infer<typeof pscStage>

/**
 * What « Paramètres › Pro Santé Connect » edits. Empty: Pro Santé Connect is not offered. An `https` address, of the
 * vendor or the organisation whose Proxy e-Santé the cabinet uses.
 */
export const pscSettings = z.strictObject({
  proxyUrl: z.string().trim().max(300),
  /** The name this software has at the proxy; no secret. */
  clientId: z.string().trim().max(120),
  /**
   * Where the proxy gives who is signed in, after its own address: `/send/userinfo`. Empty when it does not: the person is
   * then the one the proxy was asked to identify, and has no activities to choose from.
   */
  identityPath: z.string().trim().max(200),
})
export type PscSettings = z.infer<typeof pscSettings>

/** One place where a professional works, as the national directory knows it. */
export const pscActivity = z.object({
  /** « CABINET DU DR MARCHAND »; the profession when the place has no name. */
  label: z.string(),
  /** « Libéral, 33780 »; empty when nothing is known. */
  detail: z.string(),
})
export type PscActivity = z.infer<typeof pscActivity>

/** What the national directory says of an activity, in its codes; `PscActivity` is made out of it. */
export interface KnownActivity {
  /** Name of the place, or empty. */
  readonly place: string
  /** TRE_G15: `10` for a physician. */
  readonly profession: string
  /** TRE_R23: `L` for self-employed, `S` for employed. */
  readonly mode: string
  readonly postalCode: string
}

/** Why a Proxy e-Santé gave no answer. */
export const pscFailure = z.enum([
  /** Nothing answers at its address: this computer has no network, or the proxy is down. */
  'unreachable',
  /** It answered too late, or stopped in the middle. */
  'timeout',
  /** It says itself that it cannot (500, 502, 503, 504). */
  'failed',
  /** It refuses what we sent (400, or a client it does not know). */
  'request-refused',
  /** What it answered is not what the published interface says. */
  'garbled',
  /** Its certificate is not one this cabinet trusts. */
  'certificate',
  /** Its address is not one this cabinet may call. */
  'address',
])
export type PscFailure = z.infer<typeof pscFailure>

/** What waits on the telephone of the training cabinet. */
export const trainingRequest = z.object({
  requestId: z.string(),
  displayName: z.string(),
  /** The two digits that the telephone shows. */
  bindingNumber: z.string(),
  channel: pscChannel,
})
export type TrainingRequest = z.infer<typeof trainingRequest>

/** A try, as the page that began it sees it. */
export const pscAttempt = z.object({
  attemptId: z.string(),
  /** Two digits, `00` to `99`, that the telephone must show too. */
  bindingNumber: z.string().regex(/^\d{2}$/),
  channel: pscChannel,
  /** How long the person has, in ms: a seat may not have the clock of its host. */
  expiresInMs: z.int(),
})
export type PscAttempt = z.infer<typeof pscAttempt>
