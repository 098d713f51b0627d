import { searchWords } from '#app/kernel/letters.ts'
import { type PartialDate, readPartialDate } from '#app/kernel/partial-date.ts'
import { printedCim10Code } from './cim10-file.ts'
import { codeOfExactly } from './cim10-search.ts'
import type { Ald, AllergyFields, FamilyFields, HabitusFields, ProblemFields, Relative } from './model.ts'

/** A pathology before anything is typed. */
export const blankProblem: ProblemFields = {
  label: '',
  code: null,
  nature: 'medical',
  state: 'active',
  onset: null,
  end: null,
  ald: null,
  comment: '',
}

/** A family antécédent before anything is typed. */
export const blankFamily: FamilyFields = {
  relative: 'father',
  label: '',
  code: null,
  age: null,
  fatal: false,
  comment: '',
}

/** A line of « Habitus » before anything is typed. */
export const blankHabitus: HabitusFields = {
  topic: 'tobacco',
  use: null,
  cigarettesPerDay: null,
  packYears: null,
  glassesPerWeek: null,
  since: null,
  stopped: null,
  text: '',
}

/** An allergy before anything is typed. */
export const blankAllergy: AllergyFields = {
  substance: '',
  substanceCode: null,
  classCode: null,
  category: 'medicine',
  type: 'allergy',
  reaction: '',
  severity: null,
  certainty: 'confirmed',
  onset: null,
  comment: '',
}

/**
 * Reads a pathology as it is typed: « Diabète de type 2 (E11) depuis 2014 ALD 8 », « Cholécystectomie 2003 ». A code is
 * taken when it is written, or when the words are exactly those of one code of the small set.
 */
export function readProblem(typed: string, today: string): ProblemFields | null {
  const line = new Line(typed)
  const written = line.take(/[(\s,]([A-Za-z]\d{2}(?:\.\d{1,2})?)\)?(?=$|[\s,])/)
  const code = written === undefined ? null : printedCim10Code(written)
  const ald = readAld(line)
  const onset = line.takeDate(today)
  const label = line.rest()
  if (label === '') return null
  const nature = natureOf(label)
  return {
    ...blankProblem,
    label: label.slice(0, 200),
    code: code ?? codeOfExactly(label),
    nature,
    state: nature === 'medical' && !isPast(label) ? 'active' : 'past',
    onset,
    ald,
  }
}

/** Reads a family antécédent: « Père : infarctus à 52 ans », « mère cancer du sein 45 ans, décédée ». */
export function readFamily(typed: string): FamilyFields | null {
  const words = searchWords(typed)
  const relative = relatives.find(({ said }) => said.every((word, at) => words[at] === word))
  if (relative === undefined) return null
  const line = new Line(afterWords(typed, relative.said.length))
  const age = line.take(/[\s,(](?:à\s*)?(\d{1,3})\s*ans?\b/iu)
  const fatal = line.take(/\(?(?<!\p{L})(d[ée]c[èe]s|d[ée]c[ée]d[ée]e?|morte?)(?!\p{L})\)?/iu) !== undefined
  const label = line.rest()
  if (label === '') return null
  return {
    ...blankFamily,
    relative: relative.relative,
    label: label.slice(0, 200),
    code: codeOfExactly(label),
    age: age === undefined || Number(age) > 120 ? null : Number(age),
    fatal,
  }
}

/** Reads a line of « Habitus »: « Tabac 6 cig/j depuis 1990 », « sevré en 2010, 20 PA », « alcool 10 verres/semaine ». */
export function readHabitus(typed: string, today: string): HabitusFields | null {
  const words = searchWords(typed)
  if (words.length === 0) return null
  const found = topics.find(({ said }) => said.some((start) => words.some((word) => word.startsWith(start))))
  const topic = found?.topic ?? 'other'
  if (topic !== 'tobacco' && topic !== 'alcohol') {
    return { ...blankHabitus, topic, text: withoutKeyword(typed).slice(0, 500) }
  }
  const line = new Line(withoutKeyword(typed))
  const cigarettes =
    topic === 'tobacco' ? line.take(/(\d+(?:[.,]\d+)?)\s*cig\p{L}*\s*(?:\/|par)?\s*j\p{L}*/iu) : undefined
  const packets = topic === 'tobacco' ? line.take(/(\d+(?:[.,]\d+)?)\s*paquets?\s*(?:\/|par)\s*j\p{L}*/iu) : undefined
  const packYears = topic === 'tobacco' ? line.take(/(\d+(?:[.,]\d+)?)\s*(?:PA|paquets?[- ]années?)\b/iu) : undefined
  const daily = topic === 'alcohol' ? line.take(/(\d+(?:[.,]\d+)?)\s*verres?\s*(?:\/|par)\s*j\p{L}*/iu) : undefined
  const weekly = topic === 'alcohol' ? line.take(/(\d+(?:[.,]\d+)?)\s*verres?\s*(?:\/|par)\s*s\p{L}*/iu) : undefined
  const never = line.take(/(?<!\p{L})(jamais(?: fum[ée])?|non[- ]fumeu(?:r|se)|non|aucun)(?!\p{L})/iu) !== undefined
  const stoppedWord = line.take(
    /(?<!\p{L})(sevr[ée]e?|arr[êe]t[ée]?e?|stopp[ée]e?|ancien(?:ne)? fumeu(?:r|se)|ex[- ]fumeu(?:r|se))(?!\p{L})/iu,
  )
  const date = line.takeDate(today)
  const isFormer = stoppedWord !== undefined
  line.take(/\b(fumeu(?:r|se)|tabac|tabagisme|alcool)\b/iu)
  return {
    ...blankHabitus,
    topic,
    use: never ? 'never' : isFormer ? 'former' : 'current',
    cigarettesPerDay: within(cigarettes ?? (packets === undefined ? undefined : String(figure(packets) * 20)), 200),
    packYears: within(packYears, 300),
    glassesPerWeek: within(weekly ?? (daily === undefined ? undefined : String(figure(daily) * 7)), 500),
    since: isFormer ? null : date,
    stopped: isFormer ? date : null,
    text: line.rest().slice(0, 500),
  }
}

/** Reads an allergy: « Pénicillines — urticaire, 1994 », « intolérance aux AINS : gastralgies », « kiwi ? ». */
export function readAllergy(typed: string, today: string): AllergyFields | null {
  const line = new Line(typed)
  const type =
    line.take(/^\s*(intol[ée]rances?|allergies?|allergique)\b(?:\s+(?:à la |à l[’']|aux |au |à ))?\s*:?/iu) ?? ''
  const doubt = line.take(/\(?(à confirmer|\?)\)?/iu)
  const likely = line.take(/(?<!\p{L})(probable|suspect[ée]e?)(?!\p{L})/iu)
  const severe = line.take(/(?<!\p{L})(sévère|grave)(?!\p{L})/iu)
  const moderate = line.take(/(?<!\p{L})(modérée?)(?!\p{L})/iu)
  const mild = line.take(/(?<!\p{L})(légère?|bénigne)(?!\p{L})/iu)
  const onset = line.takeDate(today)
  const [substance = '', ...reaction] = line.rest().split(/\s*(?:[,:;(]|\s[—–-]\s)\s*/)
  if (substance.trim() === '') return null
  const said = reaction
    .join(', ')
    .replace(/\)/g, '')
    .replace(/^[,\s]+|[,\s]+$/g, '')
  return {
    ...blankAllergy,
    ...substanceOf(substance.trim()),
    type: /^intol/i.test(type) ? 'intolerance' : 'allergy',
    reaction: said.slice(0, 200),
    severity:
      severe !== undefined ? 'severe' : moderate !== undefined ? 'moderate' : mild !== undefined ? 'mild' : null,
    certainty: doubt !== undefined ? 'to-confirm' : likely !== undefined ? 'likely' : 'confirmed',
    onset,
  }
}

/** What a substance written in words is: its class where it names one, and what it belongs to. */
export function substanceOf(written: string): Pick<AllergyFields, 'substance' | 'classCode' | 'category'> {
  const words = searchWords(written)
  const named = (starts: readonly string[]) => starts.some((start) => words.some((word) => word.startsWith(start)))
  const substance = `${written.charAt(0).toLocaleUpperCase('fr')}${written.slice(1)}`.slice(0, 200)
  const drugs = drugClasses.find(({ said }) => named(said))
  if (drugs !== undefined) return { substance, classCode: drugs.code, category: 'medicine' }
  const category = named(environment) ? 'environment' : named(foods) ? 'food' : 'other'
  return { substance, classCode: null, category }
}

/** Classes of drugs that react together, by how they are written; their codes are those of the safety check. */
export const drugClasses: readonly { readonly code: string; readonly said: readonly string[] }[] = [
  { code: 'penicillins', said: ['penicilline'] },
  { code: 'cephalosporins', said: ['cephalosporine'] },
  { code: 'nsaids', said: ['ains'] },
  { code: 'antibacterial-sulfonamides', said: ['sulfamide'] },
  { code: 'macrolides', said: ['macrolide'] },
  { code: 'quinolones', said: ['quinolone', 'fluoroquinolone'] },
]

const environment = [
  'pollen',
  'graminee',
  'bouleau',
  'cypres',
  'ambroisie',
  'acarien',
  'moisissure',
  'chat',
  'chien',
  'poil',
  'guepe',
  'abeille',
  'frelon',
  'hymenoptere',
  'venin',
  'poussiere',
  'nickel',
]
const foods = [
  'arachide',
  'cacahuete',
  'noix',
  'noisette',
  'amande',
  'pistache',
  'lait',
  'oeuf',
  'ble',
  'gluten',
  'crustace',
  'crevette',
  'poisson',
  'fruit',
  'kiwi',
  'soja',
  'sesame',
  'moutarde',
  'celeri',
  'lupin',
  'lactose',
  'fraise',
  'banane',
]

const relatives: readonly { readonly said: readonly string[]; readonly relative: Relative }[] = [
  { said: ['grand', 'mere', 'maternelle'], relative: 'maternal-grandmother' },
  { said: ['grand', 'pere', 'maternel'], relative: 'maternal-grandfather' },
  { said: ['grand', 'mere', 'paternelle'], relative: 'paternal-grandmother' },
  { said: ['grand', 'pere', 'paternel'], relative: 'paternal-grandfather' },
  { said: ['branche', 'maternelle'], relative: 'maternal-side' },
  { said: ['branche', 'paternelle'], relative: 'paternal-side' },
  { said: ['mere'], relative: 'mother' },
  { said: ['pere'], relative: 'father' },
  { said: ['soeur'], relative: 'sister' },
  { said: ['frere'], relative: 'brother' },
  { said: ['fille'], relative: 'daughter' },
  { said: ['fils'], relative: 'son' },
]

const topics: readonly { readonly topic: HabitusFields['topic']; readonly said: readonly string[] }[] = [
  { topic: 'tobacco', said: ['tabac', 'tabag', 'fumeu', 'cig', 'paquet'] },
  { topic: 'alcohol', said: ['alcool', 'verre', 'oh'] },
  { topic: 'substance', said: ['cannabis', 'cocaine', 'heroine', 'ecstasy', 'toxico', 'opiace'] },
  { topic: 'activity', said: ['marche', 'sport', 'velo', 'natation', 'course', 'activite', 'sedentai', 'gym'] },
  { topic: 'diet', said: ['regime', 'aliment', 'vegeta', 'vegan', 'sans'] },
  { topic: 'exposure', said: ['amiante', 'exposition', 'solvant', 'silice', 'bruit', 'pesticide'] },
]

const surgical = /(ectomie|tomie|plastie|stomie|chirurg|op[ée]r|proth[èe]se|pontage|arthroscop|greffe|appendic)/i
const obstetric = /(grossesse|c[ée]sarienne|accouchement|fausse couche|IVG|GEU|\bG\d ?P\d)/i
const psychiatric = /(d[ée]pressi|schizophr|bipolaire|psychos|anxi[ée]|tentative de suicide|autolyse)/i

function natureOf(label: string): ProblemFields['nature'] {
  if (obstetric.test(label)) return 'obstetric'
  if (surgical.test(label)) return 'surgical'
  return psychiatric.test(label) ? 'psychiatric' : 'medical'
}

function isPast(label: string): boolean {
  return /^(ant[ée]c[ée]dents?|atcd|fracture|infarctus ancien)\b/i.test(label)
}

function readAld(line: Line): Ald | null {
  const number = line.take(/\(?\bALD\s*(?:n[°o]\s*)?(\d{1,2})\b\)?/i)
  if (number === undefined) return null
  const known = Number(number)
  const dates = { startsOn: null, endsOn: null }
  if (known === 31) return { kind: 'off-list', number: null, ...dates }
  if (known === 32) return { kind: 'several', number: null, ...dates }
  return known >= 1 && known <= 30 ? { kind: 'listed', number: known, ...dates } : null
}

function withoutKeyword(typed: string): string {
  return typed
    .replace(/^\s*(habitus|tabac|tabagisme|alcool|activité physique)\s*:\s*/iu, '')
    .replace(/\s+/g, ' ')
    .trim()
}

function afterWords(typed: string, count: number): string {
  return typed.trim().replace(new RegExp(`^(?:[\\p{L}\\p{M}]+[\\s:'’-]*){${count}}`, 'u'), '')
}

function figure(text: string): number {
  return Number(text.replace(',', '.'))
}

function within(text: string | undefined, most: number): number | null {
  const value = text === undefined ? Number.NaN : figure(text)
  return value >= 0 && value <= most ? value : null
}

/** A line that is read piece by piece: what was taken is no longer in it. */
class Line {
  #text: string

  constructor(typed: string) {
    this.#text = ` ${typed.replace(/\s+/g, ' ').trim()}`
  }

  /** The first group of what matches, which leaves the line; `undefined` when nothing does. */
  take(pattern: RegExp): string | undefined {
    const found = pattern.exec(this.#text)
    if (found === null) return undefined
    this.#text = `${this.#text.slice(0, found.index)} ${this.#text.slice(found.index + found[0].length)}`
    return found[1]
  }

  /** The last date of the line, with the word before it (« depuis », « en »). */
  takeDate(today: string): PartialDate | null {
    const pattern =
      /[\s,(](?:depuis|en|le|vers)?\s*((?:\d{1,2}[/.-])?(?:\d{1,2}[/.-])\d{4}|(?:\d{1,2} )?(?:janv|févr|fevr|mars|avr|mai|juin|juil|août|aout|sept|oct|nov|déc|dec)\p{L}*\.? \d{4}|(?:19|20)\d{2})\)?(?=$|[\s,;)])/iu
    const found = pattern.exec(this.#text)
    const date = found?.[1] === undefined ? null : readPartialDate(found[1].replace('.', ' ').trim(), today)
    if (date !== null) this.take(pattern)
    return date
  }

  rest(): string {
    return this.#text
      .replace(/\s+/g, ' ')
      .replace(/(\s*[,;:—–-]\s*)+(?=$|[,;])/g, '')
      .replace(/^[\s,;:—–-]+/, '')
      .trim()
  }
}
