import { DOMParser, type Element, ParseError } from '@xmldom/xmldom'
import { checkedNir, VitaleFault } from './vitale-card.ts'

/** A beneficiary as the library of the GIE gives it. Texts are untrusted; what is absent is `null`. */
export interface XmlBeneficiary {
  readonly birthName: string | null
  readonly usedName: string | null
  readonly firstName: string | null
  /** `AAAA-MM-JJ`, month maybe `00` or above 12 (lunar). */
  readonly birthDate: string | null
  /** As on the card, when the century is missing: a person says which. */
  readonly birthDateOnCard: string | null
  /** 1 to 9. */
  readonly birthRank: number | null
  readonly insuredNir: string | null
  readonly ownNir: string | null
  /** `qualBenef`: 0 for the insured. */
  readonly quality: number | null
  readonly scheme: string | null
  readonly fund: string | null
  readonly centre: string | null
  readonly rights: readonly { readonly from: string | null; readonly to: string | null }[]
  readonly addressLines: readonly string[]
  /** `libelleExo`, a free text. */
  readonly exemption: string | null
  /** `typeCMU`. */
  readonly c2s: string | null
}

/** Characters of one reading beyond which it is none: thirty beneficiaries take a tenth of it. */
const longestReading = 512 * 1024
const deepestElement = 24
const mostElements = 20_000
const mostBeneficiaries = 30

/**
 * The beneficiaries of a reading of the « API Lecture Vitale » (XML of its versions 6.xx). The name of the root is not
 * public: whatever it is, the first `listeBenef` below it counts. A document type, entities, or what is too long or too deep,
 * is refused before it is read. Throws {@link VitaleFault}.
 */
export function readApiLecture(xml: string): XmlBeneficiary[] {
  const root = parse(xml)
  const list = root.localName === 'listeBenef' ? root : findBelow(root, 'listeBenef')
  if (list === null) throw new VitaleFault('structure')
  const people = childrenOf(list)
  if (people.length === 0) throw new VitaleFault('nobody')
  if (people.length > mostBeneficiaries) throw new VitaleFault('too-big')
  return people.map(beneficiaryOf)
}

function parse(xml: string): Element {
  if (xml.length > longestReading) throw new VitaleFault('too-big')
  // Nothing of this reading needs a document type: with one come entities, and what they can be made to do.
  if (/<!DOCTYPE|<!ENTITY/i.test(xml)) throw new VitaleFault('structure')
  // Counted before a tree is built of them.
  if ((xml.match(/</g)?.length ?? 0) > mostElements) throw new VitaleFault('too-big')
  const stop = (level: string) => {
    if (level !== 'warning') throw new VitaleFault('structure')
  }
  let root: Element | null
  try {
    root = new DOMParser({ onError: stop, locator: false }).parseFromString(xml.trim(), 'text/xml').documentElement
  } catch (error) {
    if (error instanceof ParseError || error instanceof VitaleFault) throw new VitaleFault('structure')
    throw error
  }
  if (root === null) throw new VitaleFault('structure')
  return root
}

function beneficiaryOf(person: Element): XmlBeneficiary {
  const quality = digits(textAt(person, 'amo', 'qualBenef'), /^\d{1,2}$/)
  const insuredNir = nirOf(textAt(person, 'ident', 'nir'))
  return {
    birthName: textAt(person, 'ident', 'nomPatronymique'),
    usedName: textAt(person, 'ident', 'nomUsuel'),
    firstName: textAt(person, 'ident', 'prenomUsuel'),
    ...birthOf(person),
    birthRank: rankOf(textAt(person, 'ident', 'rangDeNaissance')),
    insuredNir,
    ownNir: nirOf(textAt(person, 'ident', 'nirCertifie')),
    quality: quality === null ? null : Number(quality),
    scheme: digits(textAt(person, 'amo', 'codeRegime'), /^\d{2}$/),
    fund: digits(textAt(person, 'amo', 'caisse'), /^\d{3}$/),
    centre: digits(textAt(person, 'amo', 'centreGestion'), /^\d{4}$/),
    rights: rightsOf(person),
    addressLines: [1, 2, 3, 4, 5].map((line) => textAt(person, 'ident', 'adresse', `ligne${line}`) ?? ''),
    exemption: textAt(person, 'amo', 'libelleExo'),
    c2s: textAt(person, 'cmu', 'typeCMU'),
  }
}

/**
 * `date` is `JJMMAAAA`, or `JJMMAA`; `dateEnCarte` is `AAAAMMJJ`, or `AAMMJJ`. Without the century there is no date: it is
 * kept in the order of a card, `AAMMJJ`, for a person to complete.
 */
function birthOf(person: Element): Pick<XmlBeneficiary, 'birthDate' | 'birthDateOnCard'> {
  const french = textAt(person, 'ident', 'naissance', 'date')
  const onCard = textAt(person, 'ident', 'naissance', 'dateEnCarte') ?? textAt(person, 'naissance', 'dateEnCarte')
  const from = french ?? onCard
  if (from === null) return { birthDate: null, birthDateOnCard: null }
  const parts =
    french === null
      ? /^(?<y>\d{4}|\d{2})(?<m>\d{2})(?<d>\d{2})$/.exec(from)
      : /^(?<d>\d{2})(?<m>\d{2})(?<y>\d{4}|\d{2})$/.exec(from)
  const { y = '', m = '', d = '' } = parts?.groups ?? {}
  if (y === '' || y === '0000' || Number(d) > 31) throw new VitaleFault('date')
  return y.length === 4
    ? { birthDate: `${y}-${m}-${d}`, birthDateOnCard: null }
    : { birthDate: null, birthDateOnCard: `${y}${m}${d}` }
}

function rightsOf(person: Element): XmlBeneficiary['rights'] {
  const list = elementAt(person, ['amo', 'listePeriodesDroits'])
  if (list === null) return []
  return childrenOf(list)
    .slice(0, 3)
    .map((period) => ({ from: dayOf(textAt(period, 'debut')), to: dayOf(textAt(period, 'fin')) }))
}

/** `JJMMAAAA` as `AAAA-MM-JJ`. */
function dayOf(text: string | null): string | null {
  const parts = /^(\d{2})(\d{2})(\d{4})$/.exec(text ?? '')
  return parts === null ? null : `${parts[3]}-${parts[2]}-${parts[1]}`
}

function rankOf(text: string | null): number | null {
  const rank = digits(text, /^\d{1,2}$/)
  if (rank === null || Number(rank) === 0) return null
  if (Number(rank) > 9) throw new VitaleFault('structure')
  return Number(rank)
}

function digits(text: string | null, shape: RegExp): string | null {
  return text !== null && shape.test(text) ? text : null
}

function nirOf(text: string | null): string | null {
  const nir = text?.replaceAll(/\s/g, '') ?? ''
  return nir === '' || /^0+$/.test(nir) ? null : checkedNir(nir)
}

const longestText = 80

function textAt(from: Element, ...path: readonly string[]): string | null {
  const found = elementAt(from, path)
  const text = found === null ? '' : ownText(found).replaceAll(/\s+/g, ' ').trim()
  if (text.length > longestText) throw new VitaleFault('too-big')
  if (/\p{C}/u.test(text)) throw new VitaleFault('text')
  return text === '' ? null : text.normalize('NFC')
}

/** The text of the element itself. What its children hold is none of it. */
function ownText(element: Element): string {
  let text = ''
  for (let node = element.firstChild; node !== null; node = node.nextSibling) {
    if (node.nodeType === node.TEXT_NODE || node.nodeType === node.CDATA_SECTION_NODE) text += node.nodeValue ?? ''
  }
  return text
}

function elementAt(from: Element, path: readonly string[]): Element | null {
  let at: Element | null = from
  for (const name of path) at = at === null ? null : (childrenOf(at).find((child) => child.localName === name) ?? null)
  return at
}

function childrenOf(element: Element): Element[] {
  const children: Element[] = []
  for (let node = element.firstChild; node !== null; node = node.nextSibling) {
    if (node.nodeType === node.ELEMENT_NODE) children.push(node as Element)
  }
  return children
}

/** Without recursion: how deep a text goes is its author's choice. */
function findBelow(root: Element, name: string): Element | null {
  let level = [root]
  for (let depth = 0; depth < deepestElement && level.length > 0; depth += 1) {
    const found = level.find((element) => element.localName === name)
    if (found !== undefined) return found
    level = level.flatMap(childrenOf)
  }
  return null
}
