import { z } from 'zod'
import { id } from '#app/kernel/ids.ts'
import { operation } from '#app/kernel/operation.ts'
import { jobStarted } from '#app/features/jobs/model.ts'
import { accessFilter, journalFilter, journalLine, journalRetention, journalVerdict } from './model.ts'

/** Records out of the reader's sight keep their name: the line stays, and says only that a record is concerned. */
const inSight = { patients: 'visible' } as const
const noPatient = { patients: 'none', because: 'settings and figures of the journal' } as const

const page = {
  /** Lines before this one, newest first; absent for the newest. */
  before: z.int().min(1).optional(),
  limit: z.int().min(1).max(200),
}
const lines = z.object({
  lines: z.array(journalLine),
  /** Where the next page begins, or `null` at the oldest line. */
  next: z.int().nullable(),
})

/** The journal, newest first. */
export const listJournal = operation({
  name: 'journal.list',
  kind: 'query',
  needs: 'active-session',
  permission: 'journal.read',
  scope: inSight,
  audit: 'journal.read',
  input: z.strictObject({ filter: journalFilter, ...page }),
  output: lines,
  problems: [],
})

/** « Accès à ce dossier »: who opened, read, changed, printed or exported one record. */
export const listPatientAccesses = operation({
  name: 'journal.ofPatient',
  kind: 'query',
  needs: 'active-session',
  permission: 'patient.accesses',
  scope: { patient: (input) => input.patientId },
  audit: 'journal.read-of-patient',
  input: z.strictObject({ patientId: id, filter: accessFilter, ...page }),
  output: lines,
  problems: [],
})

/** One page of an export: asked again with `next` until it is `null`; the pages joined are the file. Oldest first. */
export const exportJournal = operation({
  name: 'journal.export',
  kind: 'query',
  needs: 'active-session',
  permission: 'journal.read',
  scope: inSight,
  audit: 'journal.export',
  input: z.strictObject({
    /** `csv`: as the screen, limited by the filter. `jsonl`: the chain, every column and digest, by dates only. */
    format: z.enum(['csv', 'jsonl']),
    filter: journalFilter,
    /** Lines after this one; 0 for the first page. */
    after: z.int().min(0),
    /** The last line there was when the first page was asked, so that an export ends; absent on the first page. */
    through: z.int().min(0).optional(),
  }),
  output: z.object({
    text: z.string(),
    next: z.int().nullable(),
    /** Lines of this page. */
    lines: z.int(),
    through: z.int(),
    /** Lines of the whole export; told with its first page. */
    total: z.int().nullable(),
  }),
  problems: [],
})

/** Reads the whole chain through and compares it with the heads sealed elsewhere; a job whose verdict is `journal.verdict`. */
export const verifyJournal = operation({
  name: 'journal.verify',
  kind: 'command',
  needs: 'active-session',
  permission: 'journal.read',
  scope: noPatient,
  audit: 'journal.verify',
  input: z.strictObject({}),
  output: jobStarted,
  problems: ['cabinet.busy'],
})

/** The last verdict of this opening of the cabinet, or `null`. */
export const journalVerdictOf = operation({
  name: 'journal.verdict',
  kind: 'query',
  needs: 'active-session',
  permission: 'journal.read',
  scope: noPatient,
  audit: { none: 'numbers of lines only' },
  input: z.strictObject({}),
  output: z.object({ verdict: journalVerdict.nullable() }),
  problems: [],
})

/** How long lines are kept. */
export const journalSettings = operation({
  name: 'journal.settings',
  kind: 'query',
  needs: 'active-session',
  permission: 'journal.read',
  scope: noPatient,
  audit: { none: 'a setting' },
  input: z.strictObject({}),
  output: z.object({ retention: journalRetention, version: z.int().min(0) }),
  problems: [],
})

/** Changes how long lines are kept; a shorter time empties older lines within a day. */
export const updateJournalSettings = operation({
  name: 'journal.updateSettings',
  kind: 'command',
  needs: 'active-session',
  permission: 'journal.read',
  scope: noPatient,
  audit: 'journal.set-retention',
  input: z.strictObject({ retention: journalRetention, expectedVersion: z.int().min(0) }),
  output: z.object({ retention: journalRetention, version: z.int() }),
  problems: ['edit.conflict'],
})

/** The operations of `journal`, by the second part of their name. */
export const journalContract = {
  list: listJournal,
  ofPatient: listPatientAccesses,
  export: exportJournal,
  verify: verifyJournal,
  verdict: journalVerdictOf,
  settings: journalSettings,
  updateSettings: updateJournalSettings,
}
