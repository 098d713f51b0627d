import type { RoleCode } from '#app/kernel/permissions.ts'

/** The preset roles, as people call them. */
export const roleText: Readonly<Record<RoleCode, string>> = {
  administrator: 'Administrateur',
  practitioner: 'Praticien',
  secretary: 'Secrétaire',
  locum: 'Remplaçant',
  'read-only': 'Lecture seule',
}
