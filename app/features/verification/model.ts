import { z } from 'zod'
import { jobView } from '#app/features/jobs/model.ts'
import { patientSummary } from '#app/features/patients/model.ts'
import { id, instantUtc } from '#app/kernel/ids.ts'

/** When identities are verified by the program itself, and how often each. */
export const verificationSettings = z.strictObject({
  /** At night, by the certificate of the establishment, as long as the cabinet is open on this computer. */
  byNight: z.boolean(),
  /** From which hour of the clock of this computer. */
  hour: z.int().min(0).max(23),
  /** Years after which an INS is asked about again. */
  years: z.int().min(1).max(5),
})
export type VerificationSettings = z.infer<typeof verificationSettings>

/**
 * Until somebody chooses. Three years: the shorter of the two lengths that former texts of the RNIV name, the present one
 * giving none.
 */
export const usualVerificationSettings: VerificationSettings = { byNight: false, hour: 2, years: 3 }

/** What becomes of an identity in a run. */
export const verificationOutcome = z.enum([
  /** Not asked about yet. */
  'waiting',
  /** In a batch of which nothing came yet. */
  'asked',
  /** INSi says that it is still right. */
  'confirmed',
  /** INSi says that it no longer is: the INS was withdrawn, and a person looks. */
  'not-confirmed',
  /** Meanwhile the record changed, so that the answer was about another INS than the one held: nothing was done. */
  'changed',
  /** INSi said neither: nothing was done, and it is asked about in the next run. */
  'unanswered',
])
export type VerificationOutcome = z.infer<typeof verificationOutcome>

/** Where a run is. `paused`: until somebody resumes it. */
export const verificationState = z.enum(['running', 'paused', 'cancelled', 'done'])
export type VerificationState = z.infer<typeof verificationState>

/** One verification of many identities. */
export const verificationRun = z.object({
  runId: id,
  /** By the program itself, or asked for by somebody. */
  origin: z.enum(['night', 'person']),
  startedAt: instantUtc,
  /** Empty for the program itself. */
  startedBy: z.string(),
  endedAt: instantUtc.nullable(),
  state: verificationState,
  /** Why it waits, or why it was paused by itself. */
  trouble: jobView.shape.problem,
  /** It goes on at this moment. */
  underWay: z.boolean(),
  counts: z.record(verificationOutcome, z.int()),
})
export type VerificationRun = z.infer<typeof verificationRun>

/** A line of the report of a run. */
export const verificationLine = z.object({
  itemId: id,
  outcome: verificationOutcome,
  /** As INSi answered it, or the name of what kept the identity from being asked about; for the diagnostic. */
  code: z.string().nullable(),
  answeredAt: instantUtc.nullable(),
  patient: patientSummary,
})
