import type { Permission, RoleCode } from '#app/kernel/permissions.ts'

/** The preset roles, as people call them. */
export const roleText: Readonly<Record<RoleCode, string>> = {
  administrator: 'Administrateur',
  practitioner: 'Praticien',
  secretary: 'Secrétaire',
  locum: 'Remplaçant',
  'read-only': 'Lecture seule',
}

/** What each preset role is for, in the words one would use to choose it for a colleague. */
export const roleMeaning: Readonly<Record<RoleCode, string>> = {
  administrator:
    'Gère les utilisateurs, les rôles, les groupes d’accès, les clés et les sauvegardes. Ne voit aucun dossier.',
  practitioner: 'Consulte, crée et modifie les dossiers, les partage entre groupes, importe ; règle le cabinet.',
  secretary: 'Consulte, crée et modifie les dossiers, les partage entre groupes ; sauvegarde.',
  locum: 'Consulte, crée et modifie les dossiers jusqu’à une date. Ne sauvegarde pas.',
  'read-only': 'Consulte les dossiers et les tâches, sans rien modifier.',
}

/** Where in the program a permission matters: the groups of the role editor, in their order. */
export const permissionGroups = {
  records: 'Dossiers',
  medical: 'Dossier médical',
  papers: 'Documents, courriers et contacts',
  groups: 'Groupes d’accès et urgence',
  tasks: 'Tâches',
  cabinet: 'Cabinet',
  people: 'Utilisateurs et rôles',
  safety: 'Sauvegardes, clés et réseau',
  journal: 'Journal',
} as const
/** One of the groups of the role editor. */
export type PermissionGroup = keyof typeof permissionGroups

/** A permission as the role editor shows it. */
export interface PermissionText {
  readonly group: PermissionGroup
  /** What it lets somebody do, after « Peut… ». */
  readonly name: string
  /** What that means at the desk. */
  readonly meaning: string
}

/** Every permission, in plain words. */
export const permissionText: Readonly<Record<Permission, PermissionText>> = {
  'patient.read': {
    group: 'records',
    name: 'Voir les dossiers',
    meaning: 'Rechercher et ouvrir les dossiers de sa vue. Sans elle, aucun dossier ni aucun nom de patient.',
  },
  'patient.create': {
    group: 'records',
    name: 'Créer un dossier',
    meaning: 'Ouvrir un dossier à un nouveau patient, après la recherche de doublons.',
  },
  'patient.edit': {
    group: 'records',
    name: 'Modifier un dossier',
    meaning: 'Corriger l’état civil, les coordonnées et les étiquettes.',
  },
  'patient.import': {
    group: 'records',
    name: 'Importer des patients',
    meaning: 'Créer beaucoup de dossiers à la fois depuis un fichier CSV.',
  },
  'patient.accesses': {
    group: 'records',
    name: 'Voir qui a ouvert un dossier',
    meaning: 'Lire, dans un dossier de sa vue, la liste de ceux qui l’ont ouvert ou modifié.',
  },
  'patient.merge': {
    group: 'records',
    name: 'Fusionner deux dossiers',
    meaning: 'Réunir les deux dossiers d’une même personne, et défaire la fusion.',
  },
  'patient.delete': {
    group: 'records',
    name: 'Supprimer un dossier',
    meaning: 'Supprimer un dossier et tout son contenu en saisissant le nom complet, et lire le « Rapport patients ».',
  },
  'patient.export': {
    group: 'records',
    name: 'Exporter un dossier',
    meaning: 'Produire l’archive complète d’un dossier, à remettre au patient ou à un confrère.',
  },
  'identity.qualify': {
    group: 'records',
    name: 'Qualifier une identité',
    meaning: 'Interroger l’INSi, accepter ses traits, contrôler une pièce d’identité et marquer une identité douteuse.',
  },
  'rights.ask': {
    group: 'records',
    name: 'Consulter les droits',
    meaning: 'Interroger l’Assurance Maladie (ADRi) sur les droits d’un patient et les reporter dans son état civil.',
  },
  'reimbursements.read': {
    group: 'medical',
    name: 'Voir l’historique des remboursements',
    meaning: 'Consulter l’HRi d’un patient présent, avec sa carte Vitale et sa propre authentification.',
  },
  'record.read': {
    group: 'medical',
    name: 'Lire le dossier médical',
    meaning: 'Consultations, antécédents, allergies, traitements, mesures, vaccinations, résultats et ordonnances.',
  },
  'record.write': {
    group: 'medical',
    name: 'Écrire dans le dossier médical',
    meaning: 'Consulter et signer, tenir les antécédents, les traitements, les mesures et les vaccinations.',
  },
  'prescription.write': {
    group: 'medical',
    name: 'Prescrire',
    meaning: 'Établir et imprimer des ordonnances.',
  },
  'document.read': {
    group: 'papers',
    name: 'Lire les documents et les courriers',
    meaning: 'Ouvrir les documents classés et les courriers des dossiers de sa vue.',
  },
  'document.write': {
    group: 'papers',
    name: 'Classer les documents',
    meaning: 'Importer, nommer, classer, faire pivoter et découper les documents.',
  },
  'letter.write': {
    group: 'papers',
    name: 'Écrire les courriers et les certificats',
    meaning: 'Rédiger, imprimer et classer des courriers à partir des modèles du cabinet.',
  },
  'contact.read': {
    group: 'papers',
    name: 'Lire l’annuaire des contacts',
    meaning: 'Correspondants, pharmacies, assurances et proches.',
  },
  'contact.edit': {
    group: 'papers',
    name: 'Tenir l’annuaire des contacts',
    meaning: 'Ajouter, corriger et retirer un contact.',
  },
  'access.assign': {
    group: 'groups',
    name: 'Changer les groupes d’un dossier',
    meaning: 'Mettre un dossier dans des groupes d’accès ou l’en retirer : d’autres le verront, ou ne le verront plus.',
  },
  'access.emergency': {
    group: 'groups',
    name: 'Ouvrir un dossier en urgence',
    meaning: 'Voir pour un temps un dossier hors de sa vue, en disant pourquoi. Le praticien concerné en est prévenu.',
  },
  'access.configure': {
    group: 'groups',
    name: 'Régler les groupes d’accès',
    meaning: 'Activer les groupes, en créer, et choisir qui en fait partie.',
  },
  'task.read': {
    group: 'tasks',
    name: 'Voir les tâches',
    meaning: 'Lire les tâches sans patient et celles des dossiers de sa vue.',
  },
  'task.edit': {
    group: 'tasks',
    name: 'Créer et faire des tâches',
    meaning: 'Créer une tâche, la confier, la dire faite, la retirer.',
  },
  'cabinet.configure': {
    group: 'cabinet',
    name: 'Régler le cabinet',
    meaning: 'Adresse et coordonnées, délai de verrouillage, étiquettes des dossiers.',
  },
  'people.read': {
    group: 'people',
    name: 'Voir les utilisateurs',
    meaning: 'Lire la liste des collègues et de leurs rôles.',
  },
  'people.configure': {
    group: 'people',
    name: 'Gérer les utilisateurs',
    meaning: 'Créer un utilisateur, fermer un accès, donner un nouveau mot de passe, choisir un rôle.',
  },
  'role.configure': {
    group: 'people',
    name: 'Régler les rôles',
    meaning: 'Dire ce que chaque rôle permet, en créer et en supprimer.',
  },
  'backup.make': {
    group: 'safety',
    name: 'Faire une sauvegarde',
    meaning: 'Lancer une sauvegarde et voir les dernières.',
  },
  'backup.configure': {
    group: 'safety',
    name: 'Régler les sauvegardes',
    meaning: 'Choisir où et quand, combien en garder, et vérifier l’empreinte du contenu.',
  },
  'key.configure': {
    group: 'safety',
    name: 'Gérer les clés du cabinet',
    meaning: 'Refaire la clé de secours, changer le chiffrement, le trousseau de cet ordinateur.',
  },
  'network.configure': {
    group: 'safety',
    name: 'Régler le réseau',
    meaning: 'Partager le cabinet, accueillir un poste et retirer son accès.',
  },
  'journal.read': {
    group: 'journal',
    name: 'Lire et exporter le journal',
    meaning: 'Voir qui a fait quoi dans le cabinet, vérifier le journal et régler sa durée de conservation.',
  },
}
