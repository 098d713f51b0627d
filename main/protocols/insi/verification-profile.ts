import { unknown } from '../teleservice/profile.ts'

/**
 * Every name of the wire of verification (WS_INS3 to WS_INS5). That these operations exist, one for an identity and two for
 * many (a deposit, then a collection), is certain; everything below is a guess, written after the manner of WS_INS2, to be
 * corrected here and nowhere else once its specification can be read.
 */
export const verificationProfile = {
  /** Guess: an identity is written alike in the three operations, matricule first, then the traits of WS_INS2. */
  identity: unknown({
    matricule: 'MatriculeIndividu',
    number: 'NumIdentifiant',
    key: 'Cle',
    oid: 'OID',
    birthName: 'NomNaissance',
    firstNames: 'ListePrenom',
    sex: 'Sexe',
    birthDate: 'DateNaissance',
    birthPlace: 'LieuNaissance',
  }),
  unit: unknown({
    operation: 'WS_INS3',
    action: 'urn:ServiceIdentiteCertifiee:1.0.0:verifierInsAvecTraitsIdentite',
    namespace: 'http://www.cnamts.fr/INSiVerif',
    root: 'VERIFICATION',
  }),
  /** Guess: the caller names its batch, and each identity in it; so a deposit of which no answer came can be asked for. */
  deposit: unknown({
    operation: 'WS_INS4',
    action: 'urn:ServiceIdentiteCertifiee:1.0.0:deposerVerificationsIns',
    namespace: 'http://www.cnamts.fr/INSiVerifLot',
    root: 'DEPOTLOT',
    batch: 'IdLot',
    identity: 'IDENTITE',
    reference: 'Reference',
  }),
  collection: unknown({
    operation: 'WS_INS5',
    action: 'urn:ServiceIdentiteCertifiee:1.0.0:recupererVerificationsIns',
    namespace: 'http://www.cnamts.fr/INSiVerifLot',
    root: 'RECUPLOT',
    batch: 'IdLot',
  }),
  result: unknown({
    namespace: 'http://www.cnamts.fr/INSiResultatVerif',
    unitRoot: 'RESULTATVERIF',
    depositRoot: 'ACCUSELOT',
    collectionRoot: 'RESULTATLOT',
    report: 'CR',
    code: 'CodeCR',
    label: 'LibelleCR',
    batch: 'IdLot',
    /** How long the service asks to be left before the batch is collected, in seconds. */
    wait: 'DelaiSecondes',
    identity: 'IDENTITE',
    reference: 'Reference',
  }),
  /** Guess: of one identity, `00` it is right, `01` it is not. */
  answers: unknown({ confirmed: '00', notConfirmed: '01' }),
  /** Guess: of a batch, `00` taken or ready, `03` not ready yet, `04` no such batch. */
  batchAnswers: unknown({ done: '00', notReady: '03', unknownBatch: '04' }),
  /** Guess: identities of one batch, at most. Small enough that what a kill interrupts is little. */
  largestBatch: unknown(200),
  /** Guess: between two collections of a batch that is not ready, in seconds, where the service does not say. */
  waitSeconds: unknown(60),
} as const
