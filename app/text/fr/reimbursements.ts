import type { CareKind } from '#app/features/reimbursements/model.ts'
import { sayHour, sayNumber } from './common.ts'

const plural = (count: number, one: string, many: string) => (count === 1 ? one : many)

const kinds: Readonly<Record<CareKind, string>> = {
  acts: 'Actes',
  imaging: 'Imagerie',
  laboratory: 'Biologie',
  pharmacy: 'Pharmacie',
  'other-care': 'Autres soins',
  transport: 'Transports',
  'sick-leave': 'Arrêts de travail',
  unknown: 'Nature inconnue',
}

/** « Remboursements » (VIT-2): the history of care that HRi gives. */
export const reimbursementsText = {
  title: 'Historique des remboursements',
  kinds,
  ask: 'Demander l’historique',
  askAgain: 'Demander de nouveau',
  forget: 'Effacer de ce poste',
  start: {
    title: 'Aucun historique sur ce poste',
    text: 'L’Assurance Maladie donne les soins remboursés des douze derniers mois, avec la carte Vitale du patient et votre carte CPS ou Pro Santé Connect. Rien n’en est gardé dans le dossier\u00a0: quinze minutes dans la mémoire de ce poste, puis tout est effacé. Chaque demande est inscrite au journal.',
    insert: 'Insérez la carte Vitale du patient, puis demandez.',
    here: 'Une carte Vitale est dans le lecteur.',
    read: 'La carte Vitale de ce patient vient d’être lue.',
  },
  offline: 'Cet ordinateur est hors ligne\u00a0: l’historique ne peut pas être demandé.',
  whom: 'Plusieurs personnes de cette carte peuvent être ce patient. De qui demander l’historique\u00a0?',
  calling: {
    running: 'L’Assurance Maladie est interrogée',
    phases: {
      preparing: 'Préparation de la demande',
      signing: 'Signature par votre carte',
      calling: 'L’Assurance Maladie est interrogée',
      reading: 'Lecture de la réponse',
    } as Readonly<Record<string, string>>,
    reading: 'Lecture de la carte Vitale…',
    meanwhile: 'Vous pouvez continuer la consultation.',
    cancel: 'Arrêter',
    cancelled: 'Demande arrêtée. Rien n’a été reçu.',
    fault: 'L’historique n’a pas été reçu.',
  },
  filters: {
    region: 'Filtres de l’historique des remboursements',
    period: 'Période',
    months: (months: number) => (months === 1 ? 'Un mois' : `${months} mois`),
    clear: 'Tout voir',
    none: {
      title: 'Aucun soin avec ces filtres',
      text: 'Choisissez une autre nature ou une période plus longue.',
    },
  },
  table: {
    label: 'Soins remboursés',
    days: 'Soins',
    kind: 'Nature',
    line: 'Acte ou produit',
    quantity: 'Qté',
    executor: 'Exécutant',
    prescriber: 'Prescripteur',
    /** « 25/07 → 03/09/2026 »; with both years where they differ. */
    until: (from: string, to: string) =>
      from.slice(6) === to.slice(6) ? `${from.slice(0, 5)} → ${to}` : `${from} → ${to}`,
  },
  none: {
    title: 'Aucun soin remboursé',
    text: 'L’Assurance Maladie n’a aucun soin pour ce patient sur ces douze mois.',
  },
  count: (shown: number, all: number) =>
    shown === all
      ? plural(all, 'Un soin', `${sayNumber(all)} soins`)
      : `${sayNumber(shown)} sur ${sayNumber(all)} soins`,
  source: (answeredAt: string, keptUntil: string) =>
    `Reçu de l’Assurance Maladie à ${sayHour(answeredAt)} · effacé de ce poste à ${sayHour(keptUntil)} · seuls les soins déjà remboursés y sont`,
  unread: (lines: number) =>
    plural(
      lines,
      'Une ligne de la réponse n’a pas pu être lue\u00a0: elle manque ici.',
      `${sayNumber(lines)} lignes de la réponse n’ont pas pu être lues\u00a0: elles manquent ici.`,
    ),
  otherShape: 'La réponse n’a pas la forme attendue\u00a0: des soins peuvent manquer. Ne vous fiez pas à une absence.',
} as const
