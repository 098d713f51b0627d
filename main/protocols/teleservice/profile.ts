/**
 * How far a name of the wire is known. `certain`: seen in a published schema, a recorded exchange or an approved product;
 * `likely`: inferred; `unknown`: a guess of ours, to be corrected where it stands and nowhere else.
 */
export type Certainty = 'certain' | 'likely' | 'unknown'

/** Something that stands on the wire, and how far it is known. */
export interface WireFact<T> {
  readonly wire: T
  readonly mark: Certainty
}

/** A fact that was seen. */
export function certain<const T>(wire: T): WireFact<T> {
  return { wire, mark: 'certain' }
}

/** A fact that is inferred. */
export function likely<const T>(wire: T): WireFact<T> {
  return { wire, mark: 'likely' }
}

/** A guess. */
export function unknown<const T>(wire: T): WireFact<T> {
  return { wire, mark: 'unknown' }
}

/** What the téléservices of the Assurance Maladie (INSi, ADRi, IMTi, HRi…) have in common on the wire. */
export const teleserviceProfile = {
  soap: certain({
    namespace: 'http://www.w3.org/2003/05/soap-envelope',
    envelope: 'Envelope',
    header: 'Header',
    body: 'Body',
    fault: 'Fault',
  }),
  /** The qualification server is only supposed to take it. */
  contentType: likely('application/soap+xml; charset=utf-8'),
  addressing: certain({
    namespace: 'http://www.w3.org/2005/08/addressing',
    action: 'Action',
    messageId: 'MessageID',
    /** Of an answer; whether these services write it is not known. */
    relatesTo: 'RelatesTo',
  }),
  /** The action of an answer is that of the request with this after it. */
  responseSuffix: certain('Response'),
  security: certain({
    namespace: 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd',
    root: 'Security',
  }),
  contexteBam: certain({
    namespace: 'urn:siram:bam:ctxbam',
    root: 'ContexteBAM',
    version: '01_02',
    nature: 'CTXBAM',
    id: 'Id',
    time: 'Temps',
    emitter: 'Emetteur',
    referenceDate: 'DateRef',
    coverage: 'COUVERTURE',
    scheme: 'GrandRegime',
    fund: 'Organisme',
    centre: 'CodeCentre',
    insured: 'ASSURE',
    beneficiary: 'BENEFICIAIRE',
    nir: 'Nir',
    number: 'Num',
    key: 'Cle',
    certifiedOn: 'DateCertification',
    birthDate: 'DateNai',
    birthRank: 'Rang',
    holder: 'Porteur',
  }),
  contexteLps: certain({
    namespace: 'urn:siram:lps:ctxlps',
    root: 'ContexteLPS',
    version: '01_00',
    nature: 'CTXLPS',
    id: 'Id',
    time: 'Temps',
    emitter: 'Emetteur',
    lps: 'LPS',
    authorisation: 'IDAM',
    authorisationR: '4',
    softwareVersion: 'Version',
    instance: 'Instance',
    name: 'Nom',
  }),
  /** The assertion of the professional, in its modes « CPS » and « PSC ». */
  assertion: certain({
    namespace: 'urn:oasis:names:tc:SAML:2.0:assertion',
    root: 'Assertion',
    version: '2.0',
    idPrefix: '_',
    issuer: 'Issuer',
    issuerFormat: 'urn:oasis:names:tc:SAML:1.1:nameid-format:X509SubjectName',
    subject: 'Subject',
    nameId: 'NameID',
    qualifier: { card: 'CPS', psc: 'PSC' },
    statement: 'AttributeStatement',
    attribute: 'Attribute',
    value: 'AttributeValue',
    billing: 'identifiantFacturation',
    profession: 'gipProfessionCode',
    sector: 'secteurActivite',
  }),
  /** Seen so in one mode; the guide names the attribute in words only. */
  specialtyAttribute: certain('codeSpecialiteAMO'),
  /**
   * How the subject of the certificate is written in `Issuer`: seen once, `2.5.4.42=OLIVIER+CN=…+SN=…,T=Infirmier,C=FR`.
   * Another client tried other names for the same; how strictly the server compares is not public.
   */
  issuerNames: likely({
    '2.5.4.3': 'CN',
    '2.5.4.4': 'SN',
    '2.5.4.6': 'C',
    '2.5.4.7': 'L',
    '2.5.4.8': 'ST',
    '2.5.4.10': 'O',
    '2.5.4.11': 'OU',
    '2.5.4.12': 'T',
  }),
  /** In the mode « PSC » the assertion is not signed: who its issuer is, is not public. */
  pscIssuer: unknown({ format: 'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified' }),
  /** A comment of a client says about an hour. */
  assertionLifetimeMinutes: likely(60),
  /** The assertion of the Vitale card: that there is one, second in `Security`, is certain; what it holds is not public. */
  vitaleAssertion: unknown({ position: 'after-professional' }),
  fault: certain({
    namespace: 'urn:siram',
    root: 'Erreur',
    code: 'code',
    severity: 'severite',
    messageId: 'messageID',
  }),
} as const
