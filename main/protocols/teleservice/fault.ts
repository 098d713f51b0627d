import type { Element } from '@xmldom/xmldom'
import {
  childNamed,
  childrenNamed,
  childrenOf,
  isNamed,
  readXml,
  textOf,
  type XmlBounds,
  XmlFault,
} from '../xml-reading.ts'
import { teleserviceProfile } from './profile.ts'

/** A fault as the service words it. Its texts are for the diagnostic; codes say what to do. */
export interface TeleserviceFault {
  /** Whose fault it is, as SOAP has it; `null` when it says neither. */
  readonly side: 'sender' | 'receiver' | null
  /** `siram_40`. */
  readonly subcode: string | null
  /** `desir_550`, `insi_102`. */
  readonly code: string | null
  /** `information`, `avertissement`, `erreur`, `fatale`; the services also write others. */
  readonly severity: string | null
  /** Of the request it answers, where it says so. */
  readonly messageId: string | null
  /** For whoever reads it: in French where there is French. */
  readonly reason: string | null
  /** The technical text. */
  readonly detail: string | null
}

/** Bounds of an answer: the largest seen is about 4 KB. */
export const answerBounds: XmlBounds = { bytes: 128 * 1024, marks: 2000, attributes: 2000 }

const longestSentence = 2000
const longestCode = 60
const xmlNamespace = 'http://www.w3.org/XML/1998/namespace'

/** What stands in the body of an answer: its only element, or the fault. */
export type AnswerBody =
  | { readonly kind: 'content'; readonly element: Element }
  | { readonly kind: 'fault'; readonly fault: TeleserviceFault }

/**
 * The content of a SOAP 1.2 answer, found by namespaces whatever the prefixes. `null` when it is no such envelope, or when its
 * body does not hold exactly one element. Throws `XmlFault` for what is not to be read at all, beyond `bounds` too.
 */
export function readAnswerBody(source: Uint8Array, bounds: XmlBounds = answerBounds): AnswerBody | null {
  const soap = teleserviceProfile.soap.wire
  const root = readXml(source, bounds)
  if (!isNamed(root, soap.namespace, soap.envelope)) return null
  const [body, ...bodies] = childrenNamed(root, soap.namespace, soap.body)
  if (body === undefined || bodies.length > 0) return null
  const [element, ...others] = childrenOf(body)
  if (element === undefined || others.length > 0) return null
  if (isNamed(element, soap.namespace, soap.fault)) return { kind: 'fault', fault: faultOf(element) }
  return { kind: 'content', element }
}

function faultOf(fault: Element): TeleserviceFault {
  const soap = teleserviceProfile.soap.wire.namespace
  const names = teleserviceProfile.fault.wire
  const code = childNamed(fault, soap, 'Code')
  const subcode = code === null ? null : childNamed(code, soap, 'Subcode')
  const detail = childNamed(fault, soap, 'Detail')
  const error = detail === null ? null : childNamed(detail, names.namespace, names.root)
  const attribute = (name: string) => shortened(error?.getAttribute(name) ?? null)
  return {
    side: sideOf(localPart(code)),
    subcode: localPart(subcode),
    code: attribute(names.code),
    severity: attribute(names.severity),
    messageId: attribute(names.messageId),
    reason: reasonOf(childNamed(fault, soap, 'Reason')),
    detail: textOf(error, longestSentence),
  }
}

function sideOf(value: string | null): TeleserviceFault['side'] {
  if (value === 'Sender') return 'sender'
  return value === 'Receiver' ? 'receiver' : null
}

/** `Value` is a qualified name. What its prefix stands for varies with whoever answers; its local part does not. */
function localPart(parent: Element | null): string | null {
  const value = parent === null ? null : childNamed(parent, teleserviceProfile.soap.wire.namespace, 'Value')
  return shortened(textOf(value, longestSentence)?.replace(/^[^:]*:/, '') ?? null)
}

/** A code is short and plain: anything else is none. */
function shortened(code: string | null): string | null {
  const tidy = code?.trim() ?? ''
  return tidy !== '' && tidy.length <= longestCode && /^[\w:.-]+$/.test(tidy) ? tidy : null
}

function reasonOf(reason: Element | null): string | null {
  if (reason === null) return null
  const texts = childrenNamed(reason, teleserviceProfile.soap.wire.namespace, 'Text')
  const isFrench = (text: Element) => (text.getAttributeNS(xmlNamespace, 'lang') ?? '').toLowerCase().startsWith('fr')
  return textOf(texts.find(isFrench) ?? texts[0] ?? null, longestSentence)
}

/** Of any answer that may be read: the largest is a history of care. */
const largestAnswer: XmlBounds = { bytes: 1024 * 1024, marks: 60_000, attributes: 20_000 }

/** How identifiers of messages are told apart: services write other prefixes than they were sent. */
const identifier = /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/i

/**
 * Whether an answer says, in its header, that it answers another message than that one: a server in the way has mixed up two
 * calls, and it is about somebody else. One that says nothing of it, or is not to be read at all, does not.
 */
export function answersAnother(source: Uint8Array, messageId: string): boolean {
  const { soap, addressing } = teleserviceProfile
  const asked = identifierIn(messageId)
  try {
    return childrenNamed(readXml(source, largestAnswer), soap.wire.namespace, soap.wire.header)
      .flatMap((header) => childrenNamed(header, addressing.wire.namespace, addressing.wire.relatesTo))
      .map((one) => identifierIn(textOf(one, longestSentence)))
      .some((answered) => answered !== null && answered !== asked)
  } catch (error) {
    if (error instanceof XmlFault) return false
    throw error
  }
}

function identifierIn(text: string | null): string | null {
  return identifier.exec(text ?? '')?.[0].toLowerCase() ?? null
}
