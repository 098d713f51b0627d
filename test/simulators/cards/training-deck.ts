import { createPrivateKey, type KeyObject } from 'node:crypto'
import type { CardHolder } from './authority.ts'
import { type ProfessionalCard, professionalCard, type ProfessionalModel } from './professional.ts'
import { latin, tlv } from './tlv.ts'
import { type VitaleContent, vitaleCard } from './vitale.ts'
import type { VirtualCard } from './virtual-card.ts'

/** A professional card of training: whose it is, and its code. Invented people; RPPS numbers of the national test range. */
export interface TrainingProfessional {
  readonly cardId: string
  /** What is written on it, in French. */
  readonly label: string
  readonly pin: string
  readonly model: ProfessionalModel
  readonly holder: CardHolder
}

const doctor = (
  cardId: string,
  firstName: string,
  lastName: string,
  rpps: string,
  pin: string,
  serialNumber: string,
  more: { readonly model?: ProfessionalModel; readonly said?: string } = {},
): TrainingProfessional => ({
  cardId,
  label: `CPS de Dr ${firstName} ${lastName.toUpperCase()}${more.said ?? ''}, code ${pin}`,
  pin,
  model: more.model ?? 'CPS4',
  holder: { nationalId: `8${rpps}`, lastName, firstName, serialNumber },
})

/** The professional cards of training. */
export const professionals: readonly TrainingProfessional[] = [
  doctor('cps-marchand', 'Hélène', 'Marchand', '99700000005', '1234', '2800099001'),
  doctor('cps-belkacem', 'Yanis', 'Belkacem', '99700000013', '2580', '2800099002'),
  doctor('cps-marceau', 'Paul', 'Marceau', '99700000021', '1357', '2800099003', { model: 'CPS3' }),
  doctor('cps-esteve', 'Paul', 'Estève', '99700000039', '2468', '2800099004'),
  doctor('cps-marchand-2', 'Hélène', 'Marchand', '99700000005', '4321', '2800099011', { said: ' (carte renouvelée)' }),
  doctor('cps-rouquette', 'Camille', 'Rouquette', '99700000047', '1111', '2800099005', { said: ' (inconnue ici)' }),
]

/** A Vitale card of training. */
export interface TrainingVitale {
  readonly cardId: string
  readonly label: string
  readonly content: VitaleContent
}

/** The Vitale cards of training: people of the usual training cabinet, or whom it does not know. */
export const vitales: readonly TrainingVitale[] = [
  {
    cardId: 'vitale-lacaze',
    label: 'Carte Vitale de Françoise LACAZE, trois bénéficiaires',
    content: {
      holders: [
        { name: 'LACAZE', firstName: 'FRANÇOISE', birthDate: '19581109', nir: '258113351498715' },
        { name: 'LACAZE', firstName: 'MICHEL', birthDate: '19550323', nir: '155033354192317' },
        { name: 'LACAZE', firstName: 'GABIN', birthDate: '20160412', nir: '258113351498715' },
      ],
    },
  },
  {
    cardId: 'vitale-manon',
    label: 'Carte Vitale de Manon LACAZE, deux dossiers à ce nom',
    content: {
      variant: 0x46,
      holders: [{ name: 'LACAZE', firstName: 'MANON', birthDate: '20010714', nir: '201073330298684' }],
    },
  },
  {
    cardId: 'vitale-bensaid',
    label: 'Carte Vitale d’Aïcha LACOUR',
    content: {
      variant: 0x4b,
      holders: [{ name: 'LACOUR', firstName: 'AÏCHA', birthDate: '19831127', nir: '283117429092107' }],
    },
  },
  {
    cardId: 'vitale-illisible',
    label: 'Carte Vitale illisible',
    // The table stops in the middle of its first object.
    content: { holders: [], instead: new Map([[0x2001, { content: tlv(0xe0, latin('?'.repeat(40))).slice(0, 12) }]]) },
  },
]

/** The keys of a card in `training-keys.json`, and its certificates (DER). */
export interface TrainingKeys {
  readonly authentication: { readonly certificate: Uint8Array; readonly key: KeyObject }
  readonly signature: { readonly certificate: Uint8Array; readonly key: KeyObject }
}

/** Reads the keys of one card. */
export function trainingKeys(
  kept: {
    readonly [pair in 'authentication' | 'signature']: { readonly certificate: string; readonly trainingKey: string }
  },
): TrainingKeys {
  const pair = ({ certificate, trainingKey }: (typeof kept)['signature']): TrainingKeys['signature'] => ({
    certificate: new Uint8Array(Buffer.from(certificate, 'base64')),
    key: createPrivateKey({ key: Buffer.from(trainingKey, 'base64'), format: 'der', type: 'pkcs8' }),
  })
  return { authentication: pair(kept.authentication), signature: pair(kept.signature) }
}

/** The card of a professional, new. */
export function newProfessionalCard(one: TrainingProfessional, keys: TrainingKeys | null): ProfessionalCard {
  return professionalCard({
    model: one.model,
    serialNumber: one.holder.serialNumber,
    pin: one.pin,
    ...(keys === null ? {} : { keys: { authentication: keys.authentication.key, signature: keys.signature.key } }),
  })
}

/** The Vitale card of that name, new; throws where there is none. */
export function newVitaleCard(cardId: string): VirtualCard {
  const one = vitales.find((vitale) => vitale.cardId === cardId)
  if (one === undefined) throw new Error(`no Vitale card of training is called ${cardId}`)
  return vitaleCard(one.content)
}
