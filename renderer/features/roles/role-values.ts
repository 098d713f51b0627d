import {
  type Permission,
  type PermissionClass,
  permissionClass,
  permissions,
  presetPermissions,
  roleCode,
} from '#app/kernel/permissions.ts'
import type { RoleFields, RoleView } from '#app/features/roles/model.ts'
import { rolesText } from '#app/text/fr/roles.ts'
import type { FieldRemarks } from '#renderer/client/index.ts'

/** A role as typed. */
export type RoleValues = {
  readonly name: string
  readonly description: string
  readonly base: string
  readonly permissions: readonly string[]
}

/** A field of the form. */
export type RoleField = keyof RoleValues

/** Fields in reading order. */
export const roleOrder = ['name', 'description', 'base', 'permissions'] as const satisfies readonly RoleField[]

/** A new role, before anything is chosen: a secretary's. */
export const blankRole: RoleValues = {
  name: '',
  description: '',
  base: 'secretary',
  permissions: inOrder(presetPermissions.secretary),
}

/** What a permission is no use without. */
export const permissionNeeds: Readonly<Partial<Record<Permission, Permission>>> = {
  'patient.create': 'patient.read',
  'patient.edit': 'patient.read',
  'patient.import': 'patient.read',
  'patient.accesses': 'patient.read',
  'access.assign': 'patient.read',
  'access.emergency': 'patient.read',
  'task.edit': 'task.read',
  'people.configure': 'people.read',
  'role.configure': 'people.read',
  'access.configure': 'people.read',
  'backup.configure': 'backup.make',
}

/** Permissions in the order of the list, so that two equal choices are written the same. */
export function inOrder(chosen: readonly string[]): readonly Permission[] {
  return permissions.filter((permission) => chosen.includes(permission))
}

/** Permissions with one more, and what it needs; or with one less, and what needs it. */
export function withPermission(chosen: readonly string[], permission: Permission, on: boolean): readonly Permission[] {
  if (on) return inOrder([...chosen, permission, permissionNeeds[permission] ?? permission])
  return inOrder(chosen).filter((one) => one !== permission && permissionNeeds[one] !== permission)
}

/** Whether a role may not hold any permission of this class, because it holds some of the opposite one. */
export function isShut(chosen: readonly string[], kind: PermissionClass): boolean {
  const opposite = { clinical: 'privileged', privileged: 'clinical', general: null }[kind]
  return inOrder(chosen).some((permission) => permissionClass[permission] === opposite)
}

/** A role as the form shows it. */
export function roleValuesOf(role: RoleView): RoleValues {
  const { name, description, base } = role
  return { name, description, base, permissions: inOrder(role.permissions) }
}

/** The preset a role starts from. */
export function baseOf(values: Pick<RoleValues, 'base'>) {
  const read = roleCode.safeParse(values.base)
  return read.success ? read.data : 'secretary'
}

/** What is typed as the cabinet takes it. */
export function roleFieldsOf(values: RoleValues): RoleFields {
  return {
    name: values.name.trim(),
    description: values.description.trim(),
    base: baseOf(values),
    permissions: [...inOrder(values.permissions)],
  }
}

const sameNames = new Intl.Collator('fr', { sensitivity: 'base' })

/** What is to be corrected. */
export function judgeRole(values: RoleValues, otherNames: readonly string[]): FieldRemarks<RoleValues> {
  const name = values.name.trim()
  if (name === '' || name.length > 60) return { name: rolesText.errors.name }
  return otherNames.some((other) => sameNames.compare(other, name) === 0) ? { name: rolesText.errors.nameTaken } : {}
}

/** A field as it is written back once left. */
export function tidyRole(values: RoleValues, field: RoleField): RoleValues {
  const value = values[field]
  return typeof value === 'string' ? { ...values, [field]: value.trim() } : values
}
