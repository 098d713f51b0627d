import type { DuplicateCandidate, InsAttribute, InsStatus, Sex } from '#app/features/patients/model.ts'

const monthNames = [
  'janvier',
  'février',
  'mars',
  'avril',
  'mai',
  'juin',
  'juillet',
  'août',
  'septembre',
  'octobre',
  'novembre',
  'décembre',
] as const

/** What a sentence may quote: only what the person typed, or public facts. */
type Data = Readonly<Record<string, string | number>>

/** Why a field of the civil status is refused, or what it makes people notice. */
const civilStatus = {
  required: () => 'À renseigner.',
  'name.signs': (data: Data) =>
    `Signes refusés dans un nom\u00a0: ${data['signs'] ?? ''}. Lettres, espace, trait d’union et apostrophe seulement.`,
  'name.empty': () => 'Au moins une lettre est attendue.',
  'name.start': () => 'Un nom ne commence pas par un trait d’union.',
  'name.end': () => 'Un prénom ne finit ni par un trait d’union ni par une apostrophe.',
  'name.double-hyphen': () => 'Trop de traits d’union à la suite.',
  'name.doubled': () => 'Espace et apostrophe ne se suivent pas.',
  'first-name.not-in-list': () => 'Le 1er prénom de naissance doit commencer la liste des prénoms de naissance.',
  'date.empty': () => 'À renseigner, au besoin 00 pour un jour ou un mois inconnu.',
  'date.format': () => 'Date non reconnue. Par exemple : 14/07/1977, 140777 ou 14 juil 77.',
  'date.day': (data: Data) => dayRefused(Number(data['month']), Number(data['year']), Number(data['days'])),
  'date.month': () => 'Ce mois n’existe pas.',
  'date.future': () => 'Cette date est dans l’avenir.',
  'date.too-old': () => 'Cette date a plus de 130 ans.',
  'date.partial': () => 'Date incomplète : elle est gardée telle quelle, et interprétée pour les téléservices.',
  'date.lunar': () => 'Mois supérieur à 12 : date lunaire, gardée telle quelle. À vérifier.',
  'death.before-birth': () => 'Le décès précède la naissance.',
  'death.not-deceased': () => 'Une date de décès est renseignée : cochez « Décédé », ou effacez-la.',
  'death.no-date': () => 'Date de décès non renseignée.',
  'place.unknown': () => 'Lieu inconnu : l’identité ne pourra être ni validée ni qualifiée.',
  'place.no-words': () => 'Né à l’étranger : notez la ville du document d’identité.',
  'sex.indeterminate': () => 'Sexe indéterminé : le téléservice INSi ne peut pas être interrogé.',
  'nir.format': () => 'Un numéro de sécurité sociale a 13 caractères, suivis d’une clé de 2 chiffres.',
  'nir.key': (data: Data) => `La clé ne correspond pas à ce numéro\u00a0: ${data['expected'] ?? ''} attendu.`,
  'phone.format': () => 'Numéro de téléphone non reconnu.',
  'postal-code.format': () => 'Un code postal français a 5 chiffres.',
  'rpps.key': () => 'Ce numéro RPPS comporte sans doute une faute de frappe.',
} as const

/** « Février 1958 a 28 jours. » */
function dayRefused(month: number, year: number, days: number): string {
  const name = monthNames[month - 1] ?? ''
  return `${name.charAt(0).toUpperCase()}${name.slice(1)} ${year} a ${days} jours.`
}

/** Everything said about patients: labels as in the specification, statuses, remarks on fields. */
export const patientsText = {
  fields: {
    birthName: 'Nom de naissance',
    firstBirthFirstName: '1er prénom de naissance',
    birthFirstNames: 'Prénoms de naissance',
    usedName: 'Nom utilisé',
    usedFirstName: 'Prénom utilisé',
    sex: 'Sexe',
    birthDate: 'Date de naissance',
    birthPlaceCode: 'Lieu de naissance',
    birthPlaceText: 'Ville de naissance, en toutes lettres',
    addressLine: 'Adresse',
    addressComplement: 'Complément d’adresse',
    postalCode: 'Code postal',
    town: 'Ville',
    country: 'Pays',
    mobile: 'Téléphone mobile',
    phone: 'Téléphone fixe',
    otherPhone: 'Autre téléphone',
    email: 'E-mail',
    profession: 'Profession',
    maritalStatus: 'Situation familiale',
    comments: 'Commentaires',
    'billing.payerName': 'Facturer à',
    'billing.payerAddress': 'Adresse de facturation',
    'billing.note': 'Note de facturation',
    otherIdentifiers: 'Autres identifiants',
    'otherIdentifiers.issuer': 'Organisme',
    'otherIdentifiers.value': 'Identifiant',
    'coverage.insuredNir': 'NIR de l’assuré',
    'coverage.birthRank': 'Rang de naissance',
    'coverage.regime': 'Régime',
    'coverage.amcNumber': 'Numéro AMC',
    'coverage.amcMemberNumber': 'Numéro d’adhérent AMC',
    'attendingPhysician.name': 'Médecin traitant',
    'attendingPhysician.rpps': 'RPPS du médecin traitant',
    deceased: 'Décédé',
    deathDate: 'Date de décès',
    rcp: 'RCP',
    vsmReminderOn: 'Rappel VSM',
    fileNumber: 'Fiche',
    tagIds: 'Tags',
    matricule: 'Matricule INS',
  },
  sexes: { F: 'Féminin', M: 'Masculin', I: 'Indéterminé' } satisfies Record<Sex, string>,
  sexesInBand: { F: 'Femme', M: 'Homme', I: 'Sexe indéterminé' } satisfies Record<Sex, string>,
  /** « née BERTIN », « né LACAZE ». */
  bornAs: { F: 'née', M: 'né', I: 'né(e)' } satisfies Record<Sex, string>,
  maritalStatuses: {
    single: 'Célibataire',
    married: 'Marié(e)',
    pacs: 'Pacsé(e)',
    cohabiting: 'Concubinage',
    divorced: 'Divorcé(e)',
    separated: 'Séparé(e)',
    widowed: 'Veuf ou veuve',
  },
  /** Said of one person, whose sex is known: « Mariée », « Veuf ». */
  maritalStatusesOf: {
    F: {
      single: 'Célibataire',
      married: 'Mariée',
      pacs: 'Pacsée',
      cohabiting: 'En concubinage',
      divorced: 'Divorcée',
      separated: 'Séparée',
      widowed: 'Veuve',
    },
    M: {
      single: 'Célibataire',
      married: 'Marié',
      pacs: 'Pacsé',
      cohabiting: 'En concubinage',
      divorced: 'Divorcé',
      separated: 'Séparé',
      widowed: 'Veuf',
    },
  },
  insStatuses: {
    provisional: 'Identité provisoire',
    retrieved: 'Identité récupérée',
    validated: 'Identité validée',
    qualified: 'Identité qualifiée',
  } satisfies Record<InsStatus, string>,
  /** In the column « INS » of the list, where room is short. */
  insStatusesShort: {
    provisional: 'Provisoire',
    retrieved: 'Récupérée',
    validated: 'Validée',
    qualified: 'Qualifiée',
  } satisfies Record<InsStatus, string>,
  insAttributes: {
    homonym: 'Homonyme',
    doubtful: 'Douteuse',
    fictitious: 'Fictive',
  } satisfies Record<InsAttribute, string>,
  insKo: 'INS KO',
  ageUnits: {
    years: (value: number) => `${value} an${value > 1 ? 's' : ''}`,
    months: (value: number) => `${value} mois`,
    days: (value: number) => `${value} jour${value > 1 ? 's' : ''}`,
  },
  monthNames,
  civilStatus,
  duplicateReasons: {
    'same-matricule': 'Même matricule INS',
    'same-traits': 'Mêmes traits d’identité',
    'same-name-and-birth': 'Même nom et même date de naissance',
    'swapped-names': 'Nom et prénom inversés',
    'close-name-and-birth': 'Nom proche et même date de naissance',
    'same-names': 'Mêmes nom et prénom',
  } satisfies Record<DuplicateCandidate['reasons'][number], string>,
  imports: {
    headers: (names: string) => `Colonnes obligatoires absentes\u00a0: ${names}.`,
    /** A married name read as a birth name is the commonest error of identity (RNIV): the file must say which it is. */
    whichName:
      'La colonne «\u00a0Nom\u00a0» est lue comme nom utilisé. Si elle contient le nom de naissance, renommez-la «\u00a0Nom de naissance\u00a0»\u00a0; sinon ajoutez cette colonne.',
    headerTwice: (name: string) => `Deux colonnes portent le nom «\u00a0${name}\u00a0».`,
    empty: 'Ce fichier est vide.',
    malformed: 'La structure du fichier n’est plus lisible à partir de cette ligne : guillemets ou nombre de colonnes.',
    binary: 'Ce fichier n’est pas un fichier texte.',
    tooLong: (most: number) => `Texte trop long\u00a0: ${most} caractères au plus.`,
    cellTooLong: 'Une cellule est démesurée : ce n’est pas un fichier de patients.',
    tooMany: (most: number) => `Trop de lignes\u00a0: ${most} au plus.`,
    formula: 'Une cellule commence comme une formule de tableur : elle est refusée.',
    sex: 'Sexe non reconnu : F, M ou I attendu.',
    place: 'Code du lieu de naissance non reconnu : 5 caractères attendus.',
    email: 'E-mail non reconnu.',
    flag: 'Oui ou non attendu.',
    number: 'Nombre entier attendu.',
    fileNumberTaken: (number: number) => `La fiche ${number} existe déjà.`,
    twiceInFile: (line: number) => `Même patient qu’à la ligne ${line} du fichier.`,
    inCabinet: (fileNumber: number) => `Ce patient a déjà un dossier\u00a0: fiche ${fileNumber}.`,
    unreadable: 'Valeur non reconnue.',
    /** In the column « field » of the report, when the whole line or file is at fault. */
    wholeLine: 'Ligne',
    wholeFile: 'Fichier',
  },
} as const
