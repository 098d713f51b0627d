import type { GroupColor, GroupFields, GroupKind, GroupView } from '#app/features/access/model.ts'
import { groupColor } from '#app/features/access/model.ts'
import { accessText } from '#app/text/fr/access.ts'
import type { FieldRemarks } from '#renderer/client/index.ts'

const fr = accessText.errors

/** A group as typed. */
export type GroupValues = {
  readonly name: string
  readonly description: string
  readonly color: string
  readonly initials: string
  readonly patientTag: string
  readonly userIds: readonly string[]
}

/** A field of the form. */
export type GroupField = keyof GroupValues

/** Fields in reading order. */
export const groupOrder = [
  'name',
  'description',
  'color',
  'initials',
  'patientTag',
  'userIds',
] as const satisfies readonly GroupField[]

/** A new group, before anything is typed. */
export const blankGroup: GroupValues = {
  name: '',
  description: '',
  color: 'violet',
  initials: '',
  patientTag: '',
  userIds: [],
}

/** What the form may change of a group of this kind; the cabinet refuses the rest. */
export function mayChange(kind: GroupKind, field: GroupField): boolean {
  if (field === 'userIds' || kind === 'custom') return true
  return kind === 'practitioner' && field !== 'name'
}

/** A group as the form shows it. */
export function groupValuesOf(group: GroupView): GroupValues {
  return {
    name: group.name,
    description: group.description,
    color: group.color,
    initials: group.initials,
    patientTag: group.patientTag,
    userIds: group.userIds.toSorted(),
  }
}

/** The colour chosen; one of another edition of the program is drawn as slate. */
export function colorOf(values: Pick<GroupValues, 'color'>): GroupColor {
  const read = groupColor.safeParse(values.color)
  return read.success ? read.data : 'slate'
}

/** Letters proposed for a name: « Suivi de maternité » → « SM », « Addictologie » → « AD ». */
export function initialsOf(name: string): string {
  const words = name.split(/[\s'’-]+/u).filter((word) => word.length > 3)
  const [first, second] = words
  if (first === undefined) return name.trim().slice(0, 2).toLocaleUpperCase('fr')
  const letters = second === undefined ? first.slice(0, 2) : `${first.charAt(0)}${second.charAt(0)}`
  return letters.toLocaleUpperCase('fr')
}

/** The letters on the badge: those typed, otherwise those proposed. */
export function shownInitials(values: Pick<GroupValues, 'name' | 'initials'>): string {
  return values.initials.trim() === '' ? initialsOf(values.name) : values.initials.trim()
}

/** What is to be corrected. */
export function judgeGroup(values: GroupValues, otherNames: readonly string[]): FieldRemarks<GroupValues> {
  const errors: Partial<Record<GroupField, string>> = {}
  const name = values.name.trim()
  if (name === '' || name.length > 80) errors.name = fr.name
  else if (otherNames.some((other) => sameNames.compare(other.trim(), name) === 0)) errors.name = fr.nameTaken
  const letters = shownInitials(values)
  if (letters === '' || letters.length > 3) errors.initials = fr.initials
  return errors
}

/** Accents and capitals do not tell two groups apart. */
const sameNames = new Intl.Collator('fr', { sensitivity: 'base' })

/** What is typed as the cabinet takes it. */
export function groupFieldsOf(values: GroupValues): GroupFields {
  return {
    name: values.name.trim(),
    description: values.description.trim(),
    color: colorOf(values),
    initials: shownInitials(values),
    patientTag: values.patientTag.trim(),
    userIds: [...values.userIds],
  }
}

/** A field as it is written back once left. */
export function tidyGroup(values: GroupValues, field: GroupField): GroupValues {
  if (field === 'initials') return { ...values, initials: values.initials.trim().toLocaleUpperCase('fr').slice(0, 3) }
  const value = values[field]
  return typeof value === 'string' ? { ...values, [field]: value.trim() } : values
}
