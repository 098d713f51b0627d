import { EventEmitter } from 'node:events'
import type { DeviceSettings, ProfessionalCard, SeenCard, WorkstationState } from '#app/devices/workstation.ts'
import type { Workstation } from '#main/wire/workstation.ts'

/** Readers and cards in words only: what the page, the line and the core do with them is the matter, not PC/SC. */
export interface TestWorkstation extends Workstation {
  /** Codes given, by the card they were given to. */
  readonly codes: readonly string[]
  /** Digests signed. */
  readonly signed: readonly string[]
  /** How often the code was forgotten. */
  readonly forgotten: () => number
  /** Pages that follow the state now. */
  readonly watchers: () => number
  /** Puts a professional card in the one reader; returns its insertion. */
  insert(cardNumber: string): number
  withdraw(): void
}

const reader = 'Lecteur d’essai 00 00'
const bytes = 'A'.repeat(200)

/** A workstation of one reader. The code of every card is 1234. */
export function testWorkstation(): TestWorkstation {
  const changes = new EventEmitter().setMaxListeners(0)
  const codes: string[] = []
  const signed: string[] = []
  let settings: DeviceSettings = { cardModulePath: null, vitaleLibraryPath: null }
  let insertion = 0
  let forgotten = 0
  let card: { readonly number: string; readonly seen: SeenCard } | null = null
  let entered: number | null = null
  const state = (): WorkstationState => ({
    service: 'ready',
    training: false,
    readers: [{ name: reader, status: card === null ? 'empty' : 'card', card: card?.seen ?? null, training: false }],
  })
  const prove = async (): Promise<
    | { readonly ok: true; readonly value: { signature: string } }
    | { readonly ok: false; readonly problem: 'pin.needed' }
  > => (entered === null ? { ok: false, problem: 'pin.needed' } : { ok: true, value: { signature: bytes } })
  const diagnose = async () => ({
    state: state(),
    module: { status: 'ready' as const, path: null, description: '' },
    vitaleLibrary: { status: 'not-installed' as const, path: null },
    library: null,
    drivers: [],
    errors: [],
    settings,
  })
  const noCards = async () => ({ cards: [] })
  const notDone = async () => ({ done: false })
  return {
    codes,
    signed,
    forgotten: () => forgotten,
    watchers: () => changes.listenerCount('changed'),
    insert(cardNumber) {
      insertion += 1
      const seen: SeenCard = { kind: 'cps', model: 'CPS4', atr: '3B00', insertion, training: false }
      card = { number: cardNumber, seen }
      entered = null
      changes.emit('changed')
      return insertion
    },
    withdraw() {
      card = null
      entered = null
      changes.emit('changed')
    },
    async *watch(signal) {
      let wake = () => undefined as void
      const heard = () => wake()
      changes.on('changed', heard)
      signal?.addEventListener('abort', heard)
      try {
        while (signal?.aborted !== true) {
          const changed = new Promise<void>((resolve) => {
            wake = resolve
          })
          yield state()
          await changed
        }
      } finally {
        changes.off('changed', heard)
      }
    },
    diagnose,
    async configure(wanted) {
      settings = wanted
      return diagnose()
    },
    installedAuthorities: async () => ({ authorities: [] }),
    async readProfessionalCard() {
      if (card === null) return { ok: false, problem: 'card.absent' }
      const value: ProfessionalCard = {
        insertion: card.seen.insertion,
        reader,
        cardNumber: card.number,
        nationalId: '810001234567',
        lastName: 'MARCHAND',
        firstName: 'HÉLÈNE',
        authentication: bytes,
        signature: bytes,
        pin: 'ok',
        pinEntered: entered === card.seen.insertion,
        training: false,
      }
      return { ok: true, value }
    },
    async enterPin({ insertion: meant, pin }) {
      codes.push(pin)
      if (card?.seen.insertion !== meant) return { ok: false, problem: 'card.withdrawn' }
      if (pin !== '1234') return { ok: false, problem: 'pin.wrong', triesLeft: 2 }
      entered = meant
      return { ok: true, value: {} }
    },
    async forgetPin() {
      forgotten += 1
      entered = null
      return {}
    },
    proveSlot: prove,
    proveIdentity: prove,
    async signDigest({ digest }) {
      if (entered === null) return { ok: false, problem: 'pin.needed' }
      signed.push(digest)
      return { ok: true, value: { signature: bytes, certificate: bytes } }
    },
    readVitaleCard: async () => ({ ok: false, problem: 'card.absent' }),
    startTraining: async () => ({ started: false, cards: [] }),
    trainingCards: noCards,
    insertTrainingCard: notDone,
    withdrawTrainingCard: notDone,
    stopTraining: async () => ({}),
  }
}
