import { constants, privateEncrypt, X509Certificate } from 'node:crypto'
import { contract } from '#app/contract.ts'
import type { ProfessionalCard, VitaleCard } from '#app/devices/workstation.ts'
import type { DeviceAnswer, DeviceRequest } from '#app/features/devices/model.ts'
import type { MemorySeat } from '#main/wire/index.ts'
import { professionals, trainingKeys } from '#test/simulators/cards/training-deck.ts'
import kept from '#test/simulators/cards/training-keys.json' with { type: 'json' }

/** The cards in the readers of a seat, as its page would answer for them. They may be changed at any moment. */
export interface CardSeat {
  /** The name of a professional card of training (`cps-marchand`), or `null` for an empty reader. */
  professional: string | null
  vitale: VitaleCard | null
}

const allKeys: Readonly<Record<string, Parameters<typeof trainingKeys>[0]>> = kept.cards

/** Has a seat answer what is asked of its cards, the codes entered. Ends with the seat. */
export async function holdCards(seat: MemorySeat, cards: Partial<CardSeat> = {}): Promise<CardSeat> {
  const held: CardSeat = { professional: null, vitale: null, ...cards }
  const followed = await seat.call(contract.devices.watchRequests, {})
  if (!followed.ok) throw new Error(followed.problem)
  const stream = followed.value
  const follow = async () => {
    for await (const event of stream) {
      if (event.kind !== 'asked') continue
      const { requestId } = event.request
      await seat.call(contract.devices.answer, { requestId, answer: answerOf(event.request, held) })
    }
  }
  void follow()
  return held
}

function answerOf(request: DeviceRequest, { professional, vitale }: CardSeat): DeviceAnswer {
  const absent = { ok: false, problem: 'card.absent' } as const
  if (request.kind === 'readVitaleCard') {
    return { kind: request.kind, outcome: vitale === null ? absent : { ok: true, value: vitale } }
  }
  const keys = professional === null ? undefined : allKeys[professional]
  const one = professionals.find(({ cardId }) => cardId === professional)
  if (keys === undefined || one === undefined) return { kind: request.kind, outcome: absent }
  const { authentication, signature } = trainingKeys(keys)
  const text = (der: Uint8Array) => Buffer.from(der).toString('base64url')
  if (request.kind === 'readProfessionalCard') {
    const value: ProfessionalCard = {
      insertion: 1,
      reader: 'Lecteur 0',
      cardNumber: `8025000001/${one.holder.serialNumber}`,
      nationalId: one.holder.nationalId,
      lastName: one.holder.lastName,
      firstName: one.holder.firstName,
      authentication: text(authentication.certificate),
      signature: text(signature.certificate),
      pin: 'ok',
      pinEntered: true,
      training: true,
    }
    return { kind: request.kind, outcome: { ok: true, value } }
  }
  const digestInfo = Buffer.concat([
    Buffer.from('3031300d060960864801650304020105000420', 'hex'),
    Buffer.from(request.digest, 'base64url'),
  ])
  const signed = privateEncrypt({ key: signature.key, padding: constants.RSA_PKCS1_PADDING }, digestInfo)
  const value = { signature: signed.toString('base64url'), certificate: text(signature.certificate) }
  return { kind: request.kind, outcome: { ok: true, value } }
}

/** The RPPS number of a card of training, from its certificate. */
export function rppsOf(cardId: string): string {
  const certificate = allKeys[cardId]?.signature.certificate
  if (certificate === undefined) throw new Error(`no professional card of training is called ${cardId}`)
  const number = /CN=8(\d{11})/.exec(new X509Certificate(Buffer.from(certificate, 'base64')).subject)?.[1]
  if (number === undefined) throw new Error(`${cardId} names no RPPS`)
  return number
}
