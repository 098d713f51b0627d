import { z } from 'zod'
import { id, version } from '#app/kernel/ids.ts'
import { operation } from '#app/kernel/operation.ts'
import { patientRecord, patientSummary } from '#app/features/patients/model.ts'
import {
  contentCount,
  doneMerge,
  duplicatePair,
  mergeChoices,
  mergePreview,
  patientBlock,
  reportFilter,
  reportLine,
  undoneMerge,
} from './model.ts'

const ofPatient = { patient: (input: { readonly patientId: string }) => input.patientId } as const
const both = { patients: 'visible' } as const

/** Whether appointments are refused for a patient, and why. */
export const getBlock = operation({
  name: 'lifecycle.block',
  kind: 'query',
  needs: 'active-session',
  permission: 'patient.read',
  scope: ofPatient,
  audit: { none: 'part of the record that was opened' },
  input: z.strictObject({ patientId: id }),
  output: z.object({ block: patientBlock.nullable() }),
  problems: [],
})

/** The blocked patients of a page of the list. */
export const listBlocked = operation({
  name: 'lifecycle.blocked',
  kind: 'query',
  needs: 'active-session',
  permission: 'patient.read',
  scope: both,
  audit: { none: 'a mark beside names that a search has shown' },
  input: z.strictObject({}),
  output: z.object({ patientIds: z.array(id) }),
  problems: [],
})

/** Blocks a patient: no appointment can be made for them (PAT-9). Blocked already, the reason is written again. */
export const blockPatient = operation({
  name: 'lifecycle.setBlock',
  kind: 'command',
  needs: 'active-session',
  permission: 'patient.edit',
  scope: ofPatient,
  audit: 'patient.block',
  input: z.strictObject({ patientId: id, reason: z.string().trim().min(1).max(300) }),
  output: z.object({ block: patientBlock }),
  problems: [],
})

/** Lets appointments be made again. Answers the reason there was, so that it can be put back. */
export const unblockPatient = operation({
  name: 'lifecycle.unblock',
  kind: 'command',
  needs: 'active-session',
  permission: 'patient.edit',
  scope: ofPatient,
  audit: 'patient.unblock',
  input: z.strictObject({ patientId: id }),
  output: z.object({ reason: z.string().nullable() }),
  problems: [],
})

/** What a record holds, kind by kind: what would go with it. */
export const countContents = operation({
  name: 'lifecycle.contents',
  kind: 'query',
  needs: 'active-session',
  permission: 'patient.delete',
  scope: ofPatient,
  audit: { none: 'counts of a record in sight' },
  input: z.strictObject({ patientId: id }),
  output: z.object({ patient: patientSummary, contents: z.array(contentCount) }),
  problems: [],
})

/**
 * Deletes a record and all it holds, for good, when the full name is typed (accents and case free). Its lines of the
 * journal and its trace in « Rapport patients » stay. A record changed since it was read is `edit.conflict`.
 */
export const deletePatient = operation({
  name: 'lifecycle.delete',
  kind: 'command',
  needs: 'active-session',
  permission: 'patient.delete',
  scope: {
    patients: 'every',
    because: 'a content is dropped only when no other record names it; sight is looked at first',
  },
  audit: 'patient.delete',
  input: z.strictObject({ patientId: id, expectedVersion: version, typedName: z.string().max(250) }),
  output: z.object({ traceId: id }),
  problems: ['edit.conflict', 'patient.name-differs'],
})

/** « Rapport patients »: present records in sight and past ones, by name. */
export const patientReport = operation({
  name: 'lifecycle.report',
  kind: 'query',
  needs: 'active-session',
  permission: 'patient.delete',
  scope: both,
  audit: 'patient.report',
  input: z.strictObject({
    filter: reportFilter,
    offset: z.int().min(0).max(1_000_000),
    limit: z.int().min(1).max(500),
  }),
  output: z.object({ lines: z.array(reportLine), total: z.int(), present: z.int(), past: z.int() }),
  problems: [],
})

/** Makes the profile of a past record again: names, birth date, sex; its content is gone. Its identity is provisional. */
export const recreatePatient = operation({
  name: 'lifecycle.recreate',
  kind: 'command',
  needs: 'active-session',
  permission: 'patient.delete',
  scope: both,
  audit: 'patient.recreate',
  input: z.strictObject({ traceId: id }),
  output: z.object({ record: patientRecord }),
  problems: ['patient.already-recreated'],
})

/** « Doublons »: records in sight that may be one person, the surest first. */
export const listDuplicates = operation({
  name: 'lifecycle.duplicates',
  kind: 'query',
  needs: 'active-session',
  permission: 'patient.merge',
  scope: both,
  audit: { none: 'shows what a search would' },
  input: z.strictObject({}),
  output: z.object({ pairs: z.array(duplicatePair), isCut: z.boolean() }),
  problems: [],
})

/** Two records side by side, and what merging the other into the kept one would do. Both must be in sight. */
export const previewMerge = operation({
  name: 'lifecycle.previewMerge',
  kind: 'query',
  needs: 'active-session',
  permission: 'patient.merge',
  scope: both,
  audit: 'patient.compare',
  input: z.strictObject({ keptPatientId: id, otherPatientId: id }),
  output: z.object({ preview: mergePreview }),
  problems: [],
})

/** Merges the other record into the kept one, in one transaction. Both must be in sight, and as they were read. */
export const mergePatients = operation({
  name: 'lifecycle.merge',
  kind: 'command',
  needs: 'active-session',
  permission: 'patient.merge',
  scope: {
    patients: 'every',
    because: 'all that either record holds moves together; sight of both is looked at first',
  },
  audit: 'patient.merge',
  input: z.strictObject({
    keptPatientId: id,
    otherPatientId: id,
    keptVersion: version,
    otherVersion: version,
    choices: mergeChoices,
  }),
  output: z.object({ mergeId: id, keptPatientId: id }),
  problems: ['edit.conflict', 'merge.two-matricules', 'merge.fictitious', 'merge.doubtful', 'merge.drafts'],
})

/** The merges a record has been through, the last first. */
export const listMerges = operation({
  name: 'lifecycle.merges',
  kind: 'query',
  needs: 'active-session',
  permission: 'patient.merge',
  scope: ofPatient,
  audit: { none: 'part of the record that was opened' },
  input: z.strictObject({ patientId: id }),
  output: z.object({ merges: z.array(doneMerge) }),
  problems: [],
})

/** Undoes a merge: both records are given back as they were; what came since stays on the kept one. */
export const undoMerge = operation({
  name: 'lifecycle.undoMerge',
  kind: 'command',
  needs: 'active-session',
  permission: 'patient.merge',
  scope: {
    patients: 'every',
    because: 'a record comes back that nobody sees yet; sight of the kept one is looked at first',
  },
  audit: 'patient.undo-merge',
  input: z.strictObject({ mergeId: id }),
  output: z.object({ undone: undoneMerge }),
  problems: ['merge.not-undoable'],
})

/** The operations of `lifecycle`, by the second part of their name. */
export const lifecycleContract = {
  block: getBlock,
  blocked: listBlocked,
  setBlock: blockPatient,
  unblock: unblockPatient,
  contents: countContents,
  delete: deletePatient,
  report: patientReport,
  recreate: recreatePatient,
  duplicates: listDuplicates,
  previewMerge,
  merge: mergePatients,
  merges: listMerges,
  undoMerge,
}
