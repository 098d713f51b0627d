import type { ZxcvbnFactory } from '@zxcvbn-ts/core'

let estimator: Promise<ZxcvbnFactory> | null = null

/**
 * How many guesses a password would take, as a power of ten: French words, names, rows of the keyboard, dates and
 * repetitions are tried first. Its dictionaries are loaded at the first call, and only by those who choose a password.
 */
export async function estimateGuesses(password: string, words: readonly string[]): Promise<number> {
  if (password === '') return 0
  estimator ??= loadEstimator()
  return (await estimator).check(password, [...words]).guessesLog10
}

async function loadEstimator(): Promise<ZxcvbnFactory> {
  const [{ ZxcvbnFactory: Factory }, french] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-fr'),
  ])
  return new Factory({ dictionary: french.dictionary, translations: french.translations })
}
