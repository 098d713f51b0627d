import type {
  Act,
  DocumentKind,
  Identity,
  IdentityEvent,
  IdentityOutcome,
  IdentityRefusal,
  IdentityStep,
  IdentityView,
  InsStatus,
  PendingAnswer,
  StrictTrait,
  StrictTraits,
} from '#app/features/identity/model.ts'
import { applyEvent } from '#app/features/identity/rules/events.ts'
import { statusOf } from '#app/features/identity/rules/proofs.ts'

/** What an act would do, told before it is done. Nothing is written. */
export type Foresight =
  | {
      readonly ok: true
      readonly before: InsStatus
      readonly after: InsStatus
      readonly identity: Identity
      readonly steps: readonly IdentityStep[]
    }
  | { readonly ok: false; readonly refusal: IdentityRefusal }

/** The document a person says was looked at. */
export interface ShownDocument {
  readonly documentKind: DocumentKind
  readonly companionKind: DocumentKind | null
}

/** A proof that is only foreseen has no name yet. */
const foreseenProof = 'foreseen'

/** The identity of a view as the rules take it. What was withdrawn is the core’s to weigh. */
export function identityIn(view: IdentityView): Identity {
  return { ...view.identity, withdrawn: [] }
}

/** What comes of accepting these traits of an answer, of a document looked at, or of both in one act. */
export function foresee(
  view: IdentityView,
  act: Act,
  asked: {
    readonly answer: { readonly pending: PendingAnswer; readonly accepted: readonly StrictTrait[] } | null
    readonly document: ShownDocument | null
  },
): Foresight {
  const events: IdentityEvent[] = []
  if (asked.answer !== null) {
    const { pending, accepted } = asked.answer
    const { answer, channel, exchangeId } = pending
    events.push({
      kind: 'answer-accepted',
      proofId: foreseenProof,
      answer,
      accepted: [...accepted],
      channel,
      exchangeId,
      act,
    })
  }
  if (asked.document !== null) events.push({ kind: 'document-checked', proofId: foreseenProof, ...asked.document, act })
  return foreseeAll(view, events)
}

/** What comes of one event alone. */
export function foreseeEvent(view: IdentityView, event: IdentityEvent): Foresight {
  return foreseeAll(view, [event])
}

/** The status once these traits are saved: what they cost to an identity that was trusted. */
export function statusAfterEdit(view: IdentityView, traits: StrictTraits, act: Act): InsStatus {
  const { birthName, birthFirstNames, firstBirthFirstName, sex, birthDate, birthPlaceCode } = traits
  const edited = { birthName, birthFirstNames, firstBirthFirstName, sex, birthDate, birthPlaceCode }
  const outcome = applyEvent(
    identityIn(view),
    { kind: 'traits-edited', traits: edited, channel: 'SM', act },
    view.house,
  )
  return outcome.ok ? outcome.after : statusOf(view.identity)
}

function foreseeAll(view: IdentityView, events: readonly IdentityEvent[]): Foresight {
  let identity = identityIn(view)
  const steps: IdentityStep[] = []
  for (const event of events) {
    const outcome: IdentityOutcome = applyEvent(identity, event, view.house)
    if (!outcome.ok) return outcome
    identity = outcome.identity
    steps.push(...outcome.steps)
  }
  return { ok: true, before: statusOf(view.identity), after: statusOf(identity), identity, steps }
}
