import type { Element } from '@xmldom/xmldom'
import { readAnswerBody, type TeleserviceFault } from '../teleservice/fault.ts'
import { childrenOf, textOf, XmlFault, type XmlFaultReason } from '../xml-reading.ts'
import { adriProfile } from './adri-profile.ts'

/** From one day to another, `AAAA-MM-JJ`; `null` where there is no such day. */
export interface RightsPeriod {
  readonly from: string | null
  readonly to: string | null
}

/** One code of coverage, as on a card. What the codes mean is said by the tables of the fund, not here. */
export interface CoverageCode extends RightsPeriod {
  readonly group: string | null
  /** `0` for none. */
  readonly ald: string | null
  /** 4 digits: `0100`. */
  readonly situation: string | null
}

/** A complementary cover that the fund manages itself. Another one is not in an answer of ADRi. */
export interface ManagedMutual extends RightsPeriod {
  /** 8 digits. */
  readonly number: string
  readonly treatment: string | null
  readonly routing: string | null
  readonly serviceType: string | null
  readonly services: string | null
  readonly guarantees: string | null
}

/** Rights, read as far as they are understood. Every group may be absent. */
export interface Rights {
  readonly answeredOn: string | null
  readonly usedName: string | null
  readonly birthName: string | null
  readonly firstName: string | null
  readonly addressLines: readonly string[]
  readonly certifiedNir: string | null
  readonly birthDate: string | null
  readonly birthRank: number | null
  /** `0` for the insured. */
  readonly quality: string | null
  /** As it came: what each value means is only supposed. `0`: no declared médecin traitant. */
  readonly familyDoctor: string | null
  readonly amoPeriods: readonly RightsPeriod[]
  readonly coverage: readonly CoverageCode[]
  readonly amoService: (RightsPeriod & { readonly code: string }) | null
  readonly scheme: string | null
  readonly fund: string | null
  readonly centre: string | null
  readonly presentation: string | null
  readonly mutual: ManagedMutual | null
}

/** What came back from ADRi. */
export type AdriAnswer =
  | {
      readonly kind: 'rights'
      readonly rights: Rights
      /** Whether the answer stands in the namespace that is supposed: if not, the profile is to be corrected. */
      readonly asSupposed: boolean
    }
  | { readonly kind: 'fault'; readonly fault: TeleserviceFault }
  | { readonly kind: 'http'; readonly status: number }
  /** `nothing-known`: not one of the names that are supposed is in it. */
  | { readonly kind: 'unreadable'; readonly reason: XmlFaultReason | 'envelope' | 'nothing-known' }

/**
 * Reads an answer of ADRi by what is supposed of it (see `adriProfile.answer`, marked unknown): by local names, at any depth, in
 * any order and any namespace. Where nothing is recognised it says so, rather than « no rights ». Never throws for what a server sends.
 */
export function readAdriAnswer(status: number, body: Uint8Array): AdriAnswer {
  if (status !== 200 && status !== 500) return { kind: 'http', status }
  try {
    const content = readAnswerBody(body)
    if (content === null) return { kind: 'unreadable', reason: 'envelope' }
    if (content.kind === 'fault') return { kind: 'fault', fault: content.fault }
    const rights = rightsOf(content.element)
    if (rights === null) return { kind: 'unreadable', reason: 'nothing-known' }
    const asSupposed = content.element.namespaceURI === adriProfile.answerNamespace.wire
    return { kind: 'rights', rights, asSupposed }
  } catch (error) {
    if (error instanceof XmlFault && status === 500) return { kind: 'http', status }
    if (error instanceof XmlFault) return { kind: 'unreadable', reason: error.reason }
    throw error
  }
}

const names = adriProfile.answer.wire
const longestText = 200
/** More than anybody has: the rest of a list that does not end is left. */
const mostPeriods = 40

function rightsOf(root: Element): Rights | null {
  const all = elementsOf(root)
  const first = (name: string) => textOf(all.find((one) => one.localName === name) ?? null, longestText)
  const every = (name: string) => all.filter((one) => one.localName === name).slice(0, mostPeriods)
  // A day alone says nothing: another service may date its answer too.
  const anybodys = new Set<string>([names.root, names.answeredOn, names.from, names.to])
  const known = new Set<string>(Object.values(names).filter((name) => !anybodys.has(name)))
  // An answer of another shape would otherwise be read as somebody without rights.
  if (!all.some((one) => known.has(one.localName ?? '') && textOf(one, longestText) !== null)) return null
  const [mutual] = every(names.mutual)
  return {
    answeredOn: dayOf(first(names.answeredOn)),
    usedName: first(names.usedName),
    birthName: first(names.birthName),
    firstName: first(names.firstName),
    addressLines: [1, 2, 3, 4, 5].map((line) => first(`${names.addressLine}${line}`) ?? ''),
    certifiedNir: first(names.certifiedNir),
    birthDate: dayOf(first(names.birthDate)),
    birthRank: rankOf(first(names.birthRank)),
    quality: first(names.quality),
    familyDoctor: first(names.familyDoctor),
    amoPeriods: every(names.amoPeriod).map(periodOf),
    coverage: every(names.coverage).map((one) => ({
      ...periodOf(one),
      group: textIn(one, names.group),
      ald: textIn(one, names.ald),
      situation: textIn(one, names.situation),
    })),
    amoService: serviceOf(first),
    scheme: first(names.scheme),
    fund: first(names.fund),
    centre: first(names.centre),
    presentation: first(names.presentation),
    mutual: mutual === undefined ? null : mutualOf(mutual),
  }
}

function serviceOf(first: (name: string) => string | null): Rights['amoService'] {
  const code = first(names.amoService)
  if (code === null) return null
  return { code, from: dayOf(first(names.amoServiceFrom)), to: dayOf(first(names.amoServiceTo)) }
}

function mutualOf(element: Element): ManagedMutual | null {
  const number = textIn(element, names.mutualNumber)
  if (number === null) return null
  return {
    ...periodOf(element),
    number,
    treatment: textIn(element, names.mutualTreatment),
    routing: textIn(element, names.mutualRouting),
    serviceType: textIn(element, names.mutualServiceType),
    services: textIn(element, names.mutualServices),
    guarantees: textIn(element, names.mutualGuarantees),
  }
}

function periodOf(element: Element): RightsPeriod {
  return { from: dayOf(textIn(element, names.from)), to: dayOf(textIn(element, names.to)) }
}

function textIn(element: Element, name: string): string | null {
  return textOf(childrenOf(element).find((child) => child.localName === name) ?? null, longestText)
}

/** `AAAAMMJJ`, or with hyphens; `00000000` is no day. */
function dayOf(text: string | null): string | null {
  const [, year, month, day] = /^(\d{4})-?(\d{2})-?(\d{2})$/.exec(text ?? '') ?? []
  return year === undefined || year === '0000' ? null : `${year}-${month}-${day}`
}

function rankOf(text: string | null): number | null {
  return text !== null && /^[1-9]$/.test(text) ? Number(text) : null
}

/** All of them below, without recursion: how deep a text goes is its author’s choice. */
function elementsOf(root: Element): Element[] {
  const found: Element[] = []
  let level = childrenOf(root)
  while (level.length > 0) {
    found.push(...level)
    level = level.flatMap(childrenOf)
  }
  return found
}
