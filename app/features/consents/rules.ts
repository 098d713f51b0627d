import type { Answer, ConsentFields, SharingPath } from './model.ts'

/** Before anybody asked. Nothing is taken for granted, and nothing refused. */
export const nothingAsked: ConsentFields = {
  privacyPolicy: 'unknown',
  mssanteCitizen: 'unknown',
  mssanteProfessionals: 'unknown',
  dmp: 'unknown',
  dmpVisibleToPatient: true,
  dmpVisibleToProfessionals: true,
  opposesSharing: false,
}

/**
 * Whether something may be sent about a patient by a path, and why not: opposition to sharing closes them all (PAT-6),
 * then the answer given for that path. `unknown` must be asked first: it is neither.
 */
export function maySend(consent: ConsentFields, path: SharingPath): 'yes' | 'opposed' | 'refused' | 'to-ask' {
  if (consent.opposesSharing) return 'opposed'
  const answers: Readonly<Record<SharingPath, Answer>> = {
    'mssante-citizen': consent.mssanteCitizen,
    'mssante-professionals': consent.mssanteProfessionals,
    dmp: consent.dmp,
  }
  switch (answers[path]) {
    case 'yes':
      return 'yes'
    case 'no':
      return 'refused'
    default:
      return 'to-ask'
  }
}

/** The answers as kept: without a consent to the DMP, who would see it there has no meaning and is back to its usual. */
export function settledConsent(typed: ConsentFields): ConsentFields {
  if (typed.dmp === 'yes') return typed
  const { dmpVisibleToPatient, dmpVisibleToProfessionals } = nothingAsked
  return { ...typed, dmpVisibleToPatient, dmpVisibleToProfessionals }
}
