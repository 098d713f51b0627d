import {
  type AnsweredTraits,
  type InsiAnswer,
  type StrictTrait,
  strictTrait,
  type StrictTraits,
} from '#app/features/identity/model.ts'
import { compareTraits, type DifferenceKind } from '#app/features/identity/rules/comparison.ts'
import { identityPanelText as fr } from '#app/text/fr/identity-panel.ts'
import { patientsText } from '#app/text/fr/patients.ts'
import { writtenDate } from '#renderer/features/patients/index.ts'

/** Whose trait stands after the decision. */
export type Side = 'held' | 'answered'

/** What a person chose, trait by trait. */
export type Choices = Readonly<Partial<Record<StrictTrait, Side>>>

/** One line of « Cabinet / INSi ». */
export interface TraitLine {
  readonly trait: StrictTrait
  readonly held: string
  readonly answered: string
  readonly difference: DifferenceKind | null
  /** What stands: chosen, or proposed; `null` while a person must choose. */
  readonly side: Side | null
  /** The answer says something to take: otherwise there is nothing to choose. */
  readonly choosable: boolean
}

/** Says a place by its code and its name. */
export type SayPlace = (code: string) => string

/**
 * The lines, in the order of the form. Another writing and a completion are proposed as INSi has them; what cannot both be
 * right waits for a person. The first first name has a line only where it differs.
 */
export function linesOf(
  traits: StrictTraits,
  answer: InsiAnswer,
  choices: Choices,
  sayPlace: SayPlace,
): readonly TraitLine[] {
  const differences = new Map(compareTraits(traits, answer.traits).map((one) => [one.trait, one]))
  return strictTrait.options
    .filter((trait) => trait !== 'firstBirthFirstName' || differences.has(trait))
    .map((trait) => {
      const found = differences.get(trait)
      const choosable = found !== undefined && found.answered !== ''
      const proposed = found?.kind === 'writing' || found?.kind === 'completion' ? 'answered' : null
      return {
        trait,
        held: sayHeld(trait, traits, sayPlace),
        answered: sayAnswered(trait, answer.traits, found?.answered ?? null, sayPlace),
        difference: found?.kind ?? null,
        side: choosable ? (choices[trait] ?? proposed) : 'held',
        choosable,
      }
    })
}

/** The traits of the answer that are taken. */
export function acceptedOf(lines: readonly TraitLine[]): StrictTrait[] {
  return lines.filter(({ choosable, side }) => choosable && side === 'answered').map(({ trait }) => trait)
}

/** How many lines wait for a person. */
export function undecidedOf(lines: readonly TraitLine[]): number {
  return lines.filter(({ side }) => side === null).length
}

function sayHeld(trait: StrictTrait, traits: StrictTraits, sayPlace: SayPlace): string {
  if (trait === 'birthFirstNames') return traits.birthFirstNames.join(' ')
  return sayOne(trait, traits[trait], sayPlace)
}

function sayAnswered(
  trait: StrictTrait,
  answered: AnsweredTraits,
  differing: string | null,
  sayPlace: SayPlace,
): string {
  if (trait === 'firstBirthFirstName') return differing ?? answered.firstName ?? ''
  const value = trait === 'birthFirstNames' ? (answered.firstNames ?? answered.firstName) : answered[trait]
  return value === null || value === '' ? fr.compare.silent : sayOne(trait, value, sayPlace)
}

function sayOne(trait: StrictTrait, value: string, sayPlace: SayPlace): string {
  if (trait === 'sex') return value === 'F' || value === 'M' || value === 'I' ? patientsText.sexes[value] : value
  if (trait === 'birthDate') return writtenDate(value)
  return trait === 'birthPlaceCode' ? sayPlace(value) : value
}
