// What @peculiar/x509 builds on asks for it before anything else.
import 'reflect-metadata'
import { Extension, KeyUsageFlags } from '@peculiar/x509'
import fc from 'fast-check'
import { createHash, X509Certificate } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import {
  type ProfessionalCertificate,
  readCertificate,
  readNationalId,
  readProfessionalCertificate,
} from '#main/protocols/professional-certificate.ts'
import { type Keys, listAddress, type MadeAuthority, makeAuthority, makeHolder, makeKeys } from './certificate-maker.ts'

let people: MadeAuthority
let keys: Keys

beforeAll(async () => {
  const root = await makeAuthority('TEST AC RACINE IGC-SANTE FORT')
  people = await makeAuthority('TEST AC IGC-SANTE FORT PERSONNES', { by: root })
  keys = await makeKeys()
})

function read(der: Uint8Array): ProfessionalCertificate {
  const reading = readProfessionalCertificate(der)
  if (!reading.ok) throw new Error(reading.problem)
  return reading.certificate
}

describe('the certificate of a card', () => {
  test('says who holds it, of which profession, in which card, whose names are in one part of the subject', async () => {
    const der = await makeHolder(people, keys)
    const { identity, ...certificate } = read(der)
    expect(identity).toEqual({
      nationalId: { text: '899700000017', kind: 'rpps', rpps: '99700000017' },
      lastName: 'MARCHAND',
      firstName: 'HÉLÈNE',
      title: 'Médecin',
      profession: '10',
      cardFamily: 'cps',
      cardNumber: '8025000001/2800000001',
      category: { product: 'card', test: true },
      organisation: null,
      organisationUnits: [],
    })
    // OpenSSL sees the same, by its own reading.
    const witness = new X509Certificate(der)
    expect(witness.subject).toContain('GN=HÉLÈNE + CN=899700000017 + SN=MARCHAND')
    expect(certificate).toMatchObject({
      serialNumber: witness.serialNumber,
      fingerprint: witness.fingerprint256.replaceAll(':', '').toLowerCase(),
      notBefore: '2025-01-01T00:00:00.000Z',
      notAfter: '2028-01-01T00:00:00.000Z',
      keyUsage: ['digitalSignature'],
      authority: null,
      revocationLists: [listAddress],
    })
    const key = witness.publicKey.export({ type: 'spki', format: 'der' })
    expect(certificate.publicKeyHash).toBe(createHash('sha256').update(key).digest('hex'))
    expect(Buffer.from(certificate.issuer)).toEqual(Buffer.from(read(der).issuer))
    expect(certificate.issuerText).toContain('CN=TEST AC IGC-SANTE FORT PERSONNES')
  })

  test('of an employee names the structure, its names being apart', async () => {
    const der = await makeHolder(people, keys, {
      employee: true,
      family: 2,
      nationalId: '499700000017001/CPET00001',
      profession: 60,
    })
    expect(read(der).identity).toMatchObject({
      nationalId: { kind: 'structure', rpps: null },
      lastName: 'MARCHAND',
      organisation: 'CABINET DES TILLEULS',
      organisationUnits: ['499700000017001'],
      cardFamily: 'cpe',
      profession: '60',
      title: null,
    })
  })

  test.each([
    [0x00, { product: 'card', test: false }],
    [0x02, { product: 'module', test: false }],
    [0x83, { product: 'software', test: true }],
    [0x55, null],
    [null, null],
  ] as const)('product category %s is %o', async (category, expected) => {
    expect(read(await makeHolder(people, keys, { category })).identity.category).toEqual(expected)
  })

  test('a critical extension that is not known is told', async () => {
    const strange = new Extension('1.2.3.4', true, Uint8Array.from([5, 0]))
    expect(read(await makeHolder(people, keys, { more: [strange] })).unknownCritical).toEqual(['1.2.3.4'])
  })

  test('both uses of a key are told', async () => {
    const usage = KeyUsageFlags.digitalSignature | KeyUsageFlags.nonRepudiation
    expect(read(await makeHolder(people, keys, { usage })).keyUsage).toEqual(['digitalSignature', 'nonRepudiation'])
  })

  test('a certificate of anything else is refused as such', () => {
    expect(readProfessionalCertificate(people.der)).toEqual({ ok: false, problem: 'certificate.not-professional' })
    expect(readCertificate(people.der)).toMatchObject({ ok: true, certificate: { authority: { pathLength: null } } })
  })
})

test.each([
  ['899700000017', 'rpps', '99700000017'],
  ['810003456789', 'rpps', '10003456789'],
  // One digit short, and one too many.
  ['81000345678', 'unknown', null],
  ['8100034567890', 'unknown', null],
  ['00B6087510', 'adeli', null],
  ['0751234567', 'adeli', null],
  ['9751234567', 'student', null],
  ['1750000001/CPET00001', 'structure', null],
  ['499700000017001/CPET00001', 'structure', null],
  ['7123', 'unknown', null],
  ['', 'unknown', null],
] as const)('the national identifier %s is of the kind %s', (text, kind, rpps) => {
  expect(readNationalId(text)).toEqual({ text, kind, rpps })
})

describe('bytes that are no certificate', () => {
  test('are refused by name, whatever they are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        expect(readProfessionalCertificate(bytes)).toEqual({ ok: false, problem: 'certificate.unreadable' })
      }),
      { numRuns: 300 },
    )
    expect(readCertificate(new Uint8Array(40_000).fill(0x30))).toEqual({ ok: false, problem: 'certificate.unreadable' })
    // Sequences in sequences, as deep as they can be.
    expect(readCertificate(nested(8000))).toEqual({ ok: false, problem: 'certificate.unreadable' })
  })

  test('a damaged certificate is read, or refused by name: nothing is ever thrown', async () => {
    const der = await makeHolder(people, keys)
    const damage = fc.record({ at: fc.nat(der.length - 1), value: fc.nat(255), cut: fc.option(fc.nat(der.length)) })
    fc.assert(
      fc.property(fc.array(damage, { minLength: 1, maxLength: 4 }), (damages) => {
        let bytes = Uint8Array.from(der)
        for (const { at, value, cut } of damages) {
          bytes[at] = value
          if (cut !== null) bytes = bytes.slice(0, Math.max(cut, at + 1))
        }
        const reading = readProfessionalCertificate(bytes)
        if (reading.ok) expect(reading.certificate.identity.nationalId.text).not.toBe('')
        else expect(reading.problem).toMatch(/^certificate\.(?:unreadable|not-professional)$/)
      }),
      { numRuns: 600 },
    )
  })

  test('something after its end makes it another thing', async () => {
    const der = await makeHolder(people, keys)
    expect(readCertificate(Uint8Array.from([...der, 0]))).toEqual({ ok: false, problem: 'certificate.unreadable' })
  })
})

function nested(depth: number): Uint8Array {
  const bytes: number[] = []
  for (let level = 0; level < depth; level += 1) {
    const { length } = bytes
    const head = length < 0x80 ? [0x30, length] : [0x30, 0x82, length >> 8, length & 0xff]
    bytes.unshift(...head)
    if (bytes.length > 32_000) break
  }
  return Uint8Array.from(bytes)
}
