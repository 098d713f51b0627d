import { z } from 'zod'
import { id, instantUtc } from '#app/kernel/ids.ts'

/** The services that are called. */
export const teleserviceName = z.enum(['insi', 'adri', 'hri'])

/** How the one who calls proves who they are: their card, Pro Santé Connect, the certificate of the establishment. */
export const callMode = z.enum(['card', 'psc', 'certificate'])

/** Which servers of the Assurance Maladie are called; the training cabinet has its own. */
export const teleserviceServers = z.enum(['qualification', 'production'])

/** What « Paramètres › Téléservices » edits for the whole cabinet. */
export const teleserviceSettings = z.strictObject({
  servers: teleserviceServers,
  /** Number of the authorisation of this software given by the CNDA; empty: nothing is called. */
  authorisation: z
    .string()
    .trim()
    .max(40)
    .regex(/^[\w-]*$/),
  /** After the address of the Proxy e-Santé: where it takes calls to these services. Empty: not through it. */
  proxyPath: z
    .string()
    .trim()
    .max(200)
    .regex(/^(?:\/send(?:\/(?!\.{1,2}(?:\/|$))[\w.~-]+)+)?$/),
  /** After how many months the traces of calls are removed. */
  keepMonths: z.int().min(12).max(240),
})
export type TeleserviceSettings = z.infer<typeof teleserviceSettings>

/** An authority of the servers, as the cabinet was given it. */
export const serverAuthority = z.object({ name: z.string(), validUntil: instantUtc, fingerprint: z.string() })
export type ServerAuthority = z.infer<typeof serverAuthority>

/** The certificate of the establishment, without its key, which is never shown again. */
export const establishmentCertificate = z.object({
  /** `INSI-AUTO` or `INSI-MANU`. */
  commonName: z.string(),
  /** Identifier of the structure: the `OU` of the subject. */
  structureId: z.string(),
  issuer: z.string(),
  validUntil: instantUtc,
  importedAt: instantUtc,
})
export type EstablishmentCertificate = z.infer<typeof establishmentCertificate>

/** What a professional says of themselves to the services. Empty texts: not told. */
export const ownClaims = z.strictObject({
  /** Billing number of the Assurance Maladie: 9 digits. */
  billingNumber: z
    .string()
    .trim()
    .regex(/^(?:\d{8,9})?$/),
  /** Table G100 of the Assurance Maladie, not R01: `01` for general medicine. Mandatory for doctors. */
  amoSpecialty: z
    .string()
    .trim()
    .regex(/^(?:\d{2,3})?$/),
  /** Table R02: `SA07` for a private practice. */
  sector: z
    .string()
    .trim()
    .regex(/^(?:SA\d{2})?$/),
})
export type OwnClaims = z.infer<typeof ownClaims>

/** Why a service cannot be called as things are, for whoever asks. */
export const standingReason = z.enum(['not-set', 'claims-missing', 'professional-needed'])

/** Whether a service can be called by whoever asks, and how it answered last. */
export const serviceStanding = z.object({
  service: teleserviceName,
  /** In which modes this person could call it now, the card aside that may be in the reader. */
  modes: z.array(callMode),
  missing: standingReason.nullable(),
  last: z.object({ at: instantUtc, outcome: z.string(), answered: z.boolean() }).nullable(),
})
export type ServiceStanding = z.infer<typeof serviceStanding>

/** A trace of a call. `outcome` is `null` while it goes on; `interrupted`: the program ended meanwhile. */
export const exchangeView = z.object({
  exchangeId: id,
  service: teleserviceName,
  operation: z.string(),
  /** `null` for a deposit of many, and where the caller does not see the record. */
  patientId: id.nullable(),
  /** `MARTIN Jeanne`; empty like {@link patientId}. */
  patientName: z.string(),
  mode: callMode,
  messageId: z.string(),
  askedAt: instantUtc,
  by: z.string(),
  tookMs: z.int().nullable(),
  outcome: z.string().nullable(),
  problem: z.string().nullable(),
})
export type ExchangeView = z.infer<typeof exchangeView>

/** Somebody to try INSi with, from a file of who administers: written as INSi wants it. */
export const trialTraits = z.strictObject({
  birthName: z.string(),
  firstNames: z.string(),
  sex: z.enum(['F', 'M']),
  birthDate: z.string(),
  birthPlaceCode: z.string().nullable().default(null),
})
