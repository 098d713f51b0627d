/** What a table of records is called, and the FHIR resource it is nearest to. */
export interface TableWords {
  readonly title: string
  readonly fhir: string | null
}

/** The tables of records, as an archive and its documentation name them. A test holds that none is left out. */
export const tableWords: Readonly<Record<string, TableWords>> = {
  patient: { title: 'État civil et couverture', fhir: 'Patient' },
  patient_identity: { title: 'Origine et contrôle de l’identité', fhir: null },
  identity_proof: { title: 'Preuves d’identité', fhir: 'Patient.identifier' },
  identity_marking: { title: 'Identités marquées douteuses, homonymes ou fictives', fhir: null },
  patient_known_number: { title: 'Anciens matricules INS', fhir: 'Patient.identifier' },
  teleservice_exchange: { title: 'Appels à l’Assurance Maladie', fhir: 'AuditEvent' },
  rights_answer: { title: 'Droits à l’Assurance Maladie', fhir: 'Coverage' },
  patient_tag: { title: 'Tags', fhir: 'Patient.meta.tag' },
  patient_consent: { title: 'Consentements', fhir: 'Consent' },
  patient_relation: { title: 'Relations', fhir: 'RelatedPerson' },
  patient_block: { title: 'Blocage des rendez-vous', fhir: null },
  patient_merge: { title: 'Fusions', fhir: null },
  patient_merge_row: { title: 'Fusions, ligne à ligne', fhir: null },
  patient_access_group: { title: 'Groupes d’accès', fhir: null },
  emergency_access: { title: 'Accès d’urgence', fhir: 'AuditEvent' },
  emergency_acknowledgement: { title: 'Accès d’urgence pris en compte', fhir: 'AuditEvent' },
  draft: { title: 'Brouillons', fhir: null },
  task: { title: 'Tâches', fhir: 'Task' },
  record_entry: { title: 'Historique', fhir: 'Composition' },
  record_entry_text: { title: 'Textes de l’historique', fhir: 'Composition.section' },
  note: { title: 'Consultations', fhir: 'Encounter' },
  note_revision: { title: 'Révisions des consultations', fhir: 'Composition' },
  problem: { title: 'Antécédents et pathologies', fhir: 'Condition' },
  family_history: { title: 'Antécédents familiaux', fhir: 'FamilyMemberHistory' },
  habitus: { title: 'Habitus', fhir: 'Observation' },
  allergy: { title: 'Allergies et intolérances', fhir: 'AllergyIntolerance' },
  allergy_statement: { title: 'Déclarations « Aucune allergie connue »', fhir: 'AllergyIntolerance' },
  vaccination: { title: 'Vaccinations', fhir: 'Immunization' },
  vaccination_refusal: { title: 'Refus de vaccination', fhir: 'Immunization.statusReason' },
  memo: { title: 'Notes du dossier', fhir: 'Communication' },
  personal_memo: { title: 'Notes personnelles', fhir: 'Communication' },
  treatment: { title: 'Traitements', fhir: 'MedicationStatement' },
  prescription: { title: 'Ordonnances', fhir: 'MedicationRequest' },
  measurement: { title: 'Mesures', fhir: 'Observation' },
  result: { title: 'Résultats', fhir: 'DiagnosticReport' },
  result_value: { title: 'Valeurs des résultats', fhir: 'Observation' },
  letter: { title: 'Courriers', fhir: 'DocumentReference' },
  letter_revision: { title: 'Révisions des courriers', fhir: 'DocumentReference' },
  document: { title: 'Documents', fhir: 'DocumentReference' },
  document_version: { title: 'Versions des documents', fhir: 'DocumentReference' },
  document_words: { title: 'Textes des documents', fhir: null },
  verification_item: { title: 'Vérifications de l’INS', fhir: null },
  contact: { title: 'Annuaire', fhir: 'Practitioner' },
  tag: { title: 'Tags du cabinet', fhir: null },
  document_category: { title: 'Catégories de documents', fhir: 'DocumentReference.category' },
}

/** What a table is called. */
export function sayTable(name: string): string {
  return tableWords[name]?.title ?? name
}

/** Counts of a record in a sentence: « 2 consultations et 1 document ». Of the kinds a person thinks in. */
const counted: readonly (readonly [kind: string, one: string, many: string])[] = [
  ['note', 'consultation', 'consultations'],
  ['document', 'document', 'documents'],
  ['letter', 'courrier', 'courriers'],
  ['prescription', 'ordonnance', 'ordonnances'],
  ['result', 'résultat', 'résultats'],
  ['measurement', 'mesure', 'mesures'],
  ['problem', 'antécédent', 'antécédents'],
  ['allergy', 'allergie', 'allergies'],
  ['treatment', 'traitement', 'traitements'],
  ['vaccination', 'vaccination', 'vaccinations'],
  ['memo', 'note du dossier', 'notes du dossier'],
  ['personal_memo', 'note personnelle', 'notes personnelles'],
  ['task', 'tâche', 'tâches'],
  ['patient_relation', 'relation', 'relations'],
  ['draft', 'brouillon', 'brouillons'],
]

/** What so many of a kind are called: « consultation », « consultations »; the name of the table for what nobody counts. */
export function sayKind(kind: string, count: number): string {
  const words = counted.find(([known]) => known === kind)
  if (words === undefined) return sayTable(kind)
  return count > 1 ? words[2] : words[1]
}

/** « 2 consultations et 1 document », or `null` when there is nothing of these. */
export function sayContents(contents: readonly { readonly kind: string; readonly count: number }[]): string | null {
  const parts = counted.flatMap(([kind, one, many]) => {
    const count = contents.find((each) => each.kind === kind)?.count ?? 0
    return count === 0 ? [] : [`${count} ${count > 1 ? many : one}`]
  })
  if (parts.length === 0) return null
  const last = parts.at(-1) ?? ''
  return parts.length === 1 ? last : `${parts.slice(0, -1).join(', ')} et ${last}`
}

/** What the pages inside an archive say. */
export const archivePages = {
  title: (name: string) => `Dossier de ${name}`,
  all: (cabinet: string) => `Dossiers patient — ${cabinet}`,
  madeAt: (at: string, by: string, cabinet: string) => `Exporté le ${at} par ${by}, ${cabinet}.`,
  patient: 'Patient',
  born: 'Date de naissance',
  sex: 'Sexe',
  fileNumber: 'Fiche',
  identity: 'État civil',
  history: 'Historique',
  documents: 'Documents',
  openFile: 'Ouvrir le fichier',
  nothing: 'Rien n’est renseigné.',
  allergies: 'Allergies et intolérances',
  noAllergy: (at: string, by: string) => `Aucune allergie connue, déclaré le ${at} par ${by}.`,
  allergiesUnknown: 'Non renseigné.',
  removed: 'Retiré',
  leftOut: 'Ce que cet export ne contient pas',
  files: 'Données pour un autre logiciel',
  filesHint:
    'Le dossier « donnees » contient les mêmes données en JSON, une par table ; « documentation » décrit chaque champ. MANIFEST.json donne l’empreinte SHA-256 de chaque fichier.',
  insProof: 'INS',
  proofColumns: ['Preuve', 'Donnée le', 'Par', 'Retirée'],
  author: 'Auteur',
  date: 'Date',
  kind: 'Nature',
  text: 'Texte',
  kinds: {
    consultation: 'Consultation',
    document: 'Document',
    letter: 'Courrier',
    prescription: 'Ordonnance',
    result: 'Résultat',
    vaccination: 'Vaccination',
    message: 'Message',
  },
  columns: {
    birth_name: 'Nom de naissance',
    birth_first_names: 'Prénoms de naissance',
    used_name: 'Nom utilisé',
    used_first_name: 'Prénom utilisé',
    sex: 'Sexe',
    birth_date: 'Date de naissance',
    birth_place_code: 'Code du lieu de naissance',
    birth_place_text: 'Lieu de naissance',
    ins_matricule: 'Matricule INS',
    ins_key: 'Clé',
    ins_oid: 'OID',
    ins_status: 'Statut de l’identité',
    address_line: 'Adresse',
    address_complement: 'Complément',
    postal_code: 'Code postal',
    town: 'Ville',
    country: 'Pays',
    mobile: 'Mobile',
    phone: 'Téléphone',
    other_phone: 'Autre téléphone',
    email: 'E-mail',
    profession: 'Profession',
    marital_status: 'Situation',
    comments: 'Commentaires',
    coverage_insured_nir: 'NIR de l’assuré',
    coverage_birth_rank: 'Rang',
    coverage_regime: 'Régime',
    coverage_amc_number: 'AMC',
    coverage_amc_member_number: 'N° d’adhérent',
    attending_physician_name: 'Médecin traitant',
    attending_physician_rpps: 'RPPS',
    death_date: 'Date de décès',
  } as Readonly<Record<string, string>>,
  unitLeavesOut: [
    'Les notes personnelles du praticien et le journal des accès : un export d’un seul dossier ne les contient pas, sauf décision de justice.',
    'Les brouillons : ce qui n’est pas signé n’est pas un acte.',
    'Les exports précédents de ce dossier, et ce qui n’appartient qu’au cabinet : groupes d’accès, blocage, fusions.',
  ],
  massiveLeavesOut: [
    'Les brouillons : ce qui n’est pas signé n’est pas un acte.',
    'Les exports précédents, et ce qui n’appartient qu’au cabinet : comptes, groupes d’accès, blocages, fusions, journal complet (exporté depuis le journal).',
  ],
  documentation: 'Documentation de l’archive',
  documentationHint:
    'Chaque table est un fichier JSON « { table, rows } ». Les instants sont en UTC (ISO 8601), les dates civiles AAAA-MM-JJ (parties inconnues 00), les identifiants des UUID. Les fichiers sont nommés dans « fichiers.json » par leur empreinte SHA-256. « Aucune allergie connue » est une ligne de allergy_statement sans fin ; aucune ligne veut dire non renseigné.',
  column: 'Champ',
  type: 'Type',
  required: 'Obligatoire',
  pointsAt: 'Renvoie à',
  yes: 'oui',
  no: 'non',
} as const

/** What the screens and the command line say of exports and imports. */
export const portabilityText = {
  exportItem: 'Exporter les dossiers patient',
  started: 'Export du dossier en cours',
  progress: (done: number, total: number) => `${done} documents sur ${total}`,
  stop: 'Arrêter',
  done: 'L’export est dans les documents du dossier.',
  show: 'Voir',
  failed: 'L’export n’a pas abouti',
  close: 'Fermer',
  section: 'Export et import',
  sectionHint:
    'Vos dossiers vous appartiennent : une archive se lit sans ce programme, et se reprend dans un autre cabinet sans rien perdre.',
  exportAll: 'Exporter tous les dossiers',
  exportAllHint:
    'Une archive ZIP de tous les dossiers que vous voyez, notes personnelles et accès compris. Elle n’est pas chiffrée : rangez-la en lieu sûr.',
  importAll: 'Importer une archive',
  importHint:
    'L’archive est vérifiée en entier avant d’écrire. Un dossier déjà présent n’est pas modifié ; les dossiers importés entrent dans vos groupes d’accès.',
  chooseFolder: 'Choisir un dossier…',
  chooseArchive: 'Choisir une archive…',
  path: 'Chemin du fichier',
  exportAction: 'Exporter',
  importAction: 'Importer',
  fileName: (day: string) => `dossiers-patient-${day}.zip`,
  documentTitle: (day: string) => `Export du dossier du ${day}`,
  patientFileName: (name: string, day: string) => `export-${name}-${day}.zip`,
  exported: (path: string) => `Archive écrite : ${path}`,
  hostOnly: 'Cela se fait sur l’ordinateur du cabinet, dans la fenêtre du programme.',
  imported: (imported: number, skipped: number) =>
    `${imported} ${imported > 1 ? 'dossiers importés' : 'dossier importé'}, ${skipped} ${skipped > 1 ? 'laissés' : 'laissé'} (déjà présents).`,
  keptByName: (names: readonly string[]) => `Auteurs gardés par leur nom : ${names.join(', ')}.`,
  exporting: 'Export en cours',
  importing: 'Import en cours',
  patients: (done: number, total: number) => `${done} dossiers sur ${total}`,
  stopped: 'Travail arrêté. Rien n’a été laissé à moitié écrit.',
} as const
