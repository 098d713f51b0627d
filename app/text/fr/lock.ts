import type { LockReason } from '#app/features/sessions/model.ts'
import { sayHour, sayWhen } from './common.ts'

/** The lock and switch screens. No patient's name, no draft's title. */
export const lockText = {
  users: 'Utilisateur',
  locked: 'Session verrouillée',
  open: 'Ouvrir une session',
  lockedSince: (name: string, at: string, why: string) => `${name}, à ${sayHour(at)}${why === '' ? '' : `, ${why}`}.`,
  /** After the hour; nothing for who locked by hand, they know. */
  reasons: {
    button: () => '',
    inactivity: (minutes: number) => `après ${minutes} minute${minutes > 1 ? 's' : ''} sans activité`,
    system: () => 'à la mise en veille de l’ordinateur',
    psc: () => 'à la fin de la session Pro Santé Connect (4 heures, ou 30 minutes sans activité)',
    card: () => 'au retrait de la carte',
  } as const satisfies Record<LockReason, (minutes: number) => string>,
  otherUser: (name: string) => `${name} ouvre sa session sur ce poste. Chacun retrouve ses onglets et ses brouillons.`,
  drafts: (count: number) =>
    count > 1
      ? `${count} brouillons sont enregistrés et vous attendent. Rien n’est perdu si un autre utilisateur ouvre sa session.`
      : '1 brouillon est enregistré et vous attend. Rien n’est perdu si un autre utilisateur ouvre sa session.',
  draftsKept: (count: number) => (count > 1 ? `${count} brouillons conservés` : '1 brouillon conservé'),
  openElsewhere: (seat: string) => `Session ouverte sur ${seat}`,
  openedLast: (instant: string, now: string) => `Dernière ouverture ${sayWhen(instant, now)}`,
  neverOpened: 'Jamais ouvert',
  validUntil: (day: string) => `Accès jusqu’au ${day}`,
  password: 'Mot de passe',
  unlock: 'Déverrouiller',
  openSession: 'Ouvrir la session',
  signOut: 'Fermer la session',
  closeCabinet: 'Fermer le cabinet',
  wait: (delay: string) => `Trop d’essais de suite. Réessayez dans ${delay}.`,
  closing: {
    title: 'Fermer le cabinet ?',
    text: 'Les sessions de ce poste se ferment. Les brouillons sont gardés.',
    othersToo: 'Une sauvegarde est faite si elle est prévue à la fermeture.',
    stay: 'Laisser ouvert',
    confirm: 'Fermer le cabinet',
    running: 'Fermeture du cabinet, sauvegarde comprise…',
  },
} as const
