import type { Element } from '@xmldom/xmldom'
import { type MatriculeNature, natureOfOid } from '#app/kernel/ins-oid.ts'
import { nirKey } from '#app/kernel/nir.ts'
import { readAnswerBody, type TeleserviceFault } from '../teleservice/fault.ts'
import { childNamed, childrenNamed, isNamed, textOf, XmlFault, type XmlFaultReason } from '../xml-reading.ts'
import { insiProfile } from './profile.ts'

/** A matricule as INSi gives it, unchanged but for the letter of Corsica, made a capital. */
export interface InsMatricule {
  /** 13 characters. */
  readonly matricule: string
  /** 2 digits, maybe wrong: see the warnings. */
  readonly key: string | null
  readonly oid: string
  /** `null` for an OID that is not one of INS. */
  readonly nature: MatriculeNature | null
  /** `TypeMatricule`: `NIR` was seen, its other values are not public. */
  readonly kind: string | null
  /** `AAAA-MM-JJ`, the two maybe inverted. */
  readonly from: string | null
  readonly to: string | null
}

/** Traits as INSi gives them, to be kept unchanged; `null` where the answer has none. */
export interface InsTraits {
  readonly birthName: string | null
  /** Absent from the answers seen: {@link firstGivenName} takes it from the list. */
  readonly firstName: string | null
  /** All of them, a blank between two. */
  readonly firstNames: string | null
  readonly sex: 'F' | 'M' | null
  /** `AAAA-MM-JJ`, month maybe `00` or above 12 (lunar). */
  readonly birthDate: string | null
  /** COG. */
  readonly birthPlaceCode: string | null
}

/** Something odd that is to be shown, and that is no reason to refuse what the service says. */
export interface InsWarning {
  readonly kind: /** The key is not that of the number. An official test does it on purpose. */
    | 'key-mismatch'
    | 'key-missing'
    /** An OID of no known meaning: such a matricule is not to be used without a look at it. */
    | 'oid-unknown'
    /** A former matricule ends before it begins. */
    | 'dates-inverted'
    /** A date of a former matricule that is none: left out. */
    | 'date-unreadable'
    /** A former matricule is the one of today. */
    | 'former-is-active'
    /** A former matricule that is none: left out. */
    | 'former-unreadable'
    /** A strict trait that the answer does not give. */
    | 'trait-missing'
    /** A trait with characters that INSi is not supposed to use. */
    | 'trait-unusual'
    /** A place of birth that is said to be unknown. */
    | 'place-unknown'
  /** Which: `active`, the rank of a former matricule from 0, or the name of a trait. */
  readonly at: 'active' | number | keyof InsTraits
}

/** The identity that INSi found. */
export interface InsIdentity {
  readonly number: InsMatricule
  /** Those the person had before, in the order of the answer. */
  readonly history: readonly InsMatricule[]
  readonly traits: InsTraits
  readonly warnings: readonly InsWarning[]
}

/** What came back. */
export type InsiAnswer =
  | { readonly kind: 'found'; readonly identity: InsIdentity }
  | { readonly kind: 'none' }
  | { readonly kind: 'several' }
  | { readonly kind: 'fault'; readonly fault: TeleserviceFault }
  /** Neither an answer nor a fault: another status of HTTP. */
  | { readonly kind: 'http'; readonly status: number }
  /** Nothing of it is to be believed. */
  | { readonly kind: 'unreadable'; readonly reason: InsiUnreadable }

/** Why an answer is not believed. */
export type InsiUnreadable =
  | XmlFaultReason
  /** No SOAP 1.2 envelope with one element in its body. */
  | 'envelope'
  /** An answer to something else. */
  | 'not-insi'
  /** An answer code that is in no list. */
  | 'code'
  /** It says one thing and its contrary: an identity with « none found », two active matricules. */
  | 'contradiction'
  /** A matricule that is none, or without its OID. */
  | 'matricule'
  /** A trait that is none. */
  | 'trait'

class AnswerFault extends Error {
  readonly reason: InsiUnreadable

  constructor(reason: InsiUnreadable) {
    super(`an answer of INSi refused (${reason})`)
    this.reason = reason
  }
}

/**
 * Reads an answer of INSi: 200 carries a result, 500 a fault; elements are known by their namespaces, in any order. Never throws for what
 * the service may send.
 */
export function readInsiAnswer(status: number, body: Uint8Array): InsiAnswer {
  if (status !== 200 && status !== 500) return { kind: 'http', status }
  try {
    const content = readAnswerBody(body)
    if (content === null) throw new AnswerFault('envelope')
    return content.kind === 'fault' ? { kind: 'fault', fault: content.fault } : resultOf(content.element)
  } catch (error) {
    // A page of a server in the way, with an error: it is the status that tells.
    if (error instanceof XmlFault && status === 500) return { kind: 'http', status }
    if (error instanceof AnswerFault || error instanceof XmlFault) return { kind: 'unreadable', reason: error.reason }
    throw error
  }
}

/** The first of the first names: hyphens keep a compound whole. `null` when the answer names none. */
export function firstGivenName({ firstName, firstNames }: InsTraits): string | null {
  return firstName ?? firstNames?.split(' ')[0] ?? null
}

const names = insiProfile.result.wire

function resultOf(element: Element): InsiAnswer {
  if (!isNamed(element, names.namespace, names.root)) throw new AnswerFault('not-insi')
  const report = only(element, names.report)
  const code = report === null ? null : textAt(report, names.code)
  const person = only(element, names.person)
  const { found, none, several } = insiProfile.answers.wire
  if (code === found) {
    if (person === null) throw new AnswerFault('contradiction')
    return { kind: 'found', identity: identityOf(person) }
  }
  if (code !== none && code !== several) throw new AnswerFault('code')
  if (person !== null) throw new AnswerFault('contradiction')
  return { kind: code === none ? 'none' : 'several' }
}

const mostFormer = 100

function identityOf(person: Element): InsIdentity {
  const warnings: InsWarning[] = []
  const activeElement = only(person, names.active)
  if (activeElement === null) throw new AnswerFault('matricule')
  const number = matriculeOf(activeElement)
  if (number === null) throw new AnswerFault('matricule')
  warnOf(number, 'active', warnings)
  const elements = childrenNamed(person, names.namespace, names.former)
  if (elements.length > mostFormer) throw new AnswerFault('too-big')
  const history = elements.flatMap((one, at) => {
    const former = matriculeOf(one)
    if (former === null) {
      warnings.push({ kind: 'former-unreadable', at })
      return []
    }
    warnOf(former, at, warnings)
    warnOfDates(one, former, at, warnings)
    if (former.matricule === number.matricule && former.oid === number.oid) {
      warnings.push({ kind: 'former-is-active', at })
    }
    return [former]
  })
  const traitsElement = only(person, names.traits)
  if (traitsElement === null) throw new AnswerFault('trait')
  return { number, history, traits: traitsOf(traitsElement, warnings), warnings }
}

/** `null` for what is no matricule, or has no OID: a matricule is nothing without it. */
function matriculeOf(element: Element): InsMatricule | null {
  const identifier = only(element, names.identifier)
  const number = identifier === null ? null : textAt(identifier, names.number)
  const key = identifier === null ? null : textAt(identifier, names.key)
  const oid = textAt(element, names.oid)
  if (number === null || !/^\d{6}[\dABab]\d{6}$/.test(number)) return null
  if (oid === null || !/^[0-2](?:\.(?:0|[1-9]\d*))+$/.test(oid)) return null
  if (key !== null && !/^\d{2}$/.test(key)) return null
  return {
    matricule: number.toUpperCase(),
    key,
    oid,
    nature: natureOfOid(oid),
    kind: identifier === null ? null : textAt(identifier, names.kind),
    from: dateAt(element, names.from),
    to: dateAt(element, names.to),
  }
}

function warnOf({ matricule, key, nature }: InsMatricule, at: InsWarning['at'], warnings: InsWarning[]): void {
  if (key === null) warnings.push({ kind: 'key-missing', at })
  else if (!isKeyOf(matricule, key)) warnings.push({ kind: 'key-mismatch', at })
  if (nature === null) warnings.push({ kind: 'oid-unknown', at })
}

function isKeyOf(number: string, key: string): boolean {
  // « A » and « B » only stand for Corsica, and only after a 2.
  return /^\d{5}(?:\d|2[AB])\d+$/.test(number) && nirKey(number) === key
}

function warnOfDates(element: Element, { from, to }: InsMatricule, at: number, warnings: InsWarning[]): void {
  const isUnreadable = (name: string, date: string | null) => date === null && textAt(element, name) !== null
  if (isUnreadable(names.from, from) || isUnreadable(names.to, to)) warnings.push({ kind: 'date-unreadable', at })
  if (from !== null && to !== null && from > to) warnings.push({ kind: 'dates-inverted', at })
}

const dateShape = /^\d{4}-\d{2}-\d{2}$/

/** The day, without the time that a day may come with. */
function dateAt(element: Element, name: string): string | null {
  const day = textAt(element, name)?.replace(/(?:T.*|Z|[+-]\d{2}:\d{2})$/, '') ?? null
  return day !== null && dateShape.test(day) ? day : null
}

const strict = ['birthName', 'firstNames', 'sex', 'birthDate', 'birthPlaceCode'] as const

function traitsOf(element: Element, warnings: InsWarning[]): InsTraits {
  const birthDate = textAt(element, names.birthDate)
  const sex = textAt(element, names.sex)
  const birthPlaceCode = textAt(element, names.birthPlace)
  if (birthDate !== null && !dateShape.test(birthDate)) throw new AnswerFault('trait')
  if (birthPlaceCode !== null && !/^[\dA-Z]{5}$/.test(birthPlaceCode)) throw new AnswerFault('trait')
  if (sex !== null && !/^[A-Z]$/.test(sex)) throw new AnswerFault('trait')
  const traits: InsTraits = {
    birthName: textAt(element, names.birthName),
    firstName: textAt(element, names.firstName),
    firstNames: textAt(element, names.firstNames),
    sex: sex === 'F' || sex === 'M' ? sex : null,
    birthDate,
    birthPlaceCode,
  }
  if (sex !== null && traits.sex === null) warnings.push({ kind: 'trait-unusual', at: 'sex' })
  for (const at of ['birthName', 'firstName', 'firstNames'] as const) {
    if (traits[at] !== null && !/^[A-Z' -]+$/.test(traits[at])) warnings.push({ kind: 'trait-unusual', at })
  }
  if (birthPlaceCode === insiProfile.unknownPlace.wire) {
    warnings.push({ kind: 'place-unknown', at: 'birthPlaceCode' })
  }
  for (const at of strict) if (traits[at] === null) warnings.push({ kind: 'trait-missing', at })
  return traits
}

/** The only child of that name; `null` when there is none. Two of them contradict each other. */
function only(element: Element, name: string): Element | null {
  const [first, ...others] = childrenNamed(element, names.namespace, name)
  if (others.length > 0) throw new AnswerFault('contradiction')
  return first ?? null
}

const longestText = 400

function textAt(element: Element, name: string): string | null {
  return textOf(childNamed(element, names.namespace, name), longestText)
}
