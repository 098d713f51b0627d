import { z } from 'zod'
import { civilDate } from '#app/kernel/civil-date.ts'
import { id, instantUtc, version } from '#app/kernel/ids.ts'

/**
 * When rights are asked for by the program itself, on a reading of a Vitale card.
 * - `targeted`: where the card does not say enough (no rights, rights that ended), or shows a third-party payment;
 * - `systematic`: at every reading;
 * - `manual`: never: somebody asks.
 */
export const rightsMode = z.enum(['targeted', 'systematic', 'manual'])
export type RightsMode = z.infer<typeof rightsMode>

/** What « Paramètres › Téléservices » edits of rights. */
export const rightsSettings = z.strictObject({ mode: rightsMode })
export type RightsSettings = z.infer<typeof rightsSettings>

/**
 * Why rights should be asked for now.
 * - `asked`: somebody wants them;
 * - `systematic`: the cabinet asks at every reading;
 * - `card-absent`: no card was read, and nothing was answered today;
 * - `rights-absent`: the card tells no rights;
 * - `rights-expired`: those it tells are over;
 * - `situation`: it shows a third-party payment that the rules protect (C2S, AME, ALD, maternity, work accident).
 */
export const callReason = z.enum(['asked', 'systematic', 'card-absent', 'rights-absent', 'rights-expired', 'situation'])
export type CallReason = z.infer<typeof callReason>

const day = civilDate.nullable()
/** From one day to another, both included; `null` where the answer names no such day. */
export const rightsPeriod = z.object({ from: day, to: day })
export type RightsPeriod = z.infer<typeof rightsPeriod>

/** What a patient is entitled to beside the common coverage. */
export const situationKind = z.enum([
  'ald',
  'c2s',
  'leaving-c2s',
  'maternity',
  'work-accident',
  'disability',
  'state-medical-aid',
  'alsace-moselle',
])
export type SituationKind = z.infer<typeof situationKind>

/** One of them, and when. `code`: as it came, beside its meaning. */
export const situation = z.object({ kind: situationKind, code: z.string(), ...rightsPeriod.shape })
export type Situation = z.infer<typeof situation>

/** A code whose meaning is not public: shown as it came, never guessed. */
export const untoldCode = z.object({ code: z.string(), ...rightsPeriod.shape })

/** Who the person is to the insured. */
export const quality = z.enum([
  'insured',
  'relative',
  'spouse',
  'divorced-spouse',
  'partner',
  'separated-spouse',
  'child',
  'widowed-spouse',
  'other',
])

/** A complementary cover that the fund manages itself; others are not in an answer of ADRi. */
export const managedMutual = z.object({ number: z.string(), guarantees: z.string().nullable(), ...rightsPeriod.shape })

/** An answer of ADRi, as a person understands it. Every part may be missing: what the service does not say is not denied. */
export const understoodRights = z.object({
  /** The day it was true of, as the service says it. */
  answeredOn: day,
  birthName: z.string().nullable(),
  firstName: z.string().nullable(),
  birthDate: civilDate.nullable(),
  birthRank: z.int().nullable(),
  /** Their own number with its key, where the service certifies it. */
  certifiedNir: z.string().nullable(),
  /** Five lines, the last one being postal code and town. */
  addressLines: z.array(z.string()).max(5),
  quality: quality.nullable(),
  periods: z.array(rightsPeriod),
  situations: z.array(situation),
  untold: z.array(untoldCode),
  /** Whether a médecin traitant is declared; `null`: the answer does not say. */
  familyDoctor: z.enum(['declared', 'none']).nullable(),
  scheme: z.string().nullable(),
  fund: z.string().nullable(),
  centre: z.string().nullable(),
  mutual: managedMutual.nullable(),
})
export type UnderstoodRights = z.infer<typeof understoodRights>

/** What of the civil status an answer may say otherwise. No trait of identity: those come from INSi, and from a document. */
export const proposedField = z.enum(['insuredNir', 'birthRank', 'regime', 'amcNumber', 'address', 'attendingPhysician'])
export type ProposedField = z.infer<typeof proposedField>

/** One line of the review: what the record holds, and what would be written. An empty text is « vide ». */
export const proposal = z.object({ field: proposedField, record: z.string(), rights: z.string() })
export type Proposal = z.infer<typeof proposal>

/** Whether the coverage stands on a day, and until when; `not-told`: the answer names no period. */
export const standing = z.object({ state: z.enum(['open', 'ended', 'to-come', 'not-told']), ...rightsPeriod.shape })
export type Standing = z.infer<typeof standing>

/** The last answer kept of a record. */
export const rightsView = z.object({
  rightsId: id,
  receivedAt: instantUtc,
  askedBy: z.string(),
  reason: callReason,
  rights: understoodRights,
  standing,
  /** Situations that are over today, or not begun, are told apart from those that stand. */
  present: z.array(situation),
  /** The answer names somebody whose birth date or name is not that of the record. */
  isSomebodyElse: z.boolean(),
  proposals: z.array(proposal),
  /** When somebody went through them, and who; `null`: nobody yet. */
  reviewedAt: instantUtc.nullable(),
  reviewedBy: z.string().nullable(),
})
export type RightsView = z.infer<typeof rightsView>

/** What the service cannot do without, and neither the record nor a card says. */
export const missingPart = z.enum(['insuredNir', 'regime', 'birthDate'])
export type MissingPart = z.infer<typeof missingPart>

/** « Couverture médicale » of a record: the last answer, whether another should be asked for, and what stands in the way. */
export const recordRights = z.object({
  last: rightsView.nullable(),
  /** Why one should be asked for; `null`: nothing calls for it. */
  due: callReason.nullable(),
  /** What the record must say before a call without the card. */
  missing: z.array(missingPart),
  /** Of the record, to write in it only what was looked at. */
  version,
})
export type RecordRights = z.infer<typeof recordRights>
