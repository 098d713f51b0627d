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
  'patient.accesses',
  'access.assign',
  'access.emergency',
  'task.read',
  'task.edit',
  'cabinet.configure',
  'people.read',
  'people.configure',
  'role.configure',
  'access.configure',
  'network.configure',
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
  practitioner: [
    'patient.read',
    'patient.create',
    'patient.edit',
    'patient.accesses',
    'access.assign',
    'access.emergency',
    'task.read',
    'task.edit',
    'people.read',
    'backup.make',
  ],
  secretary: [
    'patient.read',
    'patient.create',
    'patient.edit',
    'access.assign',
    'task.read',
    'task.edit',
    'people.read',
    'backup.make',
  ],
  locum: [
    'patient.read',
    'patient.create',
    'patient.edit',
    'access.emergency',
    'task.read',
    'task.edit',
    'people.read',
  ],
  'read-only': ['patient.read', 'task.read', 'people.read'],
}

/** Whether a role holds a permission. */
export function roleAllows(role: RoleCode, permission: Permission): boolean {
  return rolePermissions[role].includes(permission)
}
