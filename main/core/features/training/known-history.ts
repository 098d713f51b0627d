import type { Antecedent } from '#app/features/antecedents/model.ts'
import type { Reading } from '#app/features/measurements/model.ts'
import type { ResultFields } from '#app/features/results/model.ts'
import type { TreatmentFields } from '#app/features/treatments/model.ts'
import type { VaccinationFields } from '#app/features/vaccinations/model.ts'

/** The history of somebody the manual shows. Days are counted back from the day the cabinet is made. */
export interface KnownHistory {
  readonly fileNumber: number
  readonly antecedents: readonly Antecedent[]
  readonly treatments: readonly TreatmentFields[]
  readonly vaccinations: readonly { readonly daysAgo: number; readonly fields: Omit<VaccinationFields, 'givenOn'> }[]
  readonly consultations: readonly {
    readonly daysAgo: number
    readonly sections: readonly (readonly [sectionId: string, keyword: string, text: string])[]
    readonly readings: readonly Reading[]
  }[]
  readonly results: readonly {
    readonly daysAgo: number
    /** Days after the sample; `null`: nobody has seen it. */
    readonly seenAfter: number | null
    readonly fields: Omit<ResultFields, 'sampledOn'>
  }[]
  readonly letters: readonly {
    readonly daysAgo: number
    readonly title: string
    readonly category: 'received' | 'imaging'
    readonly sender: string
    readonly text: string
  }[]
}

const noDrug = { doses: null, text: '', unit: '', route: '', asNeeded: false }

function drug(name: string, doses: readonly [number, number, number], ald: boolean): TreatmentFields {
  const [morning, noon, evening] = doses
  return {
    drug: { cis: null, name },
    posology: { ...noDrug, doses: { morning, noon, evening, night: 0 } },
    duration: { count: 3, unit: 'month' },
    chronic: true,
    startedOn: null,
    stoppedOn: null,
    stopReason: '',
    ald,
    prescriber: 'Dr H. MARCHAND',
  }
}

function line(
  analyte: string,
  value: number,
  unit: string,
  low: number | null,
  high: number | null,
  reference: string,
) {
  return { panel: '', analyte, loinc: null, value, text: '', unit, low, high, reference, flag: null }
}

/** HbA1c, LDL, DFG, glycaemia, creatinine, potassium: as in the manual, in their order. */
function biology(title: string, values: readonly [number, number, number, number, number, number]) {
  const [hba1c, ldl, dfg, glycaemia, creatinine, potassium] = values
  return {
    title,
    laboratory: 'Labo Estuaire',
    comment: '',
    lines: [
      line('HbA1c', hba1c, '%', 4, 6, '4,0 – 6,0'),
      line('LDL-cholestérol', ldl, 'g/L', null, 0.7, '< 0,70'),
      line('DFG (CKD-EPI)', dfg, 'mL/min', 60, null, '> 60'),
      line('Glycémie à jeun', glycaemia, 'g/L', 0.7, 1.1, '0,70 – 1,10'),
      line('Créatinine', creatinine, 'µmol/L', 45, 84, '45 – 84'),
      line('Potassium', potassium, 'mmol/L', 3.5, 5.1, '3,5 – 5,1'),
    ],
  }
}

const pressure = (value: number, second: number): Reading => ({ code: 'blood-pressure', value, second })
const measured = (code: 'pulse' | 'weight' | 'height' | 'temperature', value: number): Reading => ({
  code,
  value,
  second: null,
})

const noHabit = {
  use: null,
  cigarettesPerDay: null,
  packYears: null,
  glassesPerWeek: null,
  since: null,
  stopped: null,
} as const
const noProblem = { nature: 'medical', state: 'active', end: null, ald: null, comment: '' } as const
const noAllergy = { substanceCode: null, classCode: null, severity: null, onset: null, comment: '' } as const
const unknownVaccine = {
  rank: '',
  lot: '',
  site: null,
  route: null,
  givenBy: 'Dr H. MARCHAND',
  declared: false,
  comment: '',
} as const

/** Those whose records the manual shows. Invented, as everybody here. */
export const knownHistories: readonly KnownHistory[] = [
  {
    fileNumber: 2744,
    antecedents: [
      {
        kind: 'allergy',
        fields: {
          ...noAllergy,
          substance: 'Pénicillines',
          classCode: 'penicillins',
          category: 'medicine',
          type: 'allergy',
          reaction: 'urticaire',
          severity: 'moderate',
          certainty: 'confirmed',
          onset: '1994-00-00',
        },
      },
      {
        kind: 'allergy',
        fields: {
          ...noAllergy,
          substance: 'Pollens de graminées',
          category: 'environment',
          type: 'allergy',
          reaction: 'rhinite',
          certainty: 'confirmed',
        },
      },
      {
        kind: 'problem',
        fields: {
          ...noProblem,
          label: 'Diabète de type 2',
          code: 'E11',
          onset: '2014-00-00',
          ald: { kind: 'listed', number: 8, startsOn: '2014-00-00', endsOn: null },
        },
      },
      { kind: 'problem', fields: { ...noProblem, label: 'Hypertension artérielle', code: 'I10', onset: '2011-00-00' } },
      { kind: 'problem', fields: { ...noProblem, label: 'Hypothyroïdie', code: 'E03.9', onset: '2009-00-00' } },
      {
        kind: 'problem',
        fields: {
          ...noProblem,
          label: 'Cholécystectomie',
          code: null,
          nature: 'surgical',
          state: 'past',
          onset: '2003-00-00',
        },
      },
      {
        kind: 'habitus',
        fields: { ...noHabit, topic: 'tobacco', use: 'current', cigarettesPerDay: 6, since: '1990-00-00', text: '' },
      },
      { kind: 'habitus', fields: { ...noHabit, topic: 'activity', text: 'Marche 30 min, 3 fois par semaine' } },
      {
        kind: 'family',
        fields: { relative: 'father', label: 'Infarctus du myocarde', code: 'I21', age: 58, fatal: false, comment: '' },
      },
    ],
    treatments: [
      drug('Metformine 1 000 mg', [1, 0, 1], true),
      drug('Ramipril 5 mg', [1, 0, 0], false),
      drug('Atorvastatine 20 mg', [0, 0, 1], true),
      drug('Lévothyroxine 75 µg', [1, 0, 0], false),
    ],
    vaccinations: [
      { daysAgo: 34, fields: { ...unknownVaccine, valences: ['influenza'], vaccine: 'Vaxigrip' } },
      { daysAgo: 34, fields: { ...unknownVaccine, valences: ['covid-19'], vaccine: 'Comirnaty' } },
    ],
    consultations: [
      {
        daysAgo: 90,
        sections: [
          ['motif', 'Motif', 'Renouvellement 3 mois, TA 142/84'],
          ['examen', 'Examen', 'Auscultation cardio-pulmonaire normale. Pouls périphériques perçus. Pas d’œdème.'],
          ['conclusion', 'Conclusion', 'Diabète de type 2, hypertension artérielle à la limite de l’objectif.'],
          ['conduite', 'Conduite à tenir', 'Traitement inchangé 3 mois. Bilan avant la prochaine consultation.'],
        ],
        readings: [pressure(142, 84), measured('pulse', 70), measured('weight', 77.1)],
      },
      {
        daysAgo: 180,
        sections: [
          ['motif', 'Motif', 'Renouvellement, sevrage tabac'],
          ['examen', 'Examen', 'Auscultation normale. Monofilament : sensibilité conservée aux deux pieds.'],
          ['conclusion', 'Conclusion', 'Sevrage tabagique évoqué, patiente non décidée.'],
          ['conduite', 'Conduite à tenir', 'Substituts nicotiniques proposés. Même traitement.'],
        ],
        readings: [pressure(138, 84), measured('pulse', 72), measured('weight', 77.6)],
      },
      {
        daysAgo: 272,
        sections: [
          ['motif', 'Motif', 'Renouvellement, TA 138/82'],
          ['examen', 'Examen', 'Examen cardio-vasculaire normal.'],
          ['conduite', 'Conduite à tenir', 'Doppler des troncs supra-aortiques demandé.'],
        ],
        readings: [pressure(138, 82), measured('pulse', 71), measured('weight', 77.9), measured('height', 162)],
      },
    ],
    results: [
      {
        daysAgo: 5,
        seenAfter: 1,
        fields: biology('HbA1c, créatinine, bilan lipidique', [7.9, 1.24, 58, 1.62, 88, 4.6]),
      },
      { daysAgo: 187, seenAfter: 1, fields: biology('HbA1c 7,3 %, microalbuminurie', [7.3, 1.02, 64, 1.38, 81, 4.4]) },
      { daysAgo: 370, seenAfter: 2, fields: biology('HbA1c, bilan annuel', [7.2, 0.98, 66, 1.31, 79, 4.3]) },
    ],
    letters: [
      {
        daysAgo: 145,
        title: 'Ophtalmologie : pas de rétinopathie',
        category: 'received',
        sender: 'Sorel',
        text: 'Chère consœur,\n\nJ’ai examiné Madame Françoise LACAZE pour la surveillance de son diabète.\nAcuité visuelle conservée. Fond d’œil : pas de rétinopathie diabétique.\nContrôle dans un an.\n\nDr Anne Sorel, ophtalmologie',
      },
      {
        daysAgo: 252,
        title: 'Doppler des troncs supra-aortiques',
        category: 'imaging',
        sender: 'Aubin',
        text: 'Doppler des troncs supra-aortiques.\n\nPlaques non sténosantes des deux bulbes carotidiens. Pas de sténose significative.\nArtères vertébrales perméables, de flux physiologique.\n\nDr Claire Aubin, radiologie',
      },
      {
        daysAgo: 316,
        title: 'Cardiologie : ECG et écho sans anomalie',
        category: 'received',
        sender: 'Casta',
        text: 'Chère amie,\n\nJ’ai vu Madame LACAZE pour son bilan cardiologique.\nECG sinusal, sans trouble de la repolarisation. Échographie : fonction ventriculaire gauche conservée, pas de valvulopathie.\nPas de modification de traitement. À revoir dans deux ans.\n\nDr Philippe Casta, cardiologie',
      },
    ],
  },
]
