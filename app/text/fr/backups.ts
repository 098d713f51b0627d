import { sayDayAndHour, sayNumber } from './common.ts'

/** « Sauvegardes »: making, choosing and restoring. Refusals are worded with all the others, in `problems.ts`. */
export const backupsText = {
  title: 'Sauvegardes',
  intro: 'Une sauvegarde est un seul fichier chiffré. Elle s’ouvre avec les mots de passe du cabinet à sa date.',
  /** What a work is doing, under its progress bar; the keys are the phases it announces. */
  phases: {
    waiting: 'Attente d’un instant calme…',
    copying: 'Copie…',
    checking: 'Vérification de la base copiée…',
    rereading: 'Relecture du fichier…',
    finishing: 'Mise en place…',
  },
  progress: (done: number, total: number) =>
    total === 0 ? '' : `${sayMegabytes(done)} sur ${sayMegabytes(total)} (${Math.floor((done * 100) / total)} %)`,
  pause: 'Suspendre',
  resume: 'Reprendre',
  stop: 'Arrêter',
  stopped: 'Arrêté. Rien n’a été modifié.',

  make: {
    action: 'Sauvegarder maintenant',
    title: 'Sauvegarde en cours',
    meanwhile: 'Vous pouvez continuer à travailler.',
    done: (fileName: string) => `Sauvegarde faite et vérifiée : ${fileName}`,
    failed: 'La sauvegarde n’a pas été faite. Le cabinet n’a pas été touché.',
  },
  settings: {
    folder: 'Dossier des sauvegardes',
    folderHint: 'De préférence un autre disque que celui du cabinet.',
    chooseFolder: 'Choisir un dossier',
    dailyAt: 'Sauvegarder chaque jour à',
    atClosing: 'Sauvegarder à la fermeture du cabinet',
    kept: 'Sont gardées : toutes celles du jour, une par jour pendant 30 jours, une par mois pendant 24 mois.',
    last: (at: string) => `Dernière sauvegarde vérifiée : ${sayDayAndHour(at)}`,
    never: 'Aucune sauvegarde n’a encore été faite.',
    next: (at: string) => `Prochaine : ${sayDayAndHour(at)}`,
    noneScheduled: 'Aucune sauvegarde n’est prévue.',
  },
  restore: {
    title: 'Créer un cabinet à partir d’une sauvegarde',
    steps: ['Choisir', 'Vérifier', 'Nommer', 'Restaurer'],
    step: (at: number, of: number) => `Étape ${at} sur ${of}`,
    back: 'Retour',
    found: 'Sauvegardes trouvées sur ce poste',
    columns: { taken: 'Date', cabinet: 'Cabinet', patients: 'Patients', size: 'Taille' },
    unreadable: 'Illisible',
    noneFound: 'Aucune sauvegarde trouvée ici.',
    noneFoundHint: 'Indiquez le chemin d’un fichier « .cabsave », sur un autre disque ou une clé.',
    path: 'Fichier de sauvegarde',
    pathHint: 'Choisissez une ligne ci-dessus, ou indiquez le chemin du fichier.',
    chooseFile: 'Choisir un fichier…',
    examine: 'Vérifier cette sauvegarde',
    chooseAnother: 'Choisir une autre sauvegarde',
    examining: 'Vérification de la sauvegarde. Rien n’est encore écrit.',
    sound: 'Sauvegarde saine : chaque bloc est celui qui a été écrit.',
    cabinet: 'Cabinet',
    takenAt: 'Faite le',
    contents: 'Contenu',
    counts: (patients: number, users: number) => `${countOf(patients, 'patient')}, ${countOf(users, 'utilisateur')}`,
    size: 'Taille',
    writtenBy: 'Écrite par',
    users: 'S’ouvre avec le mot de passe de',
    passwordsOfThen: 'Les mots de passe sont ceux de la date de la sauvegarde.',
    training: 'Cabinet de formation : patients fictifs.',
    next: 'Continuer',
    name: 'Nom du cabinet restauré',
    nameRefused: 'De 2 à 60 signes : lettres, chiffres, espaces, apostrophes, points et traits d’union.',
    how: 'Où le mettre',
    asNew: 'À côté des cabinets de ce poste',
    asNewHint: 'Rien n’est remplacé. Choisissez un nom qui n’existe pas encore ici.',
    replace: 'À la place du cabinet de ce poste',
    replaceHint: 'Le cabinet actuel n’est pas supprimé : il est mis de côté, entier, dans le même dossier.',
    replaceWarning: (name: string, takenAt: string) =>
      `Le cabinet « ${name} » retrouvera son état du ${sayDayAndHour(takenAt)}. Ce qui a été saisi depuis restera dans le cabinet mis de côté.`,
    suggestedName: (name: string) => `${name} restauré`,
    action: 'Restaurer',
    replaceAction: 'Mettre de côté et restaurer',
    working: 'Restauration en cours',
    meanwhile: 'Arrêter ne laisse rien à moitié.',
    stoppedTitle: 'La restauration a été arrêtée.',
    stoppedText: 'Rien n’a été modifié sur ce poste.',
    failed: 'La restauration n’a pas été faite. Le cabinet actuel n’a pas été touché.',
    again: 'Recommencer',
    done: (name: string) => `Le cabinet « ${name} » est restauré et vérifié.`,
    setAside: 'Le cabinet remplacé est gardé, entier, dans le même dossier, avec la mention « avant-restauration ».',
    open: 'Ouvrir ce cabinet',
  },
} as const

/** What a work is doing, by the name it gives its phase; nothing for a phase without words. */
export function sayPhase(phase: string): string {
  return Object.entries(backupsText.phases).find(([name]) => name === phase)?.[1] ?? ''
}

/** « 512 Mo », « 1,2 Go »: decimal, as disks are sold. */
export function sayMegabytes(bytes: number): string {
  if (bytes < 1_000_000_000) return `${sayNumber(Math.ceil(bytes / 1_000_000))} Mo`
  return `${sayNumber(Math.round(bytes / 100_000_000) / 10)} Go`
}

function countOf(count: number, one: string): string {
  return `${sayNumber(count)} ${one}${count > 1 ? 's' : ''}`
}
