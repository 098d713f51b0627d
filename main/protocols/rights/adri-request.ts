import {
  callContentType,
  callEnvelope,
  type CallIdentity,
  type CallingSoftware,
  type CallProof,
  type NumberAndKey,
} from '../teleservice/envelope.ts'
import { type Xml, xmlElement, xmlText } from '../xml-writing.ts'
import { adriProfile } from './adri-profile.ts'

/** Whose rights are asked for, and on which day. The card need not be there. */
export interface RightsQuestion {
  /** `AAAA-MM-JJ`. */
  readonly on: string
  /** Code of the régime, 2 digits: the service finds nobody without it. */
  readonly scheme: string
  /** 3 digits. */
  readonly fund: string | null
  /** 4 digits. */
  readonly centre: string | null
  /** Of whoever opens the rights; a parent’s, for a child. Its key is mandatory. */
  readonly insured: NumberAndKey & { readonly key: string }
  /** The person’s own number, where it is certified. `certifiedOn`: `AAAA-MM-JJ`. */
  readonly own: (NumberAndKey & { readonly key: string; readonly certifiedOn: string | null }) | null
  /** `AAAA-MM-JJ`, month maybe `00` or above 12 (lunar): sent as it is. */
  readonly birthDate: string
  /** 1 to 9. */
  readonly birthRank: number
}

/** Who calls, when, with what proof. A card of a professional is needed: the certificate of an establishment is no proof here. */
export interface RightsCall {
  readonly identity: CallIdentity
  readonly software: CallingSoftware
  readonly proof: CallProof & { readonly mode: 'card' | 'psc' }
}

/** What is to be sent by POST. */
export interface RightsRequest {
  readonly contentType: string
  /** UTF-8. */
  readonly body: string
  readonly messageId: string
}

/** A question that is not sent, because it cannot be right. */
export class RightsQuestionFault extends Error {
  readonly reason: 'date' | 'scheme' | 'fund' | 'number' | 'birth-rank'

  constructor(reason: RightsQuestionFault['reason']) {
    super(`ADRi would refuse this question (${reason})`)
    this.name = 'RightsQuestionFault'
    this.reason = reason
  }
}

/** The request of ADRi. Throws {@link RightsQuestionFault}. */
export function rightsRequest(question: RightsQuestion, call: RightsCall): RightsRequest {
  check(question)
  const action = adriProfile.action.wire
  const messageId = `${adriProfile.messageIdPrefix.wire}${call.identity.messageId}`
  const { scheme, fund, centre, insured, own, birthDate, birthRank } = question
  const envelope = callEnvelope({
    action,
    identity: { ...call.identity, messageId },
    software: { ...call.software, name: `${adriProfile.softwareName.wire.prefix}${call.software.name}` },
    coverage: { scheme, fund, centre, insured, beneficiary: { nir: own, birthDate, birthRank } },
    proof: call.proof,
    body: bodyOf(question),
  })
  return { contentType: callContentType(action), body: envelope, messageId }
}

function bodyOf({ on, insured, own, birthDate, birthRank }: RightsQuestion): Xml {
  const names = adriProfile.request.wire
  const numbers = (name: string, { number, key }: NumberAndKey) =>
    xmlElement(`r:${name}`, {}, [xmlText(`r:${names.number}`, number), xmlText(`r:${names.key}`, key)])
  return xmlElement(`r:${names.root}`, { 'xmlns:r': names.namespace }, [
    xmlText(`r:${names.referenceDate}`, on),
    xmlElement(`r:${names.beneficiary}`, {}, [
      own === null ? null : numbers(names.certifiedNir, own),
      xmlText(`r:${names.birthDate}`, birthDate),
      xmlElement(`r:${names.situation}`, {}, [xmlText(`r:${names.birthRank}`, String(birthRank))]),
      xmlElement(`r:${names.insured}`, {}, [numbers(names.insuredNir, insured)]),
    ]),
  ])
}

const dateShape = /^\d{4}-\d{2}-\d{2}$/

function check({ on, scheme, fund, centre, insured, own, birthDate, birthRank }: RightsQuestion): void {
  const isRight = (isIt: boolean, reason: RightsQuestionFault['reason']) => {
    if (!isIt) throw new RightsQuestionFault(reason)
  }
  const isNumber = ({ number, key }: NumberAndKey) => /^\d{6}[\dAB]\d{6}$/.test(number) && /^\d{2}$/.test(key ?? '')
  isRight(dateShape.test(on) && dateShape.test(birthDate), 'date')
  isRight(own === null || own.certifiedOn === null || dateShape.test(own.certifiedOn), 'date')
  isRight(/^\d{2}$/.test(scheme), 'scheme')
  isRight((fund === null || /^\d{3}$/.test(fund)) && (centre === null || /^\d{4}$/.test(centre)), 'fund')
  isRight(isNumber(insured) && (own === null || isNumber(own)), 'number')
  isRight(Number.isInteger(birthRank) && birthRank >= 1 && birthRank <= 9, 'birth-rank')
}
