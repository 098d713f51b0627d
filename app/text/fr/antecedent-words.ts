import type {
  Ald,
  AllergyFields,
  FamilyFields,
  HabitusFields,
  HabitusTopic,
  ProblemFields,
  Relative,
} from '#app/features/antecedents/model.ts'
import { knownPart, type PartialDate } from '#app/kernel/partial-date.ts'

/** What a date of somebody’s story is written as: « 2014 », « 05/2014 », « 12/05/2014 ». */
export function sayPartialDate(date: PartialDate): string {
  return knownPart(date).split('-').toReversed().join('/')
}

/** The thirty affections of article D. 322-1 CSS, by their number. The twelfth left the list in 2011 (décret 2011-726). */
export const aldTitles: Readonly<Record<number, string>> = {
  1: 'Accident vasculaire cérébral invalidant',
  2: 'Insuffisances médullaires et autres cytopénies chroniques',
  3: 'Artériopathies chroniques avec manifestations ischémiques',
  4: 'Bilharziose compliquée',
  5: 'Insuffisance cardiaque grave, troubles du rythme graves, cardiopathies valvulaires graves, cardiopathies congénitales graves',
  6: 'Maladies chroniques actives du foie et cirrhoses',
  7: 'Déficit immunitaire primitif grave nécessitant un traitement prolongé, infection par le VIH',
  8: 'Diabète de type 1 et diabète de type 2',
  9: 'Formes graves des affections neurologiques et musculaires, épilepsie grave',
  10: 'Hémoglobinopathies, hémolyses chroniques constitutionnelles et acquises sévères',
  11: 'Hémophilies et affections constitutionnelles de l’hémostase graves',
  12: 'Hypertension artérielle sévère (admissions d’avant juin 2011)',
  13: 'Maladie coronaire',
  14: 'Insuffisance respiratoire chronique grave',
  15: 'Maladie d’Alzheimer et autres démences',
  16: 'Maladie de Parkinson',
  17: 'Maladies métaboliques héréditaires nécessitant un traitement prolongé spécialisé',
  18: 'Mucoviscidose',
  19: 'Néphropathie chronique grave et syndrome néphrotique primitif',
  20: 'Paraplégie',
  21: 'Vascularites, lupus érythémateux systémique, sclérodermie systémique',
  22: 'Polyarthrite rhumatoïde évolutive',
  23: 'Affections psychiatriques de longue durée',
  24: 'Rectocolite hémorragique et maladie de Crohn évolutives',
  25: 'Sclérose en plaques',
  26: 'Scoliose idiopathique structurale évolutive',
  27: 'Spondylarthrite grave',
  28: 'Suites de transplantation d’organe',
  29: 'Tuberculose active, lèpre',
  30: 'Tumeur maligne, affection maligne du tissu lymphatique ou hématopoïétique',
}

/** « ALD 8 », « ALD 31 » (hors liste), « ALD 32 » (polypathologie). */
export function sayAld({ kind, number }: Pick<Ald, 'kind' | 'number'>): string {
  if (kind === 'listed') return `ALD ${number ?? ''}`
  return kind === 'off-list' ? 'ALD 31' : 'ALD 32'
}

/** What an ALD is for: its title in the list, or which of the two others it is. */
export function aldTitle({ kind, number }: Pick<Ald, 'kind' | 'number'>): string {
  if (kind === 'listed') return aldTitles[number ?? 0] ?? ''
  return kind === 'off-list' ? 'Affection hors liste' : 'Polypathologie invalidante'
}

/** Who a family antécédent is of. */
export const relativeNames: Readonly<Record<Relative, string>> = {
  mother: 'Mère',
  father: 'Père',
  sister: 'Sœur',
  brother: 'Frère',
  daughter: 'Fille',
  son: 'Fils',
  'maternal-grandmother': 'Grand-mère maternelle',
  'maternal-grandfather': 'Grand-père maternel',
  'paternal-grandmother': 'Grand-mère paternelle',
  'paternal-grandfather': 'Grand-père paternel',
  'maternal-side': 'Branche maternelle',
  'paternal-side': 'Branche paternelle',
  other: 'Autre parent',
}

/** What a line of « Habitus » is about. */
export const topicNames: Readonly<Record<HabitusTopic, string>> = {
  tobacco: 'Tabac',
  alcohol: 'Alcool',
  activity: 'Activité physique',
  substance: 'Autres substances',
  diet: 'Alimentation',
  exposure: 'Exposition professionnelle',
  other: 'Autre',
}

const severityWords = { mild: 'légère', moderate: 'modérée', severe: 'sévère' } as const

/** A pathology in a line: « Diabète de type 2, E11, 2014, ALD 8 ». */
export function sayProblem({ label, code, onset, ald }: ProblemFields): string {
  return joined([label, code ?? '', onset === null ? '' : sayPartialDate(onset), ald === null ? '' : sayAld(ald)])
}

/** A family antécédent in a line: « Père : infarctus du myocarde à 52 ans ». */
export function sayFamily({ relative, label, age, fatal }: FamilyFields): string {
  const at = age === null ? '' : age < 2 ? ` à ${age} an` : ` à ${age} ans`
  return `${relativeNames[relative]} : ${label}${at}${fatal ? ' (décès)' : ''}`
}

/** A line of « Habitus » as it is read: « Tabac : 6 cigarettes/jour depuis 1990 ». */
export function sayHabitus(fields: HabitusFields): string {
  const { topic, text } = fields
  const said = joined([...figuresOf(fields), text])
  if (topic === 'activity' || topic === 'other') return said === '' ? topicNames[topic] : capital(said)
  return said === '' ? topicNames[topic] : `${topicNames[topic]} : ${said}`
}

/** An allergy in a line, its reaction after: « Pénicillines — urticaire, 1994 ». */
export function sayAllergy(fields: AllergyFields): string {
  const said = joined([fields.substance, sayReaction(fields)], ' — ')
  return fields.certainty === 'to-confirm' ? `${said} (à confirmer)` : said
}

/** What an allergy does, and since when: « urticaire sévère, 1994 ». */
export function sayReaction({ type, reaction, severity, onset }: AllergyFields): string {
  const what = type === 'intolerance' ? joined(['intolérance', reaction]) : reaction
  const graded = severity === null ? what : `${what === '' ? 'réaction' : what} ${severityWords[severity]}`
  return joined([graded, onset === null ? '' : sayPartialDate(onset)])
}

function figuresOf({
  topic,
  use,
  cigarettesPerDay,
  packYears,
  glassesPerWeek,
  since,
  stopped,
}: HabitusFields): string[] {
  const parts: string[] = []
  if (topic === 'tobacco') {
    if (use === 'never') parts.push('jamais')
    if (use === 'former') parts.push(stopped === null ? 'sevré' : `sevré en ${sayPartialDate(stopped)}`)
    if (cigarettesPerDay !== null) {
      const from = since === null ? '' : ` depuis ${sayPartialDate(since)}`
      parts.push(`${decimal(cigarettesPerDay)} cigarette${cigarettesPerDay >= 2 ? 's' : ''}/jour${from}`)
    } else if (use === 'current') parts.push(since === null ? 'fumeur' : `fumeur depuis ${sayPartialDate(since)}`)
    if (packYears !== null) parts.push(`${decimal(packYears)} PA`)
    return parts
  }
  if (use === 'never') parts.push('aucun')
  if (use === 'former') parts.push(stopped === null ? 'sevré' : `sevré en ${sayPartialDate(stopped)}`)
  if (glassesPerWeek !== null) parts.push(`${decimal(glassesPerWeek)} verre${glassesPerWeek >= 2 ? 's' : ''}/semaine`)
  else if (use === 'current' && topic !== 'activity') parts.push('consommation actuelle')
  if (since !== null) parts.push(`depuis ${sayPartialDate(since)}`)
  return parts
}

function decimal(figure: number): string {
  return String(figure).replace('.', ',')
}

function capital(text: string): string {
  return `${text.charAt(0).toLocaleUpperCase('fr')}${text.slice(1)}`
}

function joined(parts: readonly string[], between = ', '): string {
  return parts.filter((part) => part !== '').join(between)
}
