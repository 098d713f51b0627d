import type {
  Act,
  DocumentProof,
  Identity,
  IdentityEvent,
  IdentityHouse,
  IdentityOutcome,
  IdentityRefusal,
  IdentityStep,
  InsiAnswer,
  InsKoReason,
  InsProof,
  StrictTraits,
  WithdrawalReason,
} from '../model.ts'
import { citations } from './citations.ts'
import { changedTraits, compareTraits, takeTraits } from './comparison.ts'
import { oidObstacle, replaces, sameNumber } from './numbers.ts'
import { answerStands, documentObstacle, documentStands, proofAgrees, restorable, statusOf } from './proofs.ts'
import { documentRefusals } from './traits.ts'

/** An identity as it is born: provisional, whatever brought its traits (RNIV 1 v2.0, EXI SI 07). */
export function newIdentity(traits: StrictTraits, capture: Identity['capture']): Identity {
  return { traits, capture, ins: null, document: null, attributes: [], ko: null, withdrawn: [] }
}

/**
 * What an event makes of an identity: the new one with each step and the text it follows, or why nothing changes. Nothing
 * is asked of anybody here: what is accepted, ticked or typed is in the event, so that the same call shows what an act
 * would do before it is done.
 */
export function applyEvent(identity: Identity, event: IdentityEvent, house: IdentityHouse): IdentityOutcome {
  const change = new Change(identity, event.act)
  const refusal = refusalOrDone(change, event, house)
  if (refusal !== null) return { ok: false, refusal }
  const { identity: after, steps } = change
  return { ok: true, identity: after, before: statusOf(identity), after: statusOf(after), steps }
}

/** Why INSi cannot be asked, or a proof taken, for this identity; `null` when it can (RNIV 1 v2.0, EXI ID 26, SI 09). */
export function attributeObstacle(identity: Pick<Identity, 'attributes'>): IdentityRefusal | null {
  if (identity.attributes.includes('fictitious')) return 'identity.fictitious'
  return identity.attributes.includes('doubtful') ? 'identity.doubtful' : null
}

function refusalOrDone(change: Change, event: IdentityEvent, house: IdentityHouse): IdentityRefusal | null {
  switch (event.kind) {
    case 'answer-accepted':
      return acceptAnswer(change, event, house)
    case 'app-vitale-read':
      return readAppVitale(change, event, house)
    case 'nothing-found':
      return attributeObstacle(change.identity) ?? change.raiseKo(event.found, event.exchangeId, citations.retrieved)
    case 'document-checked':
      return checkDocument(change, event, house)
    case 'verified':
      return verify(change, event)
    case 'traits-edited':
      return change.takeTraits(
        event.traits,
        event.channel,
        event.channel === 'CB' ? citations.scan : citations.traitsChanged,
      )
    case 'attribute-set':
    case 'attribute-lifted':
      return changeAttribute(change, event)
    case 'proof-withdrawn':
      return withdrawProof(change, event)
    case 'proof-restored':
      return restoreProof(change, event.proofId)
    default:
      return event satisfies never
  }
}

function acceptAnswer(
  change: Change,
  event: IdentityEvent & { kind: 'answer-accepted' },
  house: IdentityHouse,
): IdentityRefusal | null {
  const obstacle = answerObstacle(change.identity, event.answer, house)
  if (obstacle !== null) return obstacle
  const { answer, accepted, channel, exchangeId, act, proofId } = event
  const proof: InsProof = { kind: 'ins', proofId, answer, channel, exchangeId, act, verifiedAt: null }
  if (change.isOtherPersons(answer)) return change.setAside(proof, 'other-matricule', citations.otherMatricule)
  const traits = takeTraits(change.identity.traits, answer.traits, accepted)
  if (answerStands(answer.traits, traits)) {
    change.addIns(proof, citations.retrieved)
    return change.takeTraits(traits, channel, citations.retrieved)
  }
  // What INSi answers now is not what it answered then: an INS kept beside it would be out of date.
  change.withdraw('ins', 'not-confirmed', citations.notConfirmed)
  change.takeTraits(traits, channel, citations.retrieved)
  return change.setAside(proof, 'traits-declined', citations.retrieved)
}

function readAppVitale(
  change: Change,
  event: IdentityEvent & { kind: 'app-vitale-read' },
  house: IdentityHouse,
): IdentityRefusal | null {
  const obstacle = answerObstacle(change.identity, event.answer, house)
  if (obstacle !== null) return obstacle
  const { answer, act, insProofId, documentProofId } = event
  const proof: InsProof = {
    kind: 'ins',
    proofId: insProofId,
    answer,
    channel: 'AV',
    exchangeId: null,
    act,
    verifiedAt: null,
  }
  if (change.isOtherPersons(answer)) return change.setAside(proof, 'other-matricule', citations.otherMatricule)
  const differing = compareTraits(change.identity.traits, answer.traits).map(({ trait }) => trait)
  const traits = takeTraits(change.identity.traits, answer.traits, differing)
  change.addIns(proof, citations.appVitale)
  change.takeTraits(traits, 'AV', citations.appVitale)
  change.addDocument(
    { kind: 'document', proofId: documentProofId, documentKind: 'AV', companionKind: null, traits, act },
    citations.appVitale,
  )
  return null
}

/** Why an answer cannot be taken at all. INSi may be silent on the birthplace, and on nothing else. */
function answerObstacle(identity: Identity, answer: InsiAnswer, house: IdentityHouse): IdentityRefusal | null {
  const { birthName, firstNames, firstName, sex, birthDate } = answer.traits
  if ([birthName, firstNames ?? firstName, sex, birthDate].includes(null)) return 'identity.answer-incomplete'
  return attributeObstacle(identity) ?? oidObstacle(answer.number.oid, house)
}

function checkDocument(
  change: Change,
  event: IdentityEvent & { kind: 'document-checked' },
  house: IdentityHouse,
): IdentityRefusal | null {
  const { traits } = change.identity
  const { proofId, documentKind, companionKind, act } = event
  const obstacle =
    attributeObstacle(change.identity) ?? documentObstacle(event, traits.birthDate, act.at.slice(0, 10), house)
  if (obstacle !== null || documentKind === null) return obstacle
  if (documentRefusals(traits).length > 0) return 'identity.traits-invalid'
  change.addDocument({ kind: 'document', proofId, documentKind, companionKind, traits, act }, citations.document)
  return null
}

function verify(change: Change, event: IdentityEvent & { kind: 'verified' }): IdentityRefusal | null {
  if (change.identity.ins === null) return 'identity.nothing-to-verify'
  if (event.confirmed) return change.confirmIns()
  change.withdraw('ins', 'not-confirmed', citations.notConfirmed)
  return change.raiseKo('not-confirmed', event.exchangeId, citations.notConfirmed)
}

function changeAttribute(
  change: Change,
  event: IdentityEvent & { kind: 'attribute-set' | 'attribute-lifted' },
): IdentityRefusal | null {
  const { attribute } = event
  const held = change.identity.attributes
  if (event.kind === 'attribute-lifted') {
    if (!held.includes(attribute)) return 'identity.attribute-absent'
    return change.setAttributes(
      held.filter((other) => other !== attribute),
      'attribute-lifted',
    )
  }
  if (held.includes(attribute)) return 'identity.attribute-already'
  // Only doubtful and homonym may stand together.
  if (held.includes('fictitious') || (attribute === 'fictitious' && held.length > 0))
    return 'identity.attribute-excluded'
  change.setAttributes([...held, attribute], 'attribute-set')
  if (attribute === 'homonym') return null
  const rule = attribute === 'doubtful' ? citations.doubt : citations.fictitious
  change.withdraw('ins', attribute, rule)
  change.withdraw('document', attribute, rule)
  change.closeWithdrawn((kind) => attribute === 'fictitious' || kind === 'ins')
  return null
}

function withdrawProof(change: Change, event: IdentityEvent & { kind: 'proof-withdrawn' }): IdentityRefusal | null {
  const { ins, document } = change.identity
  if (ins?.proofId === event.proofId) change.withdraw('ins', 'by-person', citations.byPerson, event.note)
  else if (document?.proofId === event.proofId) change.withdraw('document', 'by-person', citations.byPerson, event.note)
  else return 'identity.proof-unknown'
  return null
}

function restoreProof(change: Change, proofId: string): IdentityRefusal | null {
  const { identity } = change
  const found = identity.withdrawn.find(({ proof }) => proof.proofId === proofId)
  if (found === undefined) return 'identity.proof-unknown'
  const obstacle = attributeObstacle(identity)
  if (obstacle !== null) return obstacle
  if (found.final) return 'identity.proof-not-restorable'
  if (identity[found.proof.kind] !== null) return 'identity.proof-in-place'
  if (!proofAgrees(found.proof, identity.traits, identity.ins)) return 'identity.proof-says-otherwise'
  return change.restore(found)
}

/** An identity being changed: every way a proof comes or goes is here, and each leaves a step. */
class Change {
  identity: Identity
  readonly steps: IdentityStep[] = []
  readonly #act: Act

  constructor(identity: Identity, act: Act) {
    this.identity = identity
    this.#act = act
  }

  isOtherPersons(answer: InsiAnswer): boolean {
    const held = this.identity.ins
    if (held === null) return false
    return !sameNumber(answer.number, held.answer.number) && !replaces(answer, held.answer.number)
  }

  addIns(proof: InsProof, rule: string): void {
    this.withdraw('ins', 'superseded', rule, '', false)
    this.closeWithdrawn((kind) => kind === 'ins')
    this.identity = { ...this.identity, ins: proof }
    this.steps.push({ what: 'proof-added', proofId: proof.proofId, rule })
    this.#clearKo(rule)
  }

  addDocument(proof: DocumentProof, rule: string): void {
    this.withdraw('document', 'superseded', rule)
    this.closeWithdrawn((kind) => kind === 'document')
    this.identity = { ...this.identity, document: proof }
    this.steps.push({ what: 'proof-added', proofId: proof.proofId, rule })
  }

  /** Writes traits, and lets fall the proofs that do not say them. */
  takeTraits(traits: StrictTraits, channel: Identity['capture']['channel'], rule: string): null {
    const changed = changedTraits(this.identity.traits, traits)
    this.identity = { ...this.identity, traits, capture: { channel, act: this.#act } }
    if (changed.length > 0) this.steps.push({ what: 'traits-taken', traits: changed, rule })
    const { ins } = this.identity
    if (ins !== null && !answerStands(ins.answer.traits, traits))
      this.withdraw('ins', 'traits-changed', citations.traitsChanged)
    this.#settleDocument()
    return null
  }

  withdraw(kind: 'ins' | 'document', because: WithdrawalReason, rule: string, note = '', settle = true): void {
    const proof = this.identity[kind]
    if (proof === null) return
    const gone = { proof, because, act: this.#act, note, final: !restorable[because][kind] }
    this.identity = { ...this.identity, [kind]: null, withdrawn: [...this.identity.withdrawn, gone] }
    this.steps.push({ what: 'proof-withdrawn', proofId: proof.proofId, because, rule })
    if (kind === 'ins' && settle) this.#settleDocument()
  }

  /** Keeps an answer that does not become a proof. */
  setAside(proof: InsProof, because: 'traits-declined' | 'other-matricule', rule: string): null {
    if (because === 'traits-declined') this.closeWithdrawn((kind) => kind === 'ins')
    const aside = { proof, because, act: this.#act, note: '', final: !restorable[because].ins }
    this.identity = { ...this.identity, withdrawn: [...this.identity.withdrawn, aside] }
    this.steps.push({ what: 'answer-set-aside', proofId: proof.proofId, because, rule })
    return this.raiseKo(because, proof.exchangeId, rule)
  }

  restore(found: Identity['withdrawn'][number]): null {
    const withdrawn = this.identity.withdrawn.filter((other) => other !== found)
    const { proof } = found
    this.identity = { ...this.identity, withdrawn, [proof.kind]: proof }
    this.steps.push({ what: 'proof-restored', proofId: proof.proofId, rule: citations.byPerson })
    if (proof.kind === 'ins') this.#clearKo(citations.byPerson)
    return null
  }

  /** Makes what was withdrawn of these kinds final. */
  closeWithdrawn(concerns: (kind: 'ins' | 'document') => boolean): void {
    this.identity = {
      ...this.identity,
      withdrawn: this.identity.withdrawn.map((one) => (concerns(one.proof.kind) ? { ...one, final: true } : one)),
    }
  }

  confirmIns(): null {
    const { ins } = this.identity
    if (ins === null) return null
    this.identity = { ...this.identity, ins: { ...ins, verifiedAt: this.#act.at } }
    this.steps.push({ what: 'proof-confirmed', proofId: ins.proofId, rule: citations.retrieved })
    this.#clearKo(citations.retrieved)
    return null
  }

  setAttributes(attributes: Identity['attributes'], what: 'attribute-set' | 'attribute-lifted'): null {
    this.identity = { ...this.identity, attributes }
    this.steps.push({ what, rule: citations.attributes })
    return null
  }

  raiseKo(reason: InsKoReason, exchangeId: string | null, rule: string): null {
    this.identity = { ...this.identity, ko: { reason, exchangeId, act: this.#act } }
    this.steps.push({ what: 'ko-raised', rule })
    return null
  }

  #clearKo(rule: string): void {
    if (this.identity.ko === null) return
    this.identity = { ...this.identity, ko: null }
    this.steps.push({ what: 'ko-cleared', rule })
  }

  #settleDocument(): void {
    const { document, traits, ins } = this.identity
    if (document !== null && !documentStands(document, traits, ins))
      this.withdraw('document', 'traits-changed', citations.traitsChanged)
  }
}
