import type { ContactChannel, ContactKind, RelationKind } from '#app/features/contacts/model.ts'
import { sayDayAndHour, sayNumber } from './common.ts'

/** What contacts are, in the words of the directory. */
export const contactKindText: Readonly<Record<ContactKind, string>> = {
  professional: 'Professionnel de santé',
  pharmacy: 'Pharmacie',
  laboratory: 'Laboratoire',
  facility: 'Établissement',
  insurer: 'Organisme d’assurance',
  person: 'Proche',
  other: 'Autre',
}

/** What a contact is to a patient. */
export const relationKindText: Readonly<Record<RelationKind, string>> = {
  'legal-guardian': 'Responsable légal',
  emergency: 'Contact d’urgence',
  'trusted-person': 'Personne de confiance',
  parent: 'Parent',
  spouse: 'Conjoint',
  child: 'Enfant',
  relative: 'Autre proche',
  payer: 'Responsable du paiement',
  insurer: 'Organisme d’assurance',
  'attending-physician': 'Médecin traitant',
  specialist: 'Médecin correspondant',
  pharmacy: 'Pharmacie',
  nurse: 'Infirmier',
  physiotherapist: 'Kinésithérapeute',
  laboratory: 'Laboratoire',
  other: 'Autre',
}

/** How a contact wishes to be written to. */
export const channelText: Readonly<Record<ContactChannel, string>> = {
  mssante: 'MSSanté',
  email: 'E-mail',
  post: 'Courrier',
  phone: 'Téléphone',
}

/** « Contacts » (PAT-7): the directory of the cabinet, and the relations of a patient. */
export const contactsText = {
  title: 'Contacts',
  goTo: 'Aller aux contacts',
  group: 'Contacts',
  add: 'Nouveau contact',
  list: 'Annuaire des contacts',
  pane: 'Contact',
  choose: 'Choisissez un contact dans la liste.',
  search: 'Rechercher un contact',
  searchHint: 'Nom, organisme, spécialité, ville, téléphone…',
  all: 'Tous',
  kinds: 'Type de contact',
  columns: { name: 'Nom', kind: 'Type', speciality: 'Spécialité', town: 'Ville', phone: 'Téléphone' },
  count: (total: number) => (total < 2 ? `${total} contact` : `${sayNumber(total)} contacts`),
  part: (first: number, last: number, count: number) =>
    `${sayNumber(first)} à ${sayNumber(last)} sur ${sayNumber(count)}`,
  previous: 'Précédents',
  next: 'Suivants',
  empty: {
    none: {
      title: 'L’annuaire est vide',
      text: 'Ajoutez les correspondants, les pharmacies et les proches que le cabinet contacte.',
    },
    searched: (text: string) => `Aucun contact pour « ${text} »`,
    searchedHint: 'Vérifiez l’orthographe, ou créez-le.',
    filtered: { title: 'Aucun contact de ce type', text: 'Choisissez un autre type, ou « Tous ».' },
  },
  typedFirst: 'La saisie de ce contact n’est pas enregistrée. Enregistrez-la ou annulez-la d’abord.',
  removed: 'Retiré de l’annuaire',
  remove: 'Retirer de l’annuaire',
  failedRemoval: 'Le contact n’a pas été retiré.',
  toasts: { removed: (name: string) => `Contact retiré : ${name}` },
  updated: (at: string, by: string) => `Modifié le ${sayDayAndHour(at)}${by === '' ? '' : ` par ${by}`}.`,
  relationsOf: (count: number) =>
    count === 0
      ? 'Lié à aucun dossier de votre vue.'
      : count === 1
        ? 'Lié à 1 dossier de votre vue.'
        : `Lié à ${sayNumber(count)} dossiers de votre vue.`,
  form: {
    readOnly: 'Votre rôle permet de lire l’annuaire, pas de le modifier.',
    create: 'Ajouter le contact',
    groups: { who: 'Identité', where: 'Coordonnées', more: 'Remarques' },
    kind: 'Type',
    title: 'Civilité',
    titleHint: 'Dr, Pr, Mme…',
    lastName: 'Nom',
    firstName: 'Prénom',
    organisation: 'Organisme',
    speciality: 'Spécialité',
    rpps: 'RPPS',
    addressLine: 'Adresse',
    addressComplement: 'Complément',
    postalCode: 'Code postal',
    town: 'Ville',
    phone: 'Téléphone',
    mobile: 'Mobile',
    email: 'E-mail',
    mssante: 'Adresse MSSanté',
    channel: 'Envoi préféré',
    comments: 'Commentaires',
  },
  errors: {
    lastName: 'Indiquez un nom de famille, ou un organisme.',
    organisation: 'Indiquez le nom de l’organisme.',
    email: 'Cette adresse n’est pas complète. Exemple : nom@exemple.fr.',
    rpps: 'Un RPPS compte 11 chiffres.',
    tooLong: 'Ce texte est trop long.',
  },
  relations: {
    title: 'Relations et contacts d’urgence',
    add: 'Ajouter une relation',
    edit: 'Modifier la relation',
    readOnly: 'Votre rôle permet de lire les relations, pas de les modifier.',
    none: 'Aucune relation renseignée.',
    hidden: 'Contact hors de votre vue',
    kind: 'Type de relation',
    contact: 'Contact',
    contactHint: 'Nom, organisme, ville…',
    comments: 'Précision',
    save: 'Enregistrer',
    cancel: 'Annuler',
    create: (typed: string) => `Créer « ${typed} »`,
    createTitle: 'Nouveau contact',
    createBack: 'Revenir à la recherche',
    required: 'Choisissez un contact dans la liste, ou créez-le.',
    modify: (name: string) => `Modifier la relation avec ${name}`,
    remove: (name: string) => `Retirer la relation avec ${name}`,
    removed: (name: string) => `Relation retirée : ${name}`,
    removedContact: 'retiré de l’annuaire',
    failed: 'La relation n’a pas été enregistrée.',
    failedRemoval: 'La relation n’a pas été retirée.',
    failedList: 'Les relations ne s’affichent pas.',
  },
} as const
