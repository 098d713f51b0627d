import { z } from 'zod'
import { drug, duration, posology, safetyAlert, notCheckedReason } from '#app/features/treatments/model.ts'
import { id, instantUtc, version } from '#app/kernel/ids.ts'

const text = (longest: number) => z.string().trim().max(longest)

/**
 * Why a drug must not be substituted: the three mentions of the order of 12 November 2019 (article L. 5125-23 of the public
 * health code).
 */
export const noSubstitution = z.enum(['MTE', 'EFG', 'CIF'])
export type NoSubstitution = z.infer<typeof noSubstitution>

/** A drug of a prescription. */
export const drugLine = z.strictObject({
  kind: z.literal('drug'),
  lineId: id,
  /** The treatment this line renews; `null` for a new drug. */
  treatmentId: id.nullable(),
  drug,
  posology,
  duration: duration.nullable(),
  /** How many times the pharmacist may renew it. */
  renewals: z.int().min(0).max(12),
  chronic: z.boolean(),
  ald: z.boolean(),
  noSubstitution: noSubstitution.nullable(),
})
export type DrugLine = z.infer<typeof drugLine>

/** Words on the sheet: advice, a device, an examination. */
export const adviceLine = z.strictObject({
  kind: z.literal('advice'),
  lineId: id,
  text: text(1000).min(1),
  ald: z.boolean(),
})
export type AdviceLine = z.infer<typeof adviceLine>

/** A line of a prescription. */
export const prescriptionLine = z.discriminatedUnion('kind', [drugLine, adviceLine])
export type PrescriptionLine = z.infer<typeof prescriptionLine>

/** What a prescription says. */
export const prescriptionFields = z.strictObject({
  /** The day it is made. */
  prescribedOn: z.iso.date(),
  lines: z.array(prescriptionLine).min(1).max(60),
  /** On the two-zone sheet of a long-term condition (« ordonnancier bizone »). */
  twoZones: z.boolean(),
})
export type PrescriptionFields = z.infer<typeof prescriptionFields>

/** An alert passed over, with why. */
export const overriddenAlert = z.object({ alert: safetyAlert, reason: z.string() })
export type OverriddenAlert = z.infer<typeof overriddenAlert>

/** A prescription signed: nothing of it changes any more, it can only be cancelled. */
export const prescriptionView = z.object({
  prescriptionId: id,
  patientId: id,
  fields: prescriptionFields,
  signedAt: instantUtc,
  signedById: id.nullable(),
  signedBy: z.string(),
  overridden: z.array(overriddenAlert),
  notChecked: z.array(notCheckedReason),
  cancelledAt: instantUtc.nullable(),
  cancelledBy: z.string(),
  cancelReason: z.string(),
  version,
})
export type PrescriptionView = z.infer<typeof prescriptionView>

/** Lines kept to be prescribed again: of the cabinet, or of one user. */
export const prescriptionTemplate = z.object({
  templateId: id,
  name: z.string(),
  isShared: z.boolean(),
  lines: z.array(prescriptionLine),
  version,
})
export type PrescriptionTemplate = z.infer<typeof prescriptionTemplate>
