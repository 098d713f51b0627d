import type { ActFamily, FaultKind, JournalFault, JournalLine, JournalVerdict } from '#app/features/journal/model.ts'
import { type ProblemCode, problemData } from '#app/kernel/problem.ts'
import { sayDayAndHour, sayNumber } from './common.ts'

/** The families of acts, in the order of the filter. */
export const familyText: Readonly<Record<ActFamily, string>> = {
  'records-read': 'Dossiers consultés',
  'records-changed': 'Dossiers modifiés',
  emergencies: 'Accès d’urgence',
  'printed-exported': 'Impressions et exports',
  contacts: 'Contacts',
  tasks: 'Tâches',
  sessions: 'Sessions',
  'people-and-access': 'Utilisateurs et accès',
  settings: 'Réglages',
  'backups-and-keys': 'Sauvegardes et clés',
  network: 'Réseau',
  journal: 'Journal',
}

/** How an act ended. */
export const outcomeText: Readonly<Record<JournalLine['outcome'], string>> = {
  done: 'Fait',
  refused: 'Refusé',
  failed: 'Échoué',
}

/** Why the core acted by itself, in the column of who acted. */
const services: Readonly<Record<string, string>> = {
  backup: 'Le programme (sauvegarde)',
  training: 'Le programme (formation)',
  'inactivity-lock': 'Le programme (inactivité)',
  psc: 'Le programme (fin de Pro Santé Connect)',
  rekey: 'Le programme (chiffrement)',
  revocations: 'Le programme (listes de révocation)',
  network: 'Le programme (réseau)',
  medicines: 'Le programme (import des médicaments)',
  'session-end': 'Le programme (fin de session)',
  'journal-retention': 'Le programme (conservation)',
  'journal-check': 'Le programme (contrôle du journal)',
}

/** Who acted: a person, whoever they acted through, or the program itself. */
export function sayActor({ actorName, service }: Pick<JournalLine, 'actorName' | 'service'>): string {
  if (actorName !== '') return actorName
  return service === null ? '' : (services[service] ?? 'Le programme')
}

/** Why something was refused, in few words; the full sentences are written for the moment, not for a journal. */
const refusals: Partial<Readonly<Record<ProblemCode, string>>> = {
  unauthenticated: 'personne n’était connecté',
  locked: 'poste verrouillé',
  forbidden: 'droit insuffisant',
  'not-found': 'introuvable ou hors de vue',
  'invalid-input': 'saisie refusée',
  internal: 'erreur du programme',
  'edit.conflict': 'modifié entre-temps',
  'cabinet.wrong-password': 'mot de passe faux',
  'password.wrong': 'mot de passe faux',
  'cabinet.wait': 'délai d’attente après des erreurs',
  'cabinet.wrong-recovery-key': 'clé de secours fausse',
  'cabinet.busy': 'cabinet occupé',
  'access.nobody-matches': 'aucun dossier correspondant',
  'access.wait': 'délai d’attente après des erreurs',
  'patient.matricule-taken': 'matricule déjà porté',
  'password.too-weak': 'mot de passe trop faible',
  'person.last-administrator': 'dernier administrateur',
  'command.already-done': 'déjà fait',
}

/** The end of « Refusé : … », or an empty text. */
export function sayRefusalOf(problem: string | null): string {
  if (problem === null) return ''
  return Object.hasOwn(problemData, problem) ? (refusals[problem as ProblemCode] ?? problem) : problem
}

/** One fault of the chain, as a sentence. */
export function sayFault({ kind, sequence, to, noticedAt }: JournalFault): string {
  const lines = to === null ? `la ligne ${sayNumber(sequence)}` : `les lignes ${sayNumber(sequence)} à ${sayNumber(to)}`
  const several = to !== null
  const sentence: Readonly<Record<FaultKind, string>> = {
    altered: `${lines} ${several ? 'ne sont plus ce qui a été écrit' : 'n’est plus ce qui a été écrit'}`,
    removed: `${lines} ${several ? 'ont été retirées' : 'a été retirée'}`,
    reordered: `la ligne ${sayNumber(sequence)} a été déplacée : elle se trouve à la place de la ligne ${sayNumber(to ?? sequence)}`,
    inserted: `${lines} ${several ? 'n’ont pas été écrites' : 'n’a pas été écrite'} par le programme`,
    truncated: `${lines} ${several ? 'manquent' : 'manque'} : la fin du journal a été coupée`,
    'rolled-back': `${lines} ${several ? 'manquent' : 'manque'} : une base plus ancienne a été remise à la place du cabinet`,
    'seal-altered': 'le sceau du journal (journal.seal) a été modifié',
    'seal-missing': 'le sceau du journal (journal.seal) a été retiré',
    emptied: `${lines} ${several ? 'ont été vidées' : 'a été vidée'} avant terme`,
  }
  const text = sentence[kind]
  const said = `${text.charAt(0).toLocaleUpperCase('fr')}${text.slice(1)}`
  return noticedAt === null ? `${said}.` : `${said} (constaté le ${sayDayAndHour(noticedAt)}).`
}

/** The verdict in one sentence. */
export function sayVerdict({ lines, faultCount }: Pick<JournalVerdict, 'lines' | 'faultCount'>): string {
  const read = `${sayNumber(lines)} ${lines > 1 ? 'lignes lues' : 'ligne lue'}`
  if (faultCount === 0) return `Journal intact : ${read}, aucune n’a été modifiée, retirée ni déplacée.`
  return `Journal modifié : ${sayNumber(faultCount)} ${faultCount > 1 ? 'anomalies' : 'anomalie'} sur ${read}.`
}

/** With what the journal was compared. */
export function sayComparison({ seals, seal }: Pick<JournalVerdict, 'seals' | 'seal'>): string {
  if (seal === 'none-yet') return 'Aucun sceau n’existe encore : il est posé à la première fermeture du cabinet.'
  const many = `${sayNumber(seals)} ${seals > 1 ? 'repères scellés' : 'repère scellé'}`
  return `Comparé à ${many}, à côté de la base et dans les sauvegardes connues de cet ordinateur.`
}

/** A lawful restoration. */
export function sayRestoration({ sequence, at, takenAt }: JournalVerdict['restorations'][number]): string {
  const from = takenAt === null ? 'une sauvegarde' : `la sauvegarde du ${sayDayAndHour(takenAt)}`
  return `Restauré par le programme le ${sayDayAndHour(at)} depuis ${from} : le journal continue à la ligne ${sayNumber(sequence)}.`
}

/** Head of the columns of an exported table. */
export const csvColumns = [
  'Ligne',
  'Date et heure',
  'Acte',
  'Famille',
  'Résultat',
  'Utilisateur',
  'Poste',
  'Dossier',
  'Objet',
  'Détails',
] as const

/** Where a line speaks of a record its reader does not see. */
export const outOfSightText = 'Hors de votre vue'
/** What is left of a line whose time is over. */
export const expiredText = 'Vidée au terme de sa conservation'

/** The screen of the journal and the accesses to one record. */
export const fr = {
  title: 'Journal',
  intro:
    'Chaque ouverture de session, chaque dossier consulté ou modifié, chaque réglage. Rien ne s’y efface avant terme.',
  filters: {
    person: 'Utilisateur',
    anyPerson: 'Tous',
    family: 'Famille d’actes',
    anyFamily: 'Toutes',
    outcome: 'Résultat',
    anyOutcome: 'Tous',
    from: 'Du',
    to: 'Au',
    clear: 'Effacer les filtres',
    reversed: 'Ce jour est avant le premier.',
    date: 'Écrivez un jour, comme 24/11/2026.',
    name: 'Filtres du journal',
  },
  columns: {
    at: 'Date et heure',
    act: 'Acte',
    person: 'Utilisateur',
    seat: 'Poste',
    patient: 'Dossier',
    outcome: 'Résultat',
  },
  table: 'Lignes du journal',
  empty: 'Aucune ligne ne répond à ces filtres.',
  emptyHint: 'Élargissez les dates ou effacez les filtres.',
  more: 'Lecture des lignes plus anciennes…',
  detail: {
    title: 'Détail de la ligne',
    none: 'Choisissez une ligne pour en voir le détail.',
    number: 'Ligne',
    refusal: 'Motif du refus',
    subject: 'Objet',
    close: 'Fermer le détail',
  },
  verify: {
    action: 'Vérifier le journal',
    running: 'Vérification du journal',
    lines: (done: number, total: number) => `${sayNumber(done)} lignes sur ${sayNumber(total)}`,
    stopped: 'Vérification arrêtée. Elle peut être reprise depuis le début.',
    last: (at: string) => `Vérifié le ${sayDayAndHour(at)}.`,
    more: (many: number) => `Et ${sayNumber(many)} autres anomalies.`,
    close: 'Fermer le résultat',
    advice:
      'Gardez ce cabinet tel qu’il est, faites une copie de son dossier, et prévenez la personne responsable de sa sécurité.',
  },
  export: {
    action: 'Exporter…',
    title: 'Exporter le journal',
    csv: 'Tableau (CSV)',
    csvHint: 'Les lignes filtrées à l’écran, pour un tableur.',
    jsonl: 'Chaîne complète (JSON)',
    jsonlHint:
      'Les lignes des dates choisies avec leurs empreintes : « cabinet audit verify --file » les vérifie hors ligne.',
    start: 'Exporter',
    running: (done: number, total: number) => `${sayNumber(done)} lignes sur ${sayNumber(total)}`,
    stop: 'Arrêter',
    done: (lines: number) => `${sayNumber(lines)} ${lines > 1 ? 'lignes exportées' : 'ligne exportée'}.`,
    stopped: 'Export arrêté. Aucun fichier n’a été enregistré.',
    cancel: 'Ne pas exporter',
    close: 'Fermer',
    fileName: (day: string, ending: string) => `Journal ${day}.${ending}`,
    format: 'Format',
  },
  retention: {
    title: 'Durées de conservation',
    technical: 'Lignes techniques (mois)',
    technicalHint: 'Sessions, réglages, sauvegardes, réseau : de 6 à 12 mois.',
    record: 'Accès aux dossiers (années)',
    recordHint: '20 ans, comme les dossiers (art. R. 1112-7 du code de la santé publique). Jamais moins de 10 ans.',
    effect:
      'Une durée plus courte vide dans la journée les lignes qui la dépassent. Les lignes vidées gardent leur place.',
    action: 'Conservation…',
    save: 'Enregistrer',
    cancel: 'Annuler',
    range: (from: number, to: number) => `Un nombre entier de ${from} à ${to}.`,
    saved: 'Durées enregistrées',
  },
  accesses: {
    title: 'Accès à ce dossier',
    intro: 'Qui a consulté, modifié, imprimé ou exporté ce dossier.',
    empty: 'Aucun accès n’est noté pour ce dossier.',
  },
  refresh: 'Actualiser',
  failed: 'Le journal n’a pas pu être lu.',
} as const
