import { z } from 'zod'
import { civilDate } from '#app/kernel/civil-date.ts'
import { id } from '#app/kernel/ids.ts'
import { patientSummary, sex } from '#app/features/patients/model.ts'

/**
 * Why a record is taken for a beneficiary's.
 * - `matricule`: it bears their own number;
 * - `insured`: it bears the number of the insured, and the same birth date and first name;
 * - `traits`: same name, first name and birth date;
 * - `close`: same number, name and first name, another birth date: never opened without being chosen.
 */
export const matchReason = z.enum(['matricule', 'insured', 'traits', 'close'])
export type MatchReason = z.infer<typeof matchReason>

/** What the card and the record may say differently. */
export const comparedField = z.enum([
  'birthName',
  'usedName',
  'firstName',
  'birthDate',
  'insuredNir',
  'birthRank',
  'regime',
])
export type ComparedField = z.infer<typeof comparedField>

/** A record in sight of who reads, which is or may be that of a beneficiary. */
export const vitaleMatch = z.object({
  patient: patientSummary,
  reason: matchReason,
  /** The card writes their civil status otherwise. */
  differs: z.boolean(),
})
export type VitaleMatch = z.infer<typeof vitaleMatch>

/** A beneficiary of the card, with no number: names, birth date, rank, and who they may be here. Texts as on the card. */
export const readBeneficiary = z.object({
  /** The one to ask of, with the reading. */
  index: z.int().min(0),
  birthName: z.string(),
  usedName: z.string(),
  firstName: z.string(),
  birthDate: civilDate.nullable(),
  /** The card writes the year on two digits: the dates it may be. Empty otherwise. */
  possibleBirthDates: z.array(civilDate).max(2),
  birthRank: z.int().nullable(),
  /** `null` where the reading does not say. */
  insured: z.boolean().nullable(),
  matches: z.array(vitaleMatch).max(8),
})
export type ReadBeneficiary = z.infer<typeof readBeneficiary>

/** A card that was read, kept in the memory of the core for a few minutes. */
export const vitaleReading = z.object({
  readingId: id,
  source: z.enum(['card', 'api-lecture']),
  demonstration: z.boolean(),
  beneficiaries: z.array(readBeneficiary).min(1).max(30),
})
export type VitaleReading = z.infer<typeof vitaleReading>

/** What a card fills in of a new record. Nothing of it is written: a person reviews it. Empty texts are unknown. */
export const vitalePrefill = z.object({
  birthName: z.string(),
  usedName: z.string(),
  firstName: z.string(),
  birthDate: civilDate.nullable(),
  /** From their own number, where the card has it. */
  sex: sex.nullable(),
  birthPlaceCode: z.string(),
  birthPlaceName: z.string(),
  addressLine: z.string(),
  addressComplement: z.string(),
  postalCode: z.string(),
  town: z.string(),
  insuredNir: z.string(),
  birthRank: z.int().nullable(),
  regime: z.string(),
  /** The card gives one name, without saying whether it is that of birth. */
  nameUncertain: z.boolean(),
})
export type VitalePrefill = z.infer<typeof vitalePrefill>

/** One line of « Carte / Dossier ». `card` is what would be written; texts are as each has them. */
export const vitaleDifference = z.object({ field: comparedField, card: z.string(), record: z.string() })
export type VitaleDifference = z.infer<typeof vitaleDifference>
