import { createHash, verify, X509Certificate } from 'node:crypto'
import {
  ParseOption,
  XmlBufferInputProvider,
  XmlC14NMode,
  XmlDocument,
  type XmlElement,
  xmlRegisterInputProvider,
  XsdValidator,
} from 'libxml2-wasm'
import { mainSchema, schemas } from './schemas.ts'

const folder = 'insi-schemas'
let made: XsdValidator | null = null

function validator(): XsdValidator {
  if (made !== null) return made
  const encoder = new TextEncoder()
  const files = Object.entries(schemas).map(([name, text]) => [`${folder}/${name}`, encoder.encode(text)] as const)
  xmlRegisterInputProvider(new XmlBufferInputProvider(Object.fromEntries(files)))
  made = XsdValidator.fromDoc(XmlDocument.fromString(schemas[mainSchema] ?? '', { url: `${folder}/${mainSchema}` }))
  return made
}

const namespaces = {
  s: 'http://www.w3.org/2003/05/soap-envelope',
  w: 'http://www.w3.org/2005/08/addressing',
  b: 'urn:siram:bam:ctxbam',
  l: 'urn:siram:lps:ctxlps',
  x: 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd',
  a: 'urn:oasis:names:tc:SAML:2.0:assertion',
  d: 'http://www.w3.org/2000/09/xmldsig#',
  t: 'http://www.cnamts.fr/INSiRecSans',
  v: 'http://www.cnamts.fr/INSiRecVit',
  r: 'urn:ir:se_req_adr',
  k: 'http://www.cnamts.fr/INSiVerifLot',
}

/** What an assertion says, and who signed it. */
export interface ReadAssertion {
  readonly qualifier: string
  readonly nationalId: string
  readonly issuer: string
  readonly issuedAt: string
  readonly attributes: Readonly<Record<string, string>>
  /** `null` when nobody signed it; `'wrong'` when the signature is not that of these bytes. */
  readonly signedBy: X509Certificate | 'wrong' | null
}

/** A request, read by libxml2. Texts are `null` where the element is absent, and empty where it is. */
export interface ReadRequest {
  /** What the schemas say against it; empty when they say nothing. */
  readonly faults: readonly string[]
  readonly root: string
  readonly action: string | null
  readonly messageId: string | null
  readonly authorisation: string | null
  readonly bamEmitter: string | null
  readonly scheme: string | null
  readonly assertions: readonly ReadAssertion[]
  /** Texts of the body, by path of local names: `Assure/NIRassure/Num`; attributes: `matriculeAssure@cle`. The first of each. */
  readonly body: Readonly<Record<string, string>>
  /** The same of each identity of a batch. */
  readonly rows: readonly Readonly<Record<string, string>>[]
}

/** Reads a request; `null` for what is no XML, or has a document type. */
export function readRequest(bytes: Uint8Array): ReadRequest | null {
  if (/<!DOCTYPE/i.test(Buffer.from(bytes).toString('latin1'))) return null
  let document: XmlDocument
  try {
    document = XmlDocument.fromBuffer(bytes, { option: ParseOption.XML_PARSE_NONET | ParseOption.XML_PARSE_NO_XXE })
  } catch {
    return null
  }
  try {
    const text = (path: string) => document.get(path, namespaces)?.content ?? null
    const root = document.get('/s:Envelope/s:Body/*', namespaces) as XmlElement | null
    return {
      faults: faultsOf(document),
      root: root?.name ?? '',
      action: text('/s:Envelope/s:Header/w:Action'),
      messageId: text('/s:Envelope/s:Header/w:MessageID'),
      authorisation: text('//l:ContexteLPS/l:LPS/l:IDAM'),
      bamEmitter: text('//b:ContexteBAM/b:Emetteur'),
      scheme: text('//b:ContexteBAM/b:COUVERTURE/b:GrandRegime'),
      body: root === null ? {} : textsOf(root),
      rows: (document.find('/s:Envelope/s:Body/k:DEPOTLOT/k:IDENTITE', namespaces) as XmlElement[]).map(textsOf),
      // Last: it takes the signatures out.
      assertions: document
        .find('/s:Envelope/s:Header/x:Security/a:Assertion', namespaces)
        .map((one) => assertionOf(one as XmlElement)),
    }
  } finally {
    document.dispose()
  }
}

function faultsOf(document: XmlDocument): string[] {
  try {
    validator().validate(document)
    return []
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)]
  }
}

/** What the schemas say against an XML text of ours; empty when they say nothing. */
export function judge(xml: string): readonly string[] {
  const document = XmlDocument.fromString(xml)
  try {
    return faultsOf(document)
  } finally {
    document.dispose()
  }
}

/** Texts of the leaves, and attributes, by path of local names from that element. The first of each. */
function textsOf(element: XmlElement): Record<string, string> {
  const depth = pathOf(element).length
  const texts: Record<string, string> = {}
  for (const leaf of element.find('.//*[not(*)]') as XmlElement[]) {
    const key = pathOf(leaf).slice(depth).join('/')
    texts[key] ??= leaf.content
  }
  for (const one of element.find('.//*[@*]') as XmlElement[]) {
    const key = pathOf(one).slice(depth).join('/')
    for (const { name, content } of one.attrs) texts[`${key}@${name}`] ??= content
  }
  return texts
}

function pathOf(element: XmlElement): string[] {
  const path: string[] = []
  for (let at: XmlElement | null = element; at !== null; at = at.parent) path.unshift(at.name)
  return path
}

function assertionOf(assertion: XmlElement): ReadAssertion {
  const text = (path: string) => assertion.get(path, namespaces)?.content ?? ''
  const attributes = assertion.find('a:AttributeStatement/a:Attribute', namespaces) as XmlElement[]
  return {
    qualifier: text('a:Subject/a:NameID/@NameQualifier'),
    nationalId: text('a:Subject/a:NameID'),
    issuer: text('a:Issuer'),
    issuedAt: text('@IssueInstant'),
    attributes: Object.fromEntries(
      attributes.map((one) => [
        one.attr('Name')?.content ?? '',
        one.get('a:AttributeValue', namespaces)?.content ?? '',
      ]),
    ),
    signedBy: signerOf(assertion),
  }
}

const exclusive = { mode: XmlC14NMode.XML_C14N_EXCLUSIVE_1_0 }

/** Verifies with another canonicalisation than whoever signed. Takes the signature out of the assertion. */
function signerOf(assertion: XmlElement): ReadAssertion['signedBy'] {
  const signature = assertion.get(
    'a:Issuer/following-sibling::*[1][self::d:Signature]',
    namespaces,
  ) as XmlElement | null
  if (signature === null) return assertion.get('.//d:Signature', namespaces) === null ? null : 'wrong'
  const text = (path: string) => signature.get(path, namespaces)?.content ?? ''
  const algorithms = signature.find('.//@Algorithm', namespaces).map((one) => one.content)
  const wanted = [
    'http://www.w3.org/2001/10/xml-exc-c14n#',
    'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
    'http://www.w3.org/2000/09/xmldsig#enveloped-signature',
    'http://www.w3.org/2001/10/xml-exc-c14n#',
    'http://www.w3.org/2001/04/xmlenc#sha256',
  ]
  const id = assertion.attr('ID')?.content ?? ''
  if (algorithms.join() !== wanted.join() || text('.//d:Reference/@URI') !== `#${id}`) return 'wrong'
  const signedInfo = signature.get('d:SignedInfo', namespaces)?.canonicalizeToString(exclusive) ?? ''
  const value = Buffer.from(text('d:SignatureValue'), 'base64')
  const digest = text('.//d:DigestValue')
  let certificate: X509Certificate
  try {
    certificate = new X509Certificate(Buffer.from(text('.//d:X509Certificate'), 'base64'))
  } catch {
    return 'wrong'
  }
  signature.remove()
  const canonical = assertion.canonicalizeToString(exclusive)
  const isDigest = createHash('sha256').update(canonical).digest('base64') === digest
  return isDigest && verify('RSA-SHA256', Buffer.from(signedInfo), certificate.publicKey, value) ? certificate : 'wrong'
}
