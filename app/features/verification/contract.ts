import { z } from 'zod'
import { id, version } from '#app/kernel/ids.ts'
import { operation } from '#app/kernel/operation.ts'
import { verificationLine, verificationOutcome, verificationRun, verificationSettings } from './model.ts'

const cannotCall = [
  'teleservice.not-set',
  'teleservice.professional-incomplete',
  'teleservice.professional-needed',
] as const
const settingsOnly = { patients: 'none', because: 'settings of the cabinet' } as const
const whole = {
  patients: 'every',
  because: 'a run is of the whole cabinet; numbers are answered, nobody is named',
} as const

/** The runs of verification, newest first, with what is set and how many identities are due. */
export const readVerifications = operation({
  name: 'verification.overview',
  kind: 'query',
  needs: 'active-session',
  permission: { anyone: 'numbers, and when the identities of one’s own cabinet are verified' },
  scope: whole,
  audit: { none: 'counts only' },
  input: z.strictObject({}),
  output: z.object({
    settings: verificationSettings,
    version,
    /** How many identities are due now; while a run is under way, how many it has yet to hear about. */
    due: z.int(),
    /** The cabinet has the certificate of an establishment, by which many identities are verified. */
    hasCertificate: z.boolean(),
    /** Twenty at most. */
    runs: z.array(verificationRun),
  }),
  problems: [],
})

/** Changes when identities are verified. */
export const updateVerificationSettings = operation({
  name: 'verification.updateSettings',
  kind: 'command',
  needs: 'active-session',
  permission: 'cabinet.configure',
  scope: settingsOnly,
  audit: 'verification.configure',
  input: z.strictObject({ settings: verificationSettings, expectedVersion: version }),
  output: z.object({ settings: verificationSettings, version }),
  problems: ['edit.conflict'],
})

/** Verifies every identity that is due, as a job: deposited in batches, then collected. One run at a time. */
export const startVerification = operation({
  name: 'verification.start',
  kind: 'command',
  needs: 'active-session',
  permission: 'identity.qualify',
  scope: whole,
  audit: 'verification.start',
  input: z.strictObject({}),
  output: z.object({ runId: id }),
  problems: ['verification.running', 'verification.nothing-due', ...cannotCall],
})

/** Pauses, resumes or cancels a run. What was answered stays; what was deposited is collected when it goes on. */
export const steerVerification = operation({
  name: 'verification.steer',
  kind: 'command',
  needs: 'active-session',
  permission: 'identity.qualify',
  scope: whole,
  audit: 'verification.steer',
  input: z.strictObject({ runId: id, to: z.enum(['pause', 'resume', 'cancel']) }),
  output: z.object({ run: verificationRun }),
  problems: ['verification.over', ...cannotCall],
})

/** The report of a run: what came of each identity in sight, the one whose answer came last first. */
export const reportVerification = operation({
  name: 'verification.report',
  kind: 'query',
  needs: 'active-session',
  permission: 'patient.read',
  scope: { patients: 'visible' },
  audit: 'patient.search',
  input: z.strictObject({
    runId: id,
    outcome: verificationOutcome,
    offset: z.int().min(0).max(200_000),
    limit: z.int().min(1).max(200),
  }),
  output: z.object({ lines: z.array(verificationLine), total: z.int() }),
  problems: [],
})

/** The operations of `verification`, by the second part of their name. */
export const verificationContract = {
  overview: readVerifications,
  updateSettings: updateVerificationSettings,
  start: startVerification,
  steer: steerVerification,
  report: reportVerification,
}
