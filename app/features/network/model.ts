import { z } from 'zod'
import { instantUtc } from '#app/kernel/ids.ts'

/** Computers that may be joined to one host, those withdrawn not counted. */
export const mostSeats = 128

/** The certificate of a seat, by the SHA-256 of its DER in lower-case hexadecimal: its only identifier. */
export const seatFingerprint = z.string().regex(/^[0-9a-f]{64}$/)

/** Whether and where the cabinet answers other computers. */
export const networkStatus = z.object({
  /** This core can answer other computers; a test or a single command cannot. */
  available: z.boolean(),
  sharing: z.boolean(),
  port: z.int().nullable(),
  /** `https://192.168.1.20:8443/`, one for each address of this computer. */
  addresses: z.array(z.string()),
  /** The computer's own name, as the others see it. */
  computerName: z.string(),
  /** SHA-256 of the host's certificate, in pairs as browsers show it; empty while it has none. */
  fingerprint: z.string(),
  /** Other computers find it by themselves (mDNS), under a name that says nothing of the cabinet. */
  discoverable: z.boolean(),
  discoveryName: z.string(),
})
export type NetworkStatus = z.infer<typeof networkStatus>

/** The code shown on the host while a computer is being joined. */
export const pairingCode = z.object({ code: z.string(), expiresAt: instantUtc })
export type PairingCode = z.infer<typeof pairingCode>

/** A computer joined to this cabinet's host. */
export const pairedSeat = z.object({
  fingerprint: seatFingerprint,
  name: z.string(),
  kind: z.enum(['electron', 'browser']),
  pairedAt: instantUtc,
  lastSeenAt: instantUtc.nullable(),
  online: z.boolean(),
  /** Names of the people signed in there now. */
  people: z.array(z.string()),
  revokedAt: instantUtc.nullable(),
})
export type PairedSeat = z.infer<typeof pairedSeat>

/** A seat's name, as people of the cabinet recognise it. */
export const seatName = z
  .string()
  .trim()
  .min(1)
  .max(40)
  .regex(/^[^\p{C}]+$/u)
