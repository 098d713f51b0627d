import { type NameKind, toInsName } from '#app/kernel/ins-name.ts'
import { callContentType, callEnvelope } from '../teleservice/envelope.ts'
import type { CallIdentity, CallingSoftware, CallProof, NumberAndKey } from '../teleservice/envelope.ts'
import { type Xml, xmlElement, xmlText } from '../xml-writing.ts'
import { insiProfile } from './profile.ts'

/** What is searched for by traits (WS_INS2). Already written as INSi wants it: nothing is changed here. */
export interface TraitsSearch {
  readonly birthName: string
  /** One first name, or several with a blank between them. */
  readonly firstNames: string
  readonly sex: 'F' | 'M'
  /** `AAAA-MM-JJ`, month maybe `00` or above 12 (lunar). */
  readonly birthDate: string
  /** COG, 5 characters. */
  readonly birthPlaceCode: string | null
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
  requireThat(isWritten(traits.birthName, 'birth-name'), 'birth-name')
  requireThat(isWritten(traits.firstNames, 'first-name'), 'first-name')
  requireThat(traits.sex === 'F' || traits.sex === 'M', 'sex')
  requireThat(dateShape.test(traits.birthDate), 'birth-date')
  requireThat(traits.birthPlaceCode === null || /^\d[\dAB]\d{3}$/.test(traits.birthPlaceCode), 'birth-place')
  const body = xmlElement(`i:${names.root}`, { 'xmlns:i': names.namespace }, [
    xmlText(`i:${names.birthName}`, traits.birthName),
    xmlText(`i:${names.firstName}`, traits.firstNames),
    xmlText(`i:${names.sex}`, traits.sex),
    xmlText(`i:${names.birthDate}`, traits.birthDate),
    xmlText(`i:${names.birthPlace}`, traits.birthPlaceCode),
  ])
  return insiRequest(names.action, call, {}, body)
}

/** The request of WS_INS1. Throws {@link InsiRequestFault}. */
export function vitaleRequest(search: VitaleSearch, call: InsiCall): InsiRequest {
  const names = insiProfile.byVitale.wire
  const { individual, insured, birthName, birthDate, birthRank } = search
  requireThat(isNumber(insured) && (individual === null || isNumber(individual)), 'number')
  requireThat(birthName === null || isWritten(birthName, 'birth-name'), 'birth-name')
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
  return insiRequest(names.action, call, coverage, body)
}

/** A request of INSi: the envelope, with what the service wants in its headers. */
export function insiRequest(
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

/** Whether a name is already written within the bounds of INSi: nothing is rewritten here. */
function isWritten(text: string, kind: NameKind): boolean {
  const { value, faults } = toInsName(text, kind)
  return value === text && faults.length === 0 && text.length <= insiProfile.longestName.wire
}

function isNumber({ number, key }: NumberAndKey): boolean {
  return /^\d{6}[\dAB]\d{6}$/.test(number) && (key === null || /^\d{2}$/.test(key))
}

function requireThat(isRight: boolean, reason: InsiRequestReason): void {
  if (!isRight) throw new InsiRequestFault(reason)
}
