import { X509Certificate } from 'node:crypto'
import { mkdtemp, readFile, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { hostCertificates } from '#main/host/certificates.ts'

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
