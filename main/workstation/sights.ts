import { cardModelOf } from '#app/devices/card-models.ts'
import type { SeenReader } from '#app/devices/workstation.ts'
import { readerBits, type ReaderSight } from '#native/pcsc/library.ts'
import type { Insertions } from './ports.ts'

/** A reader as it was last seen, and what tells one insertion from the next. */
export interface FollowedReader {
  readonly seen: SeenReader
  readonly bits: number
}

/** How the virtual readers of vsmartcard are named. What is in one is no card of anybody. */
const virtualReader = /^Virtual PCD\b/

/** What a sight says of a reader, after `before` where it was already followed. Keeps `before.seen` when nothing shows. */
export function followReader(
  before: FollowedReader | undefined,
  sight: ReaderSight,
  insertions: Insertions,
): FollowedReader {
  const { reader: name, bits } = sight
  const training = virtualReader.test(name)
  const isPresent = (bits & readerBits.present) !== 0
  const former = before?.seen.card ?? null
  const atr = Buffer.from(sight.atr).toString('hex').toUpperCase()
  const status = statusOf(bits)
  // The count of events moves with each withdrawal and each insertion: a card replaced between two looks is another one.
  const isSame =
    former !== null && before !== undefined && before.bits >>> 16 === bits >>> 16 && (atr === '' || former.atr === atr)
  const card = !isPresent || status === 'mute' ? null : isSame ? former : { ...cardModelOf(atr), atr, training }
  const seen: SeenReader = {
    name,
    status,
    training,
    card: card === null || 'insertion' in card ? card : { ...card, insertion: insertions.next() },
  }
  const isUnchanged = before !== undefined && before.seen.status === status && before.seen.card === seen.card
  return { seen: isUnchanged ? before.seen : seen, bits }
}

function statusOf(bits: number): SeenReader['status'] {
  if ((bits & (readerBits.unavailable | readerBits.unknown)) !== 0) return 'unusable'
  if ((bits & readerBits.present) === 0) return 'empty'
  if ((bits & readerBits.mute) !== 0) return 'mute'
  return (bits & readerBits.exclusive) === 0 ? 'card' : 'in-use'
}
