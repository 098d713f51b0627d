import { z } from 'zod'
import { cis } from '#app/features/medicines/model.ts'
import { civilDate } from '#app/kernel/civil-date.ts'
import { id, instantUtc, version } from '#app/kernel/ids.ts'

const text = (longest: number) => z.string().trim().max(longest)

/** A drug of the public base (`cis`), or free words. The name is kept: it stays readable when the base loses the drug. */
export const drug = z.strictObject({ cis: cis.nullable(), name: text(300).min(1) })
export type Drug = z.infer<typeof drug>

/** How much at one moment of the day, in units of intake: 0, 0.5, 1… */
const dose = z.number().min(0).max(999)

/** What is taken in the morning, at noon, in the evening and at bedtime. */
export const dayDoses = z.strictObject({ morning: dose, noon: dose, evening: dose, night: dose })
export type DayDoses = z.infer<typeof dayDoses>

/** How a drug is taken: doses of the day (« 1-0-1 »), free words, or both. */
export const posology = z.strictObject({
  doses: dayDoses.nullable(),
  text: text(500),
  /** « comprimé », « gélule »; empty when the name says it. */
  unit: text(40),
  /** « orale »; empty when it is the usual one. */
  route: text(60),
  /** « si besoin ». */
  asNeeded: z.boolean(),
})
export type Posology = z.infer<typeof posology>

/** For how long. */
export const duration = z.strictObject({ count: z.int().min(1).max(999), unit: z.enum(['day', 'week', 'month']) })
export type Duration = z.infer<typeof duration>

/** What is written about a treatment (DOS-5). */
export const treatmentFields = z.strictObject({
  drug,
  posology,
  duration: duration.nullable(),
  chronic: z.boolean(),
  startedOn: civilDate.nullable(),
  stoppedOn: civilDate.nullable(),
  stopReason: text(200),
  /** Related to a long-term condition (ALD): its lines go to the upper zone of the two-zone sheet. */
  ald: z.boolean(),
  /** Who prescribed it; empty when unknown. */
  prescriber: text(120),
})
export type TreatmentFields = z.infer<typeof treatmentFields>

/** A treatment of a record. */
export const treatmentView = z.object({
  treatmentId: id,
  fields: treatmentFields,
  /** The day the last prescription ends, or `null`. */
  renewedUntil: civilDate.nullable(),
  /** Taken today: neither stopped, nor past its end. */
  isCurrent: z.boolean(),
  recordedAt: instantUtc,
  recordedBy: z.string(),
  updatedAt: instantUtc,
  updatedBy: z.string(),
  version,
})
export type TreatmentView = z.infer<typeof treatmentView>

/** Classes whose members are known to react together; the table and its sources are in `rules/classes.ts`. */
export const allergyClass = z.enum([
  'penicillins',
  'cephalosporins',
  'carbapenems',
  'nsaids',
  'antibacterial-sulfonamides',
  'macrolides',
  'quinolones',
])
export type AllergyClass = z.infer<typeof allergyClass>

/** One thing the check found, the gravest first. */
export const safetyAlert = z.object({
  /** Stable for a drug and an allergy: what an overriding reason is kept under. */
  key: z.string(),
  /** The substance itself, one of its class, one of a class that crosses with it; or a substance taken twice. */
  kind: z.enum(['allergy', 'allergy-class', 'allergy-crossed', 'duplicate']),
  drugName: z.string(),
  /** The substance of the drug. */
  substance: z.string(),
  /** The allergy it meets, or the other drug that holds the substance. */
  against: z.string(),
  allergyClass: allergyClass.nullable(),
  severity: z.enum(['mild', 'moderate', 'severe']).nullable(),
  /** The allergy is an intolerance. */
  isIntolerance: z.boolean(),
  /** The allergy is still to be confirmed. */
  isUnconfirmed: z.boolean(),
})
export type SafetyAlert = z.infer<typeof safetyAlert>

/** Why a check could not be made, about a drug or an allergy when `about` names one. */
export const notCheckedReason = z.object({
  code: z.enum([
    'base-not-imported',
    'free-text-drug',
    'drug-not-in-base',
    'drug-without-substance',
    'allergies-unknown',
    'allergy-without-substance',
    'excipients',
  ]),
  about: z.string(),
})
export type NotCheckedReason = z.infer<typeof notCheckedReason>

/**
 * Outcome of the check of drugs against the allergies and intolerances of a patient. Alerts may come with reasons: what
 * could be checked was. `none` only when all of it was checked.
 */
export const safetyOutcome = z.object({
  state: z.enum(['alerts', 'none', 'not-checked']),
  alerts: z.array(safetyAlert),
  notChecked: z.array(notCheckedReason),
})
export type SafetyOutcome = z.infer<typeof safetyOutcome>
