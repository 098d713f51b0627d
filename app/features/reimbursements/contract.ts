import { z } from 'zod'
import { jobStarted } from '#app/features/jobs/model.ts'
import { id } from '#app/kernel/ids.ts'
import { operation } from '#app/kernel/operation.ts'
import { careHistory } from './model.ts'

const ofPatient = { patient: (input: { readonly patientId: string }) => input.patientId } as const

/**
 * Asks HRi for the care of the last twelve months (VIT-2). The patient’s Vitale card was read at this seat, and is that of this
 * record; the professional proves who they are by their card or by Pro Santé Connect. Goes on as a job, which may be cancelled. What
 * is answered is read only, and kept in the memory of this seat alone: see {@link readReimbursements}.
 */
export const askReimbursements = operation({
  name: 'reimbursements.ask',
  kind: 'command',
  needs: 'active-session',
  permission: 'reimbursements.read',
  scope: ofPatient,
  audit: 'reimbursements.ask',
  input: z.strictObject({ patientId: id, readingId: id, index: z.int().min(0).max(29) }),
  output: jobStarted,
  problems: [
    'reimbursements.other-person',
    'reimbursements.card-incomplete',
    'reimbursements.call-running',
    'vitale.reading-over',
    'vitale.demonstration-card',
    'teleservice.not-set',
    'teleservice.professional-incomplete',
    'teleservice.professional-needed',
  ],
})

/**
 * The history that was answered to this session of this seat, for fifteen minutes; `null` once it is forgotten: its time is over, the
 * seat was locked, or nothing was asked.
 */
export const readReimbursements = operation({
  name: 'reimbursements.read',
  kind: 'query',
  needs: 'active-session',
  permission: 'reimbursements.read',
  scope: ofPatient,
  audit: 'reimbursements.read',
  input: z.strictObject({ patientId: id }),
  output: z.object({ history: careHistory.nullable() }),
  problems: [],
})

/** Forgets it, before its time. */
export const forgetReimbursements = operation({
  name: 'reimbursements.forget',
  kind: 'command',
  needs: 'active-session',
  permission: 'reimbursements.read',
  scope: ofPatient,
  audit: { none: 'forgets; nothing is shown or written' },
  input: z.strictObject({ patientId: id }),
  output: z.object({ forgotten: z.literal(true) }),
  problems: [],
})

/** The operations of `reimbursements`, by the second part of their name. */
export const reimbursementsContract = {
  ask: askReimbursements,
  read: readReimbursements,
  forget: forgetReimbursements,
}
