import { judgePassword, type NameParts, type PasswordWeakness } from '#app/features/people/rules.ts'
import { estimateGuesses } from './password-strength.ts'

/** Why a password is too weak for a person of a cabinet; none when it will do. */
export async function weaknessesOf(
  password: string,
  person: NameParts,
  cabinetName: string,
): Promise<PasswordWeakness[]> {
  const words = [person.lastName, person.firstName, cabinetName]
  return judgePassword(password, await estimateGuesses(password, words), words)
}
