import { timingSafeEqual } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { findProfessional } from './professionals.ts'

/** Something the telephone (or the card) asks its holder. */
export interface RingingRequest {
  readonly requestId: string
  readonly nationalId: string
  readonly bindingNumber: string
  readonly channel: string
  /** In ms since the epoch. */
  readonly expiresAt: number
  answer(approve: boolean): Promise<void>
}

/** The e-CPS application of everybody, on one telephone. */
export class Telephone {
  readonly #waiting = new Map<string, RingingRequest>()
  readonly #secret: string
  #heard: (() => void)[] = []

  /** `secret`: what is shown to look at it or to answer. */
  constructor(secret: string) {
    this.#secret = secret
  }

  ring(request: RingingRequest): void {
    this.#waiting.set(request.requestId, request)
    for (const hear of this.#heard.splice(0)) hear()
  }

  /** What waits now, oldest first. */
  waiting(): readonly RingingRequest[] {
    const now = Date.now()
    for (const { requestId, expiresAt } of this.#waiting.values()) {
      if (expiresAt <= now) this.#waiting.delete(requestId)
    }
    return [...this.#waiting.values()]
  }

  /** The next question, or the one that waits already. */
  async nextRequest(): Promise<RingingRequest> {
    for (;;) {
      const [first] = this.waiting()
      if (first !== undefined) return first
      await new Promise<void>((resolve) => this.#heard.push(resolve))
    }
  }

  /** False when nothing waits under that name. */
  async answer(requestId: string, approve: boolean): Promise<boolean> {
    const request = this.waiting().find((one) => one.requestId === requestId)
    if (request === undefined) return false
    this.#waiting.delete(requestId)
    await request.answer(approve)
    return true
  }

  /** Nobody asks any more: who was asking went away. */
  forget(nationalId: string): void {
    for (const request of this.#waiting.values()) {
      if (request.nationalId === nationalId) this.#waiting.delete(request.requestId)
    }
  }

  /** The screen of the telephone, over HTTP. */
  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const reply = (status: number, body: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    }
    if (!this.#mayLook(request.headers.authorization)) return reply(401, { code: 'unauthorized' })
    const [, , requestId, verb] = (request.url ?? '').split('/')
    if (request.method === 'GET' && request.url === '/requests') {
      const shown = this.waiting().map(({ requestId: id, nationalId, bindingNumber, channel }) => {
        const professional = findProfessional(nationalId)
        const displayName = professional === undefined ? '' : `${professional.firstName} ${professional.lastName}`
        return { requestId: id, displayName, bindingNumber, channel }
      })
      return reply(200, shown)
    }
    if (request.method === 'POST' && requestId !== undefined && (verb === 'approve' || verb === 'refuse')) {
      const answered = await this.answer(decodeURIComponent(requestId), verb === 'approve')
      return reply(answered ? 200 : 404, {})
    }
    reply(404, { code: 'not_found' })
  }

  #mayLook(shown: string | undefined): boolean {
    const [given, wanted] = [Buffer.from(shown ?? ''), Buffer.from(`Bearer ${this.#secret}`)]
    return given.length === wanted.length && timingSafeEqual(given, wanted)
  }
}
