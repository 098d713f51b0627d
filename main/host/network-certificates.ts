// What @peculiar/x509 builds on asks for it before anything else.
import 'reflect-metadata'
import { ExtendedKeyUsage, PublicKey, type X509Certificate, X509CertificateGenerator } from '@peculiar/x509'
import { hostname } from 'node:os'
import { fingerprintOf } from '#main/wire/pairing.ts'
import {
  type AddressRange,
  algorithm,
  authorityIn,
  commonName,
  day,
  leafExtensions,
  maySignFor,
  type Pair,
  permittedNames,
  serial,
  serverIn,
  signingKeyOf,
} from './certificate-files.ts'

/** What the host shows to the other computers, and what makes their certificates. */
export interface NetworkCertificates {
  /** Private key of the server, PEM. */
  readonly key: string
  /** The server's certificate followed by the authority's, PEM. */
  readonly chain: string
  /** SHA-256 of the server's certificate, lower-case hexadecimal. */
  readonly fingerprint: string
  /** The authority of the server's certificate, DER: what a seat trusts once it has joined. */
  readonly authority: Uint8Array
  /** The authority of the seats' certificates, PEM: named to browsers, so that they offer no other certificate. */
  readonly seatsAuthority: string
  /** Makes a seat's certificate, DER, good until its authority ends. */
  issue(publicKey: Uint8Array, name: string): Promise<Uint8Array>
}

const v4 = (first: readonly number[], bits: number): AddressRange => ({ first, mask: maskOf(4, bits) })
const v6 = (start: readonly number[], bits: number): AddressRange => ({
  first: [...start, ...Array<number>(16 - start.length).fill(0)],
  mask: maskOf(16, bits),
})

/** Addresses that mean a computer of this network wherever one is: RFC 1918, RFC 3927, RFC 4193, RFC 4291. */
const privateRanges: readonly AddressRange[] = [
  v4([10, 0, 0, 0], 8),
  v4([172, 16, 0, 0], 12),
  v4([192, 168, 0, 0], 16),
  v4([169, 254, 0, 0], 16),
  v6([0xfc], 7),
  v6([0xfe, 0x80], 10),
]

function maskOf(bytes: number, bits: number): number[] {
  return Array.from({ length: bytes }, (_, at) => (0xff00 >> Math.min(8, Math.max(0, bits - 8 * at))) & 0xff)
}

/**
 * The names by which other computers call this one: its own, and its own under `.local` (mDNS). Empty when the computer's
 * name is not one that a certificate may bear.
 */
export function networkNames(computer = hostname()): readonly string[] {
  const [name = ''] = computer.toLowerCase().split('.')
  return /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(name) && name !== 'localhost' ? [name, `${name}.local`] : []
}

/**
 * The certificates by which this host answers the network. The authority of the server's may sign for the computer's own
 * names and for private addresses, and says so itself: stolen, it makes nobody believe in a bank. That of the seats signs
 * no server, and no browser is ever asked to trust it. The server's is made again when an address is not in it.
 *
 * Throws {@link UnreadableCertificates} rather than replace an authority that does not read.
 */
export async function networkCertificates(
  folder: string,
  addresses: readonly string[],
  names = networkNames(),
  now = new Date(),
): Promise<NetworkCertificates> {
  // A computer without a usable name still must not sign for any: a range of names cannot be left out, so one is given.
  const permitted = permittedNames(names.length > 0 ? names : ['cabinet-ouvert.invalid'], privateRanges)
  const kind = { file: 'network-authority', organisation: 'Autorité du cabinet sur ce réseau', permitted }
  const authority = await authorityIn(folder, kind, now)
  const signed = names.filter((name) => maySignFor(authority, name))
  const seats = await authorityIn(
    folder,
    { file: 'seats-authority', organisation: 'Autorité des postes du cabinet', permitted: null },
    now,
  )
  const server = await serverIn(
    folder,
    authority,
    {
      file: 'network-server',
      subject: signed[0] ?? 'Cabinet Ouvert',
      names: [
        ...signed.map((value) => ({ type: 'dns', value }) as const),
        ...addresses.map((value) => ({ type: 'ip', value }) as const),
      ],
    },
    now,
  )
  return {
    key: server.key,
    chain: `${server.certificate.toString('pem')}\n${authority.certificate.toString('pem')}\n`,
    fingerprint: fingerprintOf(new Uint8Array(server.certificate.rawData)),
    authority: new Uint8Array(authority.certificate.rawData),
    seatsAuthority: seats.certificate.toString('pem'),
    issue: (publicKey, name) => issueSeat(seats, publicKey, name, new Date()),
  }
}

async function issueSeat(seats: Pair, publicKey: Uint8Array, name: string, now: Date): Promise<Uint8Array> {
  const certificate: X509Certificate = await X509CertificateGenerator.create({
    serialNumber: serial(),
    subject: `CN=Poste ${commonName(name)}`,
    issuer: seats.certificate.subject,
    notBefore: new Date(now.getTime() - day),
    notAfter: seats.certificate.notAfter,
    signingAlgorithm: algorithm,
    publicKey: await new PublicKey(new Uint8Array(publicKey)).export(algorithm, ['verify']),
    signingKey: await signingKeyOf(seats),
    extensions: await leafExtensions(seats, ExtendedKeyUsage.clientAuth),
  })
  return new Uint8Array(certificate.rawData)
}
