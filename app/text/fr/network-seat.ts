import type { JoiningProblem, LineFailure } from '#app/devices/network.ts'

/** A window of the program and the cabinets of other computers: choosing, joining, losing and leaving them. */
export const networkSeatText = {
  title: 'Cabinet du réseau',
  hosted: (host: string) => `hébergé sur ${host}`,
  none: 'Un autre ordinateur peut héberger le cabinet.',
  answers: 'répond',
  silent: 'ne répond pas',
  chosen: 'choisi',
  open: (host: string) => `Ouvrir les cabinets de ${host}`,
  join: 'Joindre un cabinet du réseau',
  back: 'Revenir aux cabinets de ce poste',
  forget: (host: string) => `Oublier ${host}`,
  forgetTitle: (host: string) => `Oublier ${host} ?`,
  forgetText:
    'Ce poste perd son certificat pour cet hôte : il faudra un nouveau code pour le joindre. Rien n’est supprimé du cabinet.',
  forgetKeep: 'Garder',
  forgetConfirm: 'Oublier cet hôte',
  failed: 'Le réseau n’a pas pu être interrogé. Rien n’a été modifié. Réessayez dans un instant.',
  joining: {
    title: 'Joindre un cabinet du réseau',
    intro:
      'Sur l’ordinateur hôte, un administrateur ouvre « Paramètres », « Réseau », puis « Joindre un ordinateur » : l’adresse et le code s’y affichent.',
    address: 'Adresse de l’hôte',
    addressHint: 'Un nom ou une adresse : ACCUEIL-1.local, 192.168.1.20:8443.',
    code: 'Code',
    codeHint: '10 signes, valable 5 minutes. Espaces, tirets et minuscules ne comptent pas.',
    seatName: 'Nom de ce poste',
    seatNameHint: 'Comme les autres le reconnaîtront : Accueil, PC du Dr Marchand.',
    required: 'À renseigner.',
    found: 'Trouvés sur le réseau',
    searching: 'Recherche en cours…',
    nothing: 'Aucun hôte ne s’annonce. Saisissez son adresse : certains réseaux ne laissent pas passer les annonces.',
    again: 'Chercher de nouveau',
    already: 'déjà joint',
    submit: 'Joindre',
    busy: 'Vérification du code…',
    file: 'Ce poste n’a pas de trousseau : sa clé est gardée dans un fichier lisible par ce compte seulement.',
    done: (host: string) => `${host} est joint. La fenêtre s’ouvre sur ses cabinets.`,
  },
  lost: {
    title: (host: string) => `${host} ne répond pas`,
    retrying: 'Le programme essaie de nouveau, sans rien à faire.',
  },
} as const

const joining: { readonly [P in JoiningProblem]: string } = {
  'address-refused': 'Ce n’est pas une adresse. Recopiez celle qui s’affiche sur l’hôte.',
  'code-malformed': 'Le code compte 10 signes, sans I, L, O ni U. Relisez celui qui s’affiche sur l’hôte.',
  unreachable:
    'Aucun hôte ne répond à cette adresse. Vérifiez-la, que l’hôte est allumé, et que les deux ordinateurs sont sur le même réseau.',
  'not-a-host': 'Ce qui répond à cette adresse n’est pas un hôte de Cabinet Ouvert. Vérifiez l’adresse et le port.',
  'not-pairing':
    'L’hôte n’affiche aucun code, ou le sien n’est plus valable. Affichez-en un nouveau, puis recommencez.',
  'code-refused': 'L’hôte n’a pas reconnu ce code. Rien n’a été modifié. Relisez-le, ou affichez-en un nouveau.',
  'host-unproven':
    'L’ordinateur qui répond n’a pas prouvé qu’il connaît ce code. Rien ne lui a été confié. Vérifiez l’adresse, et prévenez la personne qui gère votre réseau.',
  'too-many-tries': 'Trop d’essais depuis ce poste. Attendez quelques minutes, puis recommencez.',
  full: 'L’hôte a autant de postes qu’il en admet. Retirez-en un sur l’hôte, puis recommencez.',
  unavailable: 'L’hôte ne peut admettre personne pour l’instant. Ouvrez « Paramètres », « Réseau » sur l’hôte.',
  version: 'Les deux programmes ne sont pas de la même version. Mettez-les à jour, puis recommencez.',
}

const failures: { readonly [F in LineFailure]: (host: string) => string } = {
  unreachable: (host) => `Vérifiez que ${host} est allumé, que le cabinet y est partagé, et le réseau de ce poste.`,
  'not-recognized': (host) =>
    `Un ordinateur répond à la place de ${host}, et n’est pas celui que ce poste a joint. Rien ne lui a été envoyé. Si ${host} a été réinstallé, oubliez-le puis joignez-le de nouveau.`,
  'dates-disagree': (host) =>
    `${host} répond, mais la date de ce poste ou la sienne n’est pas juste. Réglez la date et l’heure des deux ordinateurs, puis réessayez.`,
  revoked: (host) =>
    `${host} n’admet plus ce poste : il y a été retiré. Un administrateur peut afficher un nouveau code pour le joindre de nouveau.`,
  'key-missing': (host) =>
    `Ce poste n’a plus sa clé pour ${host}. Oubliez cet hôte, puis joignez-le de nouveau avec un code.`,
}

/** Why this computer could not be joined, and what to do. */
export function sayJoining(problem: JoiningProblem): string {
  return joining[problem]
}

/** Why the line to a host is down, and what to do. */
export function sayLineFailure(failure: LineFailure, host: string): string {
  return failures[failure](host)
}
