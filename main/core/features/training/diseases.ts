import type { Antecedent } from '#app/features/antecedents/model.ts'
import type { Scenario } from './scenarios.ts'

/** What the pathologies of the training cabinet have in common. */
export const noProblem = { nature: 'medical', state: 'active', end: null, comment: '' } as const
const noAllergy = { substanceCode: null, severity: null, onset: null, comment: '', certainty: 'confirmed' } as const
/** Allergies dealt out. */
export const allergies: readonly [Antecedent, ...Antecedent[]] = [
  {
    kind: 'allergy',
    fields: {
      ...noAllergy,
      substance: 'Pénicillines',
      classCode: 'penicillins',
      category: 'medicine',
      type: 'allergy',
      reaction: 'éruption',
    },
  },
  {
    kind: 'allergy',
    fields: {
      ...noAllergy,
      substance: 'Arachide',
      classCode: null,
      category: 'food',
      type: 'allergy',
      reaction: 'œdème',
    },
  },
  {
    kind: 'allergy',
    fields: {
      ...noAllergy,
      substance: 'Acariens',
      classCode: null,
      category: 'environment',
      type: 'allergy',
      reaction: 'rhinite',
    },
  },
]

/** How many in the morning, at noon and in the evening. */
export type Doses = readonly [morning: number, noon: number, evening: number]
interface Disease {
  readonly label: string
  readonly code: string
  readonly ald: (since: string) => { kind: 'listed'; number: number; startsOn: string; endsOn: null } | null
  readonly drugs: readonly [readonly [string, Doses], ...(readonly [string, Doses])[]]
}
const noAld = () => null
/** What is followed, and with what. */
export const diseases: Readonly<Record<NonNullable<Scenario['follows']>, Disease>> = {
  diabetes: {
    label: 'Diabète de type 2',
    code: 'E11',
    ald: (since) => ({ kind: 'listed', number: 8, startsOn: since, endsOn: null }),
    drugs: [
      ['Metformine 1 000 mg', [1, 0, 1]],
      ['Metformine 850 mg', [1, 0, 1]],
    ],
  },
  hypertension: {
    label: 'Hypertension artérielle',
    code: 'I10',
    ald: noAld,
    drugs: [
      ['Ramipril 5 mg', [1, 0, 0]],
      ['Amlodipine 5 mg', [0, 0, 1]],
      ['Bisoprolol 2,5 mg', [1, 0, 0]],
    ],
  },
  hypothyroidism: { label: 'Hypothyroïdie', code: 'E03.9', ald: noAld, drugs: [['Lévothyroxine 75 µg', [1, 0, 0]]] },
  asthma: { label: 'Asthme', code: 'J45.9', ald: noAld, drugs: [['Budésonide 200 µg', [1, 0, 1]]] },
  depression: { label: 'Épisode dépressif', code: 'F32.9', ald: noAld, drugs: [['Sertraline 50 mg', [1, 0, 0]]] },
}
