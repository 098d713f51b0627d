import type { BegunSlot } from './vault.ts'

/** What a challenge is for: signed for one purpose, it is not good for the other. */
export type ChallengePurpose = 'sign-in' | 'unlock'

/** How long a challenge is good, in ms. */
export const challengeMs = 60_000
/** How long an enrolment that was begun waits for the card, in ms. */
export const begunCardMs = 5 * 60_000

/** Challenges of one seat at once; the oldest goes. */
const mostChallenges = 4

/** A card being enrolled by whoever entered their password. */
export interface BegunCard {
  readonly purpose: 'enrol' | 'renew'
  readonly plan: BegunSlot
  /** DER. */
  readonly certificate: Uint8Array
}

/** What cards were asked at one seat, and have not answered yet. */
export interface SeatCardProofs {
  /** 32 random bytes in base64url, good once, at this seat, for a minute. */
  draw(purpose: ChallengePurpose): string
  /** Whether this is such a challenge; it is none any more. */
  take(challenge: string, purpose: ChallengePurpose): boolean
  /** Keeps what was begun for the session now open at this seat, in the place of any other. */
  begin(card: BegunCard): void
  /** What the present session began for that slot, for that purpose; `null` when it is over. */
  begun(slotId: string, purpose: BegunCard['purpose']): BegunCard | null
  /** What was begun is done, or given up. */
  settle(): void
}

/** The same with what it takes of the seat and of the clock. */
export class CardProofs {
  #challenges: { readonly challenge: string; readonly purpose: ChallengePurpose; readonly untilMs: number }[] = []
  #begun: { readonly card: BegunCard; readonly sessionId: string; readonly untilMs: number } | null = null

  draw(purpose: ChallengePurpose, bytes: Uint8Array, nowMs: number): string {
    const challenge = Buffer.from(bytes).toString('base64url')
    const known = this.#challenges.filter(({ untilMs }) => untilMs > nowMs)
    this.#challenges = [...known, { challenge, purpose, untilMs: nowMs + challengeMs }].slice(-mostChallenges)
    return challenge
  }

  take(challenge: string, purpose: ChallengePurpose, nowMs: number): boolean {
    const found = this.#challenges.find((one) => one.challenge === challenge)
    this.#challenges = this.#challenges.filter((one) => one !== found)
    return found !== undefined && found.purpose === purpose && found.untilMs > nowMs
  }

  begin(card: BegunCard, sessionId: string, nowMs: number): void {
    this.#begun = { card, sessionId, untilMs: nowMs + begunCardMs }
  }

  begun(slotId: string, purpose: BegunCard['purpose'], sessionId: string | null, nowMs: number): BegunCard | null {
    if (this.#begun !== null && (this.#begun.sessionId !== sessionId || this.#begun.untilMs <= nowMs)) this.settle()
    const card = this.#begun?.card ?? null
    return card?.plan.slotId === slotId && card.purpose === purpose ? card : null
  }

  settle(): void {
    this.#begun = null
  }
}
