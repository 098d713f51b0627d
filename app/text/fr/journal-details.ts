import { cardVerdict } from '#app/kernel/card-verdict.ts'
import { deviceProblem } from '#app/kernel/device-problem.ts'
import type { Permission } from '#app/kernel/permissions.ts'
import { sayDeviceRefusal, sayStanding } from './cards.ts'
import { sayDayAndHour } from './common.ts'
import { familyText, outcomeText } from './journal.ts'
import { peopleText } from './people.ts'
import { permissionText, roleText } from './permissions.ts'

/** The names of what is noted with an act. */
const details: Readonly<Record<string, string>> = {
  active: 'Accès ouvert',
  added: 'Ajoutés',
  address: 'Adresse',
  adoptsRpps: 'RPPS repris de la carte',
  assignedTo: 'Confiée à',
  authorities: 'Autorités',
  authority: 'Autorité',
  backup: 'Sauvegarde à la fermeture',
  base: 'Rôle de départ',
  before: 'Avant',
  beneficiaries: 'Bénéficiaires',
  capture: 'Repris de',
  card: 'Carte',
  cardNumber: 'Carte',
  cardSignature: 'Signature par la carte',
  cause: 'Cause',
  changed: 'Champs modifiés',
  code: 'Code',
  criteria: 'Critères',
  digest: 'Empreinte du document',
  done: 'Faite',
  dueOn: 'Échéance',
  enabled: 'Activé',
  endsAt: 'Jusqu’à',
  entries: 'Certificats révoqués',
  failuresBefore: 'Échecs auparavant',
  family: 'Famille',
  fileName: 'Sauvegarde',
  fileNumber: 'Numéro de fiche',
  filter: 'Filtre',
  fingerprint: 'Empreinte',
  fingerprints: 'Empreintes',
  format: 'Format',
  from: 'De la ligne',
  to: 'À la ligne',
  groups: 'Groupes d’accès',
  identity: 'Identité',
  issuedAt: 'Émise le',
  kind: 'Nature',
  leftOut: 'Autres restées sans ligne',
  lines: 'Lignes',
  lists: 'Listes',
  lostSight: 'Ne voit plus le dossier',
  name: 'Nom',
  notices: 'À savoir',
  permissions: 'Droits',
  port: 'Port',
  proxy: 'Intermédiaire',
  read: 'Lignes lues',
  reason: 'Motif',
  recordYears: 'Accès aux dossiers (années)',
  records: 'Dossiers',
  refused: 'Refusées',
  removed: 'Retirés',
  replaces: 'À la place de',
  restoredAt: 'Restaurée le',
  retention: 'Conservation',
  role: 'Rôle',
  rows: 'Résultats',
  seesAll: 'Voit tous les patients',
  sequence: 'Ligne',
  sharing: 'Partagé',
  source: 'Lecture',
  strictTraits: 'Traits stricts modifiés',
  takenAt: 'Sauvegarde du',
  technicalMonths: 'Lignes techniques (mois)',
  text: 'Recherche',
  times: 'Fois',
  tries: 'Essais',
  users: 'Utilisateurs',
  userId: 'Utilisateur',
  outcome: 'Résultat',
  verdict: 'Carte refusée',
  version: 'Version',
  why: 'Fin',
  words: 'Mots cherchés',
  written: 'Écrits',
}

/** The name of what is noted with an act. */
export function sayDetailName(name: string): string {
  return details[name] ?? name
}

/** Codes that stand in details, as words. */
const detailValues: Readonly<Record<string, string>> = {
  true: 'oui',
  false: 'non',
  inactivity: 'inactivité',
  asked: 'demandé',
  'on-demand': 'demandée',
  scheduled: 'planifiée',
  closing: 'à la fermeture',
  technical: 'lignes techniques',
  record: 'accès aux dossiers',
  CV: 'carte Vitale',
  CB: 'datamatrix INS',
  card: 'par la puce',
  'api-lecture': 'par l’API Lecture',
  button: 'par la personne',
  system: 'mise en veille de l’ordinateur',
  'line-closed': 'poste fermé',
  'seat-gone': 'poste parti',
  withdrawn: 'poste révoqué',
  expired: 'poste resté coupé',
  'other-user': 'autre utilisateur sur ce poste',
  'access-ended': 'accès fermé',
  'cabinet-closed': 'fermeture du cabinet',
}

/** What a code means where it stands, when it means something else elsewhere. */
const valuesOfDetail: Readonly<Record<string, (code: string) => string | undefined>> = {
  reason: (code) => ({ card: 'carte retirée', psc: 'fin de la session Pro Santé Connect' })[code],
  verdict: (code) => {
    const { data: verdict } = cardVerdict.safeParse(code)
    return verdict === undefined ? undefined : sayStanding(verdict)
  },
  notices: (code) =>
    ({
      'revocation-unknown': 'révocation non vérifiée',
      'revocation-stale': 'liste de révocation trop ancienne',
      'expires-soon': 'fin de validité proche',
    })[code],
  why: (code) => ({ 'four-hours': 'quatre heures', inactivity: 'trente minutes sans rien faire' })[code],
  outcome: (code) => {
    const { data: problem } = deviceProblem.safeParse(code)
    return problem === undefined ? { signed: 'signé' }[code] : sayDeviceRefusal({ problem })
  },
}

/** Names of fields that were changed, and of what was asked for in a search. */
const fieldNames: Readonly<Record<string, string>> = {
  ...peopleText.fields,
  seesAllPatients: 'voit tous les patients',
  description: 'Description',
  color: 'Couleur',
  initials: 'Initiales',
  patientTag: 'Tag patient',
  name: 'Nom',
  nameKey: 'Nom',
  firstNameKey: 'Prénom',
  birthDate: 'Date de naissance',
  birthName: 'Nom de naissance',
  birthFirstNames: 'Prénoms de naissance',
  firstBirthFirstName: 'Premier prénom de naissance',
  sex: 'Sexe',
  birthPlaceCode: 'Lieu de naissance',
  provisional: 'provisoire',
  retrieved: 'récupérée',
  validated: 'validée',
  qualified: 'qualifiée',
  ins: 'Matricule INS',
}

/** A code that an act notes, as people call it. */
function codeText(code: string): string | undefined {
  const texts: readonly Readonly<Record<string, string>>[] = [
    detailValues,
    roleText,
    familyText,
    outcomeText,
    fieldNames,
  ]
  for (const text of texts) if (Object.hasOwn(text, code)) return text[code]
  return Object.hasOwn(permissionText, code) ? permissionText[code as Permission].name : undefined
}

/** What is noted with an act under a name, as text. */
export function sayDetail(value: unknown, name = ''): string {
  if (Array.isArray(value)) return value.map((one) => sayDetail(one, name)).join(', ')
  if (typeof value === 'string') {
    const here = Object.hasOwn(valuesOfDetail, name) ? valuesOfDetail[name]?.(value) : undefined
    if (here !== undefined) return here
    if (/^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(value)) return sayDayAndHour(value)
    const date = /^(\d{4})-(\d{2})-(\d{2})$/.exec(value)
    if (date !== null) return `${date[3]}/${date[2]}/${date[1]}`
    const steps = value.split(' > ').map(codeText)
    return steps.every((step) => step !== undefined) ? steps.join(' puis ') : value
  }
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value)
      .map(([inside, field]) => `${sayDetailName(inside)} : ${sayDetail(field, inside)}`)
      .join(', ')
  }
  return value === null || value === undefined ? '' : (detailValues[String(value)] ?? String(value))
}
