/** The tab of one patient (DOS-1, DOS-2). */
export const recordText = {
  opening: 'Ouverture du dossier…',
  failed: 'Ce dossier n’a pas pu être ouvert.',
  retry: 'Réessayer',
  closeTab: 'Fermer le dossier',
  band: {
    region: 'Identité du patient',
    ageAtDeath: (age: string) => `à ${age}`,
    deceased: (feminine: boolean, date: string | null) =>
      date === null ? (feminine ? 'Décédée' : 'Décédé') : `${feminine ? 'Décédée' : 'Décédé'} le ${date}`,
    matriculeName: 'Matricule INS',
    archived: 'Archivé',
  },
  tabs: {
    name: 'Parties du dossier',
    civilStatus: 'État civil',
    tasks: 'Tâches',
    accesses: 'Accès',
  },
  summary: {
    region: 'Résumé du dossier',
    fold: 'Replier le résumé du dossier',
    unfold: 'Déplier le résumé du dossier',
    contact: 'Contact',
    situation: 'Situation',
    ins: 'INS',
    insStatus: (status: string) => `INS : ${status}`,
    comments: 'Commentaires',
    tags: 'Tags',
    attendingPhysician: (name: string) => `Médecin traitant : ${name}`,
    noPhysician: 'Médecin traitant non renseigné',
    noContact: 'Aucune coordonnée',
    noSituation: 'Non renseignée',
    birth: (feminine: boolean, date: string, place: string) =>
      place === '' ? `${feminine ? 'Née' : 'Né'} le ${date}` : `${feminine ? 'Née' : 'Né'} le ${date}, ${place}`,
    vsmReminder: (date: string) => `Rappel VSM le ${date}`,
    rcp: 'RCP',
  },
} as const
