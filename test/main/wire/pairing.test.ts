import { createHash, generateKeyPairSync, randomBytes, webcrypto } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  codeAlphabet,
  codeFrom,
  type PairingTerms,
  pairingRequest,
  pairingTranscript,
  shownCode,
  shownFingerprint,
  typedCode,
} from '#app/features/network/pairing.ts'
import {
  fingerprintOf,
  holdsItsKey,
  hostProof,
  pairingKey,
  sameProof,
  seatProof,
  signTerms,
} from '#main/wire/pairing.ts'

const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const publicKey = keys.publicKey.export({ type: 'spki', format: 'der' })

const terms: PairingTerms = {
  kind: 'electron',
  name: 'Accueil — étage',
  publicKey,
  nonce: randomBytes(32),
  hostCertificate: createHash('sha256').update('certificate of the host').digest(),
}
const joined = { hostId: '0f'.repeat(16), certificate: randomBytes(300), authority: randomBytes(300) }

test.each([
  ['7F3A2-QX9KD', '7F3A2QX9KD'],
  [' 7f3a2 qx9kd ', '7F3A2QX9KD'],
  ['7F3A2\u202FQX9KD', '7F3A2QX9KD'],
  ['OIL00-ABCDE', '01100ABCDE'],
  ['7F3A2-QX9K', null],
  ['7F3A2-QX9KDD', null],
  ['7F3A2-QX9KU', null],
  ['', null],
])('a code typed %j is read %j', (typed, read) => {
  expect(typedCode(typed)).toBe(read)
})

test('any code drawn, shown and typed again is itself, and each symbol is as likely as another', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 10, maxLength: 10 }), (bytes) => {
      const code = codeFrom(bytes)
      expect(typedCode(shownCode(code).toLowerCase())).toBe(code)
    }),
  )
  const symbols = Array.from({ length: 256 }, (_, byte) => codeFrom(new Uint8Array(10).fill(byte)).charAt(0))
  for (const symbol of codeAlphabet) expect(symbols.filter((one) => one === symbol)).toHaveLength(8)
})

test('both ends that know the code make the same proofs; another code, host, key or name makes others', async () => {
  const key = await pairingKey('7F3A2QX9KD', terms)
  const again = await pairingKey('7F3A2QX9KD', { ...terms })
  expect(sameProof(seatProof(key, terms), seatProof(again, terms))).toBe(true)
  expect(sameProof(hostProof(key, terms, joined), hostProof(again, terms, joined))).toBe(true)
  expect(sameProof(seatProof(key, terms), hostProof(key, terms, joined))).toBe(false)
  const others: PairingTerms[] = [
    { ...terms, hostCertificate: createHash('sha256').update('machine in the middle').digest() },
    { ...terms, name: 'Accueil' },
    { ...terms, nonce: randomBytes(32) },
    { ...terms, kind: 'browser' },
    {
      ...terms,
      publicKey: generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ type: 'spki', format: 'der' }),
    },
  ]
  for (const other of others) {
    const otherKey = await pairingKey('7F3A2QX9KD', other)
    expect(sameProof(seatProof(otherKey, other), seatProof(key, terms))).toBe(false)
    expect(sameProof(hostProof(otherKey, other, joined), hostProof(key, terms, joined))).toBe(false)
  }
  const wrong = await pairingKey('7F3A2QX9KE', terms)
  expect(sameProof(seatProof(wrong, terms), seatProof(key, terms))).toBe(false)
  expect(
    sameProof(hostProof(key, terms, { ...joined, authority: randomBytes(300) }), hostProof(key, terms, joined)),
  ).toBe(false)
  expect(sameProof(seatProof(key, terms).subarray(1), seatProof(key, terms))).toBe(false)
})

test('a key is proved to be held, by the program and by a browser alike', async () => {
  expect(holdsItsKey(terms, signTerms(keys.privateKey, terms))).toBe(true)
  expect(holdsItsKey({ ...terms, name: 'autre' }, signTerms(keys.privateKey, terms))).toBe(false)
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256' }
  const pair = await webcrypto.subtle.generateKey(algorithm, false, ['sign', 'verify'])
  const spki = new Uint8Array(await webcrypto.subtle.exportKey('spki', pair.publicKey))
  const browser: PairingTerms = { ...terms, kind: 'browser', publicKey: spki, hostCertificate: new Uint8Array() }
  const signed = await webcrypto.subtle.sign(
    { name: 'ECDSA', hash: 'SHA-256' },
    pair.privateKey,
    pairingTranscript(browser),
  )
  expect(holdsItsKey(browser, new Uint8Array(signed))).toBe(true)
  expect(holdsItsKey({ ...browser, publicKey }, new Uint8Array(signed))).toBe(false)
  expect(holdsItsKey({ ...browser, publicKey: randomBytes(91) }, new Uint8Array(signed))).toBe(false)
  const other = generateKeyPairSync('ec', { namedCurve: 'P-384' })
  const p384 = { ...terms, publicKey: other.publicKey.export({ type: 'spki', format: 'der' }) }
  expect(holdsItsKey(p384, signTerms(other.privateKey, p384))).toBe(false)
})

test('no two lists of parts make the same transcript', () => {
  const at = (name: string, key: string) =>
    Buffer.from(pairingTranscript({ ...terms, name, publicKey: Buffer.from(key) }))
  expect(at('ab', 'c').equals(at('a', 'bc'))).toBe(false)
  expect(Buffer.from(pairingTranscript({ ...terms, name: 'é' })).includes(Buffer.from('é'))).toBe(true)
  expect(Buffer.from(pairingTranscript({ ...terms, name: '\uD800' })).includes(Buffer.from('\uFFFD'))).toBe(true)
})

test('a request says only what it must', () => {
  const request = {
    kind: 'electron',
    protocol: 1,
    name: 'Accueil',
    publicKey: publicKey.toString('base64'),
    nonce: randomBytes(32).toString('base64'),
    possession: signTerms(keys.privateKey, terms).toString('base64'),
    proof: randomBytes(32).toString('base64'),
  }
  expect(pairingRequest.safeParse(request).success).toBe(true)
  expect(pairingRequest.safeParse({ ...request, code: '7F3A2QX9KD' }).success).toBe(false)
  expect(pairingRequest.safeParse({ ...request, protocol: 2 }).success).toBe(false)
  expect(pairingRequest.safeParse({ ...request, name: ' ' }).success).toBe(false)
  expect(pairingRequest.safeParse({ ...request, publicKey: 'A'.repeat(4_000) }).success).toBe(false)
})

test('a fingerprint is the SHA-256 of the certificate, shown in pairs', () => {
  const fingerprint = fingerprintOf(Buffer.from('abc'))
  expect(fingerprint).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
  expect(shownFingerprint(fingerprint).slice(0, 8)).toBe('BA:78:16')
})
