import type { CardModule } from '#app/devices/workstation.ts'
import { CardFailure, type CardReaders, type ProfessionalCards, type Training } from './ports.ts'

/** A source without readers: the training one where nobody asked for it. */
export const noReaders: CardReaders = {
  state: () => ({ service: 'ready', readers: [] }),
  watch: () => () => undefined,
  connect: () => Promise.reject(new CardFailure('reader.absent', 'NOT_SEEN')),
  close: () => Promise.resolve(),
}

const noModule: CardModule = { status: 'not-installed', path: null, description: '' }
const noCard = { ok: false, problem: 'card.absent' } as const

/** Professional cards of a source that has none. */
export const noProfessionalCards: ProfessionalCards = {
  module: () => Promise.resolve(noModule),
  useModule: () => Promise.resolve(noModule),
  read: () => Promise.resolve(noCard),
  enterPin: () => Promise.resolve(noCard),
  forgetPin: () => Promise.resolve(),
  signMessage: () => Promise.resolve(noCard),
  signDigest: () => Promise.resolve(noCard),
  close: () => Promise.resolve(),
}

/** A program without training cards: the command line, or one built without them. */
export const noTraining: Training = {
  start: () => Promise.resolve(null),
  cards: () => Promise.resolve([]),
  insert: () => Promise.resolve(false),
  withdraw: () => Promise.resolve(false),
  stop: () => Promise.resolve(),
  running: () => false,
  watch: () => () => undefined,
  readers: noReaders,
  professionalCards: noProfessionalCards,
}
