import type { GrowthMeasure, GrowthSex, GrowthStanding } from '#app/features/measurements/growth.ts'

const scores = new Intl.NumberFormat('fr-FR', { maximumFractionDigits: 1, signDisplay: 'exceptZero' })

/** « + 0,3 », « − 2,1 », « 0 ». */
function sayScore(z: number): string {
  const text = scores.format(z)
  return /^[+-]/u.test(text) ? `${text.slice(0, 1).replace('-', '−')}\u00A0${text.slice(1)}` : text
}

function sayRank(centile: number): string {
  if (centile < 1) return '<\u00A01er'
  if (centile > 99) return '>\u00A099e'
  const rank = Math.round(centile)
  return rank === 1 ? '1er' : `${rank}e`
}

const until: Readonly<Record<GrowthMeasure, string>> = {
  weight: '10 ans',
  height: '19 ans',
  'head-circumference': '5 ans',
  index: '19 ans',
}
const children: Readonly<Record<GrowthSex, string>> = { F: 'filles', M: 'garçons' }

/** Words of growth curves. */
export const growthText = {
  toggle: 'Courbes de croissance',
  /** « 62e centile (OMS), + 0,3 DS ». */
  sayStanding: ({ centile, z }: GrowthStanding) => `${sayRank(centile)} centile (OMS), ${sayScore(z)}\u00A0DS`,
  /** At the end of a curve: « 3e ». */
  sayCurve: (centile: number) => `${centile}e`,
  /** What is drawn, and of whom. */
  source: (measure: GrowthMeasure, sex: GrowthSex) =>
    `Courbes de l’OMS (standards 2006, référence 2007), ${children[sex]}, jusqu’à ${until[measure]}\u00A0: 3e, 15e, 50e, 85e et 97e centiles. Âge réel, prématurité non corrigée.`,
  unknown: 'Pas de courbe de croissance\u00A0: le sexe ou la date de naissance n’est pas connu.',
  outside: (measure: GrowthMeasure) => `Les courbes de l’OMS s’arrêtent ici à ${until[measure]}.`,
  plot: (name: string) =>
    `Courbe de croissance\u00A0: ${name}. Les valeurs et leurs centiles sont dans le tableau qui suit.`,
  months: (months: number) => (months === 0 ? '0' : `${months}\u00A0mois`),
  years: (years: number) => (years === 0 ? '0' : years === 1 ? '1\u00A0an' : `${years}\u00A0ans`),
} as const
