import type { DiscoveredHost, JoiningProblem, KnownHost, LineFailure } from '#app/devices/network.ts'

/** What the shell asks of the core's process about other computers: all of the network lives there. */
export interface NetworkQuestions {
  known: { readonly asks: object; readonly answers: readonly KnownHost[] }
  discover: { readonly asks: object; readonly answers: readonly DiscoveredHost[] }
  pair: {
    readonly asks: { readonly address: string; readonly code: string; readonly seatName: string }
    readonly answers:
      | { readonly ok: true; readonly host: KnownHost }
      | { readonly ok: false; readonly problem: JoiningProblem }
  }
  forget: { readonly asks: { readonly hostId: string }; readonly answers: boolean }
  /** The host under its name, and why its line last broke; `null` when it is not known. */
  line: {
    readonly asks: { readonly hostId: string }
    readonly answers: { readonly name: string; readonly failure: LineFailure | null } | null
  }
  /** How many seats of other computers are connected to this one's cabinet now. */
  'at-work': { readonly asks: object; readonly answers: number }
}

/** One question, as it travels. */
export type NetworkQuestion = {
  [A in keyof NetworkQuestions]: {
    readonly type: 'network'
    readonly question: number
    readonly act: A
    readonly asks: NetworkQuestions[A]['asks']
  }
}[keyof NetworkQuestions]

/** The answer to one question; `failed` when it could not be answered at all. */
export interface NetworkAnswer {
  readonly type: 'network'
  readonly question: number
  readonly outcome: { readonly failed: false; readonly answer: unknown } | { readonly failed: true }
}

/** The shell's side: each question waits for its answer, or for the end of the process it was asked to. */
export class QuestionDesk {
  readonly #waiting = new Map<number, PromiseWithResolvers<unknown>>()
  #asked = 0

  /** Asks by `post`. Rejects when the core's process ends first, or could not answer. */
  ask<A extends keyof NetworkQuestions>(
    act: A,
    asks: NetworkQuestions[A]['asks'],
    post: (question: NetworkQuestion) => void,
  ): Promise<NetworkQuestions[A]['answers']> {
    const answered = Promise.withResolvers<unknown>()
    const question = ++this.#asked
    this.#waiting.set(question, answered)
    post({ type: 'network', question, act, asks } as NetworkQuestion)
    return answered.promise as Promise<NetworkQuestions[A]['answers']>
  }

  answered({ question, outcome }: NetworkAnswer): void {
    const waiting = this.#waiting.get(question)
    this.#waiting.delete(question)
    if (outcome.failed) waiting?.reject(new Error('the core could not answer'))
    else waiting?.resolve(outcome.answer)
  }

  /** The core's process ended: nobody will answer. */
  abandon(): void {
    for (const waiting of this.#waiting.values()) waiting.reject(new Error('the core ended'))
    this.#waiting.clear()
  }
}
