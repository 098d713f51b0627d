import { z } from 'zod'
import { civilDate } from '#app/kernel/civil-date.ts'
import { id, instantUtc, version } from '#app/kernel/ids.ts'
import { groupMark } from '#app/features/access/model.ts'
import { placeCode } from '#app/features/places/model.ts'

const text = (max: number) => z.string().trim().max(max)

/** The four exclusive statuses of an identity (RNIV 1 « Principes communs », v2.0 of December 2024, EXI SI 07). */
export const insStatus = z.enum(['provisional', 'retrieved', 'validated', 'qualified'])
export type InsStatus = z.infer<typeof insStatus>

/** Attributes of an identity (RNIV 1, EXI SI 09 and EXI ID 24): only doubtful and homonym may coexist. */
export const insAttribute = z.enum(['homonym', 'doubtful', 'fictitious'])
export type InsAttribute = z.infer<typeof insAttribute>

/** Sex as INSi gives it; `I` (indeterminate) exists only locally. */
export const sex = z.enum(['F', 'M', 'I'])
export type Sex = z.infer<typeof sex>

/** Civil status in the ordinary sense; never part of the identity traits. */
export const maritalStatus = z.enum(['single', 'married', 'pacs', 'cohabiting', 'divorced', 'separated', 'widowed'])

/** A NIR or an INS matricule with its key: 13 characters (Corsica `2A`/`2B`) and 2 digits, 15 in all. */
export const matricule15 = z.string().regex(/^[1-478]\d{4}(?:\d{2}|2[AB])\d{6}\d{2}$/)

/**
 * The « État civil » a person types (PAT-5). Names are kept as typed, with their accents; their form in the INS
 * character set is derived (`toInsName` in rules) and stored beside. Used names are never filled from birth names by
 * the program (RNIV EXI ID 08).
 */
export const civilStatusFields = z.strictObject({
  birthName: text(100).min(1),
  /** All first names of birth, in order; the first one is « 1er prénom de naissance ». */
  birthFirstNames: z.array(text(60).min(1)).min(1).max(12),
  firstBirthFirstName: text(60).min(1),
  usedName: text(100),
  usedFirstName: text(60),
  sex,
  /** As on the document, unknown parts `00`; what the national services need is derived (`interpretBirthDate`). */
  birthDate: civilDate,
  birthPlaceCode: placeCode,
  /** Free words when the code is unknown (99999) or names a country: the town as written on the document. */
  birthPlaceText: text(100),
  addressLine: text(120),
  addressComplement: text(120),
  postalCode: text(10),
  town: text(80),
  country: text(60),
  mobile: text(30),
  phone: text(30),
  otherPhone: text(30),
  email: z.union([z.literal(''), z.email().max(120)]),
  profession: text(80),
  maritalStatus: maritalStatus.nullable(),
  comments: text(4000),
  billing: z.strictObject({ payerName: text(100), payerAddress: text(200), note: text(500) }),
  otherIdentifiers: z.array(z.strictObject({ issuer: text(60).min(1), value: text(60).min(1) })).max(12),
  coverage: z.strictObject({
    /** NIR of the insured person with its key; empty when unknown. Not the patient's INS. */
    insuredNir: z.union([z.literal(''), matricule15]),
    /** Birth rank of the beneficiary, 1 to 9. */
    birthRank: z.int().min(1).max(9).nullable(),
    /** Code of the régime, 2 digits (« 01 » général, « 02 » agricole…). */
    regime: z.union([z.literal(''), z.string().regex(/^\d{2}$/)]),
    amcNumber: text(20),
    amcMemberNumber: text(20),
  }),
  attendingPhysician: z.strictObject({ name: text(100), rpps: z.union([z.literal(''), z.string().regex(/^\d{11}$/)]) }),
  deceased: z.boolean(),
  deathDate: civilDate.nullable(),
  /** Marks behind the preset filters « RCP » and « Rappel VSM ». */
  rcp: z.boolean(),
  vsmReminderOn: civilDate.nullable(),
})
export type CivilStatusFields = z.infer<typeof civilStatusFields>

/** A label of the cabinet on patients; archived ones hide a record from the list by default. */
export const tag = z.object({ tagId: id, name: z.string(), color: z.string(), hidesRecord: z.boolean() })
export type Tag = z.infer<typeof tag>

/** The INS as stored: matricule, key and OID together, never one without the other (RNIV; reference §1.10). */
export const insView = z.object({ matricule: z.string(), key: z.string(), oid: z.string() })

/** One row of « Liste des dossiers ». */
export const patientSummary = z.object({
  patientId: id,
  version,
  fileNumber: z.int(),
  usedName: z.string(),
  usedFirstName: z.string(),
  birthName: z.string(),
  birthFirstName: z.string(),
  birthDate: civilDate,
  sex,
  insStatus,
  insAttributes: z.array(insAttribute),
  insKo: z.boolean(),
  deceased: z.boolean(),
  hidden: z.boolean(),
})
export type PatientSummary = z.infer<typeof patientSummary>

/** The pane beside the list: enough to answer the telephone without opening the record. */
export const patientPreview = z.object({
  ...patientSummary.shape,
  mobile: z.string(),
  phone: z.string(),
  addressLine: z.string(),
  addressComplement: z.string(),
  postalCode: z.string(),
  town: z.string(),
  attendingPhysicianName: z.string(),
  accessGroups: z.array(groupMark),
  tags: z.array(tag),
})
export type PatientPreview = z.infer<typeof patientPreview>

/** A record opened: the civil status, its identity status and who wrote it last. */
export const patientRecord = z.object({
  patientId: id,
  version,
  fileNumber: z.int(),
  fields: civilStatusFields,
  birthPlaceName: z.string(),
  insStatus,
  insAttributes: z.array(insAttribute),
  insKo: z.boolean(),
  ins: insView.nullable(),
  hidden: z.boolean(),
  tags: z.array(tag),
  accessGroups: z.array(groupMark),
  createdAt: instantUtc,
  updatedAt: instantUtc,
  updatedBy: z.string(),
})
export type PatientRecord = z.infer<typeof patientRecord>

/** A record that may be the same person, and why it is proposed. */
export const duplicateCandidate = z.object({
  patient: patientSummary,
  reasons: z.array(
    z.enum([
      'same-traits',
      'same-matricule',
      'same-name-and-birth',
      'close-name-and-birth',
      'same-names',
      'swapped-names',
    ]),
  ),
  /** 0 to 100; at 90 and above the screen asks before creating. */
  score: z.int().min(0).max(100),
})
export type DuplicateCandidate = z.infer<typeof duplicateCandidate>

/** Preset filters of the list (PAT-4). */
export const patientFilters = z.strictObject({
  rcp: z.boolean().optional(),
  vsmReminder: z.boolean().optional(),
  insKo: z.boolean().optional(),
  tagId: id.optional(),
  accessGroupId: id.optional(),
  /** Archived records (a tag that hides) are left out unless asked for. */
  includeHidden: z.boolean().optional(),
})
export type PatientFilters = z.infer<typeof patientFilters>

/** The columns a list of patients can be ordered by. */
export const patientSortColumn = z.enum([
  'fileNumber',
  'usedName',
  'usedFirstName',
  'birthName',
  'birthFirstName',
  'birthDate',
  'insStatus',
])
export type PatientSortColumn = z.infer<typeof patientSortColumn>
