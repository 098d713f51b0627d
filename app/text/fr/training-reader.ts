/** The two slots of the training reader, as their readers are named: professional cards, then Vitale cards. */
export const trainingReaders = ['Lecteur de formation (CPS)', 'Lecteur de formation (Vitale)'] as const

/** What there is to see with a card, by its identifier in `test/simulators/cards`. */
const hints: Readonly<Record<string, string>> = {
  'cps-esteve': 'Titulaire sans numéro RPPS dans le cabinet.',
  'cps-marchand-2': 'Même titulaire, nouvelle carte.',
  'cps-rouquette': 'Titulaire qui n’est pas du cabinet.',
  'vitale-lacaze': 'L’un des trois n’a pas de dossier.',
}

/** The panel « Lecteur de formation ». */
export const trainingReaderText = {
  title: 'Lecteur de formation',
  slots: {
    cps: {
      name: 'Carte professionnelle',
      insert: 'Insérer une CPS',
      replace: 'Changer de CPS',
      withdraw: 'Retirer la CPS',
    },
    vitale: {
      name: 'Carte Vitale',
      insert: 'Insérer une carte Vitale',
      replace: 'Changer de carte',
      withdraw: 'Retirer la carte',
    },
  },
  empty: 'Lecteur vide.',
  /** Empty where the card says enough by itself. */
  hint: (cardId: string): string => hints[cardId] ?? '',
  note: 'Cartes inventées, pour le seul cabinet de formation. Débrancher le lecteur les remet à neuf.',
  starting: 'Branchement du lecteur…',
  absent: 'Ce lecteur est utilisé sur l’ordinateur qui garde le cabinet, ou dans le programme installé sur un poste.',
  lost: 'Les lecteurs de ce poste ne répondent pas. Nouvel essai dans un instant.',
  notBuilt: 'Ce programme a été construit sans ses cartes de formation.',
  ended: 'Le lecteur de formation s’est arrêté.',
  again: 'Rebrancher',
  hide: 'Masquer le lecteur de formation',
  unplug: 'Débrancher le lecteur',
} as const
