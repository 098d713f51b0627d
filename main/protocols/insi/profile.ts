import { certain, likely, teleserviceProfile, unknown } from '../teleservice/profile.ts'

/**
 * Every name of the wire of INSi (public WSDL 1.5.0, service `ICIR-v1`), with how far it is known. Nothing else in the codec
 * names anything of the wire.
 */
export const insiProfile = {
  ...teleserviceProfile,
  endpoints: {
    qualificationCard: certain('https://qualiflps.services-ps.ameli.fr:443/lps'),
    qualificationCertificate: certain('https://qualiflps-services-ps-tlsm.ameli.fr:443/lps'),
    productionCard: certain('https://services-ps.ameli.fr/lps'),
    productionCertificate: likely('https://services-ps-tlsm.ameli.fr:443/lps'),
    /** Where the mode « PSC » is served is not public: supposed to be where that of the card is. */
    productionPsc: unknown('https://services-ps.ameli.fr/lps'),
  },
  /** What the certificate of an establishment must be, or the service refuses it (`desir_560`). */
  establishmentCertificate: certain({
    commonNames: ['INSI-AUTO', 'INSI-MANU'],
    issuer: 'AC IGC-SANTE ELEMENTAIRE ORGANISATIONS',
    testIssuer: 'TEST AC IGC-SANTE ELEMENTAIRE ORGANISATIONS',
  }),
  messageIdPrefix: certain('uuid:'),
  /** Characters of a name, at most: no public text says it; the INS datamatrix stops there. */
  longestName: unknown(100),
  /** `LPS/Nom`. Another approved product leaves the version out. */
  softwareName: certain({ prefix: 'urn:lps:', separator: ':' }),
  byTraits: certain({
    operation: 'WS_INS2',
    action: 'urn:ServiceIdentiteCertifiee:1.0.0:rechercherInsAvecTraitsIdentite',
    namespace: 'http://www.cnamts.fr/INSiRecSans',
    root: 'RECSANSVITALE',
    birthName: 'NomNaissance',
    firstName: 'Prenom',
    sex: 'Sexe',
    birthDate: 'DateNaissance',
    birthPlace: 'LieuNaissance',
  }),
  byVitale: certain({
    operation: 'WS_INS1',
    action: 'urn:ServiceIdentiteCertifiee:1.0.0:rechercherInsAvecCarteVitale',
    namespace: 'http://www.cnamts.fr/INSiRecVit',
    root: 'RECVITALE',
    individual: 'MatriculeIndividu',
    insured: 'MatriculeOD',
    number: 'NumIdentifiant',
    key: 'Cle',
    kind: 'TypeMatricule',
    birthName: 'NomNaissance',
    birthDate: 'DateNaissance',
    birthRank: 'RangNaissance',
  }),
  /** An approved product sends the number alone in both matricules, without key nor kind. */
  vitaleSendsKeys: certain(false),
  result: certain({
    namespace: 'http://www.cnamts.fr/INSiResultat',
    root: 'RESULTAT',
    report: 'CR',
    code: 'CodeCR',
    label: 'LibelleCR',
    person: 'INDIVIDU',
    active: 'INSACTIF',
    former: 'INSHISTO',
    identifier: 'IdIndividu',
    number: 'NumIdentifiant',
    key: 'Cle',
    kind: 'TypeMatricule',
    oid: 'OID',
    from: 'DateDeb',
    to: 'DateFin',
    traits: 'TIQ',
    birthName: 'NomNaissance',
    firstName: 'Prenom',
    firstNames: 'ListePrenom',
    sex: 'Sexe',
    birthDate: 'DateNaissance',
    birthPlace: 'LieuNaissance',
  }),
  answers: certain({ found: '00', none: '01', several: '02' }),
  /** A place of birth that is none, to be said and not refused. */
  unknownPlace: certain('99999'),
} as const
