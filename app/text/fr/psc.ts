/** Signing in by Pro Santé Connect, its settings, and the telephone of the training cabinet. */
export const pscText = {
  /** The official wording. */
  button: 'S’identifier avec Pro Santé Connect',
  hint: 'Carte CPS, ou application e-CPS sur votre mobile.',
  title: 'Pro Santé Connect',
  channel: 'S’identifier avec',
  channels: {
    MOBILE: 'l’application e-CPS de mon téléphone',
    CARD: 'ma carte CPS, par le logiciel CPS-Gestion de ce poste',
  },
  who: (name: string) => `Pour ${name}.`,
  rpps: 'Numéro RPPS',
  rppsHint: '11 chiffres : celui de la personne qui ouvre sa session.',
  rppsWrong: 'Ce numéro RPPS n’est pas valable. Relisez-le.',
  otherPerson: 'Saisir un autre numéro RPPS',
  go: 'Continuer',
  beginning: 'Demande en cours…',
  cancel: 'Annuler',
  close: 'Fermer',
  retry: 'Recommencer',
  number: 'Nombre à vérifier',
  compare: {
    MOBILE: 'Ouvrez l’application e-CPS et vérifiez que ce nombre s’affiche. S’il est différent, refusez.',
    CARD: 'Composez le code de votre carte quand CPS-Gestion le demande, et vérifiez que ce nombre s’affiche.',
  },
  left: (seconds: number) =>
    seconds >= 60
      ? `Il reste ${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s.`
      : `Il reste ${seconds} s.`,
  lastWait: 'En attente de la réponse de Pro Santé Connect…',
  activityTitle: 'Où exercez-vous maintenant ?',
  activityHint: 'Ce choix vaut jusqu’à la fin de la session.',
  enter: 'Ouvrir la session',
  training: {
    title: { MOBILE: 'e-CPS de formation', CARD: 'CPS-Gestion de formation' },
    text: {
      MOBILE: 'Ici, ce cadre tient lieu de téléphone. Avec un vrai cabinet, la demande arrive sur le vôtre.',
      CARD: 'Ici, ce cadre tient lieu de CPS-Gestion, où l’on compose le code de sa carte.',
    },
    waiting: 'La demande arrive…',
    asks: (name: string) => `${name} demande à s’identifier. Nombre : `,
    approve: 'Approuver',
    refuse: 'Refuser',
  },
  settings: {
    title: 'Pro Santé Connect',
    group: 'Proxy e-Santé',
    hint: 'Un programme installé sur un ordinateur passe par un proxy e-Santé, habilité et fourni par un éditeur ou un opérateur. Sans adresse ici, le bouton n’est pas proposé. La carte et le mot de passe ouvrent toujours.',
    fields: {
      proxyUrl: 'Adresse du proxy',
      clientId: 'Identifiant du logiciel',
      identityPath: 'Chemin de l’identité',
    },
    proxyUrlHint: 'Commence par https://. Vide : Pro Santé Connect n’est pas proposé.',
    clientIdHint: 'Le nom sous lequel le proxy connaît ce logiciel. Ce n’est pas un secret.',
    identityPathHint: 'Après l’adresse, selon la notice du proxy : /send/userinfo. Vide s’il ne donne pas l’identité.',
    trainingTitle: 'Ce cabinet a son propre Pro Santé Connect.',
    trainingText:
      'Le cabinet de formation utilise un proxy e-Santé simulé sur cet ordinateur. Rien n’en sort, et il ne se règle pas.',
    limits:
      'Une session Pro Santé Connect dure 4 heures au plus, et 30 minutes sans activité. À sa fin, le poste se verrouille. La carte ou le mot de passe le rouvrent.',
  },
} as const
