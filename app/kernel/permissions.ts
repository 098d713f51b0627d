import { z } from 'zod'

/**
 * What a role may allow. The list is closed: an operation that names anything else does not compile, and a name that no
 * operation asks for fails a test.
 *
 * Each name reads « domain.act »; they are worded in `app/text/fr/permissions.ts`.
 */
export const permissions = [
  'patient.read',
  'patient.create',
  'patient.edit',
  'patient.import',
  'patient.accesses',
  'patient.merge',
  'patient.delete',
  'patient.export',
  'identity.qualify',
  'rights.ask',
  'reimbursements.read',
  'record.read',
  'record.write',
  'prescription.write',
  'document.read',
  'document.write',
  'letter.write',
  'contact.read',
  'contact.edit',
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

/**
 * What a permission is about. Accounts that administer the cabinet are apart from those that use it (Ségur,
 * SC.SSI/IAM.91 and .92): nobody holds privileged and clinical permissions together.
 */
export type PermissionClass = 'privileged' | 'clinical' | 'general'

/** The class of each permission. */
export const permissionClass: Readonly<Record<Permission, PermissionClass>> = {
  'patient.read': 'clinical',
  'patient.create': 'clinical',
  'patient.edit': 'clinical',
  'patient.import': 'clinical',
  'patient.accesses': 'clinical',
  'patient.merge': 'clinical',
  'patient.delete': 'clinical',
  'patient.export': 'clinical',
  'identity.qualify': 'clinical',
  'rights.ask': 'clinical',
  'reimbursements.read': 'clinical',
  'record.read': 'clinical',
  'record.write': 'clinical',
  'prescription.write': 'clinical',
  'document.read': 'clinical',
  'document.write': 'clinical',
  'letter.write': 'clinical',
  'contact.read': 'clinical',
  'contact.edit': 'clinical',
  'access.assign': 'clinical',
  'access.emergency': 'clinical',
  'task.read': 'general',
  'task.edit': 'general',
  'cabinet.configure': 'general',
  'people.read': 'general',
  'people.configure': 'privileged',
  'role.configure': 'privileged',
  'access.configure': 'privileged',
  'network.configure': 'privileged',
  'backup.make': 'general',
  'backup.configure': 'privileged',
  'key.configure': 'privileged',
  'journal.read': 'privileged',
}

/** The preset roles of GRP-1. A cabinet may change what they allow and add roles of its own; these codes stay. */
export const roleCode = z.enum(['administrator', 'practitioner', 'secretary', 'locum', 'read-only'])
export type RoleCode = z.infer<typeof roleCode>

/** What each preset role allows as delivered. A cabinet keeps its differences, so that what is added here later flows. */
export const presetPermissions: Readonly<Record<RoleCode, readonly Permission[]>> = {
  administrator: permissions.filter((permission) => permissionClass[permission] !== 'clinical'),
  practitioner: [
    'patient.read',
    'patient.create',
    'patient.edit',
    'patient.import',
    'patient.accesses',
    'patient.merge',
    'patient.delete',
    'patient.export',
    'identity.qualify',
    'rights.ask',
    'reimbursements.read',
    'record.read',
    'record.write',
    'prescription.write',
    'document.read',
    'document.write',
    'letter.write',
    'contact.read',
    'contact.edit',
    'access.assign',
    'access.emergency',
    'task.read',
    'task.edit',
    'cabinet.configure',
    'people.read',
    'backup.make',
  ],
  secretary: [
    'patient.read',
    'patient.create',
    'patient.edit',
    'identity.qualify',
    'rights.ask',
    'document.read',
    'document.write',
    'letter.write',
    'contact.read',
    'contact.edit',
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
    'identity.qualify',
    'rights.ask',
    'reimbursements.read',
    'record.read',
    'record.write',
    'prescription.write',
    'document.read',
    'document.write',
    'letter.write',
    'contact.read',
    'contact.edit',
    'access.emergency',
    'task.read',
    'task.edit',
    'people.read',
  ],
  'read-only': ['patient.read', 'record.read', 'document.read', 'contact.read', 'task.read', 'people.read'],
}

/** Whether a preset role holds a permission as delivered. */
export function presetAllows(role: RoleCode, permission: Permission): boolean {
  return presetPermissions[role].includes(permission)
}

/** How a role differs from its preset. What a later edition adds to the preset comes with it. */
export interface RoleDifferences {
  readonly granted: readonly Permission[]
  readonly withdrawn: readonly Permission[]
}

/** A role as delivered. */
export const noDifferences: RoleDifferences = { granted: [], withdrawn: [] }

/** Whether permissions put administration and clinical use in the same hands. */
export function mixesPrivileges(held: readonly Permission[]): boolean {
  const classes = new Set(held.map((permission) => permissionClass[permission]))
  return classes.has('privileged') && classes.has('clinical')
}

/**
 * Whether some permissions hold administration that somebody does not: nobody gives out more of it than they have, or a part
 * of it would be worth the whole.
 */
export function givesMoreAdministration(held: readonly Permission[], given: readonly Permission[]): boolean {
  return given.some((permission) => permissionClass[permission] === 'privileged' && !held.includes(permission))
}

/**
 * What a role made from this preset may be given: one that administers nothing clinical, and the others nothing
 * privileged, so that no later edition can mix the two either.
 */
export function grantable(base: RoleCode): readonly Permission[] {
  const apart: PermissionClass = base === 'administrator' ? 'clinical' : 'privileged'
  return permissions.filter((permission) => permissionClass[permission] !== apart)
}

/** Who does not read a thing does not write it, nor hand it over, mix it with another or destroy it. */
const readingFirst: Readonly<Partial<Record<Permission, readonly Permission[]>>> = {
  'patient.merge': ['record.read', 'document.read'],
  'patient.delete': ['record.read', 'document.read'],
  'patient.export': ['record.read', 'document.read'],
  'record.write': ['record.read'],
  'prescription.write': ['record.read'],
  'document.write': ['document.read'],
  'letter.write': ['document.read'],
  'contact.edit': ['contact.read'],
  'task.edit': ['task.read'],
}

/** What a permission is nothing without: who does not read records does nothing else with them. */
function neededFor(permission: Permission): readonly Permission[] {
  const reading = readingFirst[permission]
  if (reading !== undefined) return reading
  return permissionClass[permission] === 'clinical' && permission !== 'patient.read' ? ['patient.read'] : []
}

/** Those of some permissions that hold: each with what it is nothing without. */
export function soundPermissions(held: readonly Permission[]): readonly Permission[] {
  const holds = (permission: Permission): boolean =>
    held.includes(permission) && neededFor(permission).every((needed) => holds(needed))
  return permissions.filter(holds)
}

/** What a role allows: its preset, with the cabinet's differences. */
export function effectivePermissions(base: RoleCode, { granted, withdrawn }: RoleDifferences): readonly Permission[] {
  const preset = presetPermissions[base].filter((permission) => !withdrawn.includes(permission))
  const added = grantable(base).filter((permission) => granted.includes(permission))
  return soundPermissions([...preset, ...added])
}

/** How permissions wanted for a role differ from its preset. */
export function differencesFrom(base: RoleCode, wanted: readonly Permission[]): RoleDifferences {
  const preset = presetPermissions[base]
  return {
    granted: permissions.filter((permission) => wanted.includes(permission) && !preset.includes(permission)),
    withdrawn: preset.filter((permission) => !wanted.includes(permission)),
  }
}

/**
 * Whoever holds these may give back everything else: a cabinet always has somebody who does. Reading users and roles is part
 * of it: nobody corrects what they are not shown.
 */
export const administering = [
  'people.read',
  'people.configure',
  'role.configure',
] as const satisfies readonly Permission[]

/** Whether somebody who holds these permissions can put a cabinet right again. */
export function mayAdminister(held: readonly Permission[]): boolean {
  return administering.every((permission) => held.includes(permission))
}
