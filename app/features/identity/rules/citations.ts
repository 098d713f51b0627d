/**
 * The texts that the rules of an identity follow, as the journal cites them. « Choix » marks what the cabinet decides
 * where the texts that could be read are silent.
 */
export const citations = {
  statuses: 'RNIV 1 v2.0, EXI SI 07',
  attributes: 'RNIV 1 v2.0, EXI SI 09 et EXI ID 24',
  doubt: 'RNIV 1 v2.0, EXI ID 26',
  fictitious: 'RNIV 1 v2.0, EXI SI 09',
  retrieved: 'RNIV 1 v2.0, EXI REC 07 et REC 08',
  document: 'RNIV 1 v2.0, EXI SI 10, SI 23 et ID 19',
  appVitale: 'RNIV 1 v2.0, §4.3.4',
  scan: 'RNIV 1 v2.0, EXI REC 02',
  traitsChanged: 'RNIV 1 v2.0, EXI SI 07\u00a0; choix\u00a0: une preuve tombe quand elle ne dit plus les traits tenus',
  notConfirmed: 'Choix\u00a0: une INS que l’INSi ne confirme plus est retirée, et revue par une personne',
  otherMatricule: 'Choix\u00a0: un autre matricule ne remplace jamais celui qui est tenu sans lien dans l’historique',
  byPerson: 'Choix\u00a0: une preuve donnée ou retirée par erreur se corrige, et reste dans l’historique',
  merged: 'Choix\u00a0: une fusion garde l’identité la plus sûre et n’élève aucun statut',
} as const
