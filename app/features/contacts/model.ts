import { z } from 'zod'
import { id, instantUtc, version } from '#app/kernel/ids.ts'
import { groupMark } from '#app/features/access/model.ts'

const text = (max: number) => z.string().trim().max(max)

/** What a contact of the directory is (PAT-7). */
export const contactKind = z.enum(['professional', 'pharmacy', 'laboratory', 'facility', 'insurer', 'person', 'other'])
export type ContactKind = z.infer<typeof contactKind>

/** How a contact wishes to be written to; `null` while nobody asked. */
export const contactChannel = z.enum(['mssante', 'email', 'post', 'phone'])
export type ContactChannel = z.infer<typeof contactChannel>

/** A contact as typed. A person has a last name, an organisation has one of its own: one of the two is needed. */
export const contactFields = z.strictObject({
  kind: contactKind,
  /** « Dr », « Pr », « Mme »; empty for none. */
  title: text(20),
  lastName: text(100),
  firstName: text(60),
  organisation: text(120),
  /** Speciality of a professional, trade of another. */
  speciality: text(100),
  /** Répertoire partagé des professionnels de santé: 11 digits. */
  rpps: z.union([z.literal(''), z.string().regex(/^\d{11}$/)]),
  addressLine: text(120),
  addressComplement: text(120),
  postalCode: text(10),
  town: text(80),
  phone: text(30),
  mobile: text(30),
  email: z.union([z.literal(''), z.email().max(120)]),
  mssante: z.union([z.literal(''), z.email().max(120)]),
  channel: contactChannel.nullable(),
  comments: text(2000),
})
export type ContactFields = z.infer<typeof contactFields>

/** A line of the directory. */
export const contactSummary = z.object({
  contactId: id,
  kind: contactKind,
  /** « Dr Anne SOREL » or « Pharmacie du Port ». */
  displayName: z.string(),
  /** The organisation of a person, empty when it is the name itself. */
  organisation: z.string(),
  speciality: z.string(),
  town: z.string(),
  phone: z.string(),
  mssante: z.string(),
  removed: z.boolean(),
})
export type ContactSummary = z.infer<typeof contactSummary>

/** A contact opened. */
export const contactView = z.object({
  ...contactSummary.shape,
  fields: contactFields,
  groups: z.array(groupMark),
  /** Records in sight that have a relation with it. */
  relations: z.int(),
  updatedAt: instantUtc,
  updatedBy: z.string(),
  version,
})
export type ContactView = z.infer<typeof contactView>

/** What a contact is to a patient (PAT-7). */
export const relationKind = z.enum([
  'legal-guardian',
  'emergency',
  'trusted-person',
  'parent',
  'spouse',
  'child',
  'relative',
  'payer',
  'insurer',
  'attending-physician',
  'specialist',
  'pharmacy',
  'nurse',
  'physiotherapist',
  'laboratory',
  'other',
])
export type RelationKind = z.infer<typeof relationKind>

/** A relation as typed. */
export const relationFields = z.strictObject({
  contactId: id,
  kind: relationKind,
  /** « Grand-mère maternelle, le soir seulement ». */
  comments: text(300),
})
export type RelationFields = z.infer<typeof relationFields>

/** A relation of a patient. */
export const relationView = z.object({
  relationId: id,
  fields: relationFields,
  /** `null` while the contact is out of the reader's sight. */
  contact: contactSummary.nullable(),
  updatedAt: instantUtc,
  updatedBy: z.string(),
  version,
})
export type RelationView = z.infer<typeof relationView>
