import { isDenial } from '#app/kernel/denials.ts'
import { searchWords } from '#app/kernel/letters.ts'
import { printedCim10Code } from './cim10-file.ts'
import { codeOfExactly, usualCim10 } from './cim10-search.ts'
import type { Ald, FamilyFields, HabitusFields, ProblemFields, Relative } from './model.ts'
import { ReadPieces } from './read-pieces.ts'

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

/**
 * Reads a pathology as it is typed: « Diabète de type 2 (E11) depuis 2014 ALD 8 », « Cholécystectomie 2003 ». A code is
 * taken when it is written, or when the words are exactly those of one code of the small set. `null` for what denies one
 * (« pas d’HTA ») and for what is of the family.
 */
export function readProblem(typed: string, today: string): ProblemFields | null {
  const said = withoutProblemKeyword(typed)
  if (isDenial(said) || ofFamily.test(searchWords(said).join(' '))) return null
  const line = new ReadPieces(typed)
  const code = takeCode(line)
  const onset = line.takeDate(today)
  const ald = readAld(line)
  const label = line.rest()
  if (label === '') return null
  const nature = natureOf(label)
  return {
    ...blankProblem,
    label: label.slice(0, 200),
    code: code ?? codeOfExactly(label),
    nature,
    state: isPast(label, nature) ? 'past' : 'active',
    onset,
    ald,
  }
}

/** Relatives, those too that an antécédent of the family does not name. */
const ofFamily =
  /^(?:pere|mere|soeurs?|freres?|filles?|fils|enfants?|grands? (?:mere|pere|parents?)|grand(?:mere|pere)|tantes?|oncles?|cousine?s?|neveux?|niece|parents?|famille|familia\w*|demi (?:soeur|frere)|branche|cote (?:maternel|paternel))(?= |$)/

/**
 * A code written in the line: with its dot, or one of the small set. « B12 », « T12 », « H24 » look like codes and are a
 * vitamin, a vertebra and a time: they stay in the words.
 */
function takeCode(line: ReadPieces): string | null {
  const dotted = line.take(/[(\s,]([A-Za-z]\d{2}\.\d{1,2})\)?(?=$|[\s,])/)
  if (dotted !== undefined) return printedCim10Code(dotted)
  const short = line.seen(/[(\s,]([A-Z]\d{2})\)?(?=$|[\s,])/)
  const code = short === undefined ? null : printedCim10Code(short)
  if (code === null || !usualCim10().some((usual) => usual.code === code)) return null
  line.take(/[(\s,]([A-Z]\d{2})\)?(?=$|[\s,])/)
  return code
}

function withoutProblemKeyword(typed: string): string {
  return typed.replace(/^\s*(?:atcd|ant[ée]c[ée]dents?|pathologies?)\s*(?:de\s|d[’']|:)?\s*/iu, '')
}

/** Reads a family antécédent: « Père : infarctus à 52 ans », « mère cancer du sein 45 ans, décédée ». */
export function readFamily(typed: string): FamilyFields | null {
  if (isDenial(typed)) return null
  const words = searchWords(typed)
  const relative = relatives.find(({ said }) => said.every((word, at) => words[at] === word))
  if (relative === undefined) return null
  const said = afterWords(typed, relative.said.length)
  if (isDenial(said)) return null
  const line = new ReadPieces(said)
  // « depuis 20 ans » and « il y a 20 ans » are no age.
  const age = line.take(/(?<!depuis)(?<!il y a)[\s,(](?:à\s*)?(\d{1,3})\s*ans?\b/iu)
  const isSudden = line.seen(/(?<!\p{L})(morte? (?:subite|in utero))(?!\p{L})/iu) !== undefined
  const fatal =
    isSudden || line.take(/\(?(?<!\p{L})(d[ée]c[èe]s|d[ée]c[ée]d[ée]e?|morte?)(?![\p{L}-])\)?/iu) !== undefined
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
  const kept =
    /(?<![\p{L}\d.,])(?:pas|plus|ni|sans|nie|refus\p{L}*|souhait\p{L}*|pr[ée]v\p{L}*|passi\p{L}*|non(?! *[- ]?fumeu)|aucune?|z[ée]ro|0|n['’]\p{L}+|ne)(?!\p{L}|[\d.,])/iu
  // What is denied, wished for or endured is kept as it is said: no figure and no word of ours stands for it.
  if (kept.test(typed)) return { ...blankHabitus, topic, text: withoutKeyword(typed).slice(0, 500) }
  const line = new ReadPieces(withoutKeyword(typed))
  const cigarettes =
    topic === 'tobacco' ? line.take(/(\d+(?:[.,]\d+)?)\s*cig\p{L}*\s*(?:\/|par)?\s*j\p{L}*/iu) : undefined
  const packets = topic === 'tobacco' ? line.take(/(\d+(?:[.,]\d+)?)\s*paquets?\s*(?:\/|par)\s*j\p{L}*/iu) : undefined
  const packYears = topic === 'tobacco' ? line.take(/(\d+(?:[.,]\d+)?)\s*(?:PA|paquets?[- ]années?)\b/iu) : undefined
  const daily = topic === 'alcohol' ? line.take(/(\d+(?:[.,]\d+)?)\s*verres?\s*(?:\/|par)\s*j\p{L}*/iu) : undefined
  const weekly = topic === 'alcohol' ? line.take(/(\d+(?:[.,]\d+)?)\s*verres?\s*(?:\/|par)\s*s\p{L}*/iu) : undefined
  const never = line.take(/(?<!\p{L})(jamais(?: fum[ée])?|non[- ]fumeu(?:r|se))(?!\p{L})/iu) !== undefined
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

/** Operations, births and what is said to be past; an illness, of the mind too, is followed until somebody says otherwise. */
function isPast(label: string, nature: ProblemFields['nature']): boolean {
  if (/en cours/i.test(label)) return false
  if (nature === 'surgical' || nature === 'obstetric') return true
  return /^(ant[ée]c[ée]dents?|atcd|fracture|infarctus ancien|tentative de suicide)\b/i.test(label)
}

const malignant =
  /(cancer|tumeur maligne|lymphome|leuc[ée]mie|my[ée]lome|m[ée]lanome|carcinome|sarcome|hodgkin|n[ée]oplasie|m[ée]tasta|waldenstr|my[ée]lodysplas|vaquez|thrombocyt[ée]mie|astrocytome|glioblastome|hémopathie maligne)/i

/** « ALD 30 » is said of any of the list of thirty: it is the thirtieth only of what is malignant. */
function readAld(line: ReadPieces): Ald | null {
  const isThirty = /^30$/.test(line.seen(/\bALD\s*(?:n[°o]\s*)?(\d{1,2})\b/i) ?? '')
  if (isThirty && !malignant.test(line.rest())) return null
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
