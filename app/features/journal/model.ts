import { z } from 'zod'
import { civilDate } from '#app/kernel/civil-date.ts'
import { id, instantUtc } from '#app/kernel/ids.ts'

/** Families of acts, for a filter a person understands. Which act is of which family is in rules. */
export const actFamily = z.enum([
  'sessions',
  'records-read',
  'records-changed',
  'emergencies',
  'printed-exported',
  'tasks',
  'people-and-access',
  'settings',
  'backups-and-keys',
  'network',
])
export type ActFamily = z.infer<typeof actFamily>

/** What a screen or an export of the journal is limited to. Days are local, both included. */
export const journalFilter = z.strictObject({
  userId: id.optional(),
  patientId: id.optional(),
  family: actFamily.optional(),
  outcome: z.enum(['done', 'refused', 'failed']).optional(),
  from: civilDate.optional(),
  to: civilDate.optional(),
})
export type JournalFilter = z.infer<typeof journalFilter>

/** One line of the journal as a person reads it. */
export const journalLine = z.object({
  sequence: z.int(),
  at: instantUtc,
  act: z.string(),
  outcome: z.enum(['done', 'refused', 'failed']),
  problem: z.string().nullable(),
  /** Who acted; empty for the core itself, whose reason is `service`. */
  actorName: z.string(),
  service: z.string().nullable(),
  seat: z.string(),
  /** The record the act is about, when the reader sees it. */
  patient: z.object({ patientId: id, displayName: z.string() }).nullable(),
  /** The act is about a record, in the reader's sight or not. */
  aboutPatient: z.boolean(),
  /** The user, group, role or seat the act is about, as named today; empty when there is none. */
  subjectName: z.string(),
  /** What else was noted, field by field, as text; never of a record out of the reader's sight. */
  details: z.array(z.object({ name: z.string(), value: z.string() })),
  /** Its retention has ended: what it said is gone, its place in the chain stays. */
  expired: z.boolean(),
})
export type JournalLine = z.infer<typeof journalLine>

/** How long lines are kept: technical ones (6 to 12 months), those about records (20 years; R. 1112-7 CSP). */
export const journalRetention = z.strictObject({
  technicalMonths: z.int().min(6).max(12),
  recordYears: z.int().min(10).max(50),
})
export type JournalRetention = z.infer<typeof journalRetention>

/** What a verification found wrong, in the order of the chain. */
export const journalFault = z.object({
  kind: z.enum(['altered', 'removed', 'reordered', 'inserted', 'truncated', 'rolled-back', 'seal-altered', 'emptied']),
  /** The line concerned; for lines removed, the first that is missing. */
  sequence: z.int(),
  /** For lines removed or cut off at the end, the last that is missing. */
  to: z.int().nullable(),
})
export type JournalFault = z.infer<typeof journalFault>

/** The outcome of a verification. */
export const journalVerdict = z.object({
  lines: z.int(),
  head: z.object({ sequence: z.int(), digest: z.string() }),
  /** Heads sealed elsewhere (beside the file, in backups) that the journal was compared with. */
  seals: z.int(),
  faults: z.array(journalFault).max(1000),
  verifiedAt: instantUtc,
})
export type JournalVerdict = z.infer<typeof journalVerdict>
