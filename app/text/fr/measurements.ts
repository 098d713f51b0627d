import type { MeasureCode } from '#app/features/measurements/model.ts'
import { sayDay } from './common.ts'

const names: Readonly<Record<MeasureCode, string>> = {
  'blood-pressure': 'TA',
  pulse: 'Pouls',
  weight: 'Poids',
  height: 'Taille',
  temperature: 'Temp.',
  'oxygen-saturation': 'SpO₂',
  glycaemia: 'Glycémie cap.',
  'respiratory-rate': 'Fréq. resp.',
  waist: 'Tour de taille',
  'head-circumference': 'Périm. crânien',
  pain: 'Douleur (EVA)',
}

const longNames: Readonly<Record<MeasureCode, string>> = {
  ...names,
  'blood-pressure': 'Tension artérielle',
  temperature: 'Température',
  'oxygen-saturation': 'Saturation (SpO₂)',
  glycaemia: 'Glycémie capillaire',
  'respiratory-rate': 'Fréquence respiratoire',
  'head-circumference': 'Périmètre crânien',
}

const units: Readonly<Record<MeasureCode, string>> = {
  'blood-pressure': 'mmHg',
  pulse: '/min',
  weight: 'kg',
  height: 'cm',
  temperature: '°C',
  'oxygen-saturation': '%',
  glycaemia: 'g/L',
  'respiratory-rate': '/min',
  waist: 'cm',
  'head-circumference': 'cm',
  pain: '/10',
}

const numbers = new Intl.NumberFormat('fr-FR', { maximumFractionDigits: 3 })
const signed = new Intl.NumberFormat('fr-FR', { maximumFractionDigits: 2, signDisplay: 'exceptZero' })

/** « 78,4 », « 152/88 ». */
function sayValue(measure: { readonly value: number; readonly second: number | null }): string {
  const value = numbers.format(measure.value)
  return measure.second === null ? value : `${value}/${numbers.format(measure.second)}`
}

/** Words of what is measured. */
export const measurementsText = {
  names,
  longNames,
  units,
  index: { name: 'IMC', longName: 'IMC', unit: 'kg/m²' },
  sayValue,
  /** « 152/88 mmHg ». */
  sayMeasure: (measure: { readonly code: MeasureCode; readonly value: number; readonly second: number | null }) =>
    `${sayValue(measure)}\u00A0${units[measure.code]}`,
  /** « TA 152/88, pouls 74 ». */
  sayAll: (
    measures: readonly { readonly code: MeasureCode; readonly value: number; readonly second: number | null }[],
  ) => measures.map((measure) => `${names[measure.code]} ${sayValue(measure)}`).join(', '),
  /** « + 1,3 ». */
  sayDifference: (difference: number) => {
    const text = signed.format(difference)
    return /^[+-]/u.test(text) ? `${text.slice(0, 1).replace('-', '−')}\u00A0${text.slice(1)}` : '='
  },
  /** « 26/08 : 142/84 ». */
  sayFormer: (instant: string, value: string) => `${sayDay(instant).slice(0, 5)}\u00A0: ${value}`,
  flags: { high: 'Élevé', low: 'Bas' },
  summary: 'Dernières mesures',
  grid: 'Constantes',
  form: {
    label: 'Constantes',
    impossible: 'Valeur impossible : vérifiez l’unité.',
    check: 'À vérifier',
    notRead: 'Nombre attendu.',
    pressureNotRead: '15/8 ou 152/88 attendu.',
    lowAboveHigh: 'La minimale est au-dessus de la maximale.',
  },
  section: {
    title: 'Examens',
    measures: 'Mesures et analyses',
    columns: {
      name: 'Mesure',
      last: 'Dernière valeur',
      date: 'Date',
      former: 'Précédente',
      difference: 'Écart',
    },
    add: 'Ajouter des mesures',
    addResult: 'Saisir un résultat',
    empty: { title: 'Aucune mesure', text: 'Saisissez des constantes ici, ou dans une consultation.' },
    choose: 'Choisissez une ligne pour la voir dans le temps.',
    values: (name: string) => `Valeurs\u00A0: ${name}`,
    value: 'Valeur',
    author: 'Saisi par',
    origin: 'Origine',
    ofNote: 'De la consultation',
    showResult: 'Voir le résultat',
    remove: 'Retirer cette mesure',
    removed: 'Mesure retirée',
    failed: 'La mesure n’a pas été retirée.',
    notRestored: 'La mesure n’a pas été rétablie.',
    plot: (name: string) => `Courbe\u00A0: ${name}. Les valeurs sont dans le tableau qui suit.`,
    thresholds: {
      pressure: 'Seuils 140 et 90 mmHg, adulte, au cabinet',
      index: 'Seuils de l’OMS, adulte : 18,5, 25 et 30 kg/m²',
      range: 'Intervalle donné par le laboratoire',
    },
    systolic: 'Systolique',
    diastolic: 'Diastolique',
  },
  add: {
    title: 'Ajouter des mesures',
    typed: 'En une ligne',
    placeholder: 'TA 15/8, pouls 74, poids 78,4',
    notUnderstood: 'Cette ligne n’est pas comprise. Exemple : TA 15/8, pouls 74, poids 78,4.',
    day: 'Jour',
    time: 'Heure',
    save: 'Enregistrer',
    cancel: 'Annuler',
    saved: 'Mesures ajoutées',
    failed: 'Les mesures n’ont pas été enregistrées.',
    nothing: 'Saisissez au moins une mesure.',
    wrong: 'Une valeur est à corriger.',
    notADay: 'Jour attendu : 24/11/2026.',
    notATime: 'Heure attendue : 14:31.',
  },
} as const
