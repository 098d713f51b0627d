import { sayDayAndHour } from './common.ts'

/** What « Notes » says: short notes kept beside a record. */
export const memosText = {
  title: 'Notes',
  addLong: 'Écrire une note',
  change: 'Modifier',
  remove: 'Retirer',
  text: 'Texte',
  personal: 'Note personnelle, lue par moi seul',
  personalHint: 'Elle n’est pas remise avec le dossier. Ce choix ne change plus ensuite.',
  pinned: 'Épingler en tête',
  pin: 'Épingler',
  unpin: 'Ne plus épingler',
  marks: { personal: 'Personnelle', pinned: 'Épinglée' },
  none: 'Aucune note dans ce dossier.',
  noneLong: 'Une note garde ce qui n’est ni un acte ni un antécédent\u00a0: un code de porte, un souhait, un rappel.',
  written: (by: string, at: string) => `${by}, ${sayDayAndHour(at)}`,
  changed: (by: string, at: string) => `modifiée par ${by}, ${sayDayAndHour(at)}`,
  added: 'Note enregistrée.',
  saved: 'Note modifiée.',
  removed: 'Note retirée.',
  empty: 'La note est vide.',
  restored: (at: string) => `Reprise de ce qui avait été tapé le ${sayDayAndHour(at)}.`,
} as const
