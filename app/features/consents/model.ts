import { z } from 'zod'
import { instantUtc } from '#app/kernel/ids.ts'

/** An answer of the patient; `unknown` while nobody asked, which is not a refusal. */
export const answer = z.enum(['unknown', 'yes', 'no'])
export type Answer = z.infer<typeof answer>

/** « Consentement » (PAT-6): what the patient accepts, as they told the cabinet. */
export const consentFields = z.strictObject({
  /** The confidentiality policy of the cabinet. */
  privacyPolicy: answer,
  /** « Le patient autorise le partage via MSSanté patient ». */
  mssanteCitizen: answer,
  /** « Le patient permet le partage via MSSanté entre les professionnels de santé ». */
  mssanteProfessionals: answer,
  /** « Le patient consent-il à ce que ses documents soient partagés dans le DMP ? » */
  dmp: answer,
  /** Who may see what is deposited there; without meaning unless `dmp` is `yes`. */
  dmpVisibleToPatient: z.boolean(),
  dmpVisibleToProfessionals: z.boolean(),
  /** Opposition to any sharing: every sending path is closed, whatever the answers above. */
  opposesSharing: z.boolean(),
})
export type ConsentFields = z.infer<typeof consentFields>

/** What a patient consents to. `version` 0: nobody asked yet. */
export const consentView = z.object({
  fields: consentFields,
  updatedAt: instantUtc.nullable(),
  updatedBy: z.string(),
  version: z.int().min(0),
})
export type ConsentView = z.infer<typeof consentView>

/** A way by which something about a patient leaves the cabinet. */
export const sharingPath = z.enum(['mssante-citizen', 'mssante-professionals', 'dmp'])
export type SharingPath = z.infer<typeof sharingPath>
