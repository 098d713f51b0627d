import type { Element } from '@xmldom/xmldom'
import { readAnswerBody, type TeleserviceFault } from '../teleservice/fault.ts'
import { childrenOf, textOf, type XmlBounds, XmlFault, type XmlFaultReason } from '../xml-reading.ts'
import { hriProfile } from './hri-profile.ts'

/** What a line of the history is about; `unknown`: a code of no list. */
export type CareKind = (typeof hriProfile.objectMeanings.wire)[keyof typeof hriProfile.objectMeanings.wire] | 'unknown'

/** A professional, as a line names them. */
export interface CareProfessional {
  readonly name: string | null
  readonly specialty: string | null
}

/** One care that was reimbursed. Texts are as they came, untrusted. */
export interface CareLine {
  readonly kind: CareKind
  /** First day of care, `AAAA-MM-JJ`. */
  readonly from: string
  /** Last day, for what lasts: a leave, a series. */
  readonly to: string | null
  readonly code: string | null
  readonly label: string | null
  readonly quantity: number | null
  readonly executor: CareProfessional | null
  readonly prescriber: CareProfessional | null
}

/** A history, read as far as it is understood, newest care first. */
export interface CareHistory {
  readonly answeredOn: string | null
  readonly from: string | null
  readonly to: string | null
  readonly lines: readonly CareLine[]
  /** Lines without a day, or that say nothing: there were some more. */
  readonly unread: number
}

/** What came back from HRi. */
export type HistoryAnswer =
  | {
      readonly kind: 'history'
      readonly history: CareHistory
      /** Whether the answer stands in the namespace that is supposed: if not, the profile is to be corrected. */
      readonly asSupposed: boolean
    }
  | { readonly kind: 'fault'; readonly fault: TeleserviceFault }
  | { readonly kind: 'http'; readonly status: number }
  /** `nothing-known`: neither the root nor one line has a name that is supposed. */
  | { readonly kind: 'unreadable'; readonly reason: XmlFaultReason | 'envelope' | 'nothing-known' }

/** Bounds of an answer: a year of somebody who is very ill, several times over. */
export const historyBounds: XmlBounds = { bytes: 1024 * 1024, marks: 60_000, attributes: 20_000 }

/** More lines than anybody reads are no history of a person. */
const mostLines = 3_000
const longestText = 500
const names = hriProfile.answer.wire

/**
 * Reads an answer of HRi by what is supposed of it (see `hriProfile.answer`, marked unknown): by local names, in any order and any
 * namespace. Where nothing is recognised it says so, rather than « no care ». Never throws for what a server sends.
 */
export function readHistoryAnswer(status: number, body: Uint8Array): HistoryAnswer {
  if (status !== 200 && status !== 500) return { kind: 'http', status }
  try {
    const content = readAnswerBody(body, historyBounds)
    if (content === null) return { kind: 'unreadable', reason: 'envelope' }
    if (content.kind === 'fault') return { kind: 'fault', fault: content.fault }
    const history = historyOf(content.element)
    if (history === 'too-big') return { kind: 'unreadable', reason: 'too-big' }
    if (history === null) return { kind: 'unreadable', reason: 'nothing-known' }
    const asSupposed = content.element.namespaceURI === hriProfile.answerNamespace.wire
    return { kind: 'history', history, asSupposed }
  } catch (error) {
    if (error instanceof XmlFault && status === 500) return { kind: 'http', status }
    if (error instanceof XmlFault) return { kind: 'unreadable', reason: error.reason }
    throw error
  }
}

function historyOf(root: Element): CareHistory | 'too-big' | null {
  const found = linesOf(root)
  if (found.length > mostLines) return 'too-big'
  const isNamed = root.localName === names.root && childNamed(root, names.answeredOn) !== null
  // An answer of another shape would otherwise be read as somebody who was never cared for.
  if (!isNamed && found.length === 0) return null
  const lines = found.map(lineOf).filter((line) => line !== null)
  if (!isNamed && lines.length === 0) return null
  const period = childNamed(root, names.period)
  return {
    answeredOn: dayIn(root, names.answeredOn),
    from: period === null ? null : dayIn(period, names.from),
    to: period === null ? null : dayIn(period, names.to),
    lines: lines.toSorted((one, other) => (one.from < other.from ? 1 : one.from > other.from ? -1 : 0)),
    unread: found.length - lines.length,
  }
}

/** All of them, at any depth, without recursion: how deep a text goes is its author’s choice. */
function linesOf(root: Element): Element[] {
  const found: Element[] = []
  let level = childrenOf(root)
  while (level.length > 0) {
    found.push(...level.filter((one) => one.localName === names.line))
    level = level.flatMap((one) => (one.localName === names.line ? [] : childrenOf(one)))
  }
  return found
}

function lineOf(element: Element): CareLine | null {
  const from = dayIn(element, names.from)
  const code = textIn(element, names.code)
  const label = textIn(element, names.label)
  // Neither a day nor a word: nothing that a person could be told.
  if (from === null || (code === null && label === null)) return null
  return {
    kind: kindOf(textIn(element, names.object)),
    from,
    to: dayIn(element, names.to),
    code,
    label,
    quantity: quantityOf(textIn(element, names.quantity)),
    executor: professionalIn(element, names.executor),
    prescriber: professionalIn(element, names.prescriber),
  }
}

function kindOf(code: string | null): CareKind {
  return new Map<string, CareKind>(Object.entries(hriProfile.objectMeanings.wire)).get(code ?? '') ?? 'unknown'
}

function professionalIn(element: Element, name: string): CareProfessional | null {
  const found = childNamed(element, name)
  if (found === null) return null
  const professional = { name: textIn(found, names.name), specialty: textIn(found, names.specialty) }
  return professional.name === null && professional.specialty === null ? null : professional
}

function childNamed(element: Element, name: string): Element | null {
  return childrenOf(element).find((child) => child.localName === name) ?? null
}

function textIn(element: Element, name: string): string | null {
  const text = textOf(childNamed(element, name), longestText)?.trim() ?? ''
  return text === '' ? null : text
}

/** `AAAAMMJJ`, or with hyphens; `00000000` and what is in no calendar is no day. */
function dayIn(element: Element, name: string): string | null {
  const [, year = '', month = '', day = ''] = /^(\d{4})-?(\d{2})-?(\d{2})$/.exec(textIn(element, name) ?? '') ?? []
  const date = `${year}-${month}-${day}`
  const instant = Date.parse(`${date}T00:00:00.000Z`)
  return Number.isNaN(instant) || new Date(instant).toISOString().slice(0, 10) !== date ? null : date
}

function quantityOf(text: string | null): number | null {
  return text !== null && /^\d{1,4}$/.test(text) ? Number(text) : null
}
