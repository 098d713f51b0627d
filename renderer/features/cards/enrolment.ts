import { enrolBegin, enrolFinish, renewBegin, renewFinish, renewProve } from '#app/features/cards/contract.ts'
import type { CardHolder, CardView, SlotProof } from '#app/features/cards/model.ts'
import type { AnyProblem } from '#renderer/client/index.ts'
import { type CardInHand, enterPin, type Proved, signSlot } from './proving.ts'

/** What is being done, as the person follows it. */
export type EnrolmentStep = 'password' | 'pin' | 'proof' | 'saving'

/** A number that the user's account does not have yet, and that their card names. */
export interface Adoption {
  readonly rpps: string
  readonly holder: CardHolder
}

/** What an enrolment is asked, and whom it asks back. */
export interface Enrolment {
  readonly password: string
  /** Takes the code from its field, at the moment the card is given it. */
  readonly takePin: () => string
  /** The card takes the place of the former ones of the same person. */
  readonly renews: boolean
  readonly onStep: (step: EnrolmentStep) => void
  /** Whether the number on the card is the person's own: asked only of who has none. */
  readonly onAdoption: (adoption: Adoption) => Promise<boolean>
}

/** The slot of a card once it is written, and the numbers of the cards it replaced. */
export interface Enrolled {
  readonly card: CardView
  readonly dropped: readonly string[]
}

const cancelled: AnyProblem = { problem: 'device.refused', data: { because: 'cancelled', triesLeft: null } }

/**
 * Writes the key slot of a card for whoever is signed in. The card signs twice, so that one which would not sign the same
 * thing tomorrow is refused today; a card that replaces another signs once more against what was written, before the
 * former one goes.
 */
export async function enrolCard(hand: CardInHand, enrolment: Enrolment): Promise<Proved<Enrolled>> {
  const { call, card } = hand
  const { password, renews, onStep } = enrolment
  onStep('password')
  const asked = { password, certificate: card.authentication }
  const begun = renews ? await call(renewBegin, asked) : await call(enrolBegin, asked)
  if (!begun.ok) return { ok: false, problem: begun }
  const { proof, holder } = begun.value
  const adoptRpps = 'adopts' in begun.value ? begun.value.adopts : null
  if (adoptRpps !== null && !(await enrolment.onAdoption({ rpps: adoptRpps, holder })))
    return { ok: false, problem: cancelled }
  onStep('pin')
  const entered = await enterPin(hand, enrolment.takePin())
  if (!entered.ok) return entered
  const done = await proveAndWrite(hand, enrolment, proof, adoptRpps)
  // A card that was not enrolled keeps no code: whoever refused it could have something else signed.
  if (!done.ok) void hand.workstation.forgetPin({}).catch(() => undefined)
  return done
}

async function proveAndWrite(
  hand: CardInHand,
  { renews, onStep }: Enrolment,
  proof: SlotProof,
  adoptRpps: string | null,
): Promise<Proved<Enrolled>> {
  onStep('proof')
  const signatures = await signTwice(hand, proof)
  if (!signatures.ok) return signatures
  onStep('saving')
  const { slotId } = proof
  if (renews) return finishRenewal(hand, slotId, signatures.value)
  const reply = await hand.call(enrolFinish, { slotId, signatures: signatures.value, adoptRpps })
  return reply.ok ? { ok: true, value: { card: reply.value.card, dropped: [] } } : { ok: false, problem: reply }
}

async function signTwice(hand: CardInHand, proof: SlotProof): Promise<Proved<[string, string]>> {
  const first = await signSlot(hand, proof)
  if (!first.ok) return first
  const second = await signSlot(hand, proof)
  return second.ok ? { ok: true, value: [first.value, second.value] } : second
}

async function finishRenewal(
  hand: CardInHand,
  slotId: string,
  signatures: [string, string],
): Promise<Proved<Enrolled>> {
  const written = await hand.call(renewProve, { slotId, signatures })
  if (!written.ok) return { ok: false, problem: written }
  const third = await signSlot(hand, written.value.proof)
  if (!third.ok) return third
  const reply = await hand.call(renewFinish, { slotId, signature: third.value })
  return reply.ok ? { ok: true, value: reply.value } : { ok: false, problem: reply }
}
