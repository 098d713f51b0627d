import type { DeviceRefusal, ProfessionalCard } from '#app/devices/workstation.ts'
import { challenge, openWithCard, signInWithCard, slotOf, unlockWithCard } from '#app/features/cards/contract.ts'
import type { SlotProof } from '#app/features/cards/model.ts'
import type { SessionView } from '#app/features/sessions/model.ts'
import type { AnyProblem, CabinetClient, WorkstationClient } from '#renderer/client/index.ts'
import { brokenLine } from './useProfessionalCard.ts'

/** A card in hand, and those it is shown to: the readers of this seat, and the cabinet. */
export interface CardInHand {
  readonly call: CabinetClient['call']
  readonly workstation: WorkstationClient
  readonly card: ProfessionalCard
}

/** What was wanted of the card, or why not, in the same words as any refusal of the cabinet. */
export type Proved<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: AnyProblem }

const good = <T>(value: T): Proved<T> => ({ ok: true, value })
const refused = (problem: AnyProblem): Proved<never> => ({ ok: false, problem })

/** A refusal of the card or of its reader, as a problem: worded, told and tested as the others. */
export function deviceProblem({ problem, triesLeft }: DeviceRefusal): AnyProblem {
  return { problem: 'device.refused', data: { because: problem, triesLeft: triesLeft ?? null } }
}

/** Why the reader or the card refused; `null` when the refusal is the cabinet's. */
export function deviceReason(problem: AnyProblem | null): DeviceRefusal['problem'] | null {
  if (problem?.problem !== 'device.refused') return null
  return (problem.data as { readonly because: DeviceRefusal['problem'] }).because
}

/** Gives the code to the card. A wrong one costs a try: asked only once somebody has validated it. */
export async function enterPin({ workstation, card }: CardInHand, pin: string): Promise<Proved<null>> {
  const answer = await workstation.enterPin({ insertion: card.insertion, pin }).catch(() => brokenLine)
  return answer.ok ? good(null) : refused(deviceProblem(answer))
}

/** The signature that opens a key slot: only ever for a cabinet of this very computer. */
export async function signSlot({ workstation, card }: CardInHand, proof: SlotProof): Promise<Proved<string>> {
  const answer = await workstation.proveSlot({ insertion: card.insertion, ...proof }).catch(() => brokenLine)
  return answer.ok ? good(answer.value.signature) : refused(deviceProblem(answer))
}

/** Whether this card opens a cabinet of this computer, before its code is asked: no try is spent on another's card. */
export async function findSlot(
  { call, card }: CardInHand,
  cabinetId: string,
): Promise<Proved<{ displayName: string }>> {
  const reply = await call(slotOf, { cabinetId, certificate: card.authentication })
  return reply.ok ? good({ displayName: reply.value.displayName }) : refused(reply)
}

/** Opens a cabinet of this computer with its key slot; the code was entered. */
export async function openWithSlot(hand: CardInHand, cabinetId: string): Promise<Proved<SessionView>> {
  const certificate = hand.card.authentication
  const slot = await hand.call(slotOf, { cabinetId, certificate })
  if (!slot.ok) return refused(slot)
  const signed = await signSlot(hand, slot.value.proof)
  if (!signed.ok) return signed
  const { slotId } = slot.value.proof
  const reply = await hand.call(openWithCard, { cabinetId, slotId, certificate, signature: signed.value })
  return reply.ok ? good(reply.value.session) : refused(reply)
}

/** Whether the cabinet of this line is open and can recognise a card, before its code is asked. */
export async function findHost({ call }: CardInHand): Promise<Proved<null>> {
  const reply = await call(challenge, { purpose: 'sign-in' })
  return reply.ok ? good(null) : refused(reply)
}

/** Is recognised by a cabinet that is open; the code was entered. No key travels. */
export async function beRecognised(hand: CardInHand, purpose: 'sign-in' | 'unlock'): Promise<Proved<SessionView>> {
  const { call, workstation, card } = hand
  const asked = await call(challenge, { purpose })
  if (!asked.ok) return refused(asked)
  const { proof } = asked.value
  const signed = await workstation.proveIdentity({ insertion: card.insertion, ...proof }).catch(() => brokenLine)
  if (!signed.ok) return refused(deviceProblem(signed))
  const answer = {
    challenge: proof.challenge,
    certificate: card.authentication,
    signature: signed.value.signature,
  }
  const reply = await (purpose === 'unlock' ? call(unlockWithCard, answer) : call(signInWithCard, answer))
  return reply.ok ? good(reply.value.session) : refused(reply)
}
