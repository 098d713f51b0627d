import type { DeviceProblem, SeenReader } from '#app/devices/workstation.ts'
import type { Token } from './card-module-frames.ts'
import type { ReadersState } from './ports.ts'

/** A professional card, in a reader of PC/SC and in a slot of the module. */
export interface FoundCard {
  readonly token: Token
  readonly insertion: number
  /** `null` where PC/SC tells no reader. */
  readonly reader: string | null
}

/** The same, where an insertion may have no number yet. */
export type Found =
  | (Omit<FoundCard, 'insertion'> & { readonly insertion: number | null })
  | { readonly problem: DeviceProblem }

/**
 * Which slot of the module holds the professional card of the readers: the one inserted last, where there are several.
 *
 * A card that PC/SC does not know by its ATR may be of a newer kind: it is one if the module has a token in its reader.
 * Without any reader told by PC/SC, what the module sees is believed.
 */
export function findCard({ service, readers }: ReadersState, tokens: readonly Token[]): Found {
  if (service !== 'ready' || readers.length === 0) {
    const [token] = tokens
    if (token !== undefined) return { token, insertion: null, reader: null }
    return { problem: service === 'ready' || service === 'starting' ? 'card.absent' : 'readers.unavailable' }
  }
  const cards = readers
    .filter(({ card }) => card !== null && card.kind !== 'vitale')
    .toSorted((one, other) => rank(other) - rank(one))
  for (const reader of cards) {
    const token = tokenIn(reader, cards, tokens)
    if (token !== undefined) return { token, insertion: reader.card?.insertion ?? null, reader: reader.name }
  }
  const there = readers.find(({ card }) => card?.kind === 'cps')
  if (there === undefined) return { problem: readers.some(isTaken) ? 'card.in-use' : 'card.absent' }
  // PC/SC sees it, and the module does not, or not yet.
  return { problem: 'card.unreadable' }
}

/** Known cards before unknown ones, then the last inserted first. */
function rank({ card }: SeenReader): number {
  return (card?.kind === 'cps' ? 2 ** 32 : 0) + (card?.insertion ?? 0)
}

/** The module names its slots as the readers, cut at 64 characters; a single token of a single known card is its own. */
function tokenIn(reader: SeenReader, cards: readonly SeenReader[], tokens: readonly Token[]): Token | undefined {
  const named = tokens.find((token) => token.reader !== '' && reader.name.startsWith(token.reader))
  if (named !== undefined) return named
  const known = cards.filter(({ card }) => card?.kind === 'cps')
  const others = tokens.filter(
    (token) => !cards.some(({ name }) => token.reader !== '' && name.startsWith(token.reader)),
  )
  return known.length === 1 && known[0] === reader && others.length === 1 ? others[0] : undefined
}

function isTaken({ status }: SeenReader): boolean {
  return status === 'in-use'
}
