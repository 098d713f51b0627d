import { searchWords } from '#app/kernel/letters.ts'
import type { Valence } from './model.ts'

/** A vaccine by its name, and what it protects from. */
export interface VaccineBrand {
  readonly name: string
  readonly valences: readonly Valence[]
}

const dtp = ['diphtheria', 'tetanus', 'poliomyelitis'] as const
const dtpc = [...dtp, 'pertussis'] as const
const mmr = ['measles', 'mumps', 'rubella'] as const

/**
 * Vaccines used in France, today or before, by what they protect from: trade names, and the short names doctors write.
 * Source: names and compositions of the BDPM and of the « calendrier des vaccinations 2025 ».
 */
export const vaccineBrands: readonly VaccineBrand[] = [
  ...named(['Hexyon', 'Infanrix Hexa', 'Vaxelis'], [...dtpc, 'haemophilus-b', 'hepatitis-b']),
  ...named(['Infanrix Quinta', 'Pentavac'], [...dtpc, 'haemophilus-b']),
  ...named(['Infanrix Tetra', 'Tetravac', 'Boostrixtetra', 'Repevax', 'DTCaP', 'dTcaP', 'DTPC', 'DTCP'], dtpc),
  ...named(['Revaxis', 'DTPolio', 'dTP', 'DTP'], dtp),
  ...named(['Imovax Polio', 'Polio'], ['poliomyelitis']),
  ...named(['Act-Hib', 'Hib'], ['haemophilus-b']),
  ...named(['Engerix', 'HBVaxPro', 'Heplisav', 'Fendrix', 'Genhevac', 'Hépatite B'], ['hepatitis-b']),
  ...named(['Havrix', 'Avaxim', 'Vaqta', 'Hépatite A'], ['hepatitis-a']),
  ...named(['Twinrix'], ['hepatitis-a', 'hepatitis-b']),
  ...named(['Tyavax'], ['hepatitis-a', 'typhoid']),
  ...named(
    [
      'Prevenar 20',
      'Prevenar 13',
      'Prevenar',
      'Apexxnar',
      'Vaxneuvance',
      'Capvaxive',
      'Pneumovax',
      'Pneumo 23',
      'Pneumocoque',
    ],
    ['pneumococcus'],
  ),
  ...named(['Nimenrix', 'MenQuadfi', 'Menveo', 'Méningocoque ACWY'], ['meningococcus-acwy']),
  ...named(['Bexsero', 'Trumenba', 'Méningocoque B'], ['meningococcus-b']),
  ...named(['NeisVac', 'Menjugate', 'Meningitec', 'Méningocoque C'], ['meningococcus-c']),
  ...named(['Priorix', 'M-M-RVaxPro', 'ROR'], mmr),
  ...named(['Gardasil 9', 'Gardasil', 'Cervarix', 'HPV', 'Papillomavirus'], ['papillomavirus']),
  ...named(['Rotarix', 'RotaTeq', 'Rotavirus'], ['rotavirus']),
  ...named(['Varivax', 'Varilrix', 'Varicelle'], ['varicella']),
  ...named(['Shingrix', 'Zostavax', 'Zona'], ['zoster']),
  ...named(
    [
      'Vaxigrip',
      'VaxigripTetra',
      'Influvac',
      'InfluvacTetra',
      'Fluarix',
      'Efluelda',
      'Fluad',
      'Flucelvax',
      'Fluenz',
      'Grippe',
    ],
    ['influenza'],
  ),
  ...named(
    ['Comirnaty', 'Spikevax', 'Nuvaxovid', 'Vaxzevria', 'Jcovden', 'Bimervax', 'Covid-19', 'Covid'],
    ['covid-19'],
  ),
  ...named(['Arexvy', 'Abrysvo', 'mResvia', 'VRS'], ['rsv']),
  ...named(['BCG'], ['tuberculosis']),
  ...named(['Stamaril', 'Fièvre jaune'], ['yellow-fever']),
  ...named(['Typhim Vi', 'Vivotif', 'Typhoïde'], ['typhoid']),
  ...named(['Rabipur', 'Verorab', 'Rage'], ['rabies']),
  ...named(['Ixiaro', 'Encéphalite japonaise'], ['japanese-encephalitis']),
  ...named(['Ticovac', 'Encepur', 'Encéphalite à tiques'], ['tick-borne-encephalitis']),
  ...named(['Dukoral', 'Vaxchora', 'Choléra'], ['cholera']),
  ...named(['Ixchiq', 'Vimkunya', 'Chikungunya'], ['chikungunya']),
  ...named(['Qdenga', 'Dengue'], ['dengue']),
  ...named(['Spirolept', 'Leptospirose'], ['leptospirosis']),
  ...named(['Imvanex', 'Jynneos', 'Mpox'], ['mpox']),
]

const folded = vaccineBrands.map((brand) => ({ brand, words: searchWords(brand.name) }))

/** The vaccine a text begins with, the longest name first: « repevax 12/03/2024 » gives Repevax. `null` for an unknown one. */
export function brandAtStart(text: string): VaccineBrand | null {
  const words = searchWords(text)
  const found = folded
    .filter((one) => one.words.every((word, at) => words[at] === word))
    .toSorted((first, second) => second.words.length - first.words.length)
  return found[0]?.brand ?? null
}

/** Vaccines whose name has a word that begins as typed, those that begin so first. */
export function findBrands(typed: string, limit: number): readonly VaccineBrand[] {
  const words = searchWords(typed)
  if (words.length === 0) return []
  const start = words.join('')
  return folded
    .filter((one) => words.every((word) => one.words.some((known) => known.startsWith(word))))
    .toSorted((first, second) => startsLate(first.words, start) - startsLate(second.words, start))
    .slice(0, limit)
    .map(({ brand }) => brand)
}

function startsLate(words: readonly string[], start: string): number {
  return words.join('').startsWith(start) ? 0 : 1
}

function named(names: readonly string[], valences: readonly Valence[]): readonly VaccineBrand[] {
  return names.map((name) => ({ name, valences }))
}
