import type { VirtualCard } from '#test/simulators/cards/virtual-card.ts'
import { type PluggedCard, plug } from '#test/simulators/cards/vpcd.ts'
import { type ReaderDaemon, startPcscd } from './pcscd.ts'

/** Two virtual readers under a real daemon, and the hand that puts cards in them. */
export interface VirtualReaders {
  readonly daemon: ReaderDaemon
  /** Puts a card in a slot; the one that was there is taken out first. */
  readonly insert: (card: VirtualCard, slot?: 0 | 1) => Promise<PluggedCard>
  /** Takes out the card of a slot, if any. */
  readonly withdraw: (slot?: 0 | 1) => Promise<void>
  /** Takes every card out and stops the daemon. */
  readonly stop: () => Promise<void>
  readonly [Symbol.asyncDispose]: () => Promise<void>
}

/**
 * Starts the daemon of this process ({@link startPcscd}) with two empty readers. Close what is connected to PC/SC first:
 * stopping takes the daemon away under it.
 */
export async function openVirtualReaders(options: { readonly readerName?: string } = {}): Promise<VirtualReaders> {
  const daemon = await startPcscd(options)
  const plugged: [PluggedCard | null, PluggedCard | null] = [null, null]
  const withdraw = async (slot: 0 | 1 = 0): Promise<void> => {
    await plugged[slot]?.withdraw()
    plugged[slot] = null
  }
  const stop = async (): Promise<void> => {
    await withdraw(0)
    await withdraw(1)
    await daemon.stop()
  }
  return {
    daemon,
    insert: async (card, slot = 0) => {
      await withdraw(slot)
      const inserted = await plug(card, daemon.portOf(slot))
      plugged[slot] = inserted
      return inserted
    },
    withdraw,
    stop,
    [Symbol.asyncDispose]: stop,
  }
}
