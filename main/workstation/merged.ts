import type { ProfessionalCard } from '#app/devices/workstation.ts'
import { type Answer, CardFailure, type CardReaders, type ProfessionalCards, type ReadersState } from './ports.ts'

/** Readers of several sources as one. The service is that of the first; a name belongs to the first that shows it. */
export function mergeReaders(real: CardReaders, training: CardReaders): CardReaders {
  const sources = [real, training]
  const state = (): ReadersState => ({
    service: real.state().service,
    readers: sources.flatMap((source) => source.state().readers),
  })
  return {
    state,
    watch: (changed) => {
      const stops = sources.map((source) => source.watch(() => changed(state())))
      return () => {
        for (const stop of stops) stop()
      }
    },
    connect: (reader, options) => {
      const source = sources.find((one) => one.state().readers.some(({ name }) => name === reader))
      // Nobody shows it: the service of this computer says why.
      return source === undefined && real.state().service === 'ready'
        ? Promise.reject(new CardFailure('reader.absent', 'NOT_SEEN'))
        : (source ?? real).connect(reader, options)
    },
    close: async () => {
      await Promise.all(sources.map((source) => source.close()))
    },
  }
}

/** What the professional cards of two sources need to be told apart. */
export interface ProfessionalSources {
  readonly real: ProfessionalCards
  readonly training: ProfessionalCards
  readonly realReaders: CardReaders
  readonly trainingReaders: CardReaders
}

/**
 * Professional cards of both sources: the one inserted last is the one meant. A code, and what is signed, go to the source
 * whose card has that insertion. Module, and its place, are those of the real ones.
 */
export function mergeProfessionalCards(sources: ProfessionalSources): ProfessionalCards {
  const { real, training, realReaders, trainingReaders } = sources
  const latest = () => (lastInsertion(trainingReaders) > lastInsertion(realReaders) ? training : real)
  const holding = (insertion: number) =>
    trainingReaders.state().readers.some(({ card }) => card?.insertion === insertion) ? training : real
  return {
    module: real.module,
    useModule: real.useModule,
    read: () => latest().read(),
    enterPin: (insertion, pin) => holding(insertion).enterPin(insertion, pin),
    forgetPin: async () => {
      await Promise.all([real.forgetPin(), training.forgetPin()])
    },
    signMessage: (insertion, message) => holding(insertion).signMessage(insertion, message),
    signDigest: async (cardNumber, digest) => {
      const first = latest()
      if (cardNumber === null || lastInsertion(trainingReaders) === 0) return first.signDigest(cardNumber, digest)
      // One of the two may hold another card than the one meant: which one says its number.
      const isFirst = numberOf(await first.read()) === cardNumber
      const other = first === real ? training : real
      return (isFirst ? first : other).signDigest(cardNumber, digest)
    },
    close: async () => {
      await Promise.all([real.close(), training.close()])
    },
  }
}

function numberOf(answer: Answer<ProfessionalCard>): string | null {
  return answer.ok ? answer.value.cardNumber : null
}

/** 0 when there is no professional card. */
function lastInsertion(readers: CardReaders): number {
  const seen = readers.state().readers.map(({ card }) => (card?.kind === 'cps' ? card.insertion : 0))
  return Math.max(0, ...seen)
}
