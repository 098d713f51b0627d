import type { Valence, VaccinationFields } from '#app/features/vaccinations/model.ts'

/** What a vaccine protects from. */
export const valenceNames: Readonly<Record<Valence, string>> = {
  diphtheria: 'Diphtérie',
  tetanus: 'Tétanos',
  poliomyelitis: 'Poliomyélite',
  pertussis: 'Coqueluche',
  'haemophilus-b': 'Haemophilus b',
  'hepatitis-b': 'Hépatite B',
  'hepatitis-a': 'Hépatite A',
  pneumococcus: 'Pneumocoque',
  'meningococcus-acwy': 'Méningocoques ACWY',
  'meningococcus-b': 'Méningocoque B',
  'meningococcus-c': 'Méningocoque C',
  measles: 'Rougeole',
  mumps: 'Oreillons',
  rubella: 'Rubéole',
  papillomavirus: 'Papillomavirus',
  rotavirus: 'Rotavirus',
  varicella: 'Varicelle',
  zoster: 'Zona',
  influenza: 'Grippe saisonnière',
  'covid-19': 'Covid-19',
  rsv: 'Virus respiratoire syncytial',
  tuberculosis: 'Tuberculose (BCG)',
  'yellow-fever': 'Fièvre jaune',
  typhoid: 'Typhoïde',
  rabies: 'Rage',
  'japanese-encephalitis': 'Encéphalite japonaise',
  'tick-borne-encephalitis': 'Encéphalite à tiques',
  cholera: 'Choléra',
  chikungunya: 'Chikungunya',
  dengue: 'Dengue',
  leptospirosis: 'Leptospirose',
  mpox: 'Mpox',
}

/** « Diphtérie, tétanos, poliomyélite »: as a sentence goes. */
export function sayValences(valences: readonly Valence[]): string {
  return valences.map((valence, at) => (at === 0 ? valenceNames[valence] : lowered(valenceNames[valence]))).join(', ')
}

/** « Repevax, rappel »: what stands in the Historique. */
export function vaccinationLine({ vaccine, rank }: Pick<VaccinationFields, 'vaccine' | 'rank'>): string {
  return rank === '' ? vaccine : `${vaccine}, ${rank.charAt(0).toLocaleLowerCase('fr')}${rank.slice(1)}`
}

/** Names of diseases are common nouns, but for those that keep their capital. */
function lowered(name: string): string {
  return /^(Haemophilus|Covid)/.test(name) ? name : `${name.charAt(0).toLocaleLowerCase('fr')}${name.slice(1)}`
}
