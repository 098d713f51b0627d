import {
  callContentType,
  callEnvelope,
  type CallIdentity,
  type CallingSoftware,
  type CallProof,
  type NumberAndKey,
} from '../teleservice/envelope.ts'
import { type Xml, xmlElement, xmlText } from '../xml-writing.ts'
import { hriProfile } from './hri-profile.ts'

/** Somebody on the Vitale card that is at the seat, as the card has them. Dates `AAAA-MM-JJ`, lunar ones as they are. */
export interface VitaleHolder {
  /** Of whoever opens the rights; its key is mandatory. */
  readonly insured: NumberAndKey & { readonly key: string }
  /** Their own, where the card has it certified. */
  readonly own: (NumberAndKey & { readonly key: string; readonly certifiedOn: string | null }) | null
  /** Code of the régime, 2 digits. */
  readonly scheme: string
  /** 3 digits. */
  readonly fund: string | null
  /** 4 digits. */
  readonly centre: string | null
  readonly birthName: string
  readonly usedName: string
  readonly firstName: string
  readonly birthDate: string
  /** 1 to 9. */
  readonly birthRank: number
  readonly demonstration: boolean
}

/** Whose history is asked for, by whom, and of which days. */
export interface HistoryQuestion {
  /** `AAAA-MM-JJ`. */
  readonly on: string
  /** First and last day of care, both included. */
  readonly from: string
  readonly to: string
  readonly holder: VitaleHolder
  readonly professional: {
    readonly lastName: string
    readonly firstName: string
    /** AM billing number: 8 digits and a key, or as it was set. */
    readonly billingId: string
  }
}

/** Who calls, when, with what proof: a person, never the certificate of an establishment. */
export interface HistoryCall {
  readonly identity: CallIdentity
  readonly software: CallingSoftware
  readonly proof: CallProof & { readonly mode: 'card' | 'psc' }
}

/** What is to be sent by POST. */
export interface HistoryRequest {
  readonly contentType: string
  /** UTF-8. */
  readonly body: string
  readonly messageId: string
}

/** A question that is not sent, because it cannot be right. */
export class HistoryQuestionFault extends Error {
  readonly reason: 'date' | 'scheme' | 'fund' | 'number' | 'birth-rank' | 'billing'

  constructor(reason: HistoryQuestionFault['reason']) {
    super(`HRi would refuse this question (${reason})`)
    this.name = 'HistoryQuestionFault'
    this.reason = reason
  }
}

/** The request of HRi. Throws {@link HistoryQuestionFault}. */
export function historyRequest(question: HistoryQuestion, call: HistoryCall): HistoryRequest {
  check(question)
  const { holder } = question
  const action = hriProfile.action.wire
  const messageId = `${hriProfile.messageIdPrefix.wire}${call.identity.messageId}`
  const { scheme, fund, centre, insured, own, birthDate, birthRank } = holder
  const body = callEnvelope({
    action,
    identity: { ...call.identity, messageId },
    software: { ...call.software, name: `${hriProfile.softwareName.wire.prefix}${call.software.name}` },
    coverage: { scheme, fund, centre, insured, beneficiary: { nir: own, birthDate, birthRank } },
    proof: { ...call.proof, vitaleAssertion: vitaleAssertion(holder, call.identity) },
    body: bodyOf(question),
  })
  return { contentType: callContentType(action), body, messageId }
}

/** Its identifier is that of the context, which no other assertion has. */
function vitaleAssertion({ insured, birthDate, birthRank }: VitaleHolder, { bamId, at }: CallIdentity): Xml {
  const names = hriProfile.assertion.wire
  const own = hriProfile.vitaleAssertion.wire
  const attribute = (name: string, value: string) =>
    xmlElement(names.attribute, { Name: name }, [xmlElement(names.value, {}, value)])
  const attributes = {
    xmlns: names.namespace,
    ID: `${names.idPrefix}${bamId}`,
    IssueInstant: at,
    Version: names.version,
  }
  return xmlElement(names.root, attributes, [
    xmlElement(names.issuer, { Format: own.issuerFormat }, own.issuer),
    xmlElement(names.subject, {}, [
      xmlElement(names.nameId, { NameQualifier: own.qualifier }, `${insured.number}${insured.key}`),
    ]),
    xmlElement(names.statement, {}, [attribute(own.birthDate, birthDate), attribute(own.birthRank, String(birthRank))]),
  ])
}

function bodyOf(question: HistoryQuestion): Xml {
  const { namespace, root } = hriProfile.request.wire
  return xmlElement(`h:${root}`, { 'xmlns:h': namespace }, [personOf(question), vitaleOf(question), cpsOf(question)])
}

function personOf({ on, from, to }: HistoryQuestion): Xml {
  const { namespace, root, version, profile, profileVersion } = hriProfile.person.wire
  const names = hriProfile.personContent.wire
  const attributes = {
    'xmlns:p': namespace,
    [version.name]: version.value,
    [profile.name]: profile.value,
    [profileVersion.name]: profileVersion.value,
  }
  return xmlElement(`p:${root}`, attributes, [
    xmlText(`p:${names.date}`, on),
    xmlText(`p:${names.role}`, names.roleValue),
    ...hriProfile.objectCodes.wire.map((code) => xmlText(`p:${names.object}`, code)),
    xmlElement(`p:${names.period}`, {}, [xmlText(`p:${names.from}`, from), xmlText(`p:${names.to}`, to)]),
  ])
}

function vitaleOf({ holder }: HistoryQuestion): Xml {
  const { namespace, root, level, ...names } = hriProfile.vitale.wire
  const values = hriProfile.vitaleValues.wire
  const { insured, own, fund, scheme, centre, usedName, birthName, firstName, birthDate, birthRank } = holder
  const isInsured = own === null || own.number === insured.number
  return xmlElement(`v:${root}`, { 'xmlns:v': namespace, [level.name]: level.value }, [
    xmlElement(
      `v:${names.card}`,
      { [names.nature]: values.nature[holder.demonstration ? 'demonstration' : 'real'] },
      '',
    ),
    xmlElement(`v:${names.contract}`, {}, [
      xmlElement(`v:${names.insured}`, { [names.key]: insured.key }, insured.number),
      xmlElement(`v:${names.organisation}`, { [names.fund]: fund, [names.scheme]: scheme, [names.centre]: centre }, ''),
    ]),
    xmlElement(`v:${names.beneficiary}`, { [names.holder]: values.holder[isInsured ? 'insured' : 'other'] }, [
      xmlElement(`v:${names.identity}`, {}, [
        own === null
          ? null
          : xmlElement(
              `v:${names.certifiedNir}`,
              { [names.key]: own.key, [names.certifiedOn]: own.certifiedOn },
              own.number,
            ),
        xmlElement(
          `v:${names.names}`,
          { [names.firstName]: firstName, [names.usedName]: usedName, [names.birthName]: birthName },
          '',
        ),
        xmlElement(`v:${names.birthDate}`, { [names.birthRank]: String(birthRank) }, birthDate),
      ]),
    ]),
  ])
}

function cpsOf({ professional }: HistoryQuestion): Xml {
  const { namespace, root, level, ...names } = hriProfile.cps.wire
  const { lastName, firstName, billingId } = professional
  const [, number = billingId, key = null] = /^(\d{8})(\d)$/.exec(billingId) ?? []
  const attributes = { [names.birthName]: lastName, [names.firstName]: firstName }
  return xmlElement(`c:${root}`, { 'xmlns:c': namespace, [level.name]: level.value }, [
    xmlElement(`c:${names.holder}`, attributes, [
      xmlElement(`c:${names.situation}`, {}, [
        xmlElement(`c:${names.billing}`, {}, [xmlElement(`c:${names.billingId}`, { [names.key]: key }, number)]),
      ]),
    ]),
  ])
}

const dateShape = /^\d{4}-\d{2}-\d{2}$/

function check({ on, from, to, holder, professional }: HistoryQuestion): void {
  const isRight = (isIt: boolean, reason: HistoryQuestionFault['reason']) => {
    if (!isIt) throw new HistoryQuestionFault(reason)
  }
  const isNumber = ({ number, key }: NumberAndKey) => /^\d{6}[\dAB]\d{6}$/.test(number) && /^\d{2}$/.test(key ?? '')
  const { insured, own, scheme, fund, centre, birthDate, birthRank } = holder
  isRight([on, from, to, birthDate].every((date) => dateShape.test(date)) && from <= to && to <= on, 'date')
  isRight(own === null || own.certifiedOn === null || dateShape.test(own.certifiedOn), 'date')
  isRight(/^\d{2}$/.test(scheme), 'scheme')
  isRight((fund === null || /^\d{3}$/.test(fund)) && (centre === null || /^\d{4}$/.test(centre)), 'fund')
  isRight(isNumber(insured) && (own === null || isNumber(own)), 'number')
  isRight(Number.isInteger(birthRank) && birthRank >= 1 && birthRank <= 9, 'birth-rank')
  isRight(professional.billingId !== '', 'billing')
}
