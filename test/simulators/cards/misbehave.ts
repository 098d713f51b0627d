import type { VirtualCard } from './virtual-card.ts'

/** What a card may do wrong. */
export type Fault =
  /** Other status bytes than its own, and no data. */
  | { readonly kind: 'status'; readonly status: number }
  /** Only the first bytes of its data, and 9000 as if they were all. */
  | { readonly kind: 'cut'; readonly keep: number }
  /** As many bytes as it would have given, of no meaning, and 9000. */
  | { readonly kind: 'garbage'; readonly seed: number }
  /** Anything at all: 0 to 300 bytes, status bytes included or not. */
  | { readonly kind: 'random'; readonly seed: number }
  | { readonly kind: 'slow'; readonly milliseconds: number }
  | { readonly kind: 'silent' }
  /** Forgets what is selected and the code, as after a reset by another program, and answers then. */
  | { readonly kind: 'reset' }
  /** Taken out while the command is under way. */
  | { readonly kind: 'withdrawn' }

/** A card told to misbehave. */
export interface MisbehavingCard extends VirtualCard {
  /** Lets `after` commands pass, then does `fault` to `times` commands (all the following ones where absent). */
  readonly misbehave: (fault: Fault, when?: { readonly after?: number; readonly times?: number }) => void
  /** As before. */
  readonly behave: () => void
  /** Commands received since it was made, for a test that counts what is asked of a card. */
  readonly commands: () => readonly Uint8Array[]
}

/** The same card, which does what it is told wrong and keeps what it was asked. */
export function misbehaving(card: VirtualCard): MisbehavingCard {
  let planned: { fault: Fault; after: number; times: number; chance: () => number } | null = null
  const received: Uint8Array[] = []
  return {
    atr: card.atr,
    reset: () => {
      card.reset()
    },
    misbehave: (fault, { after = 0, times = Number.POSITIVE_INFINITY } = {}) => {
      planned = { fault, after, times, chance: chanceOf('seed' in fault ? fault.seed : 1) }
    },
    behave: () => {
      planned = null
    },
    commands: () => received,
    transmit: async (command) => {
      received.push(command)
      const plan = planned
      if (plan === null || plan.times === 0) return await card.transmit(command)
      if (plan.after > 0) {
        plan.after -= 1
        return await card.transmit(command)
      }
      plan.times -= 1
      return await wrong(card, command, plan.fault, plan.chance)
    },
  }
}

async function wrong(
  card: VirtualCard,
  command: Uint8Array,
  fault: Fault,
  chance: () => number,
): Promise<Uint8Array | null | 'withdrawn'> {
  if (fault.kind === 'silent') return null
  if (fault.kind === 'withdrawn') return 'withdrawn'
  if (fault.kind === 'status') return Uint8Array.of(fault.status >> 8, fault.status & 0xff)
  if (fault.kind === 'random') return Uint8Array.from({ length: chance() % 301 }, () => chance() & 0xff)
  if (fault.kind === 'reset') card.reset()
  const own = await card.transmit(command)
  if (fault.kind === 'slow') await new Promise((resolve) => setTimeout(resolve, fault.milliseconds))
  if (own === null || own === 'withdrawn') return own
  if (fault.kind === 'cut') return Uint8Array.of(...own.slice(0, Math.min(fault.keep, own.length - 2)), 0x90, 0x00)
  if (fault.kind !== 'garbage') return own
  return Uint8Array.from(own, (_, index) =>
    index < own.length - 2 ? chance() & 0xff : index === own.length - 2 ? 0x90 : 0,
  )
}

/** The same numbers for the same seed (xorshift32). */
function chanceOf(seed: number): () => number {
  let state = seed | 0 || 0x9e37_79b9
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return state >>> 8
  }
}
