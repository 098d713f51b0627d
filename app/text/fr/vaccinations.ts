import type { CalendarReason } from '#app/features/vaccinations/calendar.ts'
import type { VaccinationFields } from '#app/features/vaccinations/model.ts'
import type { Standing } from '#app/features/vaccinations/rules.ts'
import { sayDay } from './common.ts'
import { sayPartialDate } from './antecedent-words.ts'

const day = (date: string): string => sayDay(`${date}T12:00:00.000Z`)

/** What « Vaccination » says. */
export const vaccinationsText = {
  title: 'Vaccination',
  addLong: 'Ajouter une vaccination',
  change: 'Modifier',
  remove: 'Retirer',
  due: 'À faire',
  nothingDue: 'Rien à faire aujourd’hui d’après le calendrier et le dossier.',
  deceased: 'Patient décédé : rien n’est à faire.',
  byValence: 'Par maladie évitée',
  all: 'Vaccinations',
  none: 'Aucune vaccination au dossier.',
  noneLong: 'Le calendrier ne compte que ce qui est inscrit ici.',
  columns: {
    valence: 'Maladie',
    standing: 'Calendrier',
    last: 'Dernière dose',
    doses: 'Doses',
    vaccine: 'Vaccin',
    date: 'Date',
    lot: 'Lot',
    by: 'Par',
    acts: 'Actions',
  },
  added: (what: string) => `${what} : ajouté.`,
  saved: (what: string) => `${what} : modifié.`,
  removed: (what: string) => `${what} : retiré.`,
  fields: {
    vaccine: 'Vaccin',
    vaccineHint: 'Nom du vaccin ou ligne entière : « Repevax 12/03/2024 lot A123 ».',
    valences: 'Protège contre',
    choose: 'Choisir',
    noValence: 'Aucune maladie choisie : le calendrier ne comptera pas cette dose.',
    date: 'Date',
    rank: 'Rang',
    rankHint: '« Rappel », « 2e dose »',
    lot: 'Lot',
    site: 'Site',
    route: 'Voie',
    givenBy: 'Faite par',
    declared: 'Déclarée par le patient, sans preuve',
    comment: 'Commentaire',
    unknown: 'Non précisé',
  },
  sites: {
    'left-arm': 'Bras gauche',
    'right-arm': 'Bras droit',
    'left-thigh': 'Cuisse gauche',
    'right-thigh': 'Cuisse droite',
    other: 'Autre',
  } satisfies Record<NonNullable<VaccinationFields['site']>, string>,
  routes: {
    intramuscular: 'Intramusculaire',
    subcutaneous: 'Sous-cutanée',
    intradermal: 'Intradermique',
    oral: 'Orale',
    nasal: 'Nasale',
  } satisfies Record<NonNullable<VaccinationFields['route']>, string>,
  refusals: {
    vaccine: 'Indiquez le vaccin.',
    date: 'Cette date n’existe pas, ou elle est à venir. Écrivez 12/03/2024, 03/2024 ou 2024.',
  },
  declared: 'déclaré',
  states: {
    done: 'À jour',
    due: 'À faire',
    late: 'En retard',
    later: 'Hors campagne',
    'not-concerned': 'Non concerné',
    'not-computed': 'Non calculé',
  } satisfies Record<Standing['state'], string>,
  next: (date: string) => `prochaine le ${day(date)}`,
  nextAutumn: (date: string) => `prochaine à l’automne ${date.slice(0, 4)}`,
  complete: 'complet',
  since: (date: string) => `depuis le ${day(date)}`,
  from: (date: string) => `à partir du ${day(date)}`,
  source: (name: string, edition: string) => `${name}, ${edition}`,
  notes: [
    'Seules les doses inscrites au dossier comptent. Le calcul suit l’âge et les doses, jamais un risque particulier.',
    'Grossesse : coqueluche à chaque grossesse, de 20 à 36 semaines d’aménorrhée ; grippe et Covid-19 en saison ; VRS entre 32 et 36 semaines, de septembre à janvier. Non calculé.',
    'Covid-19 au printemps à partir de 80 ans : selon la campagne. Non calculé.',
    'Immunodépression, maladies chroniques, voyages, profession, entourage : recommandations particulières, à lire dans le calendrier. Non calculé.',
    'Enfants nés avant 2025 : méningocoques B et C selon les calendriers précédents. Non calculé.',
    'Une dose reçue dans les cinq ans avant l’âge d’un rappel d’adulte en tient lieu dans ce calcul.',
  ],
} as const

/** Why a valence is asked of somebody, as the calendar says it. */
export const calendarReasons: Readonly<Record<CalendarReason, string>> = {
  'diphtheria-tetanus-polio':
    '2, 4 et 11 mois, puis rappels à 6 ans, entre 11 et 13 ans, à 25, 45, 65 ans et tous les dix ans ensuite.',
  pertussis: '2, 4 et 11 mois, puis rappels à 6 ans, entre 11 et 13 ans et à 25 ans (rattrapage jusqu’à 39 ans).',
  'haemophilus-b': '2, 4 et 11 mois, rattrapage jusqu’à 5 ans.',
  'hepatitis-b': '2, 4 et 11 mois, rattrapage jusqu’à 15 ans. Au-delà, seulement si un risque y expose.',
  'pneumococcus-infant': '2, 4 et 11 mois, avant 2 ans.',
  'pneumococcus-65':
    'Une dose de vaccin conjugué 20-valent à partir de 65 ans (une dose de 21-valent reçue compte). Après un autre vaccin pneumococcique, le délai n’est pas calculé.',
  'meningococcus-acwy-infant':
    '6 et 12 mois, pour les enfants nés depuis le 1er janvier 2025. Rattrapage avant 5 ans : non calculé.',
  'meningococcus-acwy-adolescent': 'Une dose entre 11 et 14 ans, rattrapage jusqu’à 24 ans.',
  'meningococcus-b-infant':
    '3, 5 et 12 mois, pour les enfants nés depuis le 1er janvier 2025. Rattrapage avant 5 ans : non calculé.',
  'measles-mumps-rubella': '12 mois, puis entre 16 et 18 mois ; deux doses en tout pour qui est né depuis 1980.',
  papillomavirus:
    'Deux doses entre 11 et 14 ans, à six mois d’intervalle ; rattrapage de 15 à 19 ans en trois doses. De 20 à 26 ans, selon la situation : non calculé.',
  rotavirus:
    '2 et 3 mois (une troisième à 4 mois pour RotaTeq). Dernière dose avant 24 semaines (32 pour RotaTeq) : non calculé après 5 mois.',
  'zoster-65':
    'Deux doses de Shingrix à deux mois d’intervalle, à partir de 65 ans. Après Zostavax, le délai n’est pas calculé.',
  'rsv-75': 'Une dose à partir de 75 ans.',
  'seasonal-65': 'Chaque automne à partir de 65 ans.',
}

/** Where somebody stands, with its date: « À jour, prochaine le 09/11/2033 », « à l’automne 2027 » of what is seasonal. */
export function sayStanding(standing: Standing, isSeasonal = false): string {
  const word = vaccinationsText.states[standing.state]
  if (standing.state === 'done') {
    if (isSeasonal && standing.nextOn !== null) return `${word}, ${vaccinationsText.nextAutumn(standing.nextOn)}`
    return `${word}, ${standing.nextOn === null ? vaccinationsText.complete : vaccinationsText.next(standing.nextOn)}`
  }
  if (standing.state === 'later') {
    const next = isSeasonal ? vaccinationsText.nextAutumn(standing.nextOn) : vaccinationsText.next(standing.nextOn)
    return `${word}, ${next}`
  }
  if (standing.state === 'due' || standing.state === 'late') return `${word} ${vaccinationsText.since(standing.dueOn)}`
  return word
}

/** A vaccination in a line: « Repevax, 12/03/2024, lot A123 ». */
export function sayVaccination({ vaccine, rank, givenOn, lot, declared }: VaccinationFields): string {
  const parts = [vaccine, rank, sayPartialDate(givenOn), lot === '' ? '' : `lot ${lot}`, declared ? 'déclaré' : '']
  return parts.filter((part) => part !== '').join(', ')
}
