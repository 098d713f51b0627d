import { sayDayAndHour, sayNumber } from './common.ts'

/** « Paramètres › Réseau », and the page by which a browser joins a cabinet. */
export const networkText = {
  title: 'Réseau',
  join: 'Joindre un ordinateur',
  sharing: {
    name: 'Partage',
    label: 'Partager ce cabinet sur le réseau',
    on: 'Les ordinateurs joints ouvrent ce cabinet tant que cet ordinateur est allumé et le cabinet ouvert.',
    off: 'Ce cabinet ne s’ouvre que sur cet ordinateur.',
    computer: 'Cet ordinateur',
    addresses: 'Adresses',
    noAddress: 'Aucun réseau pour l’instant',
    fingerprint: 'Empreinte SHA-256',
    discovery: 'Annoncé sur le réseau',
    discoverable: (name: string) => `sous le nom « ${name} », qui ne dit rien du cabinet`,
    notDiscoverable: 'non : ce réseau ne laisse pas passer les annonces. Saisissez l’adresse sur l’autre ordinateur.',
    unavailable: {
      title: 'Le partage ne se règle pas depuis ce poste.',
      text: 'Ouvrez cette section sur l’ordinateur qui garde le cabinet, ou lancez-y « cabinet host --lan ».',
    },
    stop: {
      title: 'Arrêter le partage ?',
      text: (names: readonly string[]) =>
        `${names.join(', ')} ${names.length > 1 ? 'travaillent' : 'travaille'} sur ce cabinet par le réseau. Leurs lignes seront coupées tout de suite ; ce qui est enregistré est gardé.`,
      keep: 'Continuer le partage',
      confirm: 'Arrêter le partage',
    },
  },
  seats: {
    title: 'Ordinateurs joints',
    columns: { name: 'Nom', kind: 'Ouvre par', people: 'Session', seen: 'Vu' },
    kinds: { electron: 'Programme', browser: 'Navigateur' },
    online: 'En ligne',
    never: 'jamais',
    revoked: 'Retiré',
    none: {
      title: 'Aucun ordinateur n’est joint.',
      text: 'Partagez le cabinet, puis choisissez « Joindre un ordinateur » : un code s’affiche ici.',
      shared: 'Choisissez « Joindre un ordinateur » : un code s’affiche ici.',
    },
    about: (active: number, most: number) =>
      `${sayNumber(active)} ${active > 1 ? 'ordinateurs joints' : 'ordinateur joint'} sur ${sayNumber(most)} possibles. Un ordinateur joint n’ouvre rien sans le mot de passe d’un utilisateur.`,
  },
  pane: {
    title: 'Ordinateur joint',
    choose: 'Choisissez un ordinateur pour le renommer ou le retirer.',
    name: 'Nom',
    nameRequired: 'De 1 à 40 caractères.',
    rename: 'Renommer',
    renamed: 'Nom enregistré.',
    kind: 'Ouvre par',
    joined: 'Joint le',
    seen: 'Vu',
    people: 'Session ouverte',
    nobody: 'personne',
    revokedOn: 'Retiré le',
    fingerprint: 'Certificat',
    revokedText: 'Ce certificat n’ouvre plus rien. Pour que cet ordinateur revienne, joignez-le avec un nouveau code.',
    withdraw: {
      title: 'Retirer cet ordinateur',
      text: 'Ordinateur perdu, volé, remplacé ou vendu : ses lignes sont coupées tout de suite et son certificat n’ouvre plus rien.',
      action: 'Retirer…',
      ask: (name: string) => `Retirer « ${name} » ?`,
      own: 'C’est l’ordinateur où vous êtes : cette fenêtre perdra le cabinet.',
      people: (names: readonly string[]) =>
        `${names.join(', ')} y ${names.length > 1 ? 'ont une session ouverte' : 'a une session ouverte'}, qui se terminera. Ce qui est enregistré est gardé.`,
      idle: 'Personne n’y a de session ouverte.',
      back: 'Un retrait ne s’annule pas : il faudra un nouveau code pour joindre cet ordinateur.',
      keep: 'Garder',
      confirm: 'Retirer l’ordinateur',
    },
  },
  code: {
    title: 'Joindre un ordinateur',
    busy: 'Préparation du code…',
    label: 'Code',
    left: (time: string) => `Encore ${time}. Il sert une fois.`,
    over: 'Ce code n’est plus valable.',
    again: 'Afficher un autre code',
    program: 'Avec le programme',
    programSteps: [
      'Sur l’autre ordinateur, ouvrez Cabinet Ouvert.',
      'Choisissez « Joindre un cabinet du réseau », puis cet ordinateur ou son adresse.',
      'Saisissez le code.',
    ],
    browser: 'Avec un navigateur',
    browserSteps: [
      'Sur l’autre ordinateur, ouvrez l’une de ces adresses :',
      'Le navigateur prévient que l’autorité lui est inconnue. Comparez l’empreinte de son certificat avec celle-ci avant de continuer :',
      'Saisissez le code.',
    ],
    done: (name: string) => `« ${name} » est joint.`,
    close: 'Fermer',
  },
  screen: {
    title: 'Joindre ce navigateur au cabinet',
    revoked: 'Cet ordinateur a été retiré du cabinet. Un nouveau code peut le joindre de nouveau.',
    intro: (computer: string) =>
      `Le cabinet est gardé par l’ordinateur ${computer}. Un administrateur y ouvre « Paramètres », « Réseau », puis « Joindre un ordinateur » : le code s’y affiche.`,
    compare: 'Empreinte SHA-256 de l’hôte',
    compareHint:
      'Elle doit être celle que l’hôte affiche, et celle du certificat que montre ce navigateur (cadenas de la barre d’adresse). Si l’une diffère, ne saisissez pas le code.',
    code: 'Code',
    codeHint: '10 signes, valable 5 minutes. Espaces, tirets et minuscules ne comptent pas.',
    name: 'Nom de ce poste',
    nameHint: 'Comme les autres le reconnaîtront : Accueil, PC du Dr Marchand.',
    required: 'À renseigner.',
    usualName: 'Navigateur',
    submit: 'Joindre',
    busy: 'Vérification du code…',
    kept: 'Sa clé reste dans ce navigateur et n’en sort pas : en navigation privée, ou si les données du site sont effacées, il faudra un nouveau code.',
    unreachable: 'L’hôte ne répond pas. Vérifiez qu’il est allumé et que le cabinet y est partagé, puis recommencez.',
    notKept:
      'Ce navigateur ne garde pas de clé pour ce site. Quittez la navigation privée ou autorisez ses données, puis recommencez avec un nouveau code.',
  },
} as const

/** Why a browser could not join. */
export const joiningText = {
  malformed: 'Le code compte 10 signes, sans I, L, O ni U. Relisez celui qui s’affiche sur l’hôte.',
  'no-code': 'L’hôte n’affiche aucun code, ou le sien n’est plus valable. Affichez-en un nouveau, puis recommencez.',
  'wrong-code': (triesLeft: number | null) =>
    triesLeft === null || triesLeft === 0
      ? 'Ce n’est pas le code affiché, et il n’est plus valable. Affichez-en un nouveau sur l’hôte.'
      : `Ce n’est pas le code affiché. ${triesLeft > 1 ? `Encore ${triesLeft} essais.` : 'Encore un essai.'}`,
  'too-many-tries': (time: string) => `Trop d’essais depuis ce poste. Attendez ${time}, puis recommencez.`,
  full: 'L’hôte a autant de postes qu’il en admet. Retirez-en un sur l’hôte, puis recommencez.',
  unavailable: 'L’hôte ne peut admettre personne pour l’instant. Ouvrez « Paramètres », « Réseau » sur l’hôte.',
  'not-understood': 'L’hôte n’a pas compris la demande. Rechargez la page, puis recommencez.',
} as const

/** « 24/11/2026, 14:32 », or never. */
export function saySeen(instant: string | null): string {
  return instant === null ? networkText.seats.never : sayDayAndHour(instant)
}
