import type { CardVerdict } from '#app/kernel/card-verdict.ts'
import { sayDay, sayDayAndHour } from './common.ts'

export { sayDeviceRefusal, sayPinRefusal } from './devices.ts'

const standings: Readonly<Record<CardVerdict, string>> = {
  unreadable: 'illisible',
  'not-authentication': 'non acceptée',
  'weak-key': 'clé trop faible',
  'unknown-authority': 'autorité inconnue',
  'not-yet-valid': 'pas encore valable',
  expired: 'périmée',
  revoked: 'révoquée',
  'training-card': 'carte de formation',
  'real-card': 'vraie carte',
}

/** What a card that is refused is, in a word or two: in a list. */
export function sayStanding(verdict: CardVerdict): string {
  return standings[verdict]
}

/** « 14/03/2027 » of a civil date or an instant; a dash for none. */
const dayOrNone = (instant: string | null): string => (instant === null ? '—' : sayDay(instant))

/** Professional cards: opening, unlocking, enrolling, trust. */
export const cardsText = {
  door: {
    title: 'Avec votre carte professionnelle',
    open: 'Ouvrir le cabinet avec la CPS',
    unlock: 'Déverrouiller avec la CPS',
    handOver: 'Ouvrir la session avec la CPS',
    keysGroup: 'Ouverture et verrouillage',
    notYet: 'Cette carte n’ouvre pas encore ce cabinet.',
    enrol: 'Enregistrer…',
    renew: 'Remplacer…',
    /** Under the button: where the reader and its card stand. */
    line: {
      starting: 'Recherche du lecteur…',
      reading: 'Lecture de la carte…',
      ready: (holder: string) => `Lecteur prêt, CPS de ${holder} insérée.`,
      empty: 'Lecteur prêt. Insérez votre CPS.',
      noReader: 'Aucun lecteur de cartes branché sur ce poste.',
      absent: 'La CPS ne se lit que sur l’ordinateur du cabinet.',
      offline: 'Les lecteurs de ce poste ne répondent pas. Nouvel essai dans un instant.',
      libraryAbsent: 'Les lecteurs de cartes ne sont pas pris en charge sur ce poste.',
      serviceAbsent: 'Le service des cartes à puce est arrêté sur ce poste.',
      serviceLost: 'Le service des cartes à puce ne répond plus. Nouvel essai dans un instant.',
      mute: 'La carte ne répond pas. Est-elle à l’endroit, puce vers le lecteur ?',
      inUse: 'Un autre programme utilise la carte.',
      unusable: 'Le lecteur ne répond pas. Débranchez-le, puis rebranchez-le.',
      vitale: 'Une carte Vitale est dans le lecteur. Insérez votre CPS.',
      unknown: 'Cette carte n’est pas une carte professionnelle.',
      blocked: (holder: string) => `CPS de ${holder} insérée, code bloqué.`,
    },
    /** What to do, when the button is pressed and no card can be used. */
    help: {
      absent:
        'Le lecteur est utilisé par l’ordinateur qui garde le cabinet, ou par le programme installé sur un poste. Ici, ouvrez avec votre mot de passe.',
      offline: 'Le cabinet s’ouvre aussi avec votre mot de passe.',
      noReader:
        'Branchez le lecteur : il est reconnu sans redémarrer. Le cabinet s’ouvre aussi avec votre mot de passe.',
      libraryAbsent:
        'Sous Linux, installez le paquet « pcscd » (PC/SC). Le cabinet s’ouvre aussi avec votre mot de passe.',
      serviceAbsent:
        'Sous Windows, démarrez le service « Carte à puce » ; sous Linux, « pcscd ». Le cabinet s’ouvre aussi avec votre mot de passe.',
      serviceLost: 'Le cabinet s’ouvre aussi avec votre mot de passe.',
      empty: 'Son code vous sera demandé dès qu’elle sera insérée.',
      training:
        'Ouvrez le « Lecteur de formation », puis insérez-y une CPS. Le cabinet s’ouvre aussi avec votre mot de passe.',
      mute: 'La puce va vers le haut et vers l’intérieur du lecteur. Si rien ne change, la carte est peut-être abîmée.',
      inUse: 'Fermez l’autre programme qui lit la carte, ou attendez qu’il ait fini.',
      unusable: 'Si rien ne change, essayez une autre prise. Le cabinet s’ouvre aussi avec votre mot de passe.',
      wrongCard: 'Retirez-la, puis insérez votre CPS, CPF ou CPE.',
    },
  },
  pin: {
    label: 'Code de la carte',
    hint: 'Le code à 4 chiffres de la CPS. Il ne quitte pas ce poste.',
    digitsOnly: 'Le code ne contient que des chiffres.',
    incomplete: 'Le code a 4 chiffres.',
    low: 'Un code faux a déjà été tapé. La carte se bloque au troisième.',
    lastTry: 'Dernier essai : un autre code faux bloquera la carte.',
    open: 'Ouvrir avec la carte',
    unlock: 'Déverrouiller avec la carte',
    cancel: 'Annuler',
    checking: 'Vérification…',
    opening: 'Ouverture…',
    of: (holder: string) => `CPS de ${holder}`,
    number: (cardNumber: string) => `Carte n° ${cardNumber}`,
    blocked: {
      title: 'Carte bloquée.',
      text: 'Trois codes faux ont été tapés. Débloquez-la avec son code PUK dans CPS Gestion, puis remettez-la. Le cabinet s’ouvre aussi avec votre mot de passe.',
    },
  },
  enrol: {
    title: 'Enregistrer votre carte',
    renewTitle: 'Carte renouvelée',
    firstText: (holder: string) =>
      `La CPS de ${holder} n’ouvre pas encore ce cabinet. Votre mot de passe et le code de la carte, une seule fois : ensuite, la carte suffira.`,
    renewText: (holder: string) =>
      `C’est une nouvelle CPS de ${holder}. Votre mot de passe et le code de la nouvelle carte, une seule fois : elle remplacera l’ancienne.`,
    user: 'Utilisateur',
    password: 'Mot de passe',
    passwordNeeded: 'Tapez votre mot de passe.',
    submit: 'Ouvrir et enregistrer la carte',
    enrolOnly: 'Enregistrer la carte',
    back: 'Retour',
    openAnyway: 'Continuer sans la carte',
    gone: 'La carte a été retirée. Remettez-la pour l’enregistrer.',
    notEnrolled: 'Le cabinet est ouvert, mais la carte n’a pas été enregistrée.',
    steps: {
      password: 'Vérification du mot de passe…',
      pin: 'Vérification du code…',
      proof: 'La carte signe, deux fois…',
      saving: 'Enregistrement de la carte…',
    },
  },
  own: {
    title: 'Ma carte',
    text: 'Une carte enregistrée ouvre le cabinet et déverrouille le poste avec son code. Le mot de passe marche toujours.',
    unnamed: 'titulaire inconnu',
    none: 'Aucune carte enregistrée.',
    noneOf: 'Aucune carte enregistrée pour cet utilisateur.',
    add: 'Enregistrer une carte…',
    inserted: 'Carte dans le lecteur',
    columns: { number: 'Carte', validity: 'Valable', lastUse: 'Dernier usage', state: 'État' },
    number: 'Numéro de carte',
    holder: 'Titulaire',
    rpps: 'N° RPPS',
    validity: 'Validité',
    validUntil: (day: string) => `jusqu’au ${dayOrNone(day)}`,
    validFromTo: (from: string, to: string) => `du ${dayOrNone(from)} au ${dayOrNone(to)}`,
    added: (instant: string) => `Enregistrée le ${sayDay(instant)}`,
    lastUse: (instant: string | null) => (instant === null ? 'Jamais' : sayDayAndHour(instant)),
    inShort: (until: string, lastUse: string | null) =>
      `Valable jusqu’au ${sayDay(until)} · ${lastUse === null ? 'jamais utilisée' : `utilisée le ${sayDay(lastUse)}`}`,
    rppsSame: 'Le numéro RPPS de la carte est celui de votre compte.',
    rppsAdopted: (rpps: string) => `Votre compte n’a pas de numéro RPPS. Celui de la carte, ${rpps}, y sera inscrit.`,
    rppsConfirm: 'Ce numéro RPPS est bien le mien',
    rppsConfirmNeeded: 'Vérifiez le numéro, puis cochez la case.',
    done: (number: string) => `La carte ${number} ouvre maintenant ce cabinet.`,
    renewed: (number: string) => `La carte ${number} remplace l’ancienne.`,
    removed: (number: string) => `La carte ${number} n’ouvre plus ce cabinet.`,
    remove: 'Retirer',
    removeTitle: 'Retirer cette carte ?',
    removeText: (number: string) =>
      `La carte ${number} n’ouvrira plus ce cabinet. Le mot de passe reste. La carte peut être enregistrée de nouveau.`,
    removeKeep: 'Garder la carte',
    removeConfirm: 'Retirer la carte',
    states: {
      ready: 'ouvre le cabinet',
      soon: 'expire bientôt',
      slotless: 'à enregistrer de nouveau',
    },
    ofUser: 'Cartes professionnelles',
    noRpps: 'aucun (carte sans RPPS)',
    alreadyOpens: 'Cette carte ouvre déjà ce cabinet.',
    ofAnother: (rpps: string) =>
      `Cette carte n’est pas la vôtre : le numéro RPPS de votre compte est ${rpps}. Elle ne peut pas être enregistrée ici.`,
    atHostOnly:
      'Une carte s’enregistre sur l’ordinateur qui garde le cabinet. Ensuite, elle est reconnue sur tous les postes.',
    replace: 'Remplacer l’ancienne carte…',
    addToo: 'Enregistrer en plus…',
  },
  trust: {
    title: 'Confiance des cartes',
    text: 'Une carte n’est acceptée que si son certificat vient d’une autorité de cette liste et n’est pas révoqué. Les mots de passe n’en dépendent pas.',
    authorities: 'Autorités',
    noAuthority: 'Aucune autorité',
    noAuthorityText:
      'Aucune carte ne peut être enregistrée. Importez les certificats que l’Agence du numérique en santé publie : d’abord « AC RACINE IGC-SANTE FORT », puis « AC IGC-SANTE FORT PERSONNES ».',
    columns: { name: 'Autorité', validity: 'Validité', fingerprint: 'Empreinte SHA-256' },
    root: 'Autorité racine',
    signedBy: (issuer: string) => `Signée par ${issuer}`,
    importAuthority: 'Importer une autorité…',
    installed: {
      open: 'Ajouter celles de la CryptoLib de ce poste…',
      title: 'Autorités de la CryptoLib de ce poste',
      text: 'La CryptoLib CPS installée sur ce poste contient ces certificats. Comparez leurs empreintes à celles que l’Agence du numérique en santé publie, puis cochez ceux à accepter.',
      validity: (from: string, to: string) => `Valable du ${sayDay(from)} au ${sayDay(to)}`,
      fingerprint: 'Empreinte SHA-256',
      cancel: 'Annuler',
      add: (count: number) => (count > 1 ? `Ajouter les ${count} autorités` : 'Ajouter l’autorité'),
    },
    trainingOnly: 'Le cabinet de formation ne reconnaît que les cartes du lecteur de formation.',
    fileRefused: (name: string) => `Le fichier ${name} ne se lit pas, ou il est trop gros. Rien n’a été modifié.`,
    added: (count: number) =>
      count > 1
        ? `${count} autorités ont été ajoutées.`
        : count === 1
          ? 'L’autorité a été ajoutée.'
          : 'Déjà dans la liste.',
    removeAuthority: 'Retirer',
    removeAuthorityTitle: 'Retirer cette autorité ?',
    removeAuthorityText: (name: string) =>
      `Les cartes émises par « ${name} » n’ouvriront plus ce cabinet. Les mots de passe restent.`,
    keep: 'Garder l’autorité',
    removeConfirm: 'Retirer l’autorité',
    lists: 'Listes de révocation',
    noList: 'Aucune liste de révocation',
    noListText:
      'Les cartes sont acceptées sans savoir si elles ont été mises en opposition. Actualisez, ou importez la liste que l’autorité publie.',
    listColumns: { issuer: 'Autorité', made: 'Établie', next: 'Prochaine', count: 'Cartes révoquées' },
    importList: 'Importer une liste…',
    refresh: 'Actualiser',
    refreshing: 'Demande des listes à leurs autorités…',
    refreshed: (fetched: number, failed: number) => {
      const got = fetched > 1 ? `${fetched} listes ont été reçues et vérifiées.` : 'Une liste a été reçue et vérifiée.'
      if (failed === 0) return got
      return failed > 1
        ? `${got} ${failed} autres n’ont pas pu l’être : celles en place sont gardées.`
        : `${got} Une autre n’a pas pu l’être : celle en place est gardée.`
    },
    refreshedNone: 'Aucune des listes reçues n’a pu être vérifiée. Celles en place sont gardées.',
    overdue: 'dépassée',
    outdated:
      'Une liste est dépassée : une carte mise en opposition depuis ne serait pas reconnue. Actualisez, ou importez la liste du jour.',
    listImported: 'La liste de révocation est à jour.',
    day: dayOrNone,
  },
  sign: {
    title: 'Code de la carte',
    text: (user: string, holder: string | null) =>
      holder === null
        ? `Le cabinet demande une signature, pour ${user}. Le code de la carte la permet.`
        : `Le cabinet demande la signature de la carte de ${holder}, pour ${user}.`,
    otherCard: (cardNumber: string | null) => `Ce n’est pas la carte attendue : insérez la carte ${cardNumber ?? ''}.`,
    sign: 'Signer',
    cancel: 'Ne pas signer',
  },
  notice: {
    expiresSoon: (until: string) => `Votre CPS expire le ${sayDay(until)}.`,
    expiresText: 'La nouvelle carte remplacera celle-ci dans « Ma carte » ou à l’ouverture du cabinet.',
    read: 'Masquer',
  },
  lock: {
    password: 'Utiliser le mot de passe',
    putBack: 'Remettez votre CPS : le code vous sera demandé.',
    hint: 'Insérez votre CPS : la session s’ouvre avec son code. La retirer verrouille aussitôt le poste.',
  },
} as const
