// What @peculiar/x509 builds on asks for it before anything else.
import 'reflect-metadata'
import {
  BasicConstraintsExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  Name,
  PemConverter,
  SubjectAlternativeNameExtension,
  X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509'
import { randomBytes } from 'node:crypto'

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const
const hour = 60 * 60_000
const day = 24 * hour

/** A certificate and its key, PEM. */
export interface Identity {
  readonly certificate: string
  readonly key: string
}

/** What stands for the « AC IGC-SANTE ELEMENTAIRE ORGANISATIONS » of tests: it signs the server and the establishments. */
export interface OrganisationAuthority {
  /** PEM. */
  readonly certificate: string
  /** Of 127.0.0.1. */
  server(): Promise<Identity>
  /** Of an establishment. `commonName`: `INSI-AUTO` or `INSI-MANU` for those that the service lets in. */
  establishment(commonName: string, structureId: string): Promise<Identity>
}

/** Makes the authority now. Its key is in the memory of this process, and nowhere else. */
export async function makeOrganisationAuthority(now = Date.now()): Promise<OrganisationAuthority> {
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const name = new Name([
    { C: ['FR'] },
    { O: ['Cabinet Ouvert'] },
    { OU: ['IGC-SANTE TEST simulée'] },
    { CN: ['TEST AC IGC-SANTE ELEMENTAIRE ORGANISATIONS'] },
  ])
  const dates = { notBefore: new Date(now - hour), notAfter: new Date(now + 365 * day) }
  const authority = await X509CertificateGenerator.create({
    serialNumber: randomBytes(16).toString('hex'),
    subject: name.toJSON(),
    issuer: name.toJSON(),
    ...dates,
    publicKey: keys.publicKey,
    signingKey: keys.privateKey,
    signingAlgorithm: algorithm,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
    ],
  })
  const make = async (subject: Name, isServer: boolean): Promise<Identity> => {
    const own = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
    const certificate = await X509CertificateGenerator.create({
      serialNumber: randomBytes(16).toString('hex'),
      subject: subject.toJSON(),
      issuer: name.toJSON(),
      ...dates,
      publicKey: own.publicKey,
      signingKey: keys.privateKey,
      signingAlgorithm: algorithm,
      extensions: [
        new BasicConstraintsExtension(false, undefined, true),
        ...(isServer ? [new SubjectAlternativeNameExtension([{ type: 'ip', value: '127.0.0.1' }])] : []),
      ],
    })
    const key = PemConverter.encode(await crypto.subtle.exportKey('pkcs8', own.privateKey), 'PRIVATE KEY')
    return { certificate: certificate.toString('pem'), key }
  }
  return {
    certificate: authority.toString('pem'),
    server: () => make(new Name([{ CN: ['services-ps.ameli.fr simulé'] }]), true),
    establishment: (commonName, structureId) =>
      make(new Name([{ C: ['FR'] }, { O: ['STRUCTURE'] }, { OU: [structureId] }, { CN: [commonName] }]), false),
  }
}

/** What a certificate says of whoever holds it. */
export interface Holder {
  readonly commonName: string
  readonly unit: string
  /** Code of table G15, where the certificate has it: « 10 » for a doctor. */
  readonly profession: string | null
  /** Whether its key is one that signs documents. */
  readonly signs: boolean
}

const professionExtension = '1.2.250.1.71.1.2.7'

/** Reads it. */
export function holderOf(der: Uint8Array): Holder {
  const certificate = new X509Certificate(Uint8Array.from(der))
  const usage = certificate.getExtension(KeyUsagesExtension)?.usages ?? 0
  const profession = certificate.getExtension(professionExtension)?.value
  const code = profession === undefined ? undefined : new Uint8Array(profession)[2]
  return {
    commonName: certificate.subjectName.getField('CN')[0] ?? '',
    unit: certificate.subjectName.getField('OU')[0] ?? '',
    profession: code === undefined ? null : String(code).padStart(2, '0'),
    signs: (usage & KeyUsageFlags.nonRepudiation) !== 0,
  }
}
