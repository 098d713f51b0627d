import { join } from 'node:path'
import { shownFingerprint } from '#app/features/network/pairing.ts'
import { fingerprintOf } from '#main/wire/pairing.ts'
import { authorityIn, permittedNames, serverIn } from './certificate-files.ts'

/** What the host shows to browsers, and what a person may compare before trusting it. */
export interface HostCertificates {
  /** Private key of the server, PEM. */
  readonly key: string
  /** The server's certificate followed by the authority's, PEM. */
  readonly chain: string
  /** SHA-256 of the server's certificate: what a browser shows under « Empreinte ». */
  readonly fingerprint: string
  /** The authority's certificate, to install once in a browser or a system. */
  readonly authorityFile: string
}

/** The name and the two addresses by which a computer calls itself, and nothing else. */
const ownNames = permittedNames(
  ['localhost'],
  [
    { first: [127, 0, 0, 1], mask: Array<number>(4).fill(0xff) },
    { first: [...Array<number>(15).fill(0), 1], mask: Array<number>(16).fill(0xff) },
  ],
)

/**
 * The certificates by which this host answers its own computer: made at its first run, the server's renewed a month before
 * its end. Keys are readable by their owner only. The authority's certificate says itself that it signs for this computer's
 * own names and for nothing else: a browser that trusts it believes no other signature of it, even if its key were stolen.
 *
 * Throws {@link UnreadableCertificates} rather than make a new authority when the present one is there and does not read.
 */
export async function hostCertificates(folder: string, now = new Date()): Promise<HostCertificates> {
  const kind = { file: 'authority', organisation: 'Autorité de ce poste', permitted: ownNames }
  const authority = await authorityIn(folder, kind, now)
  const names = [
    { type: 'dns', value: 'localhost' },
    { type: 'ip', value: '127.0.0.1' },
    { type: 'ip', value: '::1' },
  ] as const
  const server = await serverIn(folder, authority, { file: 'server', subject: 'localhost', names }, now)
  return {
    key: server.key,
    chain: `${server.certificate.toString('pem')}\n${authority.certificate.toString('pem')}\n`,
    fingerprint: shownFingerprint(fingerprintOf(new Uint8Array(server.certificate.rawData))),
    authorityFile: join(folder, 'authority.pem'),
  }
}

export { UnreadableCertificates } from './certificate-files.ts'
