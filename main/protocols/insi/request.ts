import { callContentType, callEnvelope } from '../teleservice/envelope.ts'
import type { CallIdentity, CallingSoftware, CallProof, NumberAndKey } from '../teleservice/envelope.ts'
import { type Xml, xmlElement, xmlText } from '../xml-writing.ts'
import { insiProfile } from './profile.ts'

/** What is searched for by traits (WS_INS2). Already written as INSi wants it: nothing is changed here. */
export interface TraitsSearch {
  readonly birthName: string
  /** One first name, or several with a blank between them. */
  readonly firstName: string
  readonly sex: 'F' | 'M'
  /** `AAAA-MM-JJ`, month maybe `00` or above 12 (lunar). */
  readonly birthDate: string
  /** COG, 5 characters. */
  readonly birthPlace: string | null
}

/** What is searched for with a Vitale card (WS_INS1). */
export interface VitaleSearch {
  /** The person’s own certified number, where the card has it. */
  readonly individual: NumberAndKey | null
  /** The number of whoever opens the rights: always. */
  readonly insured: NumberAndKey
  readonly birthName: string | null
  readonly birthDate: string
  /** 1 to 9. */
  readonly birthRank: number
}

/** Who calls, when, with what proof. */
export interface InsiCall {
  /** `messageId` is a UUID alone: the service’s prefix is put here. */
  readonly identity: CallIdentity
  /** `name` is the plain name of the software. */
  readonly software: CallingSoftware
  readonly proof: CallProof
}

/** What is to be sent: by POST, nothing else in the headers is needed. */
export interface InsiRequest {
  readonly contentType: string
  /** UTF-8. */
  readonly body: string
  /** As sent, prefix included: a fault may name it. */
  readonly messageId: string
}

/** Which part of a search the service would refuse. */
export type InsiRequestReason =
  | 'birth-name'
  | 'first-name'
  | 'sex'
  | 'birth-date'
  | 'birth-place'
  | 'number'
  | 'birth-rank'

/** A search that is not sent, because it cannot be right. */
export class InsiRequestFault extends Error {
  readonly reason: InsiRequestReason

  constructor(reason: InsiRequestReason) {
    super(`INSi would refuse this search (${reason})`)
    this.name = 'InsiRequestFault'
    this.reason = reason
  }
}

/** The request of WS_INS2. Throws {@link InsiRequestFault}. */
export function traitsRequest(traits: TraitsSearch, call: InsiCall): InsiRequest {
  const names = insiProfile.byTraits.wire
  requireThat(isBirthName(traits.birthName), 'birth-name')
  requireThat(isFirstName(traits.firstName), 'first-name')
  requireThat(traits.sex === 'F' || traits.sex === 'M', 'sex')
  requireThat(dateShape.test(traits.birthDate), 'birth-date')
  requireThat(traits.birthPlace === null || /^\d[\dAB]\d{3}$/.test(traits.birthPlace), 'birth-place')
  const body = xmlElement(`i:${names.root}`, { 'xmlns:i': names.namespace }, [
    xmlText(`i:${names.birthName}`, traits.birthName),
    xmlText(`i:${names.firstName}`, traits.firstName),
    xmlText(`i:${names.sex}`, traits.sex),
    xmlText(`i:${names.birthDate}`, traits.birthDate),
    xmlText(`i:${names.birthPlace}`, traits.birthPlace),
  ])
  return requestOf(names.action, call, {}, body)
}

/** The request of WS_INS1. Throws {@link InsiRequestFault}. */
export function vitaleRequest(search: VitaleSearch, call: InsiCall): InsiRequest {
  const names = insiProfile.byVitale.wire
  const { individual, insured, birthName, birthDate, birthRank } = search
  requireThat(isNumber(insured) && (individual === null || isNumber(individual)), 'number')
  requireThat(birthName === null || isBirthName(birthName), 'birth-name')
  requireThat(dateShape.test(birthDate), 'birth-date')
  requireThat(Number.isInteger(birthRank) && birthRank >= 1 && birthRank <= 9, 'birth-rank')
  const matricule = (name: string, { number, key }: NumberAndKey) =>
    xmlElement(`i:${name}`, {}, [
      xmlText(`i:${names.number}`, number),
      xmlText(`i:${names.key}`, insiProfile.vitaleSendsKeys.wire ? key : null),
    ])
  const body = xmlElement(`i:${names.root}`, { 'xmlns:i': names.namespace }, [
    individual === null ? null : matricule(names.individual, individual),
    matricule(names.insured, insured),
    xmlText(`i:${names.birthName}`, birthName),
    xmlText(`i:${names.birthDate}`, birthDate),
    xmlText(`i:${names.birthRank}`, String(birthRank)),
  ])
  const withoutKey = ({ number }: NumberAndKey) => ({ number, key: null })
  const coverage = {
    insured: withoutKey(insured),
    beneficiary: { nir: individual === null ? null : withoutKey(individual), birthDate, birthRank },
  }
  return requestOf(names.action, call, coverage, body)
}

function requestOf(
  action: string,
  call: InsiCall,
  coverage: Parameters<typeof callEnvelope>[0]['coverage'],
  body: Xml,
): InsiRequest {
  const { prefix, separator } = insiProfile.softwareName.wire
  const messageId = `${insiProfile.messageIdPrefix.wire}${call.identity.messageId}`
  const name = `${prefix}${call.software.name}${separator}${call.software.version}`
  const software = { ...call.software, name }
  const identity = { ...call.identity, messageId }
  return {
    contentType: callContentType(action),
    body: callEnvelope({ action, identity, software, coverage, proof: call.proof, body }),
    messageId,
  }
}

/** « DateLunaire »: a text, not a day of a calendar. */
const dateShape = /^\d{4}-\d{2}-\d{2}$/

/**
 * Whether INSi takes this birth name: capitals, blank, apostrophe and hyphen; blank and apostrophe neither doubled nor together; no
 * more than two hyphens on end; not beginning with a blank or a hyphen (SEL-MP-043, EF_INS01_03 and EF_INS10_01).
 */
export function isBirthName(text: string): boolean {
  return isName(text) && !text.includes('---')
}

/** Whether INSi takes this first name: as a birth name, without double hyphen, not ending with a hyphen or an apostrophe (EF_INS10_02). */
export function isFirstName(text: string): boolean {
  return isName(text) && !text.includes('--') && !/[-']$/.test(text)
}

function isName(text: string): boolean {
  return (
    text.length <= insiProfile.longestName.wire &&
    /^[A-Z' -]+$/.test(text) &&
    /[A-Z]/.test(text) &&
    !/^[ -]| $| {2}|''| '|' /.test(text)
  )
}

function isNumber({ number, key }: NumberAndKey): boolean {
  return /^\d{6}[\dAB]\d{6}$/.test(number) && (key === null || /^\d{2}$/.test(key))
}

function requireThat(isRight: boolean, reason: InsiRequestReason): void {
  if (!isRight) throw new InsiRequestFault(reason)
}
