import type { ResultFlag } from '#app/features/results/model.ts'
import { sayDay } from './common.ts'

const numbers = new Intl.NumberFormat('fr-FR', { maximumFractionDigits: 6 })

/** « 19/11/2026 », from a civil day. */
const sayCivilDay = (day: string) => `${day.slice(8, 10)}/${day.slice(5, 7)}/${day.slice(0, 4)}`

/** « 4,0 – 6,0 », « < 0,70 », or what the laboratory wrote. */
function sayRange(line: { readonly low: number | null; readonly high: number | null; readonly reference: string }) {
  if (line.reference !== '') return line.reference
  if (line.low !== null && line.high !== null) {
    return `${numbers.format(line.low)}\u00A0–\u00A0${numbers.format(line.high)}`
  }
  if (line.high !== null) return `<\u00A0${numbers.format(line.high)}`
  return line.low === null ? '' : `>\u00A0${numbers.format(line.low)}`
}

const flags: Readonly<Record<Exclude<ResultFlag, 'normal'>, { readonly sign: string; readonly words: string }>> = {
  high: { sign: '↑', words: 'Élevé' },
  low: { sign: '↓', words: 'Bas' },
  'very-high': { sign: '↑↑', words: 'Très élevé' },
  'very-low': { sign: '↓↓', words: 'Très bas' },
}

/** Words of laboratory results. */
export const resultsText = {
  /** Who « wrote » a result, in the narrow column of the Historique. */
  laboratoryShort: 'Labo',
  flags,
  sayCivilDay,
  sayRange,
  /** « 7,9 % », « Négatif ». */
  sayValue: (line: { readonly value: number | null; readonly text: string; readonly unit: string }) => {
    const value = line.value === null ? line.text : numbers.format(line.value)
    return line.unit === '' ? value : `${value}\u00A0${line.unit}`
  },
  /** A former value, without its unit unless it is another. */
  sayFormer: (
    former: { readonly value: number | null; readonly text: string; readonly unit: string },
    unit: string,
  ) => {
    const value = former.value === null ? former.text : numbers.format(former.value)
    return former.unit === unit || former.unit === '' ? value : `${value}\u00A0${former.unit}`
  },
  sayNumber: (value: number) => numbers.format(value),
  reader: {
    title: (day: string) => `Biologie du ${sayCivilDay(day)}`,
    seen: (by: string, at: string) => `vu par ${by} le ${sayDay(at).slice(0, 5)}`,
    notSeen: 'non vu',
    /** « 05/2026 ». */
    month: (day: string) => `${day.slice(5, 7)}/${day.slice(0, 4)}`,
    columns: { analyte: 'Analyse', value: 'Résultat', reference: 'Référence' },
    abnormal: (count: number) => (count === 1 ? '1 valeur hors norme' : `${count} valeurs hors norme`),
    markSeen: 'Vu',
    markNotSeen: 'À revoir',
    edit: 'Modifier',
    remove: 'Retirer ce résultat',
    removed: 'Résultat retiré',
    failed: 'Le résultat n’a pas été modifié.',
    notRestored: 'Le résultat n’a pas été rétabli.',
    gone: {
      title: 'Ce résultat n’est plus dans le dossier',
      text: 'Il a été retiré, ou le dossier n’est plus visible.',
    },
    comment: 'Commentaire',
  },
  form: {
    add: 'Saisir un résultat',
    edit: 'Modifier le résultat',
    laboratory: 'Laboratoire',
    day: 'Prélèvement',
    notADay: 'Jour attendu : 19/11/2026, pas après aujourd’hui.',
    title: 'Titre dans l’historique',
    comment: 'Commentaire',
    lines: 'Analyses',
    analyte: 'Analyse',
    value: 'Résultat',
    unit: 'Unité',
    reference: 'Référence',
    referenceHint: '4,0 – 6,0 ou < 0,70',
    addLine: 'Ajouter une analyse',
    removeLine: (analyte: string) => (analyte === '' ? 'Retirer cette ligne' : `Retirer ${analyte}`),
    lineName: (place: number) => `Analyse ${place}`,
    save: 'Enregistrer',
    cancel: 'Annuler',
    failed: 'Le résultat n’a pas été enregistré.',
    noAnalyte: 'Nommez cette analyse.',
    noValue: 'Donnez sa valeur.',
    nothing: 'Saisissez au moins une analyse.',
  },
} as const
