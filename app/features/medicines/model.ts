import { z } from 'zod'
import { id, instantUtc } from '#app/kernel/ids.ts'

/** A drug of the public base: « Code Identifiant de Spécialité », eight digits. */
export const cis = z.string().regex(/^\d{8}$/)

/** A substance of the public base, five digits. */
export const substanceCode = z.string().regex(/^\d{5}$/)

/** A substance as the public base names it: « AMOXICILLINE ANHYDRE ». */
export const substance = z.object({ code: substanceCode, name: z.string() })
export type Substance = z.infer<typeof substance>

/** A substance of a drug. `fraction`: the active part (FT) of the substance that bears the same link number. */
export const component = z.object({
  code: substanceCode,
  name: z.string(),
  dosage: z.string(),
  fraction: z.boolean(),
})
export type Component = z.infer<typeof component>

/** A line of a search: one drug, or the drugs of one generic group behind one of them. */
export const medicineHit = z.object({
  cis,
  /** « DOLIPRANE 1000 mg, comprimé ». */
  name: z.string(),
  routes: z.string(),
  /** « PARACÉTAMOL ». */
  substances: z.string(),
  isMarketed: z.boolean(),
  /** The generic group this line stands for, with how many of its drugs answer the search. */
  group: z.object({ label: z.string(), drugs: z.int() }).nullable(),
})
export type MedicineHit = z.infer<typeof medicineHit>

/** What the public base says of a drug. */
export const medicine = z.object({
  cis,
  name: z.string(),
  form: z.string(),
  routes: z.string(),
  isMarketed: z.boolean(),
  authorisation: z.string(),
  holder: z.string(),
  components: z.array(component),
  /** Conditions of prescription and supply, as the base words them. */
  conditions: z.array(z.string()),
  /** The last word about its supply, or `null`: « Tension d'approvisionnement ». */
  supply: z.string().nullable(),
  genericGroup: z.string().nullable(),
  atcCode: z.string().nullable(),
})
export type Medicine = z.infer<typeof medicine>

/** The files of the public base. The first two are needed; the others are read when they are there. */
export const bdpmFileName = z.enum([
  'CIS_bdpm',
  'CIS_COMPO_bdpm',
  'CIS_GENER_bdpm',
  'CIS_CPD_bdpm',
  'CIS_CIP_Dispo_Spec',
  'CIS_MITM',
])
export type BdpmFileName = z.infer<typeof bdpmFileName>

/** The import in force. */
export const medicineEdition = z.object({
  editionId: id,
  importedAt: instantUtc,
  importedBy: z.string(),
  medicines: z.int(),
  substances: z.int(),
  files: z.array(z.object({ name: bdpmFileName, lines: z.int() })),
})
export type MedicineEdition = z.infer<typeof medicineEdition>
