// What @peculiar/x509 builds on asks for it before anything else.
import 'reflect-metadata'
import { Extension, KeyUsageFlags } from '@peculiar/x509'
import fc from 'fast-check'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import {
  type Authority,
  judgeCertificate,
  readAuthorities,
  type TrustQuestion,
} from '#main/protocols/certificate-trust.ts'
import { readProfessionalCertificate } from '#main/protocols/professional-certificate.ts'
import { eachEntry } from '#main/protocols/revocation-entries.ts'
import { isListOf, type RevocationList, readRevocationList } from '#main/protocols/revocation-list.ts'
import { type KnownList, knownList, partOf, putAway, revocationIn } from '#main/protocols/revoked-serials.ts'
import { listEntries } from '#test/world/long-list.ts'
import { opensslMissing } from '#test/world/openssl.ts'
import { makeAuthority as makeSimulatedAuthority } from '#test/simulators/cards/authority.ts'
import {
  type HolderOptions,
  type Keys,
  type MadeAuthority,
  makeAuthority,
  makeHolder,
  makeKeys,
  makeList,
} from './certificate-maker.ts'

const at = '2026-11-22T10:00:00.000Z'
let keys: Keys
let root: MadeAuthority
let people: MadeAuthority
let stranger: MadeAuthority
let authorities: readonly Authority[]
let goodList: KnownList

beforeAll(async () => {
  ;[keys, root, stranger] = await Promise.all([
    makeKeys(),
    makeAuthority('TEST AC RACINE IGC-SANTE FORT'),
    // The same names, other keys.
    makeAuthority('TEST AC IGC-SANTE FORT PERSONNES'),
  ])
  people = await makeAuthority('TEST AC IGC-SANTE FORT PERSONNES', { by: root, pathLength: 0, serialNumber: '0B01' })
  authorities = [root, people].flatMap(({ der }) => authoritiesOf(der))
  goodList = knownOf(people, await makeList(people, [{ serialNumber: '7BFF', at: '2026-03-01T00:00:00.000Z' }]))
})

function authoritiesOf(der: Uint8Array): readonly Authority[] {
  const read = readAuthorities(der)
  if (!read.ok) throw new Error(read.problem)
  return read.authorities
}

function listOf(der: Uint8Array): RevocationList {
  const read = readRevocationList(der)
  if (!read.ok) throw new Error(read.problem)
  return read.list
}

/** A list as it is judged by, once it is known to be of its authority. */
function knownOf(by: MadeAuthority, der: Uint8Array): KnownList {
  const [authority] = authoritiesOf(by.der)
  const known = authority === undefined ? null : knownList(listOf(der), authority)
  if (known === null) throw new Error('not a list of that authority')
  return known
}

async function judge(holder: HolderOptions = {}, question: Partial<TrustQuestion> = {}, by = people) {
  const read = readProfessionalCertificate(await makeHolder(by, keys, holder))
  if (!read.ok) throw new Error(read.problem)
  const usual = { authorities, lists: [goodList], at, use: 'authentication', cards: 'test' } as const
  return judgeCertificate(read.certificate, { ...usual, ...question })
}

describe('a certificate', () => {
  test('is trusted when signed up to a root, within its dates, for its use, and not revoked', async () => {
    const judgement = await judge()
    expect(judgement).toMatchObject({ verdict: 'trusted', revocation: 'checked', revokedAt: null })
    expect(judgement.chain.map(({ root: isRoot }) => isRoot)).toEqual([false, true])
  })

  test.skipIf(opensslMissing !== null)('that is trusted here is so to an outside program (needs openssl)', async () => {
    expect(opensslVerify(await makeHolder(people, keys), await makeList(people, []))).toContain('OK')
  })

  test.each([
    ['expired', { dates: { from: '2023-01-01T00:00:00.000Z', to: '2026-01-01T00:00:00.000Z' } }],
    ['not-yet-valid', { dates: { from: '2027-01-01T00:00:00.000Z', to: '2029-01-01T00:00:00.000Z' } }],
    ['wrong-use', { usage: KeyUsageFlags.nonRepudiation }],
    ['real-card', { category: 0x00 }],
    ['not-a-card', { category: 0x83 }],
    ['not-a-card', { category: null }],
    ['revoked', { serialNumber: '7BFF' }],
    ['unknown-authority', { more: [new Extension('1.2.3.4', true, Uint8Array.from([5, 0]))] }],
  ] as const)('is told %s', async (verdict, holder: HolderOptions) => {
    expect((await judge(holder)).verdict).toBe(verdict)
  })

  test('of a test card is none where real ones are asked for', async () => {
    expect((await judge({}, { cards: 'real' })).verdict).toBe('test-card')
    expect((await judge({ category: 0x00 }, { cards: 'real' })).verdict).toBe('trusted')
  })

  test('of the signature pair is trusted for signing alone', async () => {
    const holder = { usage: KeyUsageFlags.nonRepudiation }
    expect((await judge(holder, { use: 'signature' })).verdict).toBe('trusted')
    expect((await judge({}, { use: 'signature' })).verdict).toBe('wrong-use')
  })

  test('says when it was revoked, and still by a list that is too old', async () => {
    expect((await judge({ serialNumber: '7BFF' })).revokedAt).toBe('2026-03-01T00:00:00.000Z')
    const later = { at: '2027-11-22T10:00:00.000Z' }
    expect((await judge({ serialNumber: '7BFF' }, later)).verdict).toBe('revoked')
    expect(await judge({}, later)).toMatchObject({ verdict: 'revocation-unknown', revocation: 'list-too-old' })
  })

  test('without a list of its own authority, its revocation is not known', async () => {
    expect(await judge({}, { lists: [] })).toMatchObject({ verdict: 'revocation-unknown', revocation: 'no-list' })
    const others = [knownOf(stranger, await makeList(stranger, [])), knownOf(root, await makeList(root, []))]
    expect(await judge({}, { lists: others })).toMatchObject({ verdict: 'revocation-unknown', revocation: 'no-list' })
    // It names the serial number, but another key signed it.
    const forged = knownOf(stranger, await makeList(stranger, [{ serialNumber: '7B01', at }]))
    expect((await judge({}, { lists: [goodList, forged] })).verdict).toBe('trusted')
  })

  test('signed by a namesake of its authority is of nobody known', async () => {
    expect(await judge({}, {}, stranger)).toMatchObject({ verdict: 'unknown-authority', chain: [] })
    expect((await judge({}, { authorities: authorities.slice(1) })).verdict).toBe('unknown-authority')
    expect((await judge({}, { authorities: [] })).verdict).toBe('unknown-authority')
  })

  test('signed by another holder, or below one authority too many, is of nobody known', async () => {
    const holder = await makeHolder(people, keys)
    const posing = { ...people, keys, der: holder }
    expect(readAuthorities(holder)).toEqual({ ok: false, problem: 'certificate.not-an-authority' })
    expect((await judge({}, {}, posing)).verdict).toBe('unknown-authority')
    const tooDeep = await makeAuthority('TEST AC DE TROP', { by: people })
    expect((await judge({}, { authorities: [...authorities, ...authoritiesOf(tooDeep.der)] }, tooDeep)).verdict).toBe(
      'unknown-authority',
    )
  })

  test('of an authority past its dates, or revoked by its root, says so', async () => {
    const afterwards = '2033-07-01T00:00:00.000Z'
    const dates = { from: '2032-01-01T00:00:00.000Z', to: '2035-01-01T00:00:00.000Z' }
    const week = { from: afterwards, to: '2033-07-08T00:00:00.000Z' }
    const fresh = knownOf(people, await makeList(people, [], { dates: week }))
    expect((await judge({ dates }, { at: afterwards, lists: [fresh] })).verdict).toBe('authority-expired')
    const rootList = knownOf(root, await makeList(root, [{ serialNumber: '0B01', at }]))
    expect((await judge({}, { lists: [goodList, rootList] })).verdict).toBe('authority-revoked')
  })

  test('an authority renewed with the same key is preferred to its former self', async () => {
    const former = await makeAuthority('TEST AC IGC-SANTE FORT PERSONNES', {
      by: root,
      keys: people.keys,
      dates: { from: '2013-06-25T00:00:00.000Z', to: '2020-06-25T00:00:00.000Z' },
    })
    const both = [...authoritiesOf(former.der), ...authorities]
    expect((await judge({}, { authorities: both })).verdict).toBe('trusted')
  })
})

test('what the simulator of cards issues and revokes, by code of its own, is judged so', async () => {
  const issuer = await makeSimulatedAuthority()
  const holder = { nationalId: '899700000005', lastName: 'Marchand', firstName: 'Hélène', serialNumber: '2800000001' }
  const issued = await issuer.issue(holder)
  const now = new Date()
  const list = listOf(await issuer.revocationList([issued.signature.certificate]))
  const question = {
    authorities: issuer.certificates.flatMap(authoritiesOf),
    lists: issuer.certificates.flatMap(authoritiesOf).flatMap((one) => knownList(list, one) ?? []),
    at: now.toISOString(),
    cards: 'test',
  } as const
  const verdict = (der: Uint8Array, use: TrustQuestion['use']) => {
    const read = readProfessionalCertificate(der)
    return read.ok ? judgeCertificate(read.certificate, { ...question, use }).verdict : read.problem
  }
  expect(verdict(issued.authentication.certificate, 'authentication')).toBe('trusted')
  expect(verdict(issued.authentication.certificate, 'signature')).toBe('wrong-use')
  expect(verdict(issued.signature.certificate, 'signature')).toBe('revoked')
})

describe('authorities of a file', () => {
  test('are read in DER and in PEM, several together', () => {
    const pem = [root, people].map(({ der }) => pemOf(der)).join('\n')
    const read = readAuthorities(Buffer.from(`Autorités de test\n${pem}`))
    expect(read.ok && read.authorities.map((one) => one.root)).toEqual([true, false])
  })

  test.skipIf(opensslMissing !== null)('are read of a chain in one file, as published (needs openssl)', () => {
    const folder = mkdtempSync(join(tmpdir(), 'chain-'))
    const chain = join(folder, 'chain.pem')
    writeFileSync(chain, [root, people].map(({ der }) => pemOf(der)).join('\n'))
    for (const form of ['DER', 'PEM']) {
      const bundle = execFileSync('openssl', ['crl2pkcs7', '-nocrl', '-certfile', chain, '-outform', form])
      const read = readAuthorities(bundle)
      expect(read.ok && read.authorities.map(({ subjectText }) => subjectText)).toEqual([
        expect.stringContaining('TEST AC RACINE IGC-SANTE FORT'),
        expect.stringContaining('TEST AC IGC-SANTE FORT PERSONNES'),
      ])
      expect(readAuthorities(bundle.subarray(0, -40)).ok).toBe(false)
    }
    rmSync(folder, { recursive: true })
  })

  test('nothing is taken of a file with another thing in it', async () => {
    const holder = await makeHolder(people, keys)
    const mixed = Buffer.from(`${pemOf(root.der)}\n${pemOf(holder)}`)
    expect(readAuthorities(mixed)).toEqual({ ok: false, problem: 'certificate.not-an-authority' })
    const notSigning = await makeAuthority('SANS SIGNATURE', { usage: KeyUsageFlags.digitalSignature })
    expect(readAuthorities(notSigning.der)).toEqual({ ok: false, problem: 'certificate.not-an-authority' })
    for (const bytes of ['', 'une lettre', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----']) {
      expect(readAuthorities(Buffer.from(bytes))).toEqual({ ok: false, problem: 'certificate.unreadable' })
    }
  })
})

describe('a revocation list', () => {
  test('says whose it is, when it was made, and whom it revokes', async () => {
    const list = listOf(await makeList(people, [{ serialNumber: '7BFF', at: '2026-03-01T00:00:00.000Z' }]))
    expect(list).toMatchObject({
      thisUpdate: '2026-11-20T00:00:00.000Z',
      nextUpdate: '2026-11-27T00:00:00.000Z',
      count: 1,
      covers: 'all',
    })
    const [top, middle] = authorities
    expect(middle !== undefined && isListOf(list, middle)).toBe(true)
    expect(top !== undefined && knownList(list, top)).toBeNull()
    expect(goodList.revocationOf('7BFF')).toEqual({ at: '2026-03-01T00:00:00.000Z' })
    expect(goodList.revocationOf('7BFE')).toBeNull()
  })

  test('of only a part of what is revoked is refused', async () => {
    const changes = new Extension('2.5.29.27', true, Uint8Array.from([2, 1, 7]))
    const indirect = new Extension('2.5.29.28', true, Uint8Array.from([0x30, 3, 0x84, 1, 0xff]))
    const someReasons = new Extension('2.5.29.28', true, Uint8Array.from([0x30, 4, 0x83, 2, 1, 6]))
    for (const extension of [changes, indirect, someReasons]) {
      expect(readRevocationList(await makeList(people, [], { more: [extension] }))).toEqual({
        ok: false,
        problem: 'list.partial',
      })
    }
  })

  test('of authorities alone proves nothing of a holder', async () => {
    const ofAuthorities = new Extension('2.5.29.28', true, Uint8Array.from([0x30, 3, 0x82, 1, 0xff]))
    const ofHolders = new Extension('2.5.29.28', true, Uint8Array.from([0x30, 3, 0x81, 1, 0xff]))
    const lists = async (extension: Extension) => [knownOf(people, await makeList(people, [], { more: [extension] }))]
    expect((await judge({}, { lists: await lists(ofAuthorities) })).verdict).toBe('revocation-unknown')
    expect((await judge({}, { lists: await lists(ofHolders) })).verdict).toBe('trusted')
  })

  test('of half a million cards is put away, and each of them found in its part', () => {
    const entries = listEntries(500_000, 0x7c00_0000)
    const { serialBytes, parts } = putAway({ entries })
    expect([serialBytes, parts.size]).toEqual([4, 256])
    const sizes = [...parts.values()].map(({ length }) => length)
    // Numbers that follow one another are spread: none of the parts is twice as long as the others.
    expect(Math.max(...sizes)).toBeLessThan((2 * 500_000 * 8) / 256)
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(500_000 * 8)
    const ask = (serial: string) => revocationIn(parts.get(partOf(serial)) ?? new Uint8Array(), serialBytes, serial)
    for (const serial of ['7C000000', '7C03D090', '7C07A11F', '007C07A11F']) expect(ask(serial)).toEqual({ at })
    for (const serial of ['7BFFFFFF', '7C07A120', '7C', '017C000000']) expect(ask(serial)).toBeNull()
  })

  test('tells serial numbers of any length, dates of both forms, and one taken back', () => {
    const reason = (code: number) => `300c300a0603551d1504030a01${code.toString(16).padStart(2, '0')}`
    const entry = (serial: string, date: string, tail = '') => {
      const body = `02${(serial.length / 2).toString(16).padStart(2, '0')}${serial}${date}${tail}`
      return `30${(body.length / 2).toString(16).padStart(2, '0')}${body}`
    }
    const short = `170d${Buffer.from('991231235959Z').toString('hex')}`
    const long = `180f${Buffer.from('20510228000000Z').toString('hex')}`
    const twenty = `00${'f1'.repeat(20)}`
    const bytes = (...all: string[]) => Buffer.from(all.join(''), 'hex')
    const entries = bytes(
      entry('05', short),
      entry(twenty, long, reason(1)),
      entry('0a', short, reason(8)),
      entry('00', short),
    )
    const { serialBytes, parts } = putAway({ entries })
    const ask = (serial: string) => revocationIn(parts.get(partOf(serial)) ?? new Uint8Array(), serialBytes, serial)
    expect(serialBytes).toBe(20)
    expect(ask('05')).toEqual({ at: '1999-12-31T23:59:59.000Z' })
    expect(ask('5')).toEqual({ at: '1999-12-31T23:59:59.000Z' })
    expect(ask('F1'.repeat(20))).toEqual({ at: '2051-02-28T00:00:00.000Z' })
    expect(ask('00')).not.toBeNull()
    expect(ask('0A')).toBeNull()
    const refused = [
      entry('05', `170d${Buffer.from('990231235959Z').toString('hex')}`),
      entry('05', `170d${Buffer.from('99123123595xZ').toString('hex')}`),
      entry(`01${'00'.repeat(20)}`, short),
      entry('', short),
      entry('05', short, '0500'),
      entry('05', ''),
    ]
    for (const one of refused) expect(eachEntry(bytes(entry('05', short), one), () => undefined)).toBe(false)
  })

  test('damaged, is refused or no longer its authority’s: nothing is ever thrown', async () => {
    const der = await makeList(people, [{ serialNumber: '7B01', at }])
    const [, issuer] = authorities
    fc.assert(
      fc.property(fc.nat(der.length - 1), fc.integer({ min: 1, max: 255 }), fc.nat(der.length), (place, mask, cut) => {
        const bytes = Uint8Array.from(der)
        bytes[place] = (bytes[place] ?? 0) ^ mask
        const read = readRevocationList(bytes)
        if (read.ok) {
          expect(issuer !== undefined && isListOf(read.list, issuer)).toBe(false)
          putAway(read.list)
        } else expect(read.problem).toMatch(/^list\./)
        if (cut < der.length) expect(readRevocationList(der.subarray(0, cut)).ok).toBe(false)
      }),
      { numRuns: 400 },
    )
  })
})

function pemOf(der: Uint8Array): string {
  return `-----BEGIN CERTIFICATE-----\n${Buffer.from(der).toString('base64')}\n-----END CERTIFICATE-----`
}

function opensslVerify(holder: Uint8Array, list: Uint8Array): string {
  const folder = mkdtempSync(join(tmpdir(), 'verify-'))
  const file = (name: string, content: string) => {
    writeFileSync(join(folder, name), content)
    return join(folder, name)
  }
  const crl = `-----BEGIN X509 CRL-----\n${Buffer.from(list).toString('base64')}\n-----END X509 CRL-----`
  const trusted = file('trusted.pem', `${pemOf(root.der)}\n${pemOf(people.der)}\n${crl}\n`)
  const time = String(Date.parse(at) / 1000)
  const options = ['verify', '-crl_check', '-attime', time, '-CAfile', trusted, file('card.pem', pemOf(holder))]
  try {
    return execFileSync('openssl', options, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
  } finally {
    rmSync(folder, { recursive: true })
  }
}
