import { z } from 'zod'
import { civilDate } from '#app/kernel/civil-date.ts'
import { id, instantUtc, version } from '#app/kernel/ids.ts'
import { roleCode } from '#app/kernel/permissions.ts'
import { roleKey } from '#app/features/roles/model.ts'

const shortText = z.string().trim().max(80)

/** Répertoire partagé des professionnels de santé: 11 digits; the key is checked by `isRpps` in rules. */
export const rpps = z.string().regex(/^\d{11}$/)

/** What is written about a user of the cabinet: civil identity, role, professional identity, addresses. */
export const personFields = z.strictObject({
  title: z.enum(['Dr', 'Pr', 'M.', 'Mme', '']),
  lastName: shortText.min(1),
  firstName: shortText.min(1),
  /** One of the presets, or a role of the cabinet. */
  roleKey,
  rpps: rpps.nullable(),
  profession: shortText.nullable(),
  specialty: shortText.nullable(),
  /** Convention sector of a doctor: « 1 », « 2 », « 2 OPTAM », « 3 ». */
  sector: shortText.nullable(),
  emailMss: z.email().max(120).nullable(),
  email: z.email().max(120).nullable(),
  phone: shortText.nullable(),
  mobile: shortText.nullable(),
  /** First day of access; `null` for from now on. */
  validFrom: civilDate.nullable(),
  /** Last day of access; a locum has one. `null` for no limit. */
  validUntil: civilDate.nullable(),
  seesAllPatients: z.boolean(),
})
export type PersonFields = z.infer<typeof personFields>

/** A user as « Paramètres › Utilisateurs » shows them. */
export const personView = z.object({
  ...personFields.shape,
  userId: id,
  /** The preset, or the one their role starts from. */
  role: roleCode,
  /** « Praticien », « Interne ». */
  roleName: z.string(),
  /** Access groups they belong to, « Public » among them. */
  groupIds: z.array(id),
  displayName: z.string(),
  active: z.boolean(),
  hasPassword: z.boolean(),
  lastOpenedAt: instantUtc.nullable(),
  version,
})
export type PersonView = z.infer<typeof personView>

/** A password as typed. Its strength is judged by `judgePassword` in rules; the upper bound keeps Argon2 from being abused. */
export const passwordText = z.string().min(1).max(256)
