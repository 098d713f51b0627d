import { sayDayAndHour } from './common.ts'

/** « Consentement » (PAT-6). */
export const consentsText = {
  title: 'Consentement',
  labelOf: {
    privacyPolicy: 'Politique de confidentialité du cabinet',
    mssanteCitizen: 'Partage par MSSanté avec le patient',
    mssanteProfessionals: 'Partage par MSSanté entre professionnels de santé',
    dmp: 'Partage des documents dans le DMP',
    dmpVisibleToPatient: 'Documents visibles par le patient et les représentants légaux',
    dmpVisibleToProfessionals: 'Documents visibles par les autres professionnels de santé',
    opposesSharing: 'Le patient s’oppose à tout partage',
  },
  questions: {
    privacyPolicy: 'Le patient a-t-il accepté la politique de confidentialité du cabinet ?',
    mssanteCitizen: 'Le patient autorise-t-il le partage via MSSanté patient ?',
    mssanteProfessionals: 'Le patient permet-il le partage via MSSanté entre les professionnels de santé ?',
    dmp: 'Le patient consent-il à ce que ses documents soient partagés dans le DMP ?',
  },
  answers: { unknown: 'Non demandé', yes: 'Oui', no: 'Non' },
  groups: { policy: 'Cabinet', mssante: 'MSSanté', dmp: 'DMP', opposition: 'Opposition' },
  visibility: 'Visibilité des documents',
  opposition: 'Aucun envoi ne sera possible, quelles que soient les réponses ci-dessus.',
  opposed: 'Le patient s’oppose au partage. Rien ne sera envoyé.',
  never: 'Rien n’a encore été demandé au patient.',
  updated: (at: string, by: string) => `Enregistré le ${sayDayAndHour(at)}${by === '' ? '' : ` par ${by}`}.`,
  readOnly: 'Votre rôle permet de lire les consentements, pas de les modifier.',
} as const
