import type { LabelChoice, PrintedKind } from '#app/features/printing/model.ts'
import type { Relative } from '#app/features/antecedents/model.ts'
import type { Sex } from '#app/features/patients/model.ts'

/** What is written on paper beside what people write: zones of a prescription, numbers of pages, heads of a summary. */
export const paperText = {
  /** The words of form S 3321 (cerfa n° 14465). */
  longTermZone: 'Prescriptions relatives au traitement de l’affection de longue durée reconnue (liste ou hors liste)',
  longTermMark: '(AFFECTION EXONÉRANTE)',
  otherZone: 'Prescriptions SANS RAPPORT avec l’affection de longue durée',
  otherMark: '(MALADIES INTERCURRENTES)',
  rpps: 'N° RPPS',
  finess: 'N° AM / FINESS',
  page: (page: number, pages: number) => `Page ${page} / ${pages}`,
  titles: {
    letter: 'Courrier',
    certificate: 'Certificat',
    label: 'Étiquettes',
    summary: 'Synthèse',
    treatments: 'Traitements en cours',
  },
  born: { F: 'née', M: 'né', I: 'né(e)' } satisfies Record<Sex, string>,
  bornOn: (sex: Sex, date: string, age: string) => `${paperText.born[sex]} le ${date}${age === '' ? '' : ` (${age})`}`,
  footer: (name: string, sex: Sex, date: string) => `${name}, ${paperText.born[sex]} le ${date}`,
  civilities: { F: 'Mme', M: 'M.', I: '' } satisfies Record<Sex, string>,
  sexes: { F: 'F', M: 'M', I: 'Indéterminé' } satisfies Record<Sex, string>,
  /** The traits of a matricule, beside it: without them it is worth nothing (RNIV 1 v2.0). */
  traits: {
    birthName: (name: string) => `Nom de naissance\u00a0: ${name}`,
    birthFirstNames: (names: string) => `Prénoms de naissance\u00a0: ${names}`,
    bornAt: (born: string, place: string, code: string) => {
      const said = [place, code === '' ? '' : `(${code})`].filter((part) => part !== '').join(' ')
      return said === '' ? born : `${born}, ${said}`
    },
    sex: (sex: string) => `Sexe\u00a0: ${sex}`,
  },
  ins: (matricule: string) => `INS\u00a0: ${matricule}`,
  sector: (sector: string) => `Conventionné secteur ${sector}`,
  phone: (phone: string) => `Tél.\u00a0: ${phone}`,
  fileNumber: (number: number) => `Dossier n°\u00a0${number}`,
  attendingPhysician: (name: string) => `Médecin traitant\u00a0: ${name}`,
  placeAndDate: (town: string, date: string) => (town === '' ? `Le ${date}` : `${town}, le ${date}`),
  summary: {
    madeOn: (date: string, name: string) => `Établie le ${date} par ${name}.`,
    allergies: 'Allergies et intolérances',
    allergiesUnknown: 'Non renseignées. Ce n’est pas une absence d’allergie.',
    allergiesNone: (date: string, by: string) => `Aucune connue — déclaré le ${date}, ${by}`,
    toConfirm: 'à confirmer',
    likely: 'probable',
    problems: 'Pathologies en cours',
    past: 'Antécédents',
    family: 'Antécédents familiaux',
    treatments: 'Traitements en cours',
    vaccinations: 'Vaccinations',
    measures: 'Dernières mesures',
    none: 'Rien n’est noté au dossier.',
    ald: 'ALD',
    since: (date: string) => `depuis ${date}`,
  },
  noKnownAllergy: 'aucune connue',
  relatives: {
    mother: 'Mère',
    father: 'Père',
    sister: 'Sœur',
    brother: 'Frère',
    daughter: 'Fille',
    son: 'Fils',
    'maternal-grandmother': 'Grand-mère maternelle',
    'maternal-grandfather': 'Grand-père maternel',
    'paternal-grandmother': 'Grand-mère paternelle',
    'paternal-grandfather': 'Grand-père paternel',
    'maternal-side': 'Côté maternel',
    'paternal-side': 'Côté paternel',
    other: 'Autre parent',
  } satisfies Record<Relative, string>,
  treatmentList: {
    intro: 'Voici les médicaments notés dans votre dossier à cette date. Montrez cette liste à tout soignant.',
    drug: 'Médicament',
    dosage: 'Comment le prendre',
    duration: 'Durée',
    longTerm: 'Au long cours',
    asNeeded: 'si besoin',
    none: 'Aucun traitement en cours n’est noté dans votre dossier.',
    notAPrescription:
      'Cette liste n’est pas une ordonnance. N’arrêtez ni ne changez rien sans en parler à votre médecin.',
    allergies: 'Vos allergies et intolérances notées',
  },
} as const

/** « 24 novembre 2026 », « 1er mai 2026 ». Unknown parts are left out. */
export function sayDay(date: string): string {
  const [year = '', month = '', day = ''] = date.split('-')
  const named = monthNames[Number(month) - 1]
  if (named === undefined) return year
  if (day === '' || day === '00') return `${named} ${year}`
  return `${day === '01' ? '1er' : String(Number(day))} ${named} ${year}`
}

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

/** What the dialogs of printing say. */
export const printingText = {
  menu: { label: 'Étiquette…', summary: 'Synthèse…', treatments: 'Traitements en cours…' },
  kinds: {
    label: 'Étiquette',
    summary: 'Synthèse',
    treatments: 'Traitements en cours',
    letter: 'Courrier',
    prescription: 'Ordonnance',
    document: 'Document',
  } satisfies Record<PrintedKind, string>,
  facts: {
    name: 'Nom et prénom',
    'birth-name': 'Nom de naissance',
    'birth-date': 'Date de naissance',
    sex: 'Sexe',
    address: 'Adresse',
    phone: 'Téléphone',
    'file-number': 'Numéro de dossier',
    matricule: 'Matricule INS (identité qualifiée)',
    'attending-physician': 'Médecin traitant',
    barcode: 'Code-barres du numéro de dossier',
    'data-matrix': 'Datamatrix INS (identité qualifiée)',
  } satisfies Record<LabelChoice, string>,
  dialog: {
    title: (what: string) => `Imprimer\u00a0: ${what.toLocaleLowerCase('fr')}`,
    facts: 'Informations',
    chooseOne: 'Choisissez au moins une information.',
    format: 'Format d’étiquette',
    startAt: 'Première place libre',
    startAtHint: (most: number) => `De 1 à ${most}, de gauche à droite et de haut en bas.`,
    copies: 'Exemplaires',
    copiesHint: 'De 1 à 200.',
    preview: 'Aperçu',
    waiting: 'Mise en page…',
    printer: 'Imprimante',
    browserPrinter: 'L’imprimante et le nombre d’exemplaires se règlent dans la fenêtre du navigateur.',
    systemPrinter: 'Choisir dans la fenêtre de l’ordinateur',
    noPrinter: 'Aucune imprimante n’est installée sur cet ordinateur. Installez-en une, puis rouvrez cette fenêtre.',
    printersUnread:
      'Les imprimantes de cet ordinateur n’ont pas pu être lues. Imprimez par la fenêtre de l’ordinateur.',
    remembered: 'Retenue pour ce type d’impression, sur cet ordinateur.',
    print: 'Imprimer',
    cancel: 'Annuler',
    close: 'Fermer',
    failed: (printer: string) =>
      `L’imprimante «\u00a0${printer}\u00a0» n’a pas pris le document. Vérifiez qu’elle est allumée, puis réessayez.`,
    refusedHere: 'Ce document n’a pas pu être remis à l’impression. Rien n’est sorti. Réessayez.',
    sent: 'Remis à l’imprimante.',
    opened: 'La fenêtre d’impression de l’ordinateur est ouverte.',
  },
  letterhead: {
    title: 'En-tête',
    intro:
      'Le nom, l’adresse, le téléphone et le FINESS viennent de «\u00a0Cabinet\u00a0»\u00a0; ceux du praticien, de sa fiche d’utilisateur.',
    logo: 'Logo',
    logoHint:
      'PNG ou JPEG. L’image est redessinée à 900 points de large au plus\u00a0: rien d’autre du fichier n’est gardé.',
    choose: 'Choisir une image…',
    replace: 'Remplacer…',
    remove: 'Retirer',
    noLogo: 'Aucun logo',
    logoAlt: 'Logo du cabinet',
    unread: 'Ce fichier n’est pas une image que l’ordinateur sait lire. L’en-tête n’a pas été modifié.',
    footer: 'Mention au pied de page',
    footerHint: 'Par exemple les moyens de paiement acceptés. Imprimée sur chaque page.',
    save: 'Enregistrer',
    saved: 'En-tête enregistré',
    undo: 'Annuler',
  },
} as const
