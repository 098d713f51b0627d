import { z } from 'zod'
import { civilDate } from '#app/kernel/civil-date.ts'
import { id, version } from '#app/kernel/ids.ts'
import { operation } from '#app/kernel/operation.ts'
import {
  civilStatusFields,
  duplicateCandidate,
  patientFilters,
  patientPreview,
  patientRecord,
  patientSortColumn,
  patientSummary,
  sex,
  tag,
} from './model.ts'

const page = {
  filters: patientFilters.optional(),
  sort: z.strictObject({ by: patientSortColumn, direction: z.enum(['ascending', 'descending']) }).optional(),
  offset: z.int().min(0).max(200_000).optional(),
  limit: z.int().min(1).max(200).optional(),
}

const found = z.object({
  rows: z.array(patientSummary),
  /** Records that match; counted up to `countedUpTo`, so that one letter among 100,000 records stays instant. */
  total: z.int(),
  totalIsExact: z.boolean(),
  /** Records the caller may see in all. */
  visible: z.int(),
})

/**
 * Finds patients as one types, over used and birth names, all first names, birth date in any usual form, e-mail,
 * telephone, tag and file number (PAT-2). Accents, case, hyphens and apostrophes do not matter; several words come in any
 * order. A whole matricule (13 or 15 characters) is found too. An empty text is the whole list. Never returns a record
 * the caller may not see.
 */
export const searchPatients = operation({
  name: 'patients.search',
  kind: 'query',
  needs: 'active-session',
  permission: 'patient.read',
  scope: { patients: 'visible' },
  audit: 'patient.search',
  input: z.strictObject({
    text: z.string().max(80),
    /**
     * `name-first`: the first page only, those whose used name, then birth name, begins with the first word typed before
     * the others; `sort` and `offset` are then without effect. Otherwise the order of the list.
     */
    order: z.enum(['list', 'name-first']).optional(),
    ...page,
  }),
  output: found,
  problems: [],
})

/** « Recherche avancée » (PAT-3): each criterion given must match; the INS only whole. */
export const advancedSearch = operation({
  name: 'patients.advancedSearch',
  kind: 'query',
  needs: 'active-session',
  permission: 'patient.read',
  scope: { patients: 'visible' },
  audit: 'patient.search',
  input: z.strictObject({
    name: z.string().max(80).optional(),
    firstName: z.string().max(80).optional(),
    birthDate: civilDate.optional(),
    /** 13 or 15 characters, spaces removed. */
    ins: z
      .string()
      .regex(/^([1-478]\d{4}(?:\d{2}|2[AB])\d{6})(\d{2})?$/)
      .optional(),
    ...page,
  }),
  output: found,
  problems: [],
})

/** Figures of the filter bar. */
export const countPatients = operation({
  name: 'patients.counts',
  kind: 'query',
  needs: 'active-session',
  permission: 'patient.read',
  scope: { patients: 'visible' },
  audit: { none: 'counts only, of records the caller sees' },
  input: z.strictObject({}),
  output: z.object({ visible: z.int(), insKo: z.int(), rcp: z.int(), vsmReminder: z.int(), hidden: z.int() }),
  problems: [],
})

/** The pane beside the list. */
export const previewPatient = operation({
  name: 'patients.preview',
  kind: 'query',
  needs: 'active-session',
  permission: 'patient.read',
  scope: { patient: (input) => input.patientId },
  audit: 'patient.preview',
  input: z.strictObject({ patientId: id }),
  output: z.object({ preview: patientPreview }),
  problems: [],
})

/** Opens a record. */
export const openPatient = operation({
  name: 'patients.open',
  kind: 'query',
  needs: 'active-session',
  permission: 'patient.read',
  scope: { patient: (input) => input.patientId },
  audit: 'patient.open',
  input: z.strictObject({ patientId: id }),
  output: z.object({ record: patientRecord }),
  problems: [],
})

/** Reads an open record again after a change was announced; journaled as a reading, not as an opening. */
export const readPatient = operation({
  name: 'patients.read',
  kind: 'query',
  needs: 'active-session',
  permission: 'patient.read',
  scope: { patient: (input) => input.patientId },
  audit: 'patient.read',
  input: z.strictObject({ patientId: id }),
  output: z.object({ record: patientRecord }),
  problems: [],
})

/** Creates a record with a provisional identity; its file number is the next one. */
export const createPatient = operation({
  name: 'patients.create',
  kind: 'command',
  needs: 'active-session',
  permission: 'patient.create',
  scope: { patients: 'visible' },
  audit: 'patient.create',
  input: z.strictObject({
    fields: civilStatusFields,
    tagIds: z.array(id).max(20),
    /** The practitioner an appointment is being given with: the record goes to their groups as well (GRP-2). */
    bookedFor: id.optional(),
    /** Where the civil status was taken from, when not from a person’s words: kept in the journal. */
    capture: z.enum(['vitale-card', 'data-matrix']).optional(),
  }),
  output: z.object({ record: patientRecord }),
  problems: ['invalid-input'],
})

/** Corrects the civil status. The proofs of the identity that do not say a strict trait typed fall, as RNIV says. */
export const updatePatient = operation({
  name: 'patients.update',
  kind: 'command',
  needs: 'active-session',
  permission: 'patient.edit',
  scope: { patient: (input) => input.patientId },
  audit: 'patient.update',
  input: z.strictObject({
    patientId: id,
    expectedVersion: version,
    fields: civilStatusFields,
    tagIds: z.array(id).max(20),
  }),
  output: z.object({ record: patientRecord }),
  problems: ['edit.conflict', 'invalid-input'],
})

/** Records that may be the person being typed, best first; asked while typing (PAT-8). */
export const findDuplicates = operation({
  name: 'patients.findDuplicates',
  kind: 'query',
  needs: 'active-session',
  permission: 'patient.create',
  scope: { patients: 'visible' },
  audit: { none: 'part of a creation, journaled as such; shows what a search would' },
  input: z.strictObject({
    birthName: z.string().max(100),
    usedName: z.string().max(100),
    firstName: z.string().max(60),
    birthDate: civilDate.nullable(),
    sex: sex.nullable(),
    exceptPatientId: id.optional(),
  }),
  output: z.object({ candidates: z.array(duplicateCandidate).max(8) }),
  problems: [],
})

/** Tags of the cabinet. */
export const listTags = operation({
  name: 'patients.tags',
  kind: 'query',
  needs: 'active-session',
  permission: 'patient.read',
  scope: { patients: 'none', because: 'the cabinet’s own labels' },
  audit: { none: 'labels only' },
  input: z.strictObject({}),
  output: z.object({ tags: z.array(tag), accessGroups: z.array(z.object({ accessGroupId: id, name: z.string() })) }),
  problems: [],
})

/** Adds a tag, or changes its name, colour or effect. */
export const saveTag = operation({
  name: 'patients.saveTag',
  kind: 'command',
  needs: 'active-session',
  permission: 'cabinet.configure',
  scope: { patients: 'every', because: 'a label hides each record that bears it, whoever changes it' },
  audit: 'tag.save',
  input: z.strictObject({
    tagId: id.nullable(),
    name: z.string().trim().min(1).max(40),
    color: z.enum(['grey', 'teal', 'blue', 'green', 'amber', 'red', 'violet']),
    hidesRecord: z.boolean(),
  }),
  output: z.object({ tag }),
  problems: [],
})

/**
 * Imports patients from a CSV file: headers matched by name, each bad line reported with its number, its field and the
 * reason. `all-or-nothing` writes nothing when one line is bad; `good-lines` writes the others.
 */
export const importPatients = operation({
  name: 'patients.import',
  kind: 'command',
  needs: 'active-session',
  permission: 'patient.import',
  scope: { patients: 'visible' },
  audit: 'patient.import',
  input: z.strictObject({
    /** Text of the file, decoded; 40 MB at the most. */
    csv: z.string().max(40_000_000),
    mode: z.enum(['all-or-nothing', 'good-lines']),
    dryRun: z.boolean(),
  }),
  output: z.object({
    read: z.int(),
    written: z.int(),
    unknownHeaders: z.array(z.string()),
    refused: z.array(z.object({ line: z.int(), field: z.string(), reason: z.string() })),
  }),
  problems: ['import.refused'],
})

/** The operations of `patients`, by the second part of their name. */
export const patientsContract = {
  search: searchPatients,
  advancedSearch,
  counts: countPatients,
  preview: previewPatient,
  open: openPatient,
  read: readPatient,
  create: createPatient,
  update: updatePatient,
  findDuplicates,
  tags: listTags,
  saveTag,
  import: importPatients,
}
