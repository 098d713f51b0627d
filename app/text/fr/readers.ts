import type {
  CardModule,
  Diagnostic,
  ReaderService,
  SeenCard,
  SeenReader,
  WorkstationState,
} from '#app/devices/workstation.ts'

/** Systems whose help differs; `other` is Linux and what resembles it. */
export type HelpedSystem = 'windows' | 'mac' | 'other'

const services: Readonly<Record<ReaderService, string>> = {
  starting: 'recherche en cours',
  ready: 'en marche',
  'library-absent': 'rien d’installé',
  'service-absent': 'arrêté',
  'service-lost': 'perdu, nouvel essai en cours',
}

const statuses: Readonly<Record<SeenReader['status'], string>> = {
  empty: 'Aucune carte',
  card: 'Carte présente',
  mute: 'Carte muette',
  'in-use': 'Carte occupée',
  unusable: 'Lecteur en panne',
}

const modules: Readonly<Record<CardModule['status'], string>> = {
  'not-installed': 'non installé',
  'not-loadable': 'présent, mais ne se charge pas',
  ready: 'en marche',
}

const doings: Readonly<Record<string, string>> = {
  load: 'chargement de PC/SC',
  follow: 'suivi des lecteurs',
  connect: 'prise de la carte',
  reconnect: 'reprise de la carte',
  transmit: 'échange avec la carte',
  begin: 'réservation de la carte',
  end: 'fin de réservation',
  'read Vitale': 'lecture Vitale',
  'load API Lecture': 'chargement de l’API Lecture',
  training: 'lecteur de formation',
  'pkcs11 load': 'chargement du module',
  'pkcs11 tokens': 'recherche de carte par le module',
  'pkcs11 read': 'lecture de la carte professionnelle',
  'pkcs11 login': 'présentation du code',
  'pkcs11 logout': 'oubli du code',
  'pkcs11 sign': 'signature',
}

/** What was being done when something failed, in the words of who reads the diagnostic. */
export function sayDoing(doing: string): string {
  return doings[doing] ?? doing
}

/** « CPS4 », « Carte Vitale 2 », « Carte inconnue ». */
export function sayCard({ kind, model }: Pick<SeenCard, 'kind' | 'model'>): string {
  if (kind === 'unknown') return 'Carte inconnue'
  return kind === 'vitale' ? `Carte ${model === '' ? 'Vitale' : model}` : model === '' ? 'Carte CPS' : model
}

/** « 3B 75 13 »: an ATR by bytes, as readers of cards write it. */
export function sayAtr(atr: string): string {
  return atr.replaceAll(/(..)(?=.)/g, '$1 ')
}

const ofService: Readonly<Record<Exclude<ReaderService, 'ready'>, string>> = {
  starting: 'Lecteurs…',
  'library-absent': 'Sans lecteur de cartes',
  'service-absent': 'Service des cartes arrêté',
  'service-lost': 'Service des cartes perdu',
}

/** The readers in three words, for the status bar: what is wrong first, then what is inserted. */
export function sayReadersInBrief({ service, readers }: Pick<WorkstationState, 'service' | 'readers'>): string {
  const wrong = readers.find(({ status }) => status === 'mute' || status === 'in-use' || status === 'unusable')
  if (wrong !== undefined) return statuses[wrong.status]
  const cards = readers.flatMap(({ card }) => (card === null ? [] : [card]))
  if (cards.length > 0) {
    const names = cards.map(({ kind }) => (kind === 'cps' ? 'CPS' : kind === 'vitale' ? 'Vitale' : 'carte inconnue'))
    const joined = [...new Set(names)].join(' et ')
    return joined.charAt(0).toUpperCase() + joined.slice(1)
  }
  // The two slots of the training reader are one reader to who sees its panel.
  const own = readers.filter(({ training }) => !training).length
  if (readers.length > 0) return own > 1 ? `${own} lecteurs prêts` : 'Lecteur prêt'
  return service === 'ready' ? 'Aucun lecteur' : ofService[service]
}

interface Help {
  readonly title: string
  readonly text: string
}

const serviceHelp: Readonly<Record<Exclude<ReaderService, 'ready'>, Readonly<Record<HelpedSystem, Help>>>> = {
  starting: same('Recherche des lecteurs…', 'La réponse vient en une ou deux secondes.'),
  'library-absent': {
    windows: {
      title: 'Windows n’a pas son service de cartes à puce.',
      text: 'Il fait partie de Windows : faites vérifier l’installation. Le reste du programme fonctionne.',
    },
    mac: {
      title: 'macOS n’a pas son service de cartes à puce.',
      text: 'Il fait partie de macOS : faites vérifier l’installation. Le reste du programme fonctionne.',
    },
    other: {
      title: 'Rien n’est installé pour lire des cartes.',
      text: 'Installez les paquets « pcscd » et « libccid » de votre système. Ils sont vus sans relancer le programme.',
    },
  },
  'service-absent': {
    windows: {
      title: 'Le service « Carte à puce » de Windows est arrêté.',
      text: 'Il démarre quand un lecteur est branché. S’il l’est déjà : touche Windows, « Services », « Carte à puce », « Démarrer ».',
    },
    mac: {
      title: 'Le service des cartes à puce de macOS est arrêté.',
      text: 'Il démarre quand un lecteur est branché. S’il l’est déjà, redémarrez l’ordinateur.',
    },
    other: {
      title: 'Le service « pcscd » est arrêté.',
      text: 'Démarrez-le : « sudo systemctl enable --now pcscd.socket ». Il est vu dans les cinq secondes.',
    },
  },
  'service-lost': {
    windows: {
      title: 'Le service « Carte à puce » de Windows ne répond plus.',
      text: 'Windows l’arrête quand le dernier lecteur est débranché. Rebranchez le lecteur : tout revient seul.',
    },
    mac: {
      title: 'Le service des cartes à puce de macOS ne répond plus.',
      text: 'Débranchez puis rebranchez le lecteur : tout revient seul.',
    },
    other: {
      title: 'Le service « pcscd » ne répond plus.',
      text: 'Il est redemandé sans cesse et tout revient seul. Sinon : « sudo systemctl restart pcscd ».',
    },
  },
}

/** What the state of the service asks of a person; `null` when it asks nothing. */
export function helpWithService(
  service: ReaderService,
  readers: readonly Pick<SeenReader, 'training'>[],
  system: HelpedSystem,
): Help | null {
  if (service !== 'ready') {
    const { title, text } = serviceHelp[service][system]
    const doesWithout = readers.some(({ training }) => training) && service !== 'starting'
    return { title, text: doesWithout ? `${text} Le lecteur de formation s’en passe.` : text }
  }
  if (readers.length > 0) return null
  return {
    title: 'Aucun lecteur n’est branché.',
    text:
      system === 'other'
        ? 'Branchez un lecteur : il est vu aussitôt. S’il ne l’est pas, installez le paquet « libccid » ou le pilote de son fabricant.'
        : 'Branchez un lecteur : il est vu aussitôt. S’il ne l’est pas, installez le pilote de son fabricant.',
  }
}

const readerHelp: Readonly<Record<SeenReader['status'], string | null>> = {
  empty: null,
  card: null,
  mute: 'La carte ne répond pas. Retirez-la, essuyez la puce et remettez-la, puce vers le haut et en avant. Si elle reste muette dans un autre lecteur, elle est à remplacer.',
  'in-use':
    'Un autre programme garde cette carte pour lui seul. Fermez-le, ou attendez qu’il la rende : la carte redevient utilisable seule.',
  unusable: 'Le lecteur ne répond pas. Débranchez-le, attendez quelques secondes, puis rebranchez-le.',
}

/** What the state of a reader asks of a person; `null` when it asks nothing. */
export function helpWithReader({ status, card }: Pick<SeenReader, 'status' | 'card'>): string | null {
  if (status === 'card' && card?.kind === 'unknown') {
    return 'Cette carte n’est ni une carte de professionnel, ni une carte Vitale connue.'
  }
  return readerHelp[status]
}

/** What the module of professional cards asks of a person; `null` when it works. */
export function helpWithModule({ status }: Pick<CardModule, 'status'>, system: HelpedSystem): string | null {
  if (status === 'ready') return null
  if (status === 'not-loadable') {
    return 'Le fichier trouvé n’est pas un module PKCS#11 pour cet ordinateur. Prenez la version 64 bits de la CryptoLib CPS.'
  }
  return system === 'other'
    ? 'Installez la CryptoLib CPS 5.2 de l’Agence du Numérique en Santé, ou indiquez l’emplacement de son module.'
    : 'Installez la CryptoLib CPS de l’Agence du Numérique en Santé (5.2 ou plus récente), puis rouvrez le programme.'
}

function same(title: string, text: string): Readonly<Record<HelpedSystem, Help>> {
  const help = { title, text }
  return { windows: help, mac: help, other: help }
}

/** The whole diagnostic as text, to paste in a message to whoever helps: nothing of any holder. */
export function writeDiagnostic(
  found: Diagnostic,
  facts: { readonly version: string; readonly system: string },
): string {
  const { state, module, vitaleLibrary, drivers } = found
  const place = (path: string | null) => (path === null ? '' : ` (${path})`)
  const readers = state.readers.flatMap((reader) => {
    const driver = drivers.find((one) => one.reader === reader.name)
    const maker = [driver?.maker, driver?.version].filter((part) => part !== null && part !== undefined).join(' ')
    return [
      `- ${reader.name} : ${statuses[reader.status]}${reader.training ? ', formation' : ''}`,
      ...(maker === '' ? [] : [`  pilote : ${maker}`]),
      ...(reader.card === null ? [] : [`  ${sayCard(reader.card)}, ATR ${sayAtr(reader.card.atr)}`]),
    ]
  })
  return [
    `Cabinet Ouvert ${facts.version}, ${facts.system}`.trim(),
    `Service des cartes : ${services[state.service]}${found.library === null ? '' : ` (${found.library})`}`,
    `Lecteurs : ${state.readers.length === 0 ? 'aucun' : state.readers.length}`,
    ...readers,
    `Module des cartes professionnelles : ${modules[module.status]}${place(module.path)}${module.description === '' ? '' : `, ${module.description}`}`,
    `API Lecture Vitale : ${modules[vitaleLibrary.status]}${place(vitaleLibrary.path)}`,
    `Derniers échecs : ${found.errors.length === 0 ? 'aucun' : ''}`.trim(),
    ...found.errors.map(({ at, reader, doing, code }) => `- ${at} ${reader ?? '—'} ${doing} ${code}`),
  ].join('\n')
}

/** « Lecteurs »: the indicator, the diagnostic of « Paramètres », `cabinet readers`. */
export const readersText = {
  title: 'Lecteurs',
  indicator: (brief: string) => `Lecteurs de cartes : ${brief}. Ouvrir le diagnostic.`,
  lost: 'Lecteurs : reprise…',
  training: (brief: string) => `${brief} (formation)`,
  trainingTag: 'Formation',
  services,
  statuses,
  modules,
  about:
    'Lecteurs de l’ordinateur où cette page est affichée. Rien n’est demandé aux cartes tant que personne ne le demande.',
  absent: {
    title: 'Cette page n’a pas de lecteur de cartes.',
    text: 'Les lecteurs sont ceux de l’ordinateur où le programme est installé. Dans un navigateur d’un autre ordinateur, ouvrez avec un mot de passe ou Pro Santé Connect.',
  },
  offline: {
    title: 'Les lecteurs de ce poste ne répondent pas.',
    text: 'Ils sont repris seuls dans un instant. Le reste du programme fonctionne.',
  },
  columns: { name: 'Lecteur', status: 'État', card: 'Carte' },
  atr: 'ATR',
  expectedAt: (path: string) => `attendu dans ${path}`,
  driver: (maker: string) => `Pilote : ${maker === '' ? 'non indiqué' : maker}`,
  service: 'Service des cartes à puce',
  module: 'Module des cartes professionnelles (PKCS#11)',
  vitale: 'API Lecture Vitale (facultative)',
  vitaleOff: 'Sans elle, aucune carte Vitale n’est lue : la lecture par la puce est désactivée sur ce poste.',
  vitaleHelp: 'Sans elle, une carte Vitale est lue plus simplement : noms, date de naissance et NIR.',
  settings: {
    onlyInWindow:
      'L’emplacement d’un module ou d’une bibliothèque se règle dans la fenêtre du programme, sur cet ordinateur, et non dans un navigateur.',
    title: 'Emplacements sur cet ordinateur',
    hint: 'À remplir seulement si le programme ne les trouve pas seul. Ils valent pour tous ceux qui utilisent cet ordinateur.',
    cardModulePath: 'Module PKCS#11',
    vitaleLibraryPath: 'Bibliothèque de l’API Lecture',
    vitaleByCommands: 'Lire les cartes Vitale par leur puce quand l’API Lecture n’est pas installée',
    vitaleByCommandsHint:
      'Donne les noms et les dates de naissance, pour préremplir un dossier. Ne prouve aucun droit.',
    invalid: 'Un emplacement complet sur un disque de cet ordinateur, comme /opt/… ou C:\\….',
    save: 'Enregistrer les emplacements',
    failed: 'Les emplacements n’ont pas été enregistrés : le disque a refusé. Réessayez.',
  },
  errors: {
    title: 'Derniers échecs',
    none: 'Aucun échec depuis le démarrage du programme.',
    columns: { at: 'Heure', reader: 'Lecteur', doing: 'Action', code: 'Code' },
  },
  copy: 'Copier le diagnostic',
  copied: 'Copié, sans donnée de personne',
  notCopied: 'La copie a été refusée par le système. Sélectionnez le texte ci-dessous.',
  refresh: 'Actualiser',
  command: {
    describe: 'décrit les lecteurs de cartes de cet ordinateur, et ce qui manque pour les utiliser',
    watch: 'reste et annonce chaque changement',
    service: (service: ReaderService, library: string | null) =>
      `Service des cartes : ${services[service]}${library === null ? '' : ` (${library})`}`,
  },
} as const
