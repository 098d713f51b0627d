import { z } from 'zod'
import { civilDate } from '#app/kernel/civil-date.ts'
import { id, instantUtc } from '#app/kernel/ids.ts'
import { duplicateCandidate, patientSummary, sex } from '#app/features/patients/model.ts'

/** A record for whose patient no appointment may be made, and why (PAT-9). */
export const patientBlock = z.object({
  reason: z.string(),
  blockedAt: instantUtc,
  blockedBy: z.string(),
})
export type PatientBlock = z.infer<typeof patientBlock>

/** How many things of one kind a record holds. `kind` is the name of their table. */
export const contentCount = z.object({ kind: z.string(), count: z.int().min(0) })
export type ContentCount = z.infer<typeof contentCount>

/** How a record left the cabinet. */
export const departure = z.enum(['deleted', 'merged'])
export type Departure = z.infer<typeof departure>

/** What is left of a record that is no longer here: enough to make its profile again by hand (PAT-8). */
export const patientTrace = z.object({
  traceId: id,
  departure,
  fileNumber: z.int(),
  birthName: z.string(),
  birthFirstNames: z.array(z.string()),
  usedName: z.string(),
  usedFirstName: z.string(),
  sex,
  birthDate: civilDate,
  at: instantUtc,
  by: z.string(),
  /** The record made again from it; out of the caller’s sight, or gone, it is not said. */
  recreatedAs: id.nullable(),
  /** The record it was merged into, in sight. */
  mergedInto: id.nullable(),
})
export type PatientTrace = z.infer<typeof patientTrace>

/** A line of « Rapport patients »: present, or past. */
export const reportLine = z.discriminatedUnion('state', [
  z.object({ state: z.literal('present'), patient: patientSummary }),
  z.object({ state: z.literal('past'), trace: patientTrace }),
])
export type ReportLine = z.infer<typeof reportLine>

/** Which lines of « Rapport patients » are shown. */
export const reportFilter = z.strictObject({
  state: z.enum(['all', 'present', 'past']),
  /** Words of the names, the beginning of each; empty shows all. */
  text: z.string().max(80),
})
export type ReportFilter = z.infer<typeof reportFilter>

/** Two records that may be one person. */
export const duplicatePair = z.object({
  first: patientSummary,
  second: patientSummary,
  reasons: duplicateCandidate.shape.reasons,
  score: z.int().min(0).max(100),
})
export type DuplicatePair = z.infer<typeof duplicatePair>

/** Which of the two records a value comes from, once merged. */
export const mergeSide = z.enum(['kept', 'other'])
export type MergeSide = z.infer<typeof mergeSide>

/** What is compared of the civil status: the traits with the INS are one whole, the rest value by value. */
export const mergeField = z.enum([
  'identity',
  'usedName',
  'usedFirstName',
  'address',
  'mobile',
  'phone',
  'otherPhone',
  'email',
  'profession',
  'maritalStatus',
  'comments',
  'billing',
  'otherIdentifiers',
  'coverage',
  'attendingPhysician',
  'death',
  'rcp',
  'vsmReminderOn',
])
export type MergeField = z.infer<typeof mergeField>

/** One compared value, in words. */
export const comparedField = z.object({
  field: mergeField,
  kept: z.string(),
  other: z.string(),
  differs: z.boolean(),
  /** What is proposed: the one that says something. */
  proposed: mergeSide,
  /** The proofs of the identities decide: there is nothing to choose. */
  isDecided: z.boolean(),
})
export type ComparedField = z.infer<typeof comparedField>

/** What both records hold once each (a consent, a statement): one of them stays. `table` names it. */
export const comparedSingle = z.object({
  table: z.string(),
  kept: z.array(z.object({ column: z.string(), value: z.string() })),
  other: z.array(z.object({ column: z.string(), value: z.string() })),
})
export type ComparedSingle = z.infer<typeof comparedSingle>

/** Why two records are not merged as they are. */
export const mergeObstacle = z.discriminatedUnion('code', [
  /** Two matricules that nothing ties: two people, or an error to correct first. */
  z.object({ code: z.literal('two-matricules') }),
  /** An invented identity is nobody’s. */
  z.object({ code: z.literal('fictitious') }),
  /** It is not known whose one of the records is. */
  z.object({ code: z.literal('doubtful') }),
  /** A draft of both would stand in one place. */
  z.object({ code: z.literal('drafts'), names: z.array(z.string()) }),
])
export type MergeObstacle = z.infer<typeof mergeObstacle>

/** What both records hold that cannot both be true. */
export const mergeWarning = z.enum(['allergies-none-and-some', 'sex-differs', 'birth-date-differs', 'one-deceased'])
export type MergeWarning = z.infer<typeof mergeWarning>

/** Two records side by side, and what merging them would do. */
export const mergePreview = z.object({
  kept: patientSummary,
  other: patientSummary,
  fields: z.array(comparedField),
  singles: z.array(comparedSingle),
  /** What the record that goes brings. */
  moves: z.array(contentCount),
  /** What the record that stays has. */
  stays: z.array(contentCount),
  /** What both hold alike: once is enough. */
  alike: z.array(contentCount),
  addedGroups: z.array(z.string()),
  addedTags: z.array(z.string()),
  warnings: z.array(mergeWarning),
  obstacles: z.array(mergeObstacle),
})
export type MergePreview = z.infer<typeof mergePreview>

/** Which values are kept: those not named are the kept record’s own. */
export const mergeChoices = z.strictObject({
  fields: z.array(mergeField).max(mergeField.options.length),
  singles: z.array(z.string().max(60)).max(60),
})
export type MergeChoices = z.infer<typeof mergeChoices>

/** A merge that was done, and whether it may still be undone. */
export const doneMerge = z.object({
  mergeId: id,
  keptPatientId: id,
  otherName: z.string(),
  otherFileNumber: z.int(),
  mergedAt: instantUtc,
  mergedBy: z.string(),
  /** Why not: too old, another merge of the record came after, or its identity has changed since. */
  prevented: z.enum(['too-old', 'later-merge', 'identity-changed']).nullable(),
})
export type DoneMerge = z.infer<typeof doneMerge>

/** What undoing a merge left: where what came since stays. */
export const undoneMerge = z.object({
  keptPatientId: id,
  restoredPatientId: id,
  /** Added to the record since the merge: it stays there. */
  addedSince: z.array(contentCount),
  /** Values of the civil status typed since: they stay. */
  changedSince: z.array(z.string()),
})
export type UndoneMerge = z.infer<typeof undoneMerge>
