import type { PersonFields } from './model.ts'

/** A title, a first name and a last name: what names are made of. */
export type NameParts = Pick<PersonFields, 'title' | 'firstName' | 'lastName'>

/** « Dr Hélène MARCHAND ». */
export function displayName({ title, firstName, lastName }: NameParts): string {
  return [title, firstName, lastName.toLocaleUpperCase('fr')].filter((part) => part !== '').join(' ')
}

/** « Dr H. MARCHAND »: for the session bar; compound first names keep both initials, « J.-P. ». */
export function shortName({ title, firstName, lastName }: NameParts): string {
  const initials = firstName
    .split('-')
    .map((part) => `${(part.trim()[0] ?? '').toLocaleUpperCase('fr')}.`)
    .join('-')
  return [title, initials, lastName.toLocaleUpperCase('fr')].filter((part) => part !== '').join(' ')
}

/** Whether a text is an RPPS number: 11 digits whose last is the Luhn key of the others (ANS, « Identifiants RPPS »). */
export function isRpps(text: string): boolean {
  if (!/^\d{11}$/.test(text)) return false
  let sum = 0
  for (let place = 0; place < 11; place += 1) {
    const digit = Number(text.charAt(10 - place))
    sum += place % 2 === 0 ? digit : digit > 4 ? digit * 2 - 9 : digit * 2
  }
  return sum % 10 === 0
}

/** Why a password is refused. */
export type PasswordWeakness =
  | 'too-short'
  | 'few-kinds'
  | 'guessable'
  | 'personal'
  | 'same-as-before'
  | 'same-as-other-account'

/** Fewest characters of a password that mixes kinds. */
export const shortestPassword = 12
/** From here on a phrase of plain words is long enough by itself. */
export const phraseLength = 20
/** Kinds (capitals, small letters, digits, the rest) that a password shorter than a phrase mixes. */
export const mixedKinds = 3
/**
 * Powers of ten of guesses below which an estimator finds a password guessable. At 0.3 s a guess, which the key
 * derivation costs, ten thousand million guesses take a computer a hundred years.
 */
export const fewestGuesses = 10

/**
 * Why a password is too weak to be the key of a cabinet; none when it will do.
 *
 * After CNIL, délibération n° 2022-100 of 21 July 2022 on passwords, which judges by the effort of guessing rather than
 * by age: length and kinds for the effort of trying everything, an estimator of guesses for what people really choose,
 * and no forced renewal.
 *
 * @param guessesLog10 Guesses an estimator expects, as a power of ten (zxcvbn).
 * @param personalWords Names of the person and of the cabinet: the first words a colleague would try.
 */
export function judgePassword(
  password: string,
  guessesLog10: number,
  personalWords: readonly string[],
): PasswordWeakness[] {
  const weaknesses: PasswordWeakness[] = []
  const length = [...password].length
  if (length < shortestPassword) weaknesses.push('too-short')
  if (length < phraseLength && kindsIn(password) < mixedKinds) weaknesses.push('few-kinds')
  if (guessesLog10 < fewestGuesses) weaknesses.push('guessable')
  if (isMostlyPersonal(password, personalWords)) weaknesses.push('personal')
  return weaknesses
}

function kindsIn(password: string): number {
  const kinds = [/\p{Lu}/u, /\p{Ll}/u, /\p{Nd}/u, /[^\p{Lu}\p{Ll}\p{Nd}]/u]
  return kinds.filter((kind) => kind.test(password)).length
}

/** A name may stand in a long phrase; it may not be most of the password. */
function isMostlyPersonal(password: string, personalWords: readonly string[]): boolean {
  const plain = plainLetters(password)
  const known = personalWords
    .flatMap((words) => words.split(/[\s'’-]+/u))
    .map(plainLetters)
    .filter((word) => word.length >= 4 && plain.includes(word))
  const rest = known.reduce((left, word) => left.replaceAll(word, ''), plain)
  return known.length > 0 && rest.length < shortestPassword
}

function plainLetters(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
}

/** From which day to which day somebody may act; `null` for no limit. The last day counts. */
export interface Validity {
  readonly validFrom: string | null
  readonly validUntil: string | null
}

/** Whether a day lies within. Civil dates, `2026-11-22`. */
export function isValidOn({ validFrom, validUntil }: Validity, day: string): boolean {
  return (validFrom === null || validFrom <= day) && (validUntil === null || day <= validUntil)
}

/** Whether the last day comes before the first. */
export function endsBeforeItBegins({ validFrom, validUntil }: Validity): boolean {
  return validFrom !== null && validUntil !== null && validUntil < validFrom
}

/** Somebody whose role administers the cabinet, with what says whether they can. */
export interface Administrator extends Validity {
  readonly active: boolean
  readonly hasPassword: boolean
}

/**
 * Whether a change would leave the cabinet without anybody who administers it: today, or from the day the last one's access
 * ends. What was so before the change is not held against it.
 */
export function leavesNobody(
  before: readonly Administrator[],
  after: readonly Administrator[],
  today: string,
): boolean {
  const can = (one: Administrator) => one.active && one.hasPassword && isValidOn(one, today)
  const canForGood = (one: Administrator) => can(one) && one.validUntil === null
  return [can, canForGood].some((which) => before.some(which) && !after.some(which))
}
