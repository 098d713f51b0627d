import { z } from 'zod'

/** A host, by the identifier it drew for itself: names nothing, and is believed only under its authority's signature. */
export const hostId = z.string().regex(/^[0-9a-f]{32}$/)

/** Where a host answers, as a person types it: a name or an address, and a port when it is not the usual one. */
export const hostAddress = z.string().trim().min(1).max(260)

/** Why the line to a host is down. */
export const lineFailure = z.enum([
  /** Nothing answers there. */
  'unreachable',
  /** Something answers, which is not the computer this one was joined to. */
  'not-recognized',
  /** The computer this one was joined to, whose certificate is not good on the day this computer believes it is. */
  'dates-disagree',
  /** The host no longer admits this computer: withdrawn there. */
  'revoked',
  /** This computer no longer has its own certificate or key for it. */
  'key-missing',
])
export type LineFailure = z.infer<typeof lineFailure>

/** A host this computer was joined to. */
export const knownHost = z.object({
  hostId,
  /** The computer's own name, as it gave it. */
  name: z.string(),
  /** Where it answered last: `192.168.1.20:8443`. */
  address: z.string(),
  /** This computer's name there. */
  seatName: z.string(),
  reachable: z.boolean(),
  /** The key is kept by the system's keyring; otherwise in a file that only this account reads. */
  keyInKeyring: z.boolean(),
})
export type KnownHost = z.infer<typeof knownHost>

/** A host that announces itself on the local network. Its name says nothing of a cabinet. */
export const discoveredHost = z.object({ name: z.string(), address: z.string(), known: z.boolean() })
export type DiscoveredHost = z.infer<typeof discoveredHost>

/** Why a computer could not be joined. */
export const joiningProblem = z.enum([
  /** What was typed is no address. */
  'address-refused',
  /** What was typed cannot be a code. */
  'code-malformed',
  'unreachable',
  /** Something answers there, which is no host of ours. */
  'not-a-host',
  /** No code is shown there now, or it has ended. */
  'not-pairing',
  /** The code is not the one shown: by this computer's fault or because something between the two answers in its place. */
  'code-refused',
  /** The other end accepted the code without being able to prove that it knew it. */
  'host-unproven',
  'too-many-tries',
  /** The host admits no more computers. */
  'full',
  /** The host cannot take anybody in before a person has repaired something there. */
  'unavailable',
  /** The two programs do not speak the same version. */
  'version',
])
export type JoiningProblem = z.infer<typeof joiningProblem>

/** What a computer tells the page. */
export const systemEvent = z.object({ kind: z.enum(['lock']) })
export type SystemEvent = z.infer<typeof systemEvent>
