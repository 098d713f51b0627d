import { Buffer } from 'node:buffer'
import { identityMessage, slotMessage } from '#app/devices/proofs.ts'
import type { Diagnostic, InstalledAuthority, WorkstationState } from '#app/devices/workstation.ts'
import type { Workstation } from '#main/wire/workstation.ts'
import type { KeptSettings } from './device-settings.ts'
import type { KeptFailures } from './failures.ts'
import { mergeProfessionalCards, mergeReaders } from './merged.ts'
import type { Answer, CardReaders, Insertions, ProfessionalCards, Training, VitaleReading } from './ports.ts'
import type { PcscReaders } from './readers.ts'

/** What a workstation is made of. */
export interface WorkstationParts {
  readonly readers: PcscReaders
  readonly professionalCards: ProfessionalCards
  /** Reads among the readers of both sources. */
  readonly vitale: (readers: CardReaders) => VitaleReading
  readonly training: Training
  /** Those of an installed « CryptoLib CPS ». */
  readonly installedAuthorities: () => Promise<readonly InstalledAuthority[]>
  readonly failures: KeptFailures
  readonly settings: KeptSettings
}

/** A workstation as its pages ask it, and its end. */
export interface ComposedWorkstation extends Workstation {
  /** Lets every card and reader go. */
  close(): Promise<void>
}

/** Numbers of insertions for every source of one process. */
export function countInsertions(): Insertions {
  let given = 0
  return {
    next: () => {
      given += 1
      return given
    },
  }
}

/** Readers and cards of this computer and of training, as one workstation. */
export function composeWorkstation(parts: WorkstationParts): ComposedWorkstation {
  const { readers: real, training, failures, settings } = parts
  const readers = mergeReaders(real, training.readers)
  const professionalCards = mergeProfessionalCards({
    real: parts.professionalCards,
    training: training.professionalCards,
    realReaders: real,
    trainingReaders: training.readers,
  })
  const vitale = parts.vitale(readers)
  const state = (): WorkstationState => {
    const { service, readers: seen } = readers.state()
    return { service, readers: [...seen], training: training.running() }
  }
  const diagnose = async (): Promise<Diagnostic> => {
    const [module, vitaleLibrary, drivers] = await Promise.all([
      professionalCards.module(),
      vitale.library(),
      real.drivers(),
    ])
    return {
      state: state(),
      module,
      vitaleLibrary,
      library: real.library(),
      drivers,
      errors: [...failures.list()],
      settings: settings.get(),
    }
  }
  const cards = async () => ({ cards: [...(await training.cards())] })
  return {
    watch: (signal) => follow(readers, training, state, signal),
    diagnose,
    async configure(wanted) {
      const before = settings.get()
      await settings.set(wanted)
      if (wanted.cardModulePath !== before.cardModulePath) await professionalCards.useModule(wanted.cardModulePath)
      if (wanted.vitaleLibraryPath !== before.vitaleLibraryPath) await vitale.useLibrary(wanted.vitaleLibraryPath)
      return diagnose()
    },
    installedAuthorities: async () => ({ authorities: [...(await parts.installedAuthorities())] }),
    readProfessionalCard: () => professionalCards.read(),
    enterPin: ({ insertion, pin }) => professionalCards.enterPin(insertion, pin),
    async forgetPin() {
      await professionalCards.forgetPin()
      return {}
    },
    async proveSlot({ insertion, cabinetId, slotId, challenge }) {
      const message = Buffer.from(slotMessage(cabinetId, slotId, challenge), 'utf8')
      return inText(await professionalCards.signMessage(insertion, message))
    },
    async proveIdentity({ insertion, cabinetId, challenge }) {
      const message = Buffer.from(identityMessage(cabinetId, challenge), 'utf8')
      return inText(await professionalCards.signMessage(insertion, message))
    },
    async signDigest({ cardNumber, digest }) {
      const signed = await professionalCards.signDigest(cardNumber, Buffer.from(digest, 'base64url'))
      if (!signed.ok) return signed
      return {
        ok: true,
        value: { signature: text(signed.value.signature), certificate: text(signed.value.certificate) },
      }
    },
    readVitaleCard: ({ reader }) => vitale.read(reader),
    async startTraining() {
      const started = await training.start()
      return { started: started !== null, cards: [...(started ?? [])] }
    },
    trainingCards: cards,
    insertTrainingCard: async ({ cardId }) => ({ done: await training.insert(cardId) }),
    withdrawTrainingCard: async ({ cardId }) => ({ done: await training.withdraw(cardId) }),
    async stopTraining() {
      await training.stop()
      return {}
    },
    async close() {
      await professionalCards.close()
      await training.stop()
      await readers.close()
    },
  }
}

function text(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url')
}

function inText(signed: Answer<{ readonly signature: Uint8Array }>): Answer<{ signature: string }> {
  return signed.ok ? { ok: true, value: { signature: text(signed.value.signature) } } : signed
}

/** The state now, then each one that differs from the last told. What changed meanwhile is told once. */
async function* follow(
  readers: CardReaders,
  training: Training,
  state: () => WorkstationState,
  signal: AbortSignal | undefined,
): AsyncGenerator<WorkstationState, void, void> {
  let changed = Promise.withResolvers<void>()
  const wake = () => changed.resolve()
  const stops = [readers.watch(wake), training.watch(wake)]
  signal?.addEventListener('abort', wake, { once: true })
  let told = ''
  try {
    while (signal?.aborted !== true) {
      changed = Promise.withResolvers<void>()
      const now = state()
      const spelled = JSON.stringify(now)
      if (spelled !== told) {
        told = spelled
        yield now
      } else await changed.promise
    }
  } finally {
    for (const stop of stops) stop()
    signal?.removeEventListener('abort', wake)
  }
}
