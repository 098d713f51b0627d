import type { ProblemCode } from '#app/kernel/problem.ts'
import { sayProblemOf } from './problems.ts'

const hourFormat = new Intl.DateTimeFormat('fr-FR', { hour: '2-digit', minute: '2-digit' })
const secondFormat = new Intl.DateTimeFormat('fr-FR', { hour: '2-digit', minute: '2-digit', second: '2-digit' })
const dayFormat = new Intl.DateTimeFormat('fr-FR', { day: '2-digit', month: '2-digit', year: 'numeric' })
const longDayFormat = new Intl.DateTimeFormat('fr-FR', {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
})
const numberFormat = new Intl.NumberFormat('fr-FR')

/** « 14:32 », in the time of this computer. */
export const sayHour = (instant: string): string => hourFormat.format(new Date(instant))
/** « 14:42:07 ». */
export const saySecond = (instant: string): string => secondFormat.format(new Date(instant))
/** « 24/11/2026 ». */
export const sayDay = (instant: string): string => dayFormat.format(new Date(instant))
/** « mardi 24 novembre 2026 ». */
export const sayLongDay = (instant: string): string => longDayFormat.format(new Date(instant))
/** « 24/11/2026, 14:32 ». */
export const sayDayAndHour = (instant: string): string => `${sayDay(instant)}, ${sayHour(instant)}`
/** « 12 408 ». */
export const sayNumber = (value: number): string => numberFormat.format(value)

/** « LACAZE Françoise »: the names used, or those of birth where nothing else is known. */
export function sayRecordName(patient: {
  readonly usedName: string
  readonly usedFirstName: string
  readonly birthName: string
  readonly birthFirstName: string
}): string {
  const name = patient.usedName === '' ? patient.birthName : patient.usedName
  const firstName = patient.usedFirstName === '' ? patient.birthFirstName : patient.usedFirstName
  return `${name.toLocaleUpperCase('fr')} ${firstName}`.trim()
}

/** « 14:32 », « hier » or « 24/11/2026 », beside `now`. */
export function sayWhen(instant: string, now: string): string {
  const day = (one: string) => dayFormat.format(new Date(one))
  if (day(instant) === day(now)) return `à ${sayHour(instant)}`
  const eve = new Date(new Date(now).getTime() - 86_400_000).toISOString()
  return day(instant) === day(eve) ? 'hier' : `le ${day(instant)}`
}

/** A time left or to wait, rounded up: « 12 s », « 3 min ». */
export function sayDelay(ms: number): string {
  const seconds = Math.max(1, Math.ceil(ms / 1000))
  return seconds < 60 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`
}

/** « 412 Mo », « 1,2 Go ». */
export function saySize(bytes: number): string {
  if (bytes < 1_000_000) return `${Math.max(1, Math.round(bytes / 1000))} ko`
  if (bytes < 1_000_000_000) return `${Math.round(bytes / 1_000_000)} Mo`
  return `${numberFormat.format(Math.round(bytes / 100_000_000) / 10)} Go`
}

/** The sentence of any refusal a screen may receive, the cut line included. */
export function sayRefusal(refusal: {
  readonly problem: ProblemCode | 'connection.lost'
  readonly data: unknown
}): string {
  if (refusal.problem === 'connection.lost')
    return 'Le poste ne répond plus. Rien n’est perdu : votre saisie est gardée ici. Réessayez dans un instant.'
  return sayProblemOf({ problem: refusal.problem, data: refusal.data })
}

/** Where typed text stands. */
export const saveStateText = {
  changed: 'Modifications en cours',
  saving: 'Enregistrement…',
  saved: (at: string) => `Brouillon enregistré à ${saySecond(at)}`,
  'kept-here': 'Gardé sur ce poste, réseau coupé',
  failed: 'Non enregistré',
  retry: 'Réessayer',
} as const

/** What the components say by themselves. */
export const uiWords = {
  close: 'Fermer',
  clear: 'Effacer',
  optional: 'facultatif',
  showPassword: 'Afficher le mot de passe',
  hidePassword: 'Masquer le mot de passe',
  capsLock: 'Verr. Maj est activé.',
  undo: 'Annuler',
  stop: 'Arrêter',
  more: 'Plus d’actions',
  loading: 'Chargement',
  nothingFound: 'Aucun résultat',
  required: 'À renseigner',
  sortedAscending: 'tri croissant',
  sortedDescending: 'tri décroissant',
  resizeColumn: (column: string) => `Largeur de la colonne ${column}`,
  resizePane: 'Largeur du volet',
  remove: (what: string) => `Retirer ${what}`,
  keys: {
    Enter: 'Entrée',
    Escape: 'Échap',
    Shift: 'Maj',
    Delete: 'Suppr',
    Backspace: 'Retour arrière',
    Space: 'Espace',
    ArrowUp: '↑',
    ArrowDown: '↓',
    ArrowLeft: '←',
    ArrowRight: '→',
    PageUp: 'Page↑',
    PageDown: 'Page↓',
  },
} as const
