import { z } from 'zod'

/**
 * What a role may allow. The list is closed: an operation that names anything else does not compile.
 *
 * Each name reads « domain.act »; roles are worded in `app/text/fr/permissions.ts`.
 */
export const permissions = [
  'patient.read',
  'patient.create',
  'patient.edit',
  'patient.import',
  'cabinet.configure',
  'people.read',
  'people.configure',
  'backup.make',
  'backup.configure',
  'key.configure',
  'journal.read',
] as const

export type Permission = (typeof permissions)[number]

/** The preset roles of GRP-1. A later edition lets a cabinet edit them; their codes stay. */
export const roleCode = z.enum(['administrator', 'practitioner', 'secretary', 'locum', 'read-only'])
export type RoleCode = z.infer<typeof roleCode>

/** What each preset role may do. */
export const rolePermissions: Readonly<Record<RoleCode, readonly Permission[]>> = {
  administrator: permissions,
  practitioner: ['patient.read', 'patient.create', 'patient.edit', 'people.read', 'backup.make'],
  secretary: ['patient.read', 'patient.create', 'patient.edit', 'people.read', 'backup.make'],
  locum: ['patient.read', 'patient.create', 'patient.edit', 'people.read'],
  'read-only': ['patient.read', 'people.read'],
}

/** Whether a role holds a permission. */
export function roleAllows(role: RoleCode, permission: Permission): boolean {
  return rolePermissions[role].includes(permission)
}
