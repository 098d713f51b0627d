import type { CivilDate } from '#app/kernel/civil-date.ts'
import type { DuplicateCandidate, Sex } from '../model.ts'
import { nameKey } from '#app/kernel/letters.ts'

/** What is known of a person when asking whether two records are one. Empty texts and `null` are unknown. */
export interface KnownPerson {
  readonly birthName: string
  readonly usedName: string
  readonly firstName: string
  readonly otherFirstName?: string
  readonly birthDate: CivilDate | null
  readonly sex: Sex | null
  readonly matricule?: string | null
}

export type DuplicateReason = DuplicateCandidate['reasons'][number]

/** How alike two records are, from 0 to 100, and why. */
export interface DuplicateVerdict {
  readonly score: number
  readonly reasons: readonly DuplicateReason[]
}

/**
 * Whether two records may be the same person, from 0 to 100, and why; `null` when they need not be shown together.
 *
 * Twins are two people: the same name and birth date with first names that do not resemble each other is `null`.
 */
export function compareForDuplicate(a: KnownPerson, b: KnownPerson): DuplicateVerdict | null {
  if (a.matricule !== undefined && a.matricule !== null && a.matricule === b.matricule)
    return { score: 100, reasons: ['same-matricule'] }
  const namesA = namesOf(a)
  const namesB = namesOf(b)
  const firstA = firstNamesOf(a)
  const firstB = firstNamesOf(b)
  if (namesA.length === 0 || namesB.length === 0 || firstA.length === 0 || firstB.length === 0) return null
  const sameDate = a.birthDate !== null && a.birthDate === b.birthDate
  const sameName = share(namesA, namesB)
  const sameFirst = share(firstA, firstB)
  const sameSex = a.sex === null || b.sex === null || a.sex === b.sex

  if (sameDate && sameName && sameFirst) {
    const sameBirthName = nameKey(a.birthName) !== '' && nameKey(a.birthName) === nameKey(b.birthName)
    return sameBirthName && a.sex !== null && a.sex === b.sex
      ? { score: 98, reasons: ['same-traits'] }
      : { score: 92, reasons: ['same-name-and-birth'] }
  }
  if (sameDate && share(namesA, firstB) && share(firstA, namesB)) return { score: 90, reasons: ['swapped-names'] }
  if (sameDate && sameSex && resemble(namesA, namesB) && resemble(firstA, firstB)) {
    return { score: sameName || sameFirst ? 82 : 74, reasons: ['close-name-and-birth'] }
  }
  if (sameName && sameFirst) {
    if (a.birthDate === null || b.birthDate === null) return { score: 60, reasons: ['same-names'] }
    return { score: closeDates(a.birthDate, b.birthDate) ? 76 : 40, reasons: ['same-names'] }
  }
  return null
}

function namesOf(person: KnownPerson): string[] {
  return [nameKey(person.birthName), nameKey(person.usedName)].filter((name) => name !== '')
}

function firstNamesOf(person: KnownPerson): string[] {
  return [nameKey(person.firstName), nameKey(person.otherFirstName ?? '')].filter((name) => name !== '')
}

function share(some: readonly string[], others: readonly string[]): boolean {
  return some.some((name) => others.includes(name))
}

function resemble(some: readonly string[], others: readonly string[]): boolean {
  return some.some((name) =>
    others.some((other) => distance(name, other) <= slipsAllowed(Math.min(name.length, other.length))),
  )
}

/** Short names differ by one letter without being the same: Léa and Léo. */
function slipsAllowed(length: number): number {
  return length <= 3 ? 0 : length <= 6 ? 1 : 2
}

/** Day and month exchanged, or a single digit mistyped. */
function closeDates(a: CivilDate, b: CivilDate): boolean {
  if (a === `${b.slice(0, 4)}-${b.slice(8, 10)}-${b.slice(5, 7)}`) return true
  let different = 0
  for (let place = 0; place < a.length; place += 1) if (a.charAt(place) !== b.charAt(place)) different += 1
  return different <= 1
}

/**
 * Letters to add, take away, change or exchange with their neighbour to turn one word into the other (Damerau and
 * Levenshtein, each letter edited at most once). `app` takes no library, and this is all of it.
 */
export function distance(a: string, b: string): number {
  if (a === b) return 0
  let beforePrevious: number[] = []
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row]
    for (let column = 1; column <= b.length; column += 1) {
      const cost = a.charAt(row - 1) === b.charAt(column - 1) ? 0 : 1
      let best = Math.min(
        (current[column - 1] ?? 0) + 1,
        (previous[column] ?? 0) + 1,
        (previous[column - 1] ?? 0) + cost,
      )
      if (
        row > 1 &&
        column > 1 &&
        a.charAt(row - 1) === b.charAt(column - 2) &&
        a.charAt(row - 2) === b.charAt(column - 1)
      ) {
        best = Math.min(best, (beforePrevious[column - 2] ?? 0) + 1)
      }
      current.push(best)
    }
    beforePrevious = previous
    previous = current
  }
  return previous[b.length] ?? 0
}
