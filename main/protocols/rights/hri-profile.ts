import { certain, likely, teleserviceProfile, unknown } from '../teleservice/profile.ts'

/**
 * Every name of the wire of HRi, the history of reimbursements. Of the request, the templates of an approved product of 2022 were
 * seen; **of the answer nothing is public**, nor of the assertion of the Vitale card that goes with the request: both are guesses, and
 * they are all here.
 */
export const hriProfile = {
  ...teleserviceProfile,
  /** Seen in 2022; versions may have moved. */
  action: certain('urn:HR:1.1.0:ConsulterHistorique'),
  /** Unlike INSi: a bare UUID. */
  messageIdPrefix: certain(''),
  /** Unlike INSi: the plain name. */
  softwareName: certain({ prefix: '' }),
  request: certain({ namespace: 'http://www.InterRegimes.fr/HR5', root: 'ConsulterHistorique' }),
  /** The assertion of the professional and that of the Vitale card, always: the card must be there. */
  assertions: certain(['professional', 'vitale']),
  /**
   * Guess: that of the card is made by components of the GIE SESAM-Vitale, and nothing of it is public. Ours is signed by nobody,
   * and says what the card says: a real service has no reason to take it.
   */
  vitaleAssertion: unknown({
    qualifier: 'CV',
    issuer: 'carte Vitale',
    issuerFormat: 'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified',
    birthDate: 'dateNaissance',
    birthRank: 'rangNaissance',
  }),
  person: certain({
    namespace: 'http://www.InterRegimes.fr/namespace/EXP/0/0',
    root: 'RequetePersonne',
    version: { name: 'PGMD_Version', value: '1.4' },
    profile: { name: 'PGMD_Profil', value: 'WPSREQ' },
    profileVersion: { name: 'Profil_Version', value: '1.7' },
  }),
  /** Guess: that it holds a date, a function, the codes and a period is certain; how they are called is not told. */
  personContent: unknown({
    date: 'Date',
    role: 'Fonction',
    roleValue: 'CONSULTATION',
    object: 'CodeObjet',
    period: 'PeriodeValidite',
    from: 'DateDebut',
    to: 'DateFin',
  }),
  objectCodes: certain(['AM', 'RD', 'LB', 'OF', 'CP', 'TR', 'IJ']),
  /** What they stand for, inferred from their letters; the key is the code. */
  objectMeanings: likely({
    AM: 'acts',
    RD: 'imaging',
    LB: 'laboratory',
    OF: 'pharmacy',
    CP: 'other-care',
    TR: 'transport',
    IJ: 'sick-leave',
  }),
  vitale: certain({
    namespace: 'http://www.sesam-vitale.fr/XMLschemas/Vitale',
    root: 'donneesVitale',
    level: { name: 'niveau', value: '01.00' },
    card: 'carte',
    nature: 'nature',
    contract: 'contratAMO',
    insured: 'matriculeAssure',
    key: 'cle',
    organisation: 'organismeAMO',
    fund: 'codeCaisse',
    scheme: 'codeRegime',
    centre: 'codeCentre',
    beneficiary: 'beneficiaire',
    holder: 'porteur',
    identity: 'identite',
    certifiedNir: 'NIRcertifie',
    certifiedOn: 'dateCertification',
    names: 'nomDetaille',
    firstName: 'prenom',
    usedName: 'nomUsuel',
    birthName: 'nomFamille',
    birthDate: 'dateNaissance',
    birthRank: 'rang',
  }),
  /** Guess: the values of these two are not told. */
  vitaleValues: unknown({ nature: { real: '0', demonstration: '2' }, holder: { insured: '1', other: '0' } }),
  cps: certain({
    namespace: 'http://www.sesam-vitale.fr/XMLschemas/CPS',
    root: 'donneesCPS',
    level: { name: 'niveau', value: '01.00' },
    holder: 'porteur',
    birthName: 'nomPatronymique',
    firstName: 'prenomUsuel',
    situation: 'situationExercice',
    billing: 'situationFacturation',
    billingId: 'identifiantFacturation',
    key: 'cle',
  }),
  /** Guess, by analogy with the request: not even the namespace of the answer is public. It is read by local names, in any. */
  answerNamespace: unknown('http://www.InterRegimes.fr/HR5'),
  /** Guess from end to end: what a history of care needs to be read, under names like those of the siblings. */
  answer: unknown({
    root: 'ConsulterHistoriqueReponse',
    answeredOn: 'dateReponse',
    period: 'periode',
    from: 'dateDebut',
    to: 'dateFin',
    line: 'prestation',
    object: 'codeObjet',
    code: 'codeActe',
    label: 'libelle',
    quantity: 'quantite',
    executor: 'executant',
    prescriber: 'prescripteur',
    name: 'nom',
    specialty: 'specialite',
  }),
} as const
