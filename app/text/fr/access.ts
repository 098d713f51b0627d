import { sayDay, sayHour, sayNumber as count } from './common.ts'

const patients = (value: number) => `${count(value)} patient${value > 1 ? 's' : ''}`

/** « A », « A et B », « A, B et C ». */
function listed(names: readonly string[]): string {
  const last = names.at(-1) ?? ''
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} et ${last}`
}

/** Access groups: « Paramètres › Groupes d’accès », the groups of a record, emergency access (GRP-2). */
export const accessText = {
  title: 'Groupes d’accès',
  add: 'Nouveau groupe',
  show: 'Afficher les groupes d’accès',
  columns: {
    name: 'Nom',
    description: 'Description',
    tag: 'Tag',
    users: 'Util.',
    patients: 'Patients',
    more: '',
  },
  nothing: '—',
  describe: { public: 'Tous les patients du cabinet', practitioner: 'Patients du praticien', custom: '' },
  options: (name: string) => `Options de « ${name} »`,
  edit: 'Modifier',
  remove: 'Supprimer…',
  pane: 'Groupe d’accès',
  newPane: 'Nouveau groupe',
  choose: 'Choisissez un groupe dans la liste.',
  fields: {
    name: 'Nom du groupe',
    description: 'Description',
    color: 'Couleur',
    initials: 'Initiales',
    patientTag: 'Tag patient',
    userIds: 'Utilisateurs',
  },
  mark: 'Couleur et initiales',
  addUser: 'Ajouter…',
  colors: {
    slate: 'Ardoise',
    teal: 'Bleu-vert',
    blue: 'Bleu',
    amber: 'Ambre',
    violet: 'Violet',
    green: 'Vert',
    plum: 'Prune',
    red: 'Rouge',
  },
  errors: {
    name: 'De 1 à 80 caractères.',
    initials: 'D’une à trois lettres.',
    nameTaken: 'Un groupe d’accès porte déjà ce nom.',
  },
  kept: { public: 'voit tous les patients', practitioner: 'c’est son groupe', custom: 'ne se retire pas' },
  keptHint: {
    public:
      'Au cadenas : qui voit tous les patients. Pour les retirer, décochez d’abord « Cet utilisateur peut voir tous les patients et contacts » dans leur fiche, section « Utilisateurs ».',
    practitioner: 'Un praticien reste dans son propre groupe.',
    custom: '',
  },
  fixed: {
    public: '« Public » contient tous les patients du cabinet : seuls ses utilisateurs se règlent.',
    practitioner: 'Créé avec son praticien : le nom du groupe est le sien.',
    custom: '',
  },
  create: 'Créer le groupe',
  newHint: 'Le groupe commence sans patient : il s’attribue ensuite depuis chaque dossier.',
  effect: {
    waiting: 'Calcul de l’effet sur les utilisateurs…',
    losesAll: (name: string, number: number) =>
      number === 1
        ? `${name} ne voit plus le patient de ce groupe.`
        : `${name} ne voit plus les ${patients(number)} de ce groupe.`,
    losesSome: (name: string, number: number) => `${name} ne voit plus ${patients(number)} de ce groupe.`,
    gains: (name: string, number: number) => `${name} voit ${patients(number)} de plus.`,
    emergency: 'En urgence, l’accès avec motif reste possible et est journalisé.',
    nobody: 'Personne ne perd ni ne gagne la vue d’un patient.',
    off: 'Les groupes d’accès ne sont pas affichés : l’effet commencera quand ils le seront.',
    failed: 'Effet non calculé. Ce n’est pas une absence d’effet.',
  },
  deletion: {
    ask: 'Supprimer le groupe…',
    title: 'Supprimer le groupe',
    text: (number: number) =>
      number === 0
        ? 'Aucun patient n’y est rattaché. Saisissez '
        : number === 1
          ? 'Son patient reste au cabinet et visible du groupe « Public ». Saisissez '
          : `Les ${patients(number)} restent au cabinet et visibles du groupe « Public ». Saisissez `,
    end: ' pour confirmer.',
    field: 'Nom complet du groupe',
    keep: 'Garder le groupe',
    confirm: 'Supprimer',
    done: (name: string) => `Le groupe « ${name} » est supprimé. Ses patients restent au cabinet.`,
  },
  limits: {
    what: 'Ce que limitent les groupes d’accès',
    whatText: ' : patients, contacts, rendez-vous, tâches liées à un patient.',
    not: 'Ce qu’ils ne limitent pas',
    notText: ' : disponibilités, absences, tâches sans patient, produits, statistiques, examens non rattachés.',
    automatic: 'Les groupes « Public » et ceux des praticiens sont automatiques et ne se suppriment pas.',
  },
  turning: {
    offTitle: 'Ne plus afficher les groupes d’accès ?',
    off: (names: readonly string[], number: number) =>
      names.length === 0
        ? `Chacun voit déjà les ${patients(number)} du cabinet : rien ne change. Les groupes sont gardés.`
        : `${listed(names)} ${names.length > 1 ? 'verront' : 'verra'} les ${patients(number)} du cabinet, comme tous ceux dont le rôle ouvre les dossiers. Les groupes sont gardés mais ne limitent plus personne.`,
    offConfirm: 'Ne plus les afficher',
    offKeep: 'Continuer à les afficher',
    onTitle: 'Afficher les groupes d’accès ?',
    on: (names: readonly string[]) =>
      names.length === 0
        ? 'Tous les utilisateurs sont dans « Public » : chacun continue de voir tous les patients.'
        : `${listed(names)} ne ${names.length > 1 ? 'verront' : 'verra'} plus que les patients de ${names.length > 1 ? 'leurs' : 'ses'} groupes.`,
    onConfirm: 'Afficher les groupes',
    onKeep: 'Laisser comme avant',
  },
  record: {
    title: 'Groupes d’accès',
    edit: 'Modifier les groupes d’accès',
    field: 'Groupes d’accès du dossier',
    placeholder: 'Ajouter…',
    stays: 'ne se retire pas',
    save: 'Enregistrer',
    cancel: 'Annuler',
    lose: {
      title: 'Vous ne verrez plus ce dossier.',
      text: 'Aucun de ces groupes n’est le vôtre.',
      emergency: 'En urgence, l’accès avec motif reste possible et est journalisé.',
      confirm: 'Enregistrer et perdre l’accès',
      keep: 'Garder l’accès',
    },
    conflict: 'Les groupes affichés sont ceux d’à présent : vérifiez, puis enregistrez.',
  },
  emergency: {
    command: 'Accès d’urgence…',
    hint: 'Le dossier existe peut-être dans un groupe d’accès qui n’est pas le vôtre.',
    title: 'Accès d’urgence',
    text: 'Vous n’avez pas accès à ce dossier. En urgence, indiquez un motif : l’accès sera journalisé.',
    terms: 'L’accès dure 2 heures. Le praticien du dossier en est averti, avec votre nom et votre motif.',
    birthName: 'Nom de naissance',
    firstName: 'Prénom de naissance',
    birthDate: 'Date de naissance',
    reason: 'Motif',
    reasonHint: (left: number) =>
      left > 0 ? `Encore ${left} caractère${left > 1 ? 's' : ''} au moins.` : 'Lu par le praticien du dossier.',
    required: 'À renseigner.',
    date: 'Date non reconnue. Écrivez 14/07/1977 ; parties inconnues : 00.',
    reasonShort: '10 caractères au moins : dites ce qui presse.',
    open: 'Ouvrir en urgence',
    cancel: 'Ne pas ouvrir',
    wait: (delay: string) => `Trop d’essais. Réessayez dans ${delay}.`,
    band: (until: string) => `Accès d’urgence jusqu’à ${sayHour(until)}`,
    bandText: 'Journalisé ; le praticien du dossier en est averti.',
    end: 'Terminer',
    notice: (who: string, record: string) => `Accès d’urgence : ${who} a ouvert le dossier de ${record}.`,
    noticeReason: (at: string, now: string, reason: string) =>
      `${sayDay(at) === sayDay(now) ? `À ${sayHour(at)}` : `Le ${sayDay(at)} à ${sayHour(at)}`}. Motif : ${reason}`,
    seen: 'Vu',
  },
} as const
