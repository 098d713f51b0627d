import type { Permission, RoleCode } from '#app/kernel/permissions.ts'

/** The preset roles, as people call them. */
export const roleText: Readonly<Record<RoleCode, string>> = {
  administrator: 'Administrateur',
  practitioner: 'Praticien',
  secretary: 'Secrétaire',
  locum: 'Remplaçant',
  'read-only': 'Lecture seule',
}

/** What each permission lets a person do. */
export const permissionText: Readonly<Record<Permission, string>> = {
  'patient.read': 'Consulter les dossiers',
  'patient.create': 'Créer des dossiers',
  'patient.edit': 'Modifier l’état civil',
  'patient.import': 'Importer des patients',
  'cabinet.configure': 'Régler le cabinet',
  'people.read': 'Voir les utilisateurs',
  'people.configure': 'Gérer les utilisateurs',
  'backup.make': 'Sauvegarder le cabinet',
  'backup.configure': 'Régler les sauvegardes',
  'key.configure': 'Gérer les clés du cabinet',
  'journal.read': 'Consulter le journal',
}
