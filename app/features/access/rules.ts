import type { GroupColor } from './model.ts'

/** Hours an emergency access lasts. */
export const emergencyHours = 2
/** Days an emergency access stays listed after the practitioner concerned said they had seen it. */
export const acknowledgedForDays = 30

/**
 * The groups a new patient goes to (GRP-2, as Semble does): every group of whoever creates them, those of the practitioner
 * the appointment is for when there is one, and « Public » whoever it is.
 *
 * A practitioner belongs to their own group from the day they are added: the three cases of the rule are one.
 */
export function groupsForNewPatient(groups: {
  readonly publicGroupId: string
  readonly creator: readonly string[]
  readonly bookedFor: readonly string[]
}): readonly string[] {
  return [...new Set([groups.publicGroupId, ...groups.creator, ...groups.bookedFor])]
}

/** Whether a name typed to confirm is the whole name of the group, spaces and special characters included. */
export function isFullName(typed: string, name: string): boolean {
  return typed.normalize('NFC') === name.normalize('NFC')
}

/** Two groups of one key would be taken for each other: case, accents and repeated spaces apart. */
export function groupNameKey(name: string): string {
  return name
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLocaleLowerCase('fr')
    .replace(/\s+/gu, ' ')
    .trim()
}

/**
 * The word a record bears in the search index for a group. Begins with `_`, which nothing typed can contain once folded.
 * The step 0070 wrote the first ones in this form.
 */
export function groupSearchMark(groupId: string): string {
  return `_g${groupId.replaceAll('-', '')}`
}

/** « Hélène MARCHAND » gives « HM »: the letters of a practitioner's group. */
export function initialsOf(person: { readonly firstName: string; readonly lastName: string }): string {
  return `${person.firstName.trim().slice(0, 1)}${person.lastName.trim().slice(0, 1)}`.toLocaleUpperCase('fr')
}

/** The colour of the group of a practitioner, one after the other in the order they come; grey is left to « Public ». */
export function colorOfPractitioner(place: number): GroupColor {
  const colors = ['teal', 'blue', 'amber', 'violet', 'green', 'plum', 'red'] as const
  return colors[place % colors.length] ?? 'teal'
}

/** Tries that do not match before one has to wait. */
const freeMisses = 2
const firstWaitMs = 5_000
/** The longest wait between two tries. */
export const longestWaitMs = 15 * 60_000

/**
 * How long to wait after so many tries in a row that opened nothing: nothing for the first two, then 5 s, doubling up to
 * 15 minutes. Somebody who mistypes in an emergency is not kept out; somebody who tries names one after the other is.
 */
export function waitAfterMisses(misses: number): number {
  const beyond = misses - freeMisses
  return beyond <= 0 ? 0 : Math.min(longestWaitMs, firstWaitMs * 2 ** (beyond - 1))
}
