import { z } from 'zod'
import { id, instantUtc } from '#app/kernel/ids.ts'

/** Families of acts, for a filter a person understands. Which act is of which family is in rules. */
export const actFamily = z.enum([
  'sessions',
  'records-read',
  'records-changed',
  'emergencies',
  'printed-exported',
  'contacts',
  'tasks',
  'people-and-access',
  'settings',
  'backups-and-keys',
  'network',
  'journal',
])
export type ActFamily = z.infer<typeof actFamily>

/** What a screen or an export of the journal is limited to. Days are local, both included. */
export const journalFilter = z.strictObject({
  userId: id.optional(),
  patientId: id.optional(),
  family: actFamily.optional(),
  outcome: z.enum(['done', 'refused', 'failed']).optional(),
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
})
export type JournalFilter = z.infer<typeof journalFilter>

/** The same for the accesses to one record. */
export const accessFilter = journalFilter.omit({ patientId: true })
export type AccessFilter = z.infer<typeof accessFilter>

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

/**
 * How long lines are kept: technical ones (6 to 12 months), those about records (20 years; R. 1112-7 CSP). The database
 * refuses to empty anything younger than the least of these, whoever asks.
 */
export const journalRetention = z.strictObject({
  technicalMonths: z.int().min(6).max(12),
  recordYears: z.int().min(10).max(50),
})
export type JournalRetention = z.infer<typeof journalRetention>

/** What a verification may find wrong. */
export const faultKind = z.enum([
  'altered',
  'removed',
  'reordered',
  'inserted',
  'truncated',
  'rolled-back',
  'seal-altered',
  'seal-missing',
  'emptied',
])
export type FaultKind = z.infer<typeof faultKind>

/** What a verification found wrong, in the order of the chain. */
export const journalFault = z.object({
  kind: faultKind,
  /** The line concerned, or the first of several. */
  sequence: z.int(),
  /** The last of several lines; for a line out of its place, where it stands now. `null` for one line. */
  to: z.int().nullable(),
  /** When the program noticed it at an opening and noted it in the journal; `null` for what shows now. */
  noticedAt: instantUtc.nullable(),
})
export type JournalFault = z.infer<typeof journalFault>

/** A restoration done by the program: from this line on, the journal goes on from an older backup. No fault. */
export const journalRestoration = z.object({ sequence: z.int(), at: instantUtc, takenAt: instantUtc.nullable() })

/** The outcome of a verification. */
export const journalVerdict = z.object({
  lines: z.int(),
  head: z.object({ sequence: z.int(), digest: z.string() }),
  /** Heads sealed elsewhere (beside the file, in backups) that the journal was compared with. */
  seals: z.int(),
  /** The file that holds the heads beside the database; `none-yet` before the first closing of a new cabinet. */
  seal: z.enum(['held', 'missing', 'altered', 'none-yet']),
  /** The first thousand; `faultCount` counts them all. */
  faults: z.array(journalFault).max(1000),
  faultCount: z.int(),
  restorations: z.array(journalRestoration),
  verifiedAt: instantUtc,
})
export type JournalVerdict = z.infer<typeof journalVerdict>
