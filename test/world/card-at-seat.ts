import { constants, privateEncrypt } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { contract } from '#app/contract.ts'
import type { DeviceAnswer, DeviceRequest } from '#app/features/devices/model.ts'
import type { MemorySeat } from '#main/wire/index.ts'
import { professionals, trainingKeys } from '#test/simulators/cards/training-deck.ts'

/** A professional card in the reader of a seat, and what it was asked. */
export interface CardAtSeat {
  readonly asked: readonly DeviceRequest['kind'][]
  /** What it answers in place of a signature, from now on. */
  refuse(problem: 'cancelled' | 'pin.blocked' | 'card.withdrawn'): void
  withdraw(): Promise<void>
}

/** Puts a training card in a reader of the seat: what the core asks is answered as its page would, its code entered. */
export async function cardAtSeat(seat: MemorySeat, cardId: string): Promise<CardAtSeat> {
  const one = professionals.find((professional) => professional.cardId === cardId)
  if (one === undefined) throw new Error(`no training card is called ${cardId}`)
  const keys = trainingKeys(keptKeys(cardId))
  const asked: DeviceRequest['kind'][] = []
  let refusal: Parameters<CardAtSeat['refuse']>[0] | null = null
  const outcomeOf = (request: DeviceRequest): DeviceAnswer => {
    if (request.kind === 'readVitaleCard') return { kind: request.kind, outcome: { ok: false, problem: 'card.absent' } }
    if (request.kind === 'readProfessionalCard') {
      const { nationalId, lastName, firstName, serialNumber } = one.holder
      const value = {
        insertion: 1,
        reader: 'Lecteur de formation 00 00',
        cardNumber: `8025000001/${serialNumber}`,
        nationalId,
        lastName,
        firstName,
        authentication: base64url(keys.authentication.certificate),
        signature: base64url(keys.signature.certificate),
        pin: 'ok' as const,
        pinEntered: true,
        training: true,
      }
      return { kind: request.kind, outcome: { ok: true, value } }
    }
    if (refusal !== null) return { kind: request.kind, outcome: { ok: false, problem: refusal } }
    const digestInfo = Buffer.concat([sha256Info, Buffer.from(request.digest, 'base64url')])
    const key = { key: keys.signature.key, padding: constants.RSA_PKCS1_PADDING }
    const signature = base64url(privateEncrypt(key, digestInfo))
    return {
      kind: request.kind,
      outcome: { ok: true, value: { signature, certificate: base64url(keys.signature.certificate) } },
    }
  }
  const reply = await seat.call(contract.devices.watchRequests, {})
  if (!reply.ok) throw new Error(reply.problem)
  const stream = reply.value
  const over = (async () => {
    for await (const event of stream) {
      if (event.kind !== 'asked') continue
      asked.push(event.request.kind)
      const { requestId } = event.request
      await seat.call(contract.devices.answer, { requestId, answer: outcomeOf(event.request) })
    }
  })()
  return {
    asked,
    refuse: (problem) => {
      refusal = problem
    },
    withdraw: async () => {
      await stream.return?.()
      await over
    },
  }
}

/** DigestInfo of SHA-256, RFC 8017, section 9.2. */
const sha256Info = Buffer.from('3031300d060960864801650304020105000420', 'hex')

function base64url(content: Uint8Array): string {
  return Buffer.from(content).toString('base64url')
}

type KeptKeys = Parameters<typeof trainingKeys>[0]

function keptKeys(cardId: string): KeptKeys {
  const file = join(import.meta.dirname, '..', 'simulators', 'cards', 'training-keys.json')
  const { cards } = JSON.parse(readFileSync(file, 'utf8')) as { readonly cards: Readonly<Record<string, KeptKeys>> }
  const keys = cards[cardId]
  if (keys === undefined) throw new Error(`no keys are kept for ${cardId}`)
  return keys
}
