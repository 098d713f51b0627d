import { nameKey } from '#app/kernel/letters.ts'

export { firstNameBeginsList, toInsName, type InsName, type NameFault, type NameKind } from '#app/kernel/ins-name.ts'

/** The key by which the list is sorted: name used or else of birth, first name, then birth date and a last tie-break. */
export function listOrderKey(person: {
  readonly usedName: string
  readonly birthName: string
  readonly usedFirstName: string
  readonly firstBirthFirstName: string
}): string {
  const name = nameKey(person.usedName) || nameKey(person.birthName)
  const firstName = nameKey(person.usedFirstName) || nameKey(person.firstBirthFirstName)
  // A space sorts before every letter, so that « LACAZE Zoé » comes before « LACAZETTE Anne ».
  return `${name} ${firstName}`
}
