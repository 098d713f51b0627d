import { constants, createSign, generateKeyPairSync, privateEncrypt, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { type DigestSigner, signEnveloped, verifyEnveloped, XmlSignatureFault } from '#main/protocols/xml-signature.ts'
import { asXml, type Xml } from '#main/protocols/xml-writing.ts'
import { isThere, sampleNamed, xmlsecSigns, xmlsecVerifies } from '#test/world/xml-witnesses.ts'
import { type MadeAuthority, makeAuthority, makeHolder, makeKeys } from './certificate-maker.ts'

const saml = 'urn:oasis:names:tc:SAML:2.0:assertion'
const assertion = `${saml}:Assertion`
const after = { namespace: saml, name: 'Issuer' }
const unsigned = asXml(
  `<Assertion xmlns="${saml}" ID="_0a" IssueInstant="2026-11-22T09:00:00.000Z" Version="2.0"><Issuer>CN=899700000017,C=FR</Issuer><Subject><NameID NameQualifier="CPS">899700000017</NameID></Subject><AttributeStatement><Attribute Name="identifiantFacturation"><AttributeValue>É &amp; &lt;1&gt; "é"</AttributeValue></Attribute></AttributeStatement></Assertion>`,
)

let authority: MadeAuthority
let certificate: Uint8Array
let privateKey: string
let signed: Xml
const digests: Uint8Array[] = []

/** RSA of the DigestInfo of SHA-256, as a card does: only the digest ever reaches it. */
const card: DigestSigner = async (digest) => {
  digests.push(digest)
  const info = Buffer.concat([Buffer.from('3031300d060960864801650304020105000420', 'hex'), digest])
  return Uint8Array.from(privateEncrypt({ key: privateKey, padding: constants.RSA_PKCS1_PADDING }, info))
}

beforeAll(async () => {
  authority = await makeAuthority('TEST AC IGC-SANTE FORT PERSONNES')
  const keys = await makeKeys()
  certificate = await makeHolder(authority, keys)
  privateKey = pem('PRIVATE KEY', new Uint8Array(await crypto.subtle.exportKey('pkcs8', keys.privateKey)))
  signed = await signEnveloped({ xml: unsigned, after, certificate }, card)
})

function pem(label: string, der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`
}

/** Another letter of base 64. */
function otherThan(letter: string): string {
  return letter === 'A' ? 'B' : 'A'
}

/** Ways to change what was signed, or how. Each must be refused. */
const changes: readonly (readonly [string, (xml: string) => string])[] = [
  ['a value', (xml) => xml.replace('NameQualifier="CPS">899700000017', 'NameQualifier="CPS">899700000025')],
  ['an attribute', (xml) => xml.replace('NameQualifier="CPS"', 'NameQualifier="PSC"')],
  ['the instant', (xml) => xml.replace('09:00:00', '10:00:00')],
  ['an element more', (xml) => xml.replace('</AttributeStatement>', '<Attribute Name="a"/></AttributeStatement>')],
  ['an element less', (xml) => xml.replace(/<AttributeStatement>.*<\/AttributeStatement>/, '')],
  ['a blank', (xml) => xml.replace('<Subject>', '<Subject> ')],
  ['the digest', (xml) => xml.replace(/(?<=<DigestValue>)./, otherThan)],
  ['the signature', (xml) => xml.replace(/(?<=<SignatureValue>)./, otherThan)],
]

describe('signing with a card', () => {
  test('puts the signature right after the issuer, and asks the card for one digest of 32 bytes', () => {
    expect(signed).toMatch(/<\/Issuer><Signature xmlns="http:\/\/www\.w3\.org\/2000\/09\/xmldsig#"><SignedInfo>/)
    expect(signed).toContain(
      '<Reference URI="#_0a"><Transforms><Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"/><Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/></Transforms>',
    )
    expect(signed).toContain(Buffer.from(certificate).toString('base64'))
    expect(digests.map(({ length }) => length)).toEqual([32])
  })

  test('what is verified is what was written, and whose certificate it is', () => {
    const verified = verifyEnveloped(signed)
    expect(verified.signed).toBe(unsigned)
    expect(Buffer.from(verified.certificate).equals(Buffer.from(certificate))).toBe(true)
  })

  test('is accepted by an outside program, alone and inside an envelope (needs xmlsec1)', (context) => {
    if (!isThere('xmlsec1')) context.skip('needs xmlsec1')
    expect(xmlsecVerifies(signed, assertion)).toMatchObject({ accepted: true })
    const envelope = `<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:x="urn:x"><s:Header>${signed}</s:Header><s:Body/></s:Envelope>`
    expect(xmlsecVerifies(envelope, assertion)).toMatchObject({ accepted: true })
  })

  test.each(changes)('%s changed: refused by us', (_, change) => {
    const changed = change(signed)
    expect(changed).not.toBe(signed)
    expect(() => verifyEnveloped(changed)).toThrow(XmlSignatureFault)
  })

  test('whatever is changed is refused by an outside program too (needs xmlsec1)', (context) => {
    if (!isThere('xmlsec1')) context.skip('needs xmlsec1')
    for (const [what, change] of changes) {
      expect(xmlsecVerifies(change(signed), assertion).accepted, what).toBe(false)
    }
  })

  test('a card with another key is noticed before anything is sent', async () => {
    const other = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const signs: DigestSigner = async (digest) =>
      Uint8Array.from(createSign('sha256').update(digest).sign(other.privateKey))
    await expect(signEnveloped({ xml: unsigned, after, certificate }, signs)).rejects.toMatchObject({
      reason: 'other-key',
    })
  })

  test('a card withdrawn meanwhile says so itself', async () => {
    const gone = new Error('withdrawn')
    await expect(signEnveloped({ xml: unsigned, after, certificate }, () => Promise.reject(gone))).rejects.toBe(gone)
  })

  test.each([
    ['no identifier', asXml(unsigned.replace(' ID="_0a"', ''))],
    ['nothing to stand after', asXml(unsigned.replaceAll('Issuer', 'Other'))],
    ['a document type', asXml(`<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>${unsigned}`)],
    ['no XML', asXml('Assertion')],
  ])('%s: nothing is signed', async (_, xml) => {
    const before = digests.length
    await expect(signEnveloped({ xml, after, certificate }, card)).rejects.toMatchObject({ reason: 'structure' })
    expect(digests.length).toBe(before)
  })

  test('a certificate that is none: nothing is signed', async () => {
    const made = signEnveloped({ xml: unsigned, after, certificate: certificate.subarray(0, 90) }, card)
    await expect(made).rejects.toMatchObject({ reason: 'certificate' })
  })
})

describe('verifying', () => {
  test('a signature made by an outside program (needs xmlsec1)', (context) => {
    if (!isThere('xmlsec1')) context.skip('needs xmlsec1')
    const template = signed
      .replace(/<DigestValue>[^<]*/, '<DigestValue>')
      .replace(/<SignatureValue>[^<]*/, '<SignatureValue>')
      .replace(/<X509Data>.*<\/X509Data>/, '<X509Data/>')
    const made = xmlsecSigns(template, assertion, privateKey, pem('CERTIFICATE', certificate)).replaceAll(/\r/g, '')
    expect(verifyEnveloped(made)).toMatchObject({ signed: unsigned })
    expect(() => verifyEnveloped(made.replace('>899700000017<', '>899700000025<'))).toThrow(XmlSignatureFault)
  })

  test('the signed assertion of the public test card (needs tlsi-ins among the samples)', (context) => {
    const path = sampleNamed('assertionPsSecurity.fixture.ts')
    if (path === null) return context.skip('needs tlsi-ins among the samples')
    const [, golden = ''] = /assertionPs = `(.*?)`/s.exec(readFileSync(path, 'utf8')) ?? []
    const verified = verifyEnveloped(golden)
    expect(new X509Certificate(verified.certificate).subject).toContain('CN=00B6087510')
    expect(verified.signed).toContain('NameQualifier="CPS">00B6087510<')
    expect(() => verifyEnveloped(golden.replace('SA05', 'SA07'))).toThrow(XmlSignatureFault)
  })

  test.each<[string, (xml: string) => string, string]>([
    ['none', (xml) => xml.replace(/<Signature .*<\/Signature>/, ''), 'not-signed'],
    ['two', (xml) => xml.replace(/(<Signature .*<\/Signature>)/, '$1$1'), 'not-signed'],
    ['one deeper', (xml) => xml.replace(/(<Signature .*<\/Signature>)(<Subject>)/, '$2$1'), 'not-signed'],
    [
      'around another element',
      (xml) => `<Assertion xmlns="${saml}" ID="_evil"><Issuer/>${xml}</Assertion>`,
      'not-signed',
    ],
    ['of something else', (xml) => xml.replace('URI="#_0a"', 'URI=""'), 'unsupported'],
    [
      'by another way',
      (xml) => xml.replace('2001/04/xmldsig-more#rsa-sha256', '2000/09/xmldsig#rsa-sha1'),
      'unsupported',
    ],
    [
      'by a shared key',
      (xml) => xml.replace('2001/04/xmldsig-more#rsa-sha256', '2000/09/xmldsig#hmac-sha1'),
      'unsupported',
    ],
    [
      'without exclusive form',
      (xml) => xml.replaceAll('2001/10/xml-exc-c14n#', 'TR/2001/REC-xml-c14n-20010315'),
      'unsupported',
    ],
    ['with a weak digest', (xml) => xml.replace('2001/04/xmlenc#sha256', '2000/09/xmldsig#sha1'), 'unsupported'],
    ['without a certificate', (xml) => xml.replace(/<X509Data>.*<\/X509Data>/, '<X509Data/>'), 'certificate'],
    ['with a document type', (xml) => `<!DOCTYPE a>${xml}`, 'structure'],
    ['too long', (xml) => xml.replace('</Issuer>', `${'a'.repeat(70_000)}</Issuer>`), 'structure'],
  ])('a signature, %s: refused', (_, change, reason) => {
    const changed = change(signed)
    expect(changed).not.toBe(signed)
    expect(() => verifyEnveloped(changed)).toThrow(expect.objectContaining({ reason }))
  })

  test('the same identifier on two elements names neither', () => {
    const twice = signed.replace('<Subject>', '<Subject ID="_0a">')
    expect(() => verifyEnveloped(twice)).toThrow(XmlSignatureFault)
  })
})
