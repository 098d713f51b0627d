import type { PresentPerson } from '#app/features/presence/model.ts'
import { sayHour } from './common.ts'

/** A seat the host does not let in. */
export const refusedText = {
  title: 'Cabinet Ouvert',
  because: {
    version: 'Ce poste et l’hôte n’ont pas la même version.',
    'not-paired': 'Ce poste n’est pas encore joint à ce cabinet.',
    revoked: 'Ce poste a été retiré du cabinet.',
    full: 'L’hôte a atteint son nombre de postes.',
  },
  versions: (mine: string, hosts: string, isBrowser: boolean) =>
    mine === hosts
      ? `Ce poste a la version ${mine}, comme l’hôte, mais pas la même construction. ${isBrowser ? 'Rechargez la page.' : 'Mettez à jour le programme sur les deux ordinateurs.'}`
      : `Ce poste a la version ${mine}, l’hôte la version ${hosts}. ${isBrowser ? 'Rechargez la page pour prendre celle de l’hôte.' : 'Installez la même version sur les deux ordinateurs, puis réessayez.'} Vos brouillons sont gardés.`,
  what: {
    'not-paired': 'Demandez un code sur l’ordinateur qui partage le cabinet, dans Paramètres\u00a0› Réseau.',
    revoked: 'Demandez à l’administrateur de joindre à nouveau cet ordinateur, puis réessayez.',
    full: 'Fermez le cabinet sur un autre poste. La connexion est essayée de nouveau toutes les dix secondes.',
  },
  reload: 'Recharger la page',
  retry: 'Réessayer',
} as const

/** What a person is told while the line to the cabinet is down. */
export const lostText = {
  title: (since: string) => `Réseau coupé depuis ${sayHour(since)}.`,
  text: 'Le cabinet est en lecture seule. Vous pouvez continuer d’écrire\u00a0: le texte est gardé sur ce poste et rejoindra le cabinet au retour du réseau.',
  unavailable: 'Réseau coupé\u00a0: possible au retour de la connexion.',
  back: 'Connexion rétablie.',
} as const

/** Who else has a record open. */
export const presenceText = {
  reading: (name: string, seat: string) => `Dossier ouvert par ${name} (${seat})`,
  editing: (name: string, seat: string) => `${name} modifie l’état civil (${seat})`,
  both: (one: string, other: string) => `Dossier ouvert par ${one} et ${other}`,
  several: (count: number) => `Dossier ouvert par ${count} autres personnes`,
  editingAmong: (name: string, others: number) =>
    `${name} modifie l’état civil, ${others === 1 ? '1 autre personne le lit' : `${others} autres personnes le lisent`}`,
  severalEditing: (count: number) => `${count} autres personnes modifient l’état civil`,
  name: 'Autres personnes sur ce dossier',
} as const

/** Who else has a record open, in one line: whoever writes in it is named before those who read. Empty for nobody. */
export function sayPresence(others: readonly PresentPerson[]): string {
  const [first, second] = others
  if (first === undefined) return ''
  if (second === undefined) return presenceText[first.activity](first.displayName, first.seatName)
  const editing = others.filter(({ activity }) => activity === 'editing')
  const [writer] = editing
  if (editing.length > 1) return presenceText.severalEditing(editing.length)
  if (writer !== undefined) return presenceText.editingAmong(writer.displayName, others.length - 1)
  if (others.length > 2) return presenceText.several(others.length)
  return presenceText.both(first.displayName, second.displayName)
}
