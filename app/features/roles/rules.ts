import {
  administering,
  grantable,
  type Permission,
  permissionClass,
  permissions,
  type RoleCode,
} from '#app/kernel/permissions.ts'

/**
 * Whether these permissions are more than a role made from `base` may have: administration and clinical use are never in the
 * same hands (Ségur, SC.SSI/IAM.91 and .92).
 */
export function crossesPrivileges(base: RoleCode, wanted: readonly Permission[]): boolean {
  const allowed = grantable(base)
  return wanted.some((permission) => !allowed.includes(permission))
}

/** Whether the administrator preset, on which every cabinet rests, would administer less than it was delivered to. */
export function weakensAdministrator(wanted: readonly Permission[]): boolean {
  const kept = permissions.filter((permission) => permissionClass[permission] === 'privileged')
  return [...kept, ...administering].some((permission) => !wanted.includes(permission))
}

/** A role's name as it is compared: accents, capitals and spaces apart, « Interne » and « interne » are one. */
export function nameKey(name: string): string {
  return name.normalize('NFD').replace(/\p{M}/gu, '').toLocaleLowerCase('fr').replace(/\s+/gu, ' ').trim()
}
