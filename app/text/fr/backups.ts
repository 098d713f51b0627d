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
    addTime: 'Ajouter une heure',
    atClosing: 'Sauvegarder à la fermeture du cabinet',
    kept: 'Sont gardées : toutes celles du jour, une par jour pendant 30 jours, une par mois pendant 24 mois.',
    last: (at: string) => `Dernière sauvegarde vérifiée : ${sayDayAndHour(at)}`,
    lastFailed: (at: string) => `La dernière sauvegarde a échoué (${sayDayAndHour(at)}).`,
    never: 'Aucune sauvegarde n’a encore été faite.',
    next: (at: string) => `Prochaine : ${sayDayAndHour(at)}`,
    noneScheduled: 'Aucune sauvegarde n’est prévue.',
  },
  restore: {
    title: 'Créer un cabinet sur ce poste à partir d’une sauvegarde',
    steps: {
      choose: 'Choisir la sauvegarde',
      review: 'Vérifier son contenu',
      name: 'Nommer le cabinet',
      work: 'Restaurer',
    },
    chooseFile: 'Choisir un fichier',
    chooseAnother: 'Choisir une autre sauvegarde',
    found: 'Sauvegardes trouvées sur ce poste',
    noneFound: 'Aucune sauvegarde ici. Choisissez un fichier « .cabsave » sur un autre disque.',
    unreadable: 'Illisible',
    examining: 'Vérification de la sauvegarde. Rien n’est encore écrit.',
    sound: 'Sauvegarde vérifiée : chaque bloc est celui qui a été écrit.',
    cabinet: 'Cabinet',
    takenAt: 'Date',
    contents: 'Contenu',
    counts: (patients: number, users: number) => `${countOf(patients, 'patient')}, ${countOf(users, 'utilisateur')}`,
    size: 'Taille',
    writtenBy: 'Écrite par',
    users: 'S’ouvre avec le mot de passe de',
    passwordsOfThen: 'Les mots de passe sont ceux de la date de la sauvegarde.',
    name: 'Nom du cabinet restauré',
    asNew: 'Ajouter à côté des autres cabinets',
    replace: 'Remplacer le cabinet de ce poste',
    replaceHint: 'Le cabinet actuel n’est pas supprimé : il est mis de côté, entier, dans le même dossier.',
    action: 'Restaurer',
    replaceAction: 'Mettre de côté et restaurer',
    done: (name: string) => `Le cabinet « ${name} » est restauré.`,
    setAside: (folder: string) => `L’ancien cabinet est gardé ici : ${folder}`,
    open: 'Ouvrir le cabinet',
    failed: 'La restauration n’a pas été faite. Le cabinet actuel n’a pas été touché.',
  },
} as const

/** « 512 Mo », « 1,2 Go »: decimal, as disks are sold. */
export function sayMegabytes(bytes: number): string {
  if (bytes < 1_000_000_000) return `${sayNumber(Math.ceil(bytes / 1_000_000))} Mo`
  return `${sayNumber(Math.round(bytes / 100_000_000) / 10)} Go`
}

function countOf(count: number, one: string): string {
  return `${sayNumber(count)} ${one}${count > 1 ? 's' : ''}`
}
