import { contract } from '#app/contract.ts'
import type { VitaleBeneficiary, VitaleCard } from '#app/devices/workstation.ts'
import { nirKey } from '#app/kernel/nir.ts'
import type { DeviceAnswer } from '#app/features/devices/model.ts'
import type { MemorySeat } from '#main/wire/index.ts'

type Outcome = Extract<DeviceAnswer, { readonly kind: 'readVitaleCard' }>['outcome']

/** Has a seat answer each reading of a Vitale card with what `card` gives, as its page would; no other card is there. */
export async function insertVitale(seat: MemorySeat, card: () => Outcome): Promise<void> {
  const followed = await seat.call(contract.devices.watchRequests, {})
  if (!followed.ok) throw new Error(followed.problem)
  const stream = followed.value
  const follow = async () => {
    for await (const event of stream) {
      if (event.kind !== 'asked') continue
      const { requestId, kind } = event.request
      if (kind !== 'readVitaleCard') {
        const outcome = { ok: false, problem: 'card.absent' } as const
        await seat.call(contract.devices.answer, { requestId, answer: { kind, outcome } })
        continue
      }
      await seat.call(contract.devices.answer, { requestId, answer: { kind: 'readVitaleCard', outcome: card() } })
    }
  }
  void follow()
}

/** A number with its key. */
export function nir(body: string): string {
  return `${body}${nirKey(body)}`
}

/** Somebody on a card, of whom nothing else is written. */
export function onCard(person: Partial<VitaleBeneficiary>): VitaleBeneficiary {
  return {
    birthName: null,
    usedName: null,
    firstName: null,
    birthDate: null,
    birthDateOnCard: null,
    birthRank: null,
    insuredNir: null,
    ownNir: null,
    quality: null,
    scheme: null,
    fund: null,
    centre: null,
    rights: [],
    addressLines: [],
    ...person,
  }
}

const insuredNir = nir('2770733063021')

/** An invented mother and her two children, as the library of the GIE gives them. */
export const durandFamily: readonly VitaleBeneficiary[] = [
  onCard({
    birthName: 'DURAND',
    firstName: 'MARIE',
    birthDate: '1977-07-14',
    birthRank: 1,
    insuredNir,
    quality: 0,
    scheme: '01',
    addressLines: ['', '', '', '12 RUE DES LILAS', '33000 BORDEAUX'],
  }),
  onCard({
    birthName: 'DURAND',
    firstName: 'PAUL',
    birthDate: '2010-03-02',
    birthRank: 1,
    insuredNir,
    ownNir: nir('1100333063044'),
    quality: 6,
    scheme: '01',
  }),
  onCard({
    birthName: 'DURAND',
    firstName: 'LÉA-ROSE',
    birthDate: '2010-03-02',
    birthRank: 2,
    insuredNir,
    quality: 6,
    scheme: '01',
  }),
]

/** A card with these people on it, read by the library. */
export function vitaleCardOf(
  beneficiaries: readonly VitaleBeneficiary[],
  more: Partial<VitaleCard> = {},
): { readonly ok: true; readonly value: VitaleCard } {
  const card = { insertion: 1, reader: 'Lecteur 0', source: 'api-lecture', demonstration: false } as const
  return { ok: true, value: { ...card, ...more, beneficiaries: [...beneficiaries] } }
}
