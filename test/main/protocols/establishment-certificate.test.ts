import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readEstablishmentFile } from '#main/protocols/establishment-certificate.ts'
import { readPkcs12 } from '#main/protocols/pkcs12.ts'

const folder = mkdtempSync(join(tmpdir(), 'cabinet-certificat-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const openssl = (...values: string[]) => execFileSync('openssl', values, { cwd: folder, stdio: 'pipe' })
const file = (name: string) => new Uint8Array(readFileSync(join(folder, name)))
const password = 'ardoise 42 éèà'
const insi = '/C=FR/O=STRUCTURE/OU=318751275100020/CN=INSI-MANU'

/** A key and its certificate, signed by itself: what the file says is the matter, not who signed it. */
function make(name: string, subject: string, bits = 2048): void {
  const options = ['-x509', '-days', '30', '-nodes', '-keyout', `${name}.key`, '-out', `${name}.pem`]
  openssl('req', '-newkey', `rsa:${bits}`, ...options, '-subj', subject)
}

function pack(name: string, ...options: string[]): void {
  const inside = ['-inkey', 'insi.key', '-in', 'insi.pem', '-passout', `pass:${password}`]
  openssl('pkcs12', '-export', '-out', name, ...inside, ...options)
}

beforeAll(() => {
  make('insi', insi)
  make('other', '/C=FR/O=STRUCTURE/OU=318751275100020/CN=AUTRE')
  make('small', insi, 1024)
  pack('aes.p12')
  pack('sha512.p12', '-macalg', 'sha512')
  pack('des.p12', '-keypbe', 'PBE-SHA1-3DES', '-certpbe', 'PBE-SHA1-3DES', '-macalg', 'sha1')
  // Each derivation alone would pass; together they are only there to stop the program.
  pack('slow.p12', '-iter', '700000')
  openssl('pkcs12', '-export', '-nokeys', '-in', 'insi.pem', '-out', 'keyless.p12', '-passout', `pass:${password}`)
  writeFileSync(join(folder, 'both.pem'), Buffer.concat([file('insi.pem'), file('insi.key')]))
  writeFileSync(join(folder, 'mixed.pem'), Buffer.concat([file('insi.pem'), file('other.key')]))
  openssl('pkcs8', '-topk8', '-in', 'insi.key', '-out', 'sealed.key', '-passout', 'pass:secret-12')
  writeFileSync(join(folder, 'sealed.pem'), Buffer.concat([file('insi.pem'), file('sealed.key')]))
  openssl('pkcs8', '-topk8', '-in', 'insi.key', '-out', 'slow.key', '-passout', 'pass:secret-12', '-iter', '2100000')
  writeFileSync(join(folder, 'slow.pem'), Buffer.concat([file('insi.pem'), file('slow.key')]))
  writeFileSync(join(folder, 'other-both.pem'), Buffer.concat([file('other.pem'), file('other.key')]))
  writeFileSync(join(folder, 'small-both.pem'), Buffer.concat([file('small.pem'), file('small.key')]))
})

describe('the certificate of an establishment', () => {
  test.each([
    ['aes.p12', password],
    ['sha512.p12', password],
    ['des.p12', password],
    ['both.pem', ''],
    ['sealed.pem', 'secret-12'],
  ])('%s gives its certificate and its key', (name, secret) => {
    const read = readEstablishmentFile(file(name), secret)
    expect(read).toMatchObject({
      ok: true,
      establishment: { commonName: 'INSI-MANU', structureId: '318751275100020', issuer: 'INSI-MANU' },
    })
    if (!read.ok) return
    writeFileSync(join(folder, 'read.key'), read.identity.key)
    // The same key, as openssl writes it.
    const modulus = (name_: string) => openssl('rsa', '-noout', '-modulus', '-in', name_).toString()
    expect(modulus('read.key')).toBe(modulus('insi.key'))
  })

  test.each([
    ['aes.p12', 'faux', 'password'],
    ['des.p12', '', 'password'],
    ['sealed.pem', 'faux', 'password'],
    ['slow.pem', 'secret-12', 'password'],
    ['slow.p12', password, 'unreadable'],
    ['keyless.p12', password, 'no-key'],
    ['insi.pem', '', 'no-key'],
    ['mixed.pem', '', 'other-key'],
    ['other-both.pem', '', 'not-insi'],
    ['small-both.pem', '', 'weak-key'],
  ])('%s with « %s » is refused: %s', (name, secret, reason) => {
    expect(readEstablishmentFile(file(name), secret)).toEqual({ ok: false, reason })
  })

  test('whatever is cut or changed is refused, and nothing is thrown', () => {
    const whole = file('aes.p12')
    for (let at = 0; at < whole.length; at += 7) {
      const cut = readPkcs12(whole.slice(0, at), password)
      expect(cut.ok).toBe(false)
      const changed = Uint8Array.from(whole)
      changed[at] = (changed[at] ?? 0) ^ 0x55
      const read = readPkcs12(changed, password)
      // The name of the algorithms and the salt of the integrity are all that may change without its being seen.
      if (read.ok) expect(read.key).not.toBeNull()
    }
    expect(readEstablishmentFile(new Uint8Array(300 * 1024), '')).toEqual({ ok: false, reason: 'unreadable' })
    expect(readEstablishmentFile(new TextEncoder().encode('bonjour'), '')).toEqual({ ok: false, reason: 'unreadable' })
  })
})
