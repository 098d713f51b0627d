import { sayNumber } from './common.ts'

/** « Lire un datamatrix INS »: with a hand reader anywhere in the window, or from the picture of a document (INS-3). */
export const identityMarkText = {
  action: 'Lire un datamatrix INS…',
  title: 'Lire un datamatrix INS',
  byReader:
    'Avec une douchette\u00a0: scannez le code «\u00a0INS à scanner\u00a0» du document, depuis n’importe quel écran.',
  byFile: 'Sans douchette\u00a0: choisissez l’image ou le PDF du document, collez-le (Ctrl\u00a0V) ou déposez-le ici.',
  choose: 'Choisir un fichier…',
  chooseOther: 'Choisir un autre fichier…',
  file: 'Image ou PDF du document',
  decoding: 'Recherche du datamatrix sur le document…',
  reading: 'Recherche du dossier…',
  close: 'Fermer',
  faults: {
    'too-large': 'Ce fichier est trop grand. Choisissez une image de 40\u00a0Mo au plus, ou la première page seule.',
    'not-a-picture': 'Ce fichier n’est ni une image ni un PDF lisible. Choisissez-en un autre.',
    'nothing-found':
      'Aucun datamatrix lisible sur ce document. Numérisez-le à plat et en entier, en 200\u00a0points par pouce au moins, ou recadrez la photographie sur le code.',
  },
  failedTitle: 'Ce datamatrix n’a pas été lu',
  again: 'Rien n’a été modifié. Vous pouvez scanner de nouveau sans fermer cette fenêtre.',
  opened: (name: string) => `Datamatrix lu\u00a0: dossier de ${name}`,
  records: {
    title: (name: string) => `Quel dossier pour ${name}\u00a0?`,
    list: 'Dossiers possibles',
    fileNumber: (number: number) => `Fiche n°\u00a0${sayNumber(number)}`,
    createInstead: 'Aucun de ces dossiers\u00a0: en créer un',
  },
  none: {
    title: (name: string) => `Aucun dossier pour ${name}`,
    text: 'Cherchez d’abord une autre orthographe du nom dans la liste, ou créez le dossier avec ce que dit le datamatrix. Rien n’est écrit avant votre accord.',
    mayNot: 'Votre rôle ne permet pas de créer un dossier.',
    create: 'Créer le dossier',
  },
  bornOn: (date: string) => `Date de naissance\u00a0: ${date}`,
  prefilled: {
    title: 'Repris d’un datamatrix INS.',
    text: 'Vérifiez chaque champ avec un titre d’identité, puis enregistrez et appelez l’INSi\u00a0: lu sur un document, le matricule n’est pas repris.',
    draftTitle: 'Un dossier était déjà commencé ici.',
    draftText: 'Le remplacer par ce que dit le datamatrix\u00a0?',
    replace: 'Remplacer par le datamatrix',
    keep: 'Garder la saisie',
  },
} as const
