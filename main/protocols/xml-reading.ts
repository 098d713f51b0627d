import { DOMParser, type Element, ParseError } from '@xmldom/xmldom'

/** Why an XML text is refused, before or while it is read. Says nothing of what it holds. */
export type XmlFaultReason =
  /** Not UTF-8. */
  | 'encoding'
  /** Longer, or with more of something, than the answer awaited can have. */
  | 'too-big'
  /** A document type, an entity or a processing instruction. */
  | 'forbidden'
  /** Not well-formed. */
  | 'structure'

/** XML that is refused. */
export class XmlFault extends Error {
  readonly reason: XmlFaultReason

  constructor(reason: XmlFaultReason) {
    super(`XML refused (${reason})`)
    this.name = 'XmlFault'
    this.reason = reason
  }
}

/** What a reader accepts at most. */
export interface XmlBounds {
  /** Bytes in UTF-8. */
  readonly bytes: number
  /** `<` counted, closing tags and comments too. */
  readonly marks: number
  /** `=` counted in the whole text, so attributes and declarations of namespaces. */
  readonly attributes: number
}

/**
 * The root of an XML document from outside. A document type, an entity, a processing instruction, what is too long or
 * too full is refused before a tree is made of it. Throws {@link XmlFault}.
 */
export function readXml(source: Uint8Array | string, bounds: XmlBounds): Element {
  const text = typeof source === 'string' ? source : decode(source, bounds.bytes)
  if (text.length > bounds.bytes) throw new XmlFault('too-big')
  const content = text.trim().replace(/^<\?xml\s[^<>]*\?>/, '')
  // Nothing that is read here needs one: with a document type come entities, and what they can be made to do.
  if (/<!DOCTYPE|<!ENTITY|<\?/i.test(content)) throw new XmlFault('forbidden')
  refuseExcess(content, bounds)
  const stop = (level: string) => {
    if (level !== 'warning') throw new XmlFault('structure')
  }
  let root: Element | null
  try {
    root = new DOMParser({ onError: stop, locator: false }).parseFromString(content.trim(), 'text/xml').documentElement
  } catch (error) {
    if (error instanceof ParseError || error instanceof XmlFault) throw new XmlFault('structure')
    throw error
  }
  if (root === null) throw new XmlFault('structure')
  return root
}

function decode(bytes: Uint8Array, most: number): string {
  if (bytes.length > most) throw new XmlFault('too-big')
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new XmlFault('encoding')
  }
}

/** The messages of these services go some fifteen deep. */
const deepest = 100

/** Counts before a tree is made. */
function refuseExcess(text: string, { marks, attributes }: XmlBounds): void {
  let seen = 0
  let equals = 0
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at]
    if (character === '=') equals += 1
    else if (character === '<') seen += 1
    if (seen > marks || equals > attributes) throw new XmlFault('too-big')
  }
  if (isDeeperThan(deepest, text)) throw new XmlFault('too-big')
}

/**
 * Whether elements stand in one another beyond that. Whoever makes the tree carries the namespaces of each down to the next: what
 * is deep and declares many takes the square of its length.
 */
function isDeeperThan(most: number, text: string): boolean {
  let depth = 0
  let at = text.indexOf('<')
  while (at !== -1) {
    const aside = asides.find(({ start }) => text.startsWith(start, at))
    if (aside !== undefined) {
      const end = text.indexOf(aside.end, at + aside.start.length)
      if (end === -1) return false
      at = text.indexOf('<', end)
      continue
    }
    const end = endOfTag(text, at)
    if (text[at + 1] === '/') depth -= 1
    else if (text[end - 1] !== '/') depth += 1
    if (depth > most) return true
    at = text.indexOf('<', end)
  }
  return false
}

/** What holds no element, whatever stands in it. */
const asides = [
  { start: '<!--', end: '-->' },
  { start: '<![CDATA[', end: ']]>' },
] as const

/** Where a tag ends: a `>` in the value of an attribute ends none. */
function endOfTag(text: string, from: number): number {
  let quote = ''
  for (let at = from + 1; at < text.length; at += 1) {
    const character = text[at] ?? ''
    if (quote !== '') quote = character === quote ? '' : quote
    else if (character === '"' || character === "'") quote = character
    else if (character === '>') return at
  }
  return text.length
}

/** The elements directly inside, whatever their names. */
export function childrenOf(element: Element): Element[] {
  const children: Element[] = []
  for (let node = element.firstChild; node !== null; node = node.nextSibling) {
    if (node.nodeType === node.ELEMENT_NODE) children.push(node as Element)
  }
  return children
}

/** Those of them with that name in that namespace: prefixes are the sender’s choice. */
export function childrenNamed(element: Element, namespace: string, name: string): Element[] {
  return childrenOf(element).filter((child) => isNamed(child, namespace, name))
}

/** The first of them; `null` when there is none. */
export function childNamed(element: Element, namespace: string, name: string): Element | null {
  return childrenNamed(element, namespace, name)[0] ?? null
}

/** Whether an element has that name in that namespace. */
export function isNamed(element: Element, namespace: string, name: string): boolean {
  return element.localName === name && element.namespaceURI === namespace
}

/**
 * The text of the element itself, blanks around it removed; `null` when it is empty. What its children hold is none of it.
 * A control character, or more than `longest` characters, is refused. Throws {@link XmlFault}.
 */
export function textOf(element: Element | null, longest: number): string | null {
  let text = ''
  for (let node = element?.firstChild ?? null; node !== null; node = node.nextSibling) {
    if (node.nodeType === node.TEXT_NODE || node.nodeType === node.CDATA_SECTION_NODE) text += node.nodeValue ?? ''
  }
  const tidy = text.replaceAll(/\s+/g, ' ').trim()
  if (tidy.length > longest) throw new XmlFault('too-big')
  if (/\p{C}/u.test(tidy)) throw new XmlFault('structure')
  return tidy === '' ? null : tidy.normalize('NFC')
}
