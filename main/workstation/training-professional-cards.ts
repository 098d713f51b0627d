import { createHash } from 'node:crypto'
import type { CardModule, ProfessionalCard } from '#app/devices/workstation.ts'
import { readProfessionalCertificate } from '#main/protocols/professional-certificate.ts'
import type { Answer, ProfessionalCards } from './ports.ts'
import { fieldOf, type TrainingLine } from './training-line.ts'
import type { TrainingReaders } from './training-readers.ts'

/** The slot of professional cards. */
const cardSlot = 0

const module: CardModule = { status: 'not-installed', path: null, description: '' }

/** DER of a DigestInfo of SHA-256, before its 32 bytes (RFC 8017, § 9.2, note 1). */
const digestInfo = Uint8Array.of(
  ...[0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x20],
)

/** The professional card of the training reader: its public objects, its code, its two keys. No module stands between. */
export function trainingProfessionalCards(
  readers: TrainingReaders,
  line: () => TrainingLine | null,
): ProfessionalCards {
  /** The insertion for which the code was entered. */
  let enteredFor: number | null = null
  readers.watch(() => {
    if (readers.insertionIn(cardSlot) !== enteredFor) enteredFor = null
  })
  const reader = () => readers.state().readers[cardSlot]?.name ?? null

  const shownBy = async (insertion: number | null): Promise<Answer<Shown>> => {
    const turn = insertion === null ? null : readers.turnOf(insertion)
    const open = line()
    if (insertion === null || turn === null || open === null) return absent
    const said = await open.ask({ ask: 'public', turn }).catch(() => null)
    const [authentication, signature, cardNumber, triesLeft] = [
      fieldOf(said, 'authentication'),
      fieldOf(said, 'signature'),
      fieldOf(said, 'cardNumber'),
      fieldOf(said, 'triesLeft'),
    ]
    if (said === null) return withdrawn
    if (!(authentication instanceof Uint8Array && signature instanceof Uint8Array)) return unreadable
    if (typeof cardNumber !== 'string' || typeof triesLeft !== 'number') return unreadable
    return { ok: true, value: { open, turn, insertion, authentication, signature, cardNumber, triesLeft } }
  }

  const sign = async (
    insertion: number | null,
    key: 'authentication' | 'signature',
    digest: Uint8Array,
  ): ReturnType<ProfessionalCards['signMessage']> => {
    const shown = await shownBy(insertion)
    if (!shown.ok) return shown.problem === 'card.absent' && insertion !== null ? withdrawn : shown
    const { open, turn, triesLeft } = shown.value
    if (triesLeft === 0) return { ok: false, problem: 'pin.blocked' }
    if (enteredFor !== shown.value.insertion) return { ok: false, problem: 'pin.needed' }
    const asked = { ask: 'sign', turn, key, digestInfo: Uint8Array.of(...digestInfo, ...digest) } as const
    const signature = await open.ask(asked).catch(() => null)
    if (!(signature instanceof Uint8Array))
      return readers.turnOf(shown.value.insertion) === null ? withdrawn : unreadable
    return { ok: true, value: { signature, certificate: shown.value[key] } }
  }

  return {
    module: () => Promise.resolve(module),
    useModule: () => Promise.resolve(module),
    read: async () => {
      const shown = await shownBy(readers.insertionIn(cardSlot))
      if (!shown.ok) return shown
      return professionalCard(shown.value, reader(), enteredFor === shown.value.insertion)
    },
    enterPin: async (insertion, pin) => {
      const turn = readers.turnOf(insertion)
      const open = line()
      if (turn === null || open === null) return withdrawn
      const outcome = await open.ask({ ask: 'present', turn, pin }).catch(() => null)
      if (outcome === null) return withdrawn
      if (fieldOf(outcome, 'accepted') === true) {
        enteredFor = insertion
        return { ok: true, value: {} }
      }
      enteredFor = null
      const left = fieldOf(outcome, 'triesLeft')
      const triesLeft = typeof left === 'number' ? left : null
      return { ok: false, problem: triesLeft === 0 ? 'pin.blocked' : 'pin.wrong', triesLeft }
    },
    forgetPin: async () => {
      enteredFor = null
      await line()
        ?.ask({ ask: 'forget' })
        .catch(() => undefined)
    },
    signMessage: (insertion, message) =>
      sign(insertion, 'authentication', new Uint8Array(createHash('sha256').update(message).digest())),
    signDigest: async (cardNumber, digest) => {
      const insertion = readers.insertionIn(cardSlot)
      const shown = await shownBy(insertion)
      if (!shown.ok) return shown
      if (cardNumber !== null && shown.value.cardNumber !== cardNumber) return absent
      return sign(insertion, 'signature', digest)
    },
    close: () => Promise.resolve(),
  }
}

interface Shown {
  readonly open: TrainingLine
  readonly turn: number
  readonly insertion: number
  readonly authentication: Uint8Array
  readonly signature: Uint8Array
  readonly cardNumber: string
  readonly triesLeft: number
}

const absent = { ok: false, problem: 'card.absent' } as const
const withdrawn = { ok: false, problem: 'card.withdrawn' } as const
const unreadable = { ok: false, problem: 'card.unreadable' } as const

function professionalCard(shown: Shown, reader: string | null, pinEntered: boolean): Answer<ProfessionalCard> {
  const reading = readProfessionalCertificate(shown.authentication)
  if (!reading.ok) return unreadable
  const { identity } = reading.certificate
  const pins = ['blocked', 'last-try', 'low'] as const
  return {
    ok: true,
    value: {
      insertion: shown.insertion,
      reader,
      cardNumber: shown.cardNumber,
      nationalId: identity.nationalId.text,
      lastName: identity.lastName,
      firstName: identity.firstName,
      authentication: text(shown.authentication),
      signature: text(shown.signature),
      pin: pins[shown.triesLeft] ?? 'ok',
      pinEntered,
      training: true,
    },
  }
}

function text(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url')
}
