import type { ZxcvbnFactory } from '@zxcvbn-ts/core'

let estimator: Promise<ZxcvbnFactory> | null = null

/**
 * How many guesses a password would take, as a power of ten: common passwords, French words, first and last names,
 * keyboard rows, dates and repetitions are all tried first. Loads its dictionaries at the first call (about 0.2 s).
 *
 * @param words Names of the person and of the cabinet.
 */
export async function estimateGuesses(password: string, words: readonly string[]): Promise<number> {
  estimator ??= loadEstimator()
  return (await estimator).check(password, [...words]).guessesLog10
}

async function loadEstimator(): Promise<ZxcvbnFactory> {
  const [{ ZxcvbnFactory: Factory }, french] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-fr'),
  ])
  const dictionary = { ...french.dictionary, 'keyboard-fr': frenchKeyboard, 'common-fr': commonPasswords }
  return new Factory({ dictionary, translations: french.translations })
}

/** Rows of a French keyboard, which the estimator does not know. */
const frenchKeyboard = [
  'azertyuiop',
  'qsdfghjklm',
  'wxcvbn',
  'azerty',
  'azertyui',
  'qsdfgh',
  'azer',
  'qsdf',
  '1234567890',
]
/** What French users choose most, beside words of the dictionary. */
const commonPasswords = [
  'motdepasse',
  'password',
  'cabinet',
  'medecin',
  'docteur',
  'bonjour',
  'soleil',
  'doudou',
  'loulou',
]
