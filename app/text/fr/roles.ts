import { sayNumber as count } from './common.ts'

const people = (value: number) => `${value} personne${value > 1 ? 's' : ''}`

/** « Paramètres › Rôles », and what somebody with a role will see. */
export const rolesText = {
  title: 'Rôles',
  add: 'Nouveau rôle',
  columns: { name: 'Nom', base: 'Origine', people: 'Util.' },
  preset: 'Fourni',
  changed: 'Modifié',
  basedOn: (name: string) => `D’après ${name}`,
  choose: 'Choisissez un rôle dans la liste.',
  about:
    'Les rôles disent ce que chacun peut faire ; les groupes d’accès, quels patients il voit. Un changement vaut dès la prochaine action de ceux qui ont le rôle.',
  pane: 'Rôle',
  newPane: 'Nouveau rôle',
  fields: { name: 'Nom du rôle', description: 'Description', base: 'Part de', permissions: 'Permissions' },
  baseHint: 'Le rôle garde les différences avec celui-ci et suit ses évolutions.',
  baseFixed: 'Ne change plus : des utilisateurs ont ce rôle.',
  fixed: 'Rôle fourni : son nom ne change pas, ses permissions se règlent.',
  people: (number: number) =>
    number === 0
      ? 'Personne n’a ce rôle.'
      : number === 1
        ? 'Une personne a ce rôle.'
        : `${people(number)} ont ce rôle.`,
  effect: (number: number) =>
    number === 1
      ? 'Une personne a ce rôle : le changement vaut dès sa prochaine action.'
      : `${people(number)} ont ce rôle : le changement vaut dès leur prochaine action.`,
  parts: {
    clinical: 'Soins : dossiers des patients',
    privileged: 'Administration du cabinet',
    general: 'Usage commun',
  },
  apart:
    'Un rôle ouvre les dossiers ou administre le cabinet, jamais les deux : qui crée les comptes et change les droits n’ouvre pas de dossier, et un mot de passe perdu ne donne pas tout (Ségur, comptes à privilèges).',
  takeOff: {
    clinical: 'Pour choisir ces permissions, retirez d’abord celles d’administration.',
    privileged: 'Pour choisir ces permissions, retirez d’abord celles de soins.',
  },
  keepsAdministration:
    'L’administrateur garde ces permissions : il faut toujours quelqu’un pour administrer le cabinet.',
  needs: (name: string) => `Demande aussi « ${name} ».`,
  restore: 'Rétablir',
  restoreHint: 'Rendre à ce rôle ses permissions d’origine.',
  restored: (name: string) => `« ${name} » a de nouveau ses permissions d’origine.`,
  remove: 'Supprimer le rôle…',
  deletion: {
    title: 'Supprimer le rôle',
    text: (name: string) => `« ${name} » disparaît de la liste. Personne ne l’a : aucun accès ne change.`,
    keep: 'Garder le rôle',
    confirm: 'Supprimer',
    inUse: 'Donnez un autre rôle à ces personnes avant de supprimer celui-ci.',
    done: (name: string) => `Le rôle « ${name} » est supprimé.`,
  },
  create: 'Créer le rôle',
  errors: { name: 'De 1 à 60 caractères.', nameTaken: 'Un rôle porte déjà ce nom.' },
  sight: {
    title: 'Ce que cette personne verra',
    rail: 'Rubriques',
    sections: 'Paramètres',
    actions: 'Peut',
    nothing: 'Rien de plus que consulter.',
    records: 'Dossiers',
    none: 'Aucun dossier, aucun nom de patient.',
    byGroups: 'Ceux de ses groupes d’accès, ou tous si sa fiche le dit.',
    all: (of: number) => `Les ${count(of)} dossiers du cabinet.`,
    some: (patients: number, of: number) =>
      `${count(patients)} dossier${patients > 1 ? 's' : ''} sur ${count(of)}, ceux de ses groupes.`,
    off: (of: number) => `Les ${count(of)} dossiers du cabinet : les groupes d’accès ne sont pas affichés.`,
    waiting: 'Calcul…',
    failed: 'Nombre de dossiers non calculé.',
  },
} as const
