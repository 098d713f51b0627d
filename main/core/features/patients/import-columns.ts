import { nameKey } from '#app/kernel/letters.ts'

/** What a column of a CSV file may hold. */
export type ImportField =
  | 'birthName'
  | 'birthFirstNames'
  | 'firstBirthFirstName'
  | 'usedName'
  | 'usedFirstName'
  | 'sex'
  | 'birthDate'
  | 'birthPlaceCode'
  | 'birthPlaceText'
  | 'addressLine'
  | 'addressComplement'
  | 'postalCode'
  | 'town'
  | 'country'
  | 'mobile'
  | 'phone'
  | 'otherPhone'
  | 'email'
  | 'profession'
  | 'comments'
  | 'coverage.insuredNir'
  | 'coverage.birthRank'
  | 'coverage.regime'
  | 'coverage.amcNumber'
  | 'coverage.amcMemberNumber'
  | 'attendingPhysician.name'
  | 'attendingPhysician.rpps'
  | 'deceased'
  | 'deathDate'
  | 'fileNumber'

/** Without these a line is nobody. */
export const requiredColumns = [
  'birthName',
  'birthFirstNames',
  'sex',
  'birthDate',
] as const satisfies readonly ImportField[]

/**
 * Names a header may bear, compared without accent, case, space nor sign. « Nom » alone is the name used: files of other
 * programs put the married name there, and taking it for the birth name is the commonest reason why INSi knows nobody.
 */
const headerNames: Readonly<Record<ImportField, readonly string[]>> = {
  birthName: [
    'Nom de naissance',
    'Nom naissance',
    'Nom naiss.',
    'Nom de famille',
    'Nom patronymique',
    'Nom de jeune fille',
    'Birth name',
  ],
  birthFirstNames: [
    'Prénoms de naissance',
    'Prénom(s) de naissance',
    'Prénom(s)',
    'Prénoms',
    'Prénom',
    'Liste des prénoms',
    'Prénom de naissance',
    'Prénom naiss.',
    'First names',
  ],
  firstBirthFirstName: ['1er prénom de naissance', 'Premier prénom de naissance', '1er prénom', 'Premier prénom'],
  usedName: ['Nom utilisé', 'Nom d’usage', 'Nom usage', 'Nom usuel', 'Nom marital', 'Nom d’épouse', 'Nom', 'Last name'],
  usedFirstName: ['Prénom utilisé', 'Prénom usuel', 'Prénom d’usage', 'Prénom usage'],
  sex: ['Sexe', 'Genre', 'Sex', 'Civilité'],
  birthDate: [
    'Date de naissance',
    'Date naissance',
    'Date naiss.',
    'DDN',
    'Né(e) le',
    'Naissance',
    'Birth date',
    'Birthdate',
  ],
  birthPlaceCode: [
    'Code du lieu de naissance',
    'Code lieu de naissance',
    'Code lieu naissance',
    'Code INSEE de naissance',
    'Code INSEE naissance',
    'COG',
    'COG naissance',
    'Code commune de naissance',
    'INSEE',
  ],
  birthPlaceText: ['Lieu de naissance', 'Lieu naissance', 'Ville de naissance', 'Commune de naissance'],
  addressLine: ['Adresse', 'Adresse 1', 'Rue', 'Voie', 'Address'],
  addressComplement: ['Complément d’adresse', 'Complément adresse', 'Adresse 2', 'Complément'],
  postalCode: ['Code postal', 'CP', 'Postal code', 'Zip'],
  town: ['Ville', 'Commune', 'Localité', 'City', 'Town'],
  country: ['Pays', 'Country'],
  mobile: ['Téléphone mobile', 'Tél. mobile', 'Mobile', 'Portable', 'Tél. portable', 'Téléphone portable', 'GSM'],
  phone: ['Téléphone fixe', 'Tél. fixe', 'Téléphone', 'Tél.', 'Tel', 'Fixe', 'Domicile', 'Phone'],
  otherPhone: ['Autre téléphone', 'Téléphone 2', 'Tél. 2', 'Téléphone professionnel'],
  email: ['E-mail', 'Mail', 'Courriel', 'Adresse e-mail', 'Adresse mail'],
  profession: ['Profession', 'Métier'],
  comments: ['Commentaires', 'Commentaire', 'Remarques', 'Remarque', 'Notes', 'Note'],
  'coverage.insuredNir': [
    'NIR',
    'NIR de l’assuré',
    'Numéro de sécurité sociale',
    'N° sécurité sociale',
    'N° de sécurité sociale',
    'No SS',
    'N° SS',
    'Numéro SS',
    'Sécurité sociale',
  ],
  'coverage.birthRank': ['Rang de naissance', 'Rang'],
  'coverage.regime': ['Régime', 'Code régime'],
  'coverage.amcNumber': ['Numéro AMC', 'N° AMC', 'AMC', 'Mutuelle'],
  'coverage.amcMemberNumber': ['Numéro d’adhérent AMC', 'Numéro adhérent', 'N° adhérent', 'Numéro d’adhérent'],
  'attendingPhysician.name': ['Médecin traitant', 'MT'],
  'attendingPhysician.rpps': ['RPPS du médecin traitant', 'RPPS médecin traitant', 'RPPS MT'],
  deceased: ['Décédé', 'Décédé(e)', 'Décès'],
  deathDate: ['Date de décès', 'Date décès', 'Décédé le'],
  fileNumber: ['Fiche', 'Numéro de fiche', 'N° fiche', 'N° de fiche', 'Numéro de dossier', 'N° dossier'],
}

const fieldByHeader: ReadonlyMap<string, ImportField> = new Map(
  (Object.entries(headerNames) as [ImportField, readonly string[]][]).flatMap(([field, names]) =>
    names.map((name): [string, ImportField] => [nameKey(name), field]),
  ),
)

/** What the first line of a file was recognised as. */
export interface ImportHeader {
  /** What each column holds, by position; `null` for one that is not known. */
  readonly fields: readonly (ImportField | null)[]
  readonly unknown: readonly string[]
  readonly missing: readonly (typeof requiredColumns)[number][]
  /** A header that names the same thing as another one. */
  readonly twice: string | null
}

/** Recognises the columns of a header line. */
export function recogniseHeader(cells: readonly string[]): ImportHeader {
  const fields: (ImportField | null)[] = []
  const unknown: string[] = []
  let twice: string | null = null
  for (const cell of cells) {
    const field = fieldByHeader.get(nameKey(cell)) ?? null
    if (field === null) {
      if (cell !== '') unknown.push(cell.slice(0, 60))
    } else if (fields.includes(field)) twice ??= cell.slice(0, 60)
    fields.push(field)
  }
  return { fields, unknown, missing: requiredColumns.filter((field) => !fields.includes(field)), twice }
}
