import 'reflect-metadata'
import * as x509 from '@peculiar/x509'
import { createPrivateKey, X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect, createServer } from 'node:tls'
import { expect, test } from 'vitest'
import { hostCertificates, UnreadableCertificates } from '#main/host/certificates.ts'
import { networkCertificates, networkNames } from '#main/host/network-certificates.ts'

const folderOf = () => mkdtemp(join(tmpdir(), 'host-'))
const daysLater = (days: number) => new Date(Date.now() + days * 86_400_000)

test('the first run makes an authority and a server certificate for this computer only', async () => {
  const folder = await folderOf()
  const { chain, fingerprint } = await hostCertificates(folder)
  const [server, authority] = chain
    .split(/(?<=-----END CERTIFICATE-----)\n/)
    .filter((pem) => pem.includes('BEGIN'))
    .map((pem) => new X509Certificate(pem))
  if (server === undefined || authority === undefined) throw new Error('two certificates expected')
  expect(server.verify(authority.publicKey)).toBe(true)
  expect(server.ca).toBe(false)
  expect(authority.ca).toBe(true)
  expect(server.subjectAltName).toBe('DNS:localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1')
  expect(server.fingerprint256).toBe(fingerprint)
  expect(server.validToDate.getTime() - server.validFromDate.getTime()).toBeLessThan(398 * 86_400_000)
})

test('keys are readable by their owner only', async () => {
  const folder = await folderOf()
  await hostCertificates(folder)
  for (const name of ['authority-key.pem', 'server-key.pem']) {
    expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600)
  }
})

test('a second run keeps both; a month before its end the server’s is renewed under the same authority', async () => {
  const folder = await folderOf()
  const first = await hostCertificates(folder)
  const authority = await readFile(join(folder, 'authority.pem'), 'utf8')
  expect((await hostCertificates(folder)).fingerprint).toBe(first.fingerprint)
  expect((await hostCertificates(folder, daysLater(350))).fingerprint).toBe(first.fingerprint)
  expect((await hostCertificates(folder, daysLater(375))).fingerprint).not.toBe(first.fingerprint)
  expect(await readFile(join(folder, 'authority.pem'), 'utf8')).toBe(authority)
})

test('a server certificate that another authority signed, or that cannot be read, is made again', async () => {
  const folder = await folderOf()
  const stranger = await folderOf()
  const first = await hostCertificates(folder)
  await hostCertificates(stranger)
  for (const name of ['server.pem', 'server-key.pem'])
    await writeFile(join(folder, name), await readFile(join(stranger, name)))
  const second = await hostCertificates(folder)
  await writeFile(join(folder, 'server.pem'), 'pas un certificat')
  const third = await hostCertificates(folder)
  expect(new Set([first.fingerprint, second.fingerprint, third.fingerprint]).size).toBe(3)
})

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const

/** A server certificate for any names, signed with the kept key of an authority: what a thief of that key could make. */
async function signedFor(
  folder: string,
  names: ConstructorParameters<typeof x509.SubjectAlternativeNameExtension>[0],
  by = 'authority',
) {
  const authority = new x509.X509Certificate(await readFile(join(folder, `${by}.pem`), 'utf8'))
  const pkcs8 = createPrivateKey(await readFile(join(folder, `${by}-key.pem`), 'utf8')).export({
    type: 'pkcs8',
    format: 'der',
  })
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const certificate = await x509.X509CertificateGenerator.create({
    subject: 'CN=voleur',
    issuer: authority.subject,
    notBefore: daysLater(-1),
    notAfter: daysLater(30),
    signingAlgorithm: algorithm,
    publicKey: keys.publicKey,
    signingKey: await crypto.subtle.importKey('pkcs8', pkcs8, algorithm, false, ['sign']),
    extensions: [new x509.SubjectAlternativeNameExtension(names)],
  })
  const key = x509.PemConverter.encode(await crypto.subtle.exportKey('pkcs8', keys.privateKey), 'PRIVATE KEY')
  return { key, cert: certificate.toString('pem') }
}

/** What a client that trusts the authority of a folder says of a server: nothing, or why it refuses. */
async function verdictOn(server: { key: string; cert: string }, folder: string, by = 'authority') {
  const listener = createServer(server).listen(0, '127.0.0.1')
  await once(listener, 'listening')
  const { port } = listener.address() as AddressInfo
  const ca = await readFile(join(folder, `${by}.pem`), 'utf8')
  listener.on('tlsClientError', () => undefined)
  const client = connect({ port, host: '127.0.0.1', servername: 'localhost', ca, checkServerIdentity: () => undefined })
  try {
    await once(client, 'secureConnect')
    return null
  } catch (error) {
    return error instanceof Error ? error.message : 'unknown'
  } finally {
    client.destroy()
    listener.close()
  }
}

test('who trusts the authority trusts it for this computer’s own names only, whatever its key signs', async () => {
  const folder = await folderOf()
  const { key, chain } = await hostCertificates(folder)
  expect(await verdictOn({ key, cert: chain }, folder)).toBeNull()
  expect(await verdictOn(await signedFor(folder, [{ type: 'ip', value: '::1' }]), folder)).toBeNull()
  for (const name of [
    { type: 'dns', value: 'banque.example' },
    { type: 'dns', value: 'localhost.example' },
    { type: 'ip', value: '127.0.0.2' },
    { type: 'ip', value: '::2' },
  ] as const) {
    expect(await verdictOn(await signedFor(folder, [name]), folder), name.value).toBe('permitted subtree violation')
  }
})

test('an authority that could sign for any name is replaced', async () => {
  const folder = await folderOf()
  await hostCertificates(folder)
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const unbounded = await x509.X509CertificateGenerator.createSelfSigned({
    name: 'CN=ancienne',
    notBefore: daysLater(-1),
    notAfter: daysLater(30),
    signingAlgorithm: algorithm,
    keys,
    extensions: [new x509.BasicConstraintsExtension(true, 0, true)],
  })
  const pkcs8 = await crypto.subtle.exportKey('pkcs8', keys.privateKey)
  await writeFile(join(folder, 'authority-key.pem'), x509.PemConverter.encode(pkcs8, 'PRIVATE KEY'))
  await writeFile(join(folder, 'authority.pem'), unbounded.toString('pem'))
  const { key, chain } = await hostCertificates(folder)
  expect(chain).not.toContain(unbounded.toString('pem'))
  expect(await verdictOn({ key, cert: chain }, folder)).toBeNull()
})

test('an authority that cannot be read is never replaced in silence', async () => {
  const folder = await folderOf()
  const stranger = await folderOf()
  await hostCertificates(folder)
  await hostCertificates(stranger)
  const keyFile = join(folder, 'authority-key.pem')
  const certificate = await readFile(join(folder, 'authority.pem'), 'utf8')
  const refused = async () => {
    await expect(hostCertificates(folder)).rejects.toBeInstanceOf(UnreadableCertificates)
    expect(await readFile(join(folder, 'authority.pem'), 'utf8')).toBe(certificate)
  }
  // Another authority's key, a spoilt one, and one that the system does not give: a folder in its place fails for root too.
  await writeFile(keyFile, await readFile(join(stranger, 'authority-key.pem')))
  await refused()
  await writeFile(keyFile, 'pas une clé')
  await refused()
  await rm(keyFile)
  await mkdir(keyFile)
  await refused()
})

test.each([
  ['ACCUEIL-1', ['accueil-1', 'accueil-1.local']],
  ['pc.cabinet.example', ['pc', 'pc.local']],
  ['localhost', []],
  ['Ordinateur d’Hélène', []],
  ['', []],
])('a computer called %j answers the network by %j', (computer, names) => {
  expect(networkNames(computer)).toEqual(names)
})

test('the network’s authority signs for this computer’s names and private addresses only', async () => {
  const folder = await folderOf()
  const by = 'network-authority'
  const names = ['accueil-1', 'accueil-1.local']
  const { key, chain } = await networkCertificates(folder, ['192.168.1.20', 'fd00::2'], names)
  expect(await verdictOn({ key, cert: chain }, folder, by)).toBeNull()
  expect(new X509Certificate(chain).subjectAltName).toBe(
    'DNS:accueil-1, DNS:accueil-1.local, IP Address:192.168.1.20, IP Address:FD00:0:0:0:0:0:0:2',
  )
  for (const value of ['10.1.2.3', '172.31.255.1', '192.168.7.7', '169.254.9.9', 'fc00::1', 'fe80::1'])
    expect(await verdictOn(await signedFor(folder, [{ type: 'ip', value }], by), folder, by), value).toBeNull()
  for (const name of [
    { type: 'dns', value: 'banque.example' },
    { type: 'dns', value: 'accueil-2.local' },
    { type: 'dns', value: 'localhost' },
    { type: 'ip', value: '8.8.8.8' },
    { type: 'ip', value: '172.32.0.1' },
    { type: 'ip', value: '127.0.0.1' },
    { type: 'ip', value: '2001:db8::1' },
  ] as const) {
    const verdict = await verdictOn(await signedFor(folder, [name], by), folder, by)
    expect(verdict, name.value).toBe('permitted subtree violation')
  }
})

test('a new address makes a new certificate, a new name does not: both under the authority the seats know', async () => {
  const folder = await folderOf()
  const first = await networkCertificates(folder, ['192.168.1.20'], ['accueil-1', 'accueil-1.local'])
  const same = await networkCertificates(folder, ['192.168.1.20'], ['accueil-1', 'accueil-1.local'])
  const moved = await networkCertificates(folder, ['10.0.0.7'], ['accueil-1', 'accueil-1.local'])
  const renamed = await networkCertificates(folder, ['10.0.0.7'], ['etage', 'etage.local'])
  expect(same.fingerprint).toBe(first.fingerprint)
  expect(moved.fingerprint).not.toBe(first.fingerprint)
  expect(renamed.fingerprint).toBe(moved.fingerprint)
  for (const each of [same, moved, renamed]) expect(Buffer.from(each.authority)).toEqual(Buffer.from(first.authority))
})

test('the seats’ authority makes certificates of clients and no server a browser would believe', async () => {
  const folder = await folderOf()
  const { issue, seatsAuthority } = await networkCertificates(folder, [])
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const spki = new Uint8Array(await crypto.subtle.exportKey('spki', keys.publicKey))
  const seat = new X509Certificate(await issue(spki, 'Accueil, étage=1'))
  expect(seat.verify(new X509Certificate(seatsAuthority).publicKey)).toBe(true)
  expect(seat.keyUsage).toEqual(['1.3.6.1.5.5.7.3.2'])
  expect(seat.ca).toBe(false)
  expect(seat.subject).toBe('CN=Poste Accueil--étage-1')
})
