import type { DeviceProblem, ProfessionalCard, SeenReader, WorkstationState } from '#app/devices/workstation.ts'

/**
 * What this seat sees of a professional card, from the readers alone:
 * - `absent`: no readers for this page (a browser of another computer); `offline`: they do not answer for now;
 * - `card`: a card that may be a professional one: its certificates say which;
 * - the rest is why there is none.
 */
export type ReaderSight =
  | 'absent'
  | 'offline'
  | 'starting'
  | 'library-absent'
  | 'service-absent'
  | 'service-lost'
  | 'no-reader'
  | 'empty'
  | 'mute'
  | 'in-use'
  | 'unusable'
  | 'vitale'
  | 'card'

/** The same, once the card itself was read. */
export type CardSight = Exclude<ReaderSight, 'card'> | 'reading' | 'ready' | 'blocked' | 'unknown' | DeviceProblem

/** One seat may have a reader for each kind of card: the one nearest to being of use speaks for all. */
const nearestFirst = ['cps', 'other', 'in-use', 'mute', 'empty', 'vitale', 'unusable'] as const

function nearness({ status, card }: SeenReader): (typeof nearestFirst)[number] {
  if (status !== 'card') return status
  if (card?.kind === 'vitale') return 'vitale'
  return card?.kind === 'cps' ? 'cps' : 'other'
}

/** The insertion of the card to read: a professional card where there is one, else one that is not known. */
export function insertionOf(state: WorkstationState | null): number | null {
  const readers = state?.readers ?? []
  const found = readers.find((one) => nearness(one) === 'cps') ?? readers.find((one) => nearness(one) === 'other')
  return found?.card?.insertion ?? null
}

/** What the readers of this seat show. `null`: not known yet. */
export function readerSight(line: 'absent' | 'offline' | 'open', state: WorkstationState | null): ReaderSight {
  if (line !== 'open') return line
  if (state === null) return 'starting'
  const near = new Set(state.readers.map(nearness))
  const best = nearestFirst.find((one) => near.has(one))
  if (best === 'cps' || best === 'other') return 'card'
  // The training reader stands beside a service that may well be absent.
  if (best !== undefined && (best === 'empty' || state.service === 'ready')) return best
  if (state.service === 'ready') return 'no-reader'
  return state.service
}

/** What was last read of a card, beside the insertion it was read for. */
export interface CardRead {
  readonly insertion: number
  readonly card: ProfessionalCard | null
  readonly problem: DeviceProblem | null
}

/** What a person is told of their card: the readers, then what was read of the card that is there now. */
export function cardSight(readers: ReaderSight, insertion: number | null, read: CardRead | null): CardSight {
  if (readers !== 'card') return readers
  if (read === null || read.insertion !== insertion) return 'reading'
  if (read.card !== null) return read.card.pin === 'blocked' ? 'blocked' : 'ready'
  return read.problem === 'card.absent' || read.problem === null ? 'unknown' : read.problem
}
