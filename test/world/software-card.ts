import { KeyObject, sign } from 'node:crypto'
import { contract } from '#app/contract.ts'
import { identityMessage, slotMessage } from '#app/devices/proofs.ts'
import type { CardView, IdentityProof, SlotProof } from '#app/features/cards/model.ts'
import {
  type Dates,
  type HolderOptions,
  makeAuthority,
  makeHolder,
  makeKeys,
  makeList,
  type MadeAuthority,
} from '#test/main/protocols/certificate-maker.ts'
import { testPassword, type WorldSeat } from './open-world.ts'

/** A professional card in a program: the same key, certificate and signatures as a chip, without its code. */
export interface SoftwareCard {
  /** DER in base64url. */
  readonly certificate: string
  readonly der: Uint8Array
  readonly publicKey: KeyObject
  readonly privateKey: KeyObject
  /** RSASSA-PKCS1-v1_5 with SHA-256 of a text in UTF-8, in base64url. */
  sign(text: string): string
  /** What the workstation answers to `proveSlot` and to `proveIdentity`. */
  proveSlot(proof: SlotProof): string
  proveIdentity(proof: IdentityProof): string
}

/** A root and the authority that issues cards, one pair for a test file: some tenths of a second. */
export interface CardIssuer {
  readonly root: MadeAuthority
  readonly authority: MadeAuthority
  /** A card of practice, good today, unless said otherwise. */
  card(options?: HolderOptions): Promise<SoftwareCard>
  /** The list that revokes the cards of these serial numbers, in base64url: of yesterday, unless said otherwise. */
  list(revoked: readonly string[], dates?: Partial<Dates>): Promise<string>
}

/** An instant so many days from now, to the second as certificates have it. */
export function daysFromNow(days: number): string {
  return `${new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 19)}.000Z`
}

/** Makes an authority of cards. */
export async function cardIssuer(): Promise<CardIssuer> {
  const root = await makeAuthority('AC RACINE IGC-SANTE FORT')
  const authority = await makeAuthority('AC IGC-SANTE FORT PERSONNES', {
    by: root,
    serialNumber: '0A02',
    pathLength: 0,
  })
  return {
    root,
    authority,
    card: async (options = {}) => {
      const keys = await makeKeys()
      const dates = { from: daysFromNow(-365), to: daysFromNow(730) }
      const der = await makeHolder(authority, keys, { category: 0, dates, ...options })
      return softwareCard(der, KeyObject.from(keys.privateKey), KeyObject.from(keys.publicKey))
    },
    list: async (revoked, dates = {}) => {
      const at = daysFromNow(-2)
      const list = await makeList(
        authority,
        revoked.map((serialNumber) => ({ serialNumber, at })),
        { dates: { from: daysFromNow(-1), to: daysFromNow(6), ...dates } },
      )
      return Buffer.from(list).toString('base64url')
    },
  }
}

/** A card of a certificate and its keys. */
export function softwareCard(der: Uint8Array, privateKey: KeyObject, publicKey: KeyObject): SoftwareCard {
  const signed = (text: string) => sign('sha256', Buffer.from(text), privateKey).toString('base64url')
  return {
    certificate: Buffer.from(der).toString('base64url'),
    der,
    publicKey,
    privateKey,
    sign: signed,
    proveSlot: ({ cabinetId, slotId, challenge }) => signed(slotMessage(cabinetId, slotId, challenge)),
    proveIdentity: ({ cabinetId, challenge }) => signed(identityMessage(cabinetId, challenge)),
  }
}

/** Has the cabinet accept the cards of an issuer. */
export async function trustIssuer(admin: WorldSeat, issuer: CardIssuer): Promise<void> {
  for (const { der } of [issuer.root, issuer.authority]) {
    await admin.must(contract.cards.addAuthorities, { file: Buffer.from(der).toString('base64url') })
  }
}

/** Enrols a card for whoever sits there, adopting its RPPS if need be. */
export async function enrol(seat: WorldSeat, card: SoftwareCard): Promise<CardView> {
  const { proof, adopts } = await seat.must(contract.cards.enrolBegin, {
    password: testPassword,
    certificate: card.certificate,
  })
  const signature = card.proveSlot(proof)
  const enrolled = await seat.must(contract.cards.enrolFinish, {
    slotId: proof.slotId,
    signatures: [signature, signature],
    adoptRpps: adopts,
  })
  return enrolled.card
}
