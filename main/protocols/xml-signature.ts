import { createHash, createPublicKey, type KeyLike, verify, X509Certificate } from 'node:crypto'
import { SignedXml } from 'xml-crypto'
import { asXml, type Xml } from './xml-writing.ts'
import { childrenOf, isNamed, readXml, XmlFault } from './xml-reading.ts'

/**
 * A card, or whatever else keeps its key to itself: given a SHA-256 digest (32 bytes), gives its RSA signature (PKCS#1 v1.5,
 * the DigestInfo included).
 */
export type DigestSigner = (digest: Uint8Array) => Promise<Uint8Array>

/** Why a signature is not made, or not taken. */
export type XmlSignatureFaultReason =
  /** Not XML that this reads, or no element with an identifier at its root. */
  | 'structure'
  /** What signed does not hold the key of the certificate. */
  | 'other-key'
  /** The certificate is none, or its key is not RSA. */
  | 'certificate'
  /** No signature, several, or one elsewhere than directly in the root. */
  | 'not-signed'
  /** Signed with other algorithms, or something else than the whole root. */
  | 'unsupported'
  /** Something changed since it was signed. */
  | 'tampered'

/** An XML signature that is not made, or not taken. */
export class XmlSignatureFault extends Error {
  readonly reason: XmlSignatureFaultReason

  constructor(reason: XmlSignatureFaultReason) {
    super(`XML signature refused (${reason})`)
    this.name = 'XmlSignatureFault'
    this.reason = reason
  }
}

const dsig = 'http://www.w3.org/2000/09/xmldsig#'
const exclusive = 'http://www.w3.org/2001/10/xml-exc-c14n#'
const enveloped = `${dsig}enveloped-signature`
const rsaSha256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256'
const sha256 = 'http://www.w3.org/2001/04/xmlenc#sha256'

/** A signed assertion is about 6 KB, with its certificate. */
const bounds = { bytes: 64 * 1024, marks: 1000, attributes: 1000 } as const

/** What is signed, and with which certificate. */
export interface SigningRequest {
  /** One element: what is signed is all of it. Its attribute `ID` names it. */
  readonly xml: Xml
  /** The child of the root right after which the signature stands. */
  readonly after: { readonly namespace: string; readonly name: string }
  /** DER; goes with the signature. */
  readonly certificate: Uint8Array
}

/**
 * The element with its enveloped signature: exclusive canonicalisation, RSA with SHA-256. What the card gives back is verified
 * with the certificate before it is believed. Rejects with {@link XmlSignatureFault}, or with what `sign` rejects.
 */
export async function signEnveloped({ xml, after, certificate }: SigningRequest, sign: DigestSigner): Promise<Xml> {
  const root = parse(xml)
  if ((root.getAttribute('ID') ?? '') === '') throw new XmlSignatureFault('structure')
  if (!childrenOf(root).some((child) => isNamed(child, after.namespace, after.name))) {
    throw new XmlSignatureFault('structure')
  }
  const key = publicKeyOf(certificate)
  const signer = new SignedXml({
    // Never used: the algorithm below asks the card. The library wants one to be there.
    privateKey: 'the card has it',
    publicCert: pemOf(certificate),
    idAttribute: 'ID',
    signatureAlgorithm: rsaSha256,
    canonicalizationAlgorithm: exclusive,
  })
  signer.idAttributes = ['ID']
  signer.SignatureAlgorithms = { [rsaSha256]: rsaSha256By(sign, key) }
  signer.addReference({ xpath: '/*', transforms: [enveloped, exclusive], digestAlgorithm: sha256 })
  await new Promise<void>((resolve, reject) => {
    const reference = `/*/*[local-name(.)='${after.name}' and namespace-uri(.)='${after.namespace}'][1]`
    signer.computeSignature(xml, { location: { reference, action: 'after' } }, (error) => {
      if (error === null || error === undefined) resolve()
      else reject(error)
    })
  })
  return asXml(signer.getSignedXml())
}

/** A signature that was found good: believe what is `signed`, and nothing else of the text it was found in. */
export interface VerifiedXml {
  /** The element without its signature, in canonical form: what was signed, to the byte. */
  readonly signed: Xml
  /** DER, out of the signature itself: whether its holder is to be believed is another question. */
  readonly certificate: Uint8Array
}

/**
 * Verifies an element that holds its own signature, made as {@link signEnveloped} makes it. One signature, directly in the root, of
 * the whole root, with these algorithms: anything else is refused. Throws {@link XmlSignatureFault}.
 */
export function verifyEnveloped(xml: string): VerifiedXml {
  const root = parse(xml)
  const signature = childrenOf(root).find((child) => isNamed(child, dsig, 'Signature'))
  const everywhere = root.getElementsByTagNameNS(dsig, 'Signature').length
  if (signature === undefined || everywhere !== 1) throw new XmlSignatureFault('not-signed')
  const verifier = new SignedXml({ idAttribute: 'ID', getCertFromKeyInfo: SignedXml.getCertFromKeyInfo })
  verifier.idAttributes = ['ID']
  restrict(verifier)
  try {
    // The library is given text and reads it itself: the tree above is of another version of its reader.
    verifier.loadSignature(signature.toString())
  } catch {
    throw new XmlSignatureFault('unsupported')
  }
  const [reference, ...others] = verifier.getReferences()
  const id = root.getAttribute('ID') ?? ''
  const isWhole = reference !== undefined && others.length === 0 && id !== '' && reference.uri === `#${id}`
  const isExact =
    reference?.transforms.join(' ') === `${enveloped} ${exclusive}` && reference.digestAlgorithm === sha256
  if (!isWhole || !isExact || verifier.signatureAlgorithm !== rsaSha256) throw new XmlSignatureFault('unsupported')
  if (verifier.canonicalizationAlgorithm !== exclusive) throw new XmlSignatureFault('unsupported')
  const [written, ...more] = signature.getElementsByTagNameNS(dsig, 'X509Certificate')
  if (written === undefined || more.length > 0) throw new XmlSignatureFault('certificate')
  const certificate = Uint8Array.from(Buffer.from(written.textContent ?? '', 'base64'))
  publicKeyOf(certificate)
  const [signed] = checked(verifier, xml)
  if (signed === undefined) throw new XmlSignatureFault('tampered')
  return { signed: asXml(signed), certificate }
}

function checked(verifier: SignedXml, xml: string): readonly string[] {
  try {
    return verifier.checkSignature(xml) ? verifier.getSignedReferences() : []
  } catch {
    // A wrong value is told by throwing, a wrong digest by answering no: both mean it.
    return []
  }
}

/** Nothing but what the national services use: another algorithm is not found, so refused. */
function restrict(signer: SignedXml): void {
  const only = <T>(table: Record<string, T>, names: readonly string[]): Record<string, T> =>
    Object.fromEntries(Object.entries(table).filter(([name]) => names.includes(name)))
  signer.SignatureAlgorithms = only(signer.SignatureAlgorithms, [rsaSha256])
  signer.HashAlgorithms = only(signer.HashAlgorithms, [sha256])
  signer.CanonicalizationAlgorithms = only(signer.CanonicalizationAlgorithms, [exclusive, enveloped])
}

type SignatureCallback = (error: Error | null, value?: string) => void
type SignatureAlgorithmOf = InstanceType<SignedXml['SignatureAlgorithms'][string]>

/** RSA with SHA-256, the key being elsewhere: the digest goes out, the signature comes back and is verified. */
function rsaSha256By(sign: DigestSigner, key: KeyLike): new () => SignatureAlgorithmOf {
  const signatureOf = async (signedInfo: string): Promise<string> => {
    const bytes = Buffer.from(signedInfo, 'utf8')
    const signature = await sign(Uint8Array.from(createHash('sha256').update(bytes).digest()))
    if (!verify('RSA-SHA256', bytes, key, signature)) throw new XmlSignatureFault('other-key')
    return Buffer.from(signature).toString('base64')
  }
  /** The library waits by callback. */
  const answer = async (signedInfo: string, callback: SignatureCallback | undefined): Promise<void> => {
    let signature: string
    try {
      signature = await signatureOf(signedInfo)
    } catch (error) {
      callback?.(error instanceof Error ? error : new Error('not signed', { cause: error }))
      return
    }
    callback?.(null, signature)
  }
  return class {
    getSignature(signedInfo: unknown, _key: unknown, callback?: SignatureCallback): string {
      void answer(String(signedInfo), callback)
      return ''
    }

    verifySignature(material: string, publicKey: KeyLike, value: string): boolean {
      return verify('RSA-SHA256', Buffer.from(material, 'utf8'), publicKey, Buffer.from(value, 'base64'))
    }

    getAlgorithmName(): string {
      return rsaSha256
    }
  }
}

function parse(xml: string) {
  try {
    return readXml(xml, bounds)
  } catch (error) {
    if (error instanceof XmlFault) throw new XmlSignatureFault('structure')
    throw error
  }
}

function publicKeyOf(certificate: Uint8Array) {
  try {
    const key = createPublicKey(new X509Certificate(certificate).publicKey.export({ type: 'spki', format: 'pem' }))
    if (key.asymmetricKeyType === 'rsa') return key
  } catch {
    // Of many kinds, and all of them mean that it is no certificate.
  }
  throw new XmlSignatureFault('certificate')
}

function pemOf(der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`
}
