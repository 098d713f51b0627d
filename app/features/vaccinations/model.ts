import { z } from 'zod'
import { id, instantUtc, version } from '#app/kernel/ids.ts'
import { partialDate } from '#app/kernel/partial-date.ts'

/** What a vaccine protects from, as the table of the « Vaccination » tab has its rows. */
export const valence = z.enum([
  'diphtheria',
  'tetanus',
  'poliomyelitis',
  'pertussis',
  'haemophilus-b',
  'hepatitis-b',
  'hepatitis-a',
  'pneumococcus',
  'meningococcus-acwy',
  'meningococcus-b',
  'meningococcus-c',
  'measles',
  'mumps',
  'rubella',
  'papillomavirus',
  'rotavirus',
  'varicella',
  'zoster',
  'influenza',
  'covid-19',
  'rsv',
  'tuberculosis',
  'yellow-fever',
  'typhoid',
  'rabies',
  'japanese-encephalitis',
  'tick-borne-encephalitis',
  'cholera',
  'chikungunya',
  'dengue',
  'leptospirosis',
  'mpox',
])
export type Valence = z.infer<typeof valence>

/** A vaccination, given here or told. */
export const vaccinationFields = z.strictObject({
  /** What it protects from; none only when the vaccine is not known. */
  valences: z.array(valence).max(12),
  /** « Repevax », or what is known of it. */
  vaccine: z.string().trim().min(1).max(120),
  /** « Rappel », « 2e dose »: as written. */
  rank: z.string().trim().max(40),
  givenOn: partialDate,
  lot: z.string().trim().max(40),
  site: z.enum(['left-arm', 'right-arm', 'left-thigh', 'right-thigh', 'other']).nullable(),
  route: z.enum(['intramuscular', 'subcutaneous', 'intradermal', 'oral', 'nasal']).nullable(),
  /** Who gave it: a name; empty when it is not known. */
  givenBy: z.string().trim().max(120),
  /** « Déclaré par le patient »: nobody here saw it nor a proof of it. */
  declared: z.boolean(),
  comment: z.string().trim().max(2000),
})
export type VaccinationFields = z.infer<typeof vaccinationFields>

/** A vaccination of a record. */
export const vaccinationView = z.object({
  vaccinationId: id,
  sourceNoteId: id.nullable(),
  fields: vaccinationFields,
  recordedAt: instantUtc,
  recordedBy: z.string(),
  updatedAt: instantUtc,
  updatedBy: z.string(),
  version,
})
export type VaccinationView = z.infer<typeof vaccinationView>
