import { z } from 'zod'
import { isDenial } from '#app/kernel/denials.ts'
import { id, instantUtc, version } from '#app/kernel/ids.ts'
import { partialDate } from '#app/kernel/partial-date.ts'

/** A code of the CIM-10 as it is printed: `E11`, `E11.9`, `M54.5`. At most what the ATIH edition carries (`Z94.80`, `E66.04+1`). */
export const cim10Code = z.string().regex(/^[A-Z]\d{2}(\.[0-9+*-]{1,5})?$/)

const comment = z.string().trim().max(2000)

/**
 * Why a pathology is « en affection de longue durée »: one of the list of article D. 322-1 CSS by its number, « hors
 * liste » (ALD 31), or « polypathologie » (ALD 32).
 */
export const ald = z
  .strictObject({
    kind: z.enum(['listed', 'off-list', 'several']),
    /** The number of the list, 1 to 30; `null` for the two others. */
    number: z.int().min(1).max(30).nullable(),
    startsOn: partialDate.nullable(),
    endsOn: partialDate.nullable(),
  })
  .refine((value) => (value.kind === 'listed') === (value.number !== null), { message: 'number', path: ['number'] })
export type Ald = z.infer<typeof ald>

/** A pathology or an antécédent. */
export const problemFields = z.strictObject({
  label: z.string().trim().min(1).max(200),
  /** `null`: free text. */
  code: cim10Code.nullable(),
  nature: z.enum(['medical', 'surgical', 'obstetric', 'psychiatric', 'other']),
  /** `active`: followed or treated today; `past`: an antécédent. */
  state: z.enum(['active', 'past']),
  onset: partialDate.nullable(),
  end: partialDate.nullable(),
  ald: ald.nullable(),
  comment,
})
export type ProblemFields = z.infer<typeof problemFields>

/** Whose antécédent a family one is. */
export const relative = z.enum([
  'mother',
  'father',
  'sister',
  'brother',
  'daughter',
  'son',
  'maternal-grandmother',
  'maternal-grandfather',
  'paternal-grandmother',
  'paternal-grandfather',
  'maternal-side',
  'paternal-side',
  'other',
])
export type Relative = z.infer<typeof relative>

/** An antécédent of the family. */
export const familyFields = z.strictObject({
  relative,
  label: z.string().trim().min(1).max(200),
  code: cim10Code.nullable(),
  /** How old the relative was, in years. */
  age: z.int().min(0).max(120).nullable(),
  /** The relative died of it. */
  fatal: z.boolean(),
  comment,
})
export type FamilyFields = z.infer<typeof familyFields>

/** What a line of « Habitus » is about. */
export const habitusTopic = z.enum(['tobacco', 'alcohol', 'activity', 'substance', 'diet', 'exposure', 'other'])
export type HabitusTopic = z.infer<typeof habitusTopic>

/**
 * A line of « Habitus ». The figures that do not belong to its topic are `null`; of tobacco, packs are of twenty
 * cigarettes.
 */
export const habitusFields = z.strictObject({
  topic: habitusTopic,
  /** Of tobacco, alcohol and other substances. */
  use: z.enum(['never', 'former', 'current']).nullable(),
  /** Cigarettes a day. */
  cigarettesPerDay: z.number().min(0).max(200).nullable(),
  packYears: z.number().min(0).max(300).nullable(),
  /** Standard glasses of 10 g of alcohol a week. */
  glassesPerWeek: z.number().min(0).max(500).nullable(),
  since: partialDate.nullable(),
  stopped: partialDate.nullable(),
  text: z.string().trim().max(500),
})
export type HabitusFields = z.infer<typeof habitusFields>

/** An allergy or an intolerance. */
export const allergyFields = z.strictObject({
  substance: z.string().trim().min(1).max(200),
  /** Code of the substance in the BDPM (« code substance » of CIS_COMPO), when it was chosen from it. */
  substanceCode: z.string().trim().min(1).max(20).nullable(),
  /** A class of drugs that react together (`penicillins`), by the code the safety check knows it by. */
  classCode: z.string().trim().min(1).max(40).nullable(),
  /** `medicine` and `other` may be met in a treatment: without a code or a class, no check covers them. */
  category: z.enum(['medicine', 'food', 'environment', 'other']),
  type: z.enum(['allergy', 'intolerance']),
  reaction: z.string().trim().max(200),
  severity: z.enum(['mild', 'moderate', 'severe']).nullable(),
  /** `to-confirm` is shown « À confirmer ». */
  certainty: z.enum(['confirmed', 'likely', 'to-confirm']),
  onset: partialDate.nullable(),
  comment,
})
export type AllergyFields = z.infer<typeof allergyFields>

/**
 * An allergy that may be written: « pas d’allergie à la pénicilline » is none, and would be shown as one. Kept apart from
 * {@link allergyFields}: what is in a record is read whatever it says.
 */
export const writableAllergy = allergyFields.refine(({ substance }) => !isDenial(substance), {
  message: 'denied',
  path: ['substance'],
})

/** The four kinds, each with what is written of it. */
export const antecedent = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('problem'), fields: problemFields }),
  z.strictObject({ kind: z.literal('family'), fields: familyFields }),
  z.strictObject({ kind: z.literal('habitus'), fields: habitusFields }),
  z.strictObject({ kind: z.literal('allergy'), fields: allergyFields }),
])
export type Antecedent = z.infer<typeof antecedent>
export type AntecedentKind = Antecedent['kind']
/** Which of the four. */
export const antecedentKind = z.enum(['problem', 'family', 'habitus', 'allergy'])
export type FieldsOfKind<K extends AntecedentKind> = Extract<Antecedent, { kind: K }>['fields']

/** What every line of structured data has beside its fields. */
const line = {
  entryId: id,
  /** The consultation that fed it; `null` when it was written in its tab. */
  sourceNoteId: id.nullable(),
  recordedAt: instantUtc,
  recordedBy: z.string(),
  updatedAt: instantUtc,
  updatedBy: z.string(),
  version,
}

/** A pathology or an antécédent of a record. */
export const problemView = z.object({ ...line, fields: problemFields })
export type ProblemView = z.infer<typeof problemView>
/** An antécédent of the family, of a record. */
export const familyView = z.object({ ...line, fields: familyFields })
export type FamilyView = z.infer<typeof familyView>
/** `superseded`: a later line says the same topic anew (« sevré » after « 20 cigarettes/jour »). */
export const habitusView = z.object({ ...line, fields: habitusFields, superseded: z.boolean() })
export type HabitusView = z.infer<typeof habitusView>
/** An allergy or an intolerance of a record. */
export const allergyView = z.object({ ...line, fields: allergyFields })
export type AllergyView = z.infer<typeof allergyView>

/** « Aucune connue — déclaré le … par … ». */
export const noAllergyStatement = z.object({ declaredAt: instantUtc, declaredBy: z.string() })

/**
 * What is known of somebody's allergies, three states that never stand for one another: nothing was asked (`unknown`),
 * none is known and somebody said so (`none`), or there is a list.
 */
export const allergies = z.discriminatedUnion('state', [
  z.object({ state: z.literal('unknown') }),
  z.object({ state: z.literal('none'), statement: noAllergyStatement }),
  z.object({ state: z.literal('list'), entries: z.array(allergyView) }),
])
export type Allergies = z.infer<typeof allergies>

/** Everything of « Antécédents » of one patient. */
export const antecedentsView = z.object({
  problems: z.array(problemView),
  family: z.array(familyView),
  habitus: z.array(habitusView),
  allergies,
})
export type AntecedentsView = z.infer<typeof antecedentsView>

/** A code proposed while typing. `source`: the cabinet's imported edition, or the small set that comes with the program. */
export const cim10Match = z.object({ code: cim10Code, label: z.string(), source: z.enum(['usual', 'imported']) })
export type Cim10Match = z.infer<typeof cim10Match>

/** The CIM-10 a cabinet has. */
export const cim10State = z.object({
  /** Codes that come with the program. */
  usual: z.int(),
  imported: z.object({ edition: z.string(), codes: z.int(), importedAt: instantUtc }).nullable(),
})
export type Cim10State = z.infer<typeof cim10State>
