import type { SeenReader } from '#app/devices/workstation.ts'
import { CardFailure, type CardReaders, type ReadersState } from '#main/workstation/ports.ts'

/** Readers of PC/SC as a test shows them. */
export interface ShownReaders extends CardReaders {
  readonly show: (state: Partial<ReadersState>) => void
}

/** A reader with a professional card. */
export function readerWithCard(insertion: number, more: Partial<SeenReader> = {}): SeenReader {
  return {
    name: 'Gemalto PC Twin Reader 00 00',
    status: 'card',
    card: { kind: 'cps', model: 'CPS4', atr: '3B9B188001001225006480040100009044', insertion, training: false },
    training: false,
    ...more,
  }
}

/** The same reader, without a card. */
export const emptyReader: SeenReader = { ...readerWithCard(1), status: 'empty', card: null }

/** Shows what it is told, to whoever watches. */
export function shownReaders(readers: readonly SeenReader[]): ShownReaders {
  let state: ReadersState = { service: 'ready', readers }
  const watchers = new Set<(state: ReadersState) => void>()
  return {
    state: () => state,
    show: (changed) => {
      state = { ...state, ...changed }
      for (const watcher of watchers) watcher(state)
    },
    watch: (watcher) => {
      watchers.add(watcher)
      return () => watchers.delete(watcher)
    },
    connect: () => Promise.reject(new CardFailure('reader.absent', 'NOT_SEEN')),
    close: () => Promise.resolve(),
  }
}
