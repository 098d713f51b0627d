import { constants, type KeyObject, privateEncrypt } from 'node:crypto'
import { type CardFile, FileSystem } from './files.ts'
import { tlv } from './tlv.ts'
import { answer, bytes, type Command, parseCommand, type VirtualCard } from './virtual-card.ts'

/** Which card of the CPx family, by the ATR that the official library compares. */
export type ProfessionalModel = 'CPS3' | 'CPS4' | 'CPS4-T0' | 'CPS3-contactless' | 'CPS2'

/** A professional card to be made. */
export interface ProfessionalContent {
  readonly model?: ProfessionalModel
  /** Ten digits, after the issuer's 8025000001. */
  readonly serialNumber: string
  /** Four digits. */
  readonly pin: string
  /** The keys of a card that signs; without them it answers 6A88. */
  readonly keys?: { readonly authentication: KeyObject; readonly signature: KeyObject }
}

/** What a code is met with. */
export type PinOutcome = { readonly accepted: true } | { readonly accepted: false; readonly triesLeft: number }

/** A professional card: its commands, and the same card as its own holder has it in hand. */
export interface ProfessionalCard extends VirtualCard {
  /** Issuer's number, a slash, serial number. */
  readonly cardNumber: string
  readonly triesLeft: () => number
  /** Presents the code, as VERIFY does: a wrong one costs a try, the third one blocks. */
  readonly verify: (pin: string) => PinOutcome
  /** As when another program resets it: the code must be presented again. */
  readonly forget: () => void
  /** RSASSA-PKCS1-v1_5 over a DigestInfo made outside. `null` without the code, or without such a key. */
  readonly sign: (key: 'authentication' | 'signature', digestInfo: Uint8Array) => Uint8Array | null
  /** Gives the three tries back, as its PUK does. */
  readonly unblock: () => void
}

const atrs: Readonly<Record<ProfessionalModel, string>> = {
  CPS3: '3B AC 00 40 2A 00 12 25 00 64 80 00 03 10 00 90 00',
  'CPS3-contactless': '3B 8F 80 01 00 31 B8 64 04 B0 EC C1 73 94 01 80 82 90 00 0E',
  CPS4: '3B 9B 18 80 01 00 12 25 00 64 80 04 01 00 00 90 44',
  'CPS4-T0': '3B DC 18 FF 00 00 12 25 00 64 80 00 04 01 00 90 00',
  CPS2: '3B AC 00 40 2A 00 12 25 00 64 80 82 02 12 00 90 00',
}

const cps3 = bytes('E8 28 BD 08 0F 80 25 00 00 01 FF 00 10')
const cps3Contactless = bytes('E8 28 BD 08 0F 80 25 00 00 01 FF 00 20')
const cps4 = bytes('80 25 00 00 01 FF 01 00')
const issuer = '8025000001'
const tries = 3

/**
 * A CPS as its public description has it at the level of commands: the application of its generation (on channel 1 for a
 * CPS4), the number of the card (EF.SN.ICC, 3F00 D003), the code (VERIFY: 63Cx, then 6983), signature and authentication.
 */
export function professionalCard(content: ProfessionalContent): ProfessionalCard {
  const model = content.model ?? 'CPS4'
  const contactless = model === 'CPS3-contactless'
  const aid = model.startsWith('CPS4') ? cps4 : contactless ? cps3Contactless : cps3
  const master = new Map<number, CardFile>([
    [0xd003, { content: tlv(0x5a, bytes(`${issuer}${content.serialNumber}`)) }],
    [0xd010, { refused: 0x6982 }],
    ...Array.from({ length: 16 }, (_, index): [number, CardFile] => [0xd120 + index, { refused: 0x6982 }]),
  ])
  const place = new FileSystem([{ aid, files: master }], master)
  let left = tries
  let entered = false
  let channelOpen = false

  const reset = (): void => {
    place.reset()
    entered = false
    channelOpen = false
  }
  const verify = (pin: string): PinOutcome => {
    if (left > 0 && pin === content.pin) {
      left = tries
      entered = true
      return { accepted: true }
    }
    entered = false
    left = Math.max(0, left - 1)
    return { accepted: false, triesLeft: left }
  }
  const sign: ProfessionalCard['sign'] = (key, digestInfo) => {
    const used = content.keys?.[key]
    if (!entered || contactless || used === undefined || digestInfo.length > 200) return null
    return new Uint8Array(privateEncrypt({ key: used, padding: constants.RSA_PKCS1_PADDING }, digestInfo))
  }
  const verifyCommand = ({ data }: Command): Uint8Array => {
    if (contactless) return answer(0x6d00)
    if (left === 0) return answer(0x6983)
    if (data.length === 0) return answer(entered ? 0x9000 : 0x63c0 + left)
    // Short codes are filled up to the eight bytes of the format.
    const outcome = verify(
      Buffer.from(data)
        .toString('latin1')
        .replace(/[\0\xFF]+$/, ''),
    )
    if (outcome.accepted) return answer(0x9000)
    return answer(outcome.triesLeft === 0 ? 0x6983 : 0x63c0 + outcome.triesLeft)
  }
  const signCommand = (key: 'authentication' | 'signature', data: Uint8Array): Uint8Array => {
    if (!entered) return answer(0x6982)
    const signature = sign(key, data)
    return signature === null ? answer(0x6a88) : answer(0x9000, signature)
  }

  return {
    atr: bytes(atrs[model]),
    cardNumber: `${issuer}/${content.serialNumber}`,
    reset,
    forget: reset,
    triesLeft: () => left,
    verify,
    sign,
    unblock: () => {
      left = tries
      entered = false
    },
    transmit: (command) => {
      const asked = parseCommand(command)
      if (asked === null) return answer(0x6700)
      if (asked.cla === 0x01 ? !channelOpen : asked.cla !== 0x00) return answer(0x6881)
      switch (asked.ins) {
        case 0x70:
          channelOpen = asked.p1 === 0
          return channelOpen ? answer(0x9000, Uint8Array.of(1)) : answer(0x9000)
        case 0xa4:
          // The application of a CPS4 is reached on its channel only.
          if (aid === cps4 && asked.p1 === 0x04 && asked.cla === 0x00) return answer(0x6a82)
          return place.select(asked)
        case 0xb0:
          return place.readBinary(asked)
        case 0x20:
          return verifyCommand(asked)
        case 0x22:
          return answer(asked.p2 === 0xb6 || asked.p2 === 0xa4 ? 0x9000 : 0x6a86)
        case 0x88:
          return signCommand('authentication', asked.data)
        case 0x2a:
          return asked.p1 === 0x9e && asked.p2 === 0x9a ? signCommand('signature', asked.data) : answer(0x6a86)
        default:
          return answer(0x6d00)
      }
    },
  }
}
