import type { WriteDb } from '#core/kernel/tables.ts'

/** Room left between two neighbours when places are given afresh; 2^53 of them hold 8 million patients so. */
export const placeStep = 2 ** 30
/** Neighbours moved apart when two of them touch. */
const neighbourhood = 200

/**
 * A free place for a newcomer, in the order of the list. When its two neighbours touch, a few records around them are
 * moved apart first, in the search index too.
 */
export async function findPlace(db: WriteDb, orderKey: string): Promise<number> {
  const place = between(await neighbours(db, orderKey))
  if (place !== null) return place
  await makeRoom(db, orderKey)
  const made = between(await neighbours(db, orderKey))
  if (made === null) throw new Error('no room was made in the order of the list')
  return made
}

interface Neighbours {
  readonly before: number | null
  readonly after: number | null
}

async function neighbours(db: WriteDb, orderKey: string): Promise<Neighbours> {
  const before = await db
    .selectFrom('patient_order')
    .select('place')
    .where('order_key', '<=', orderKey)
    .orderBy('order_key', 'desc')
    .orderBy('place', 'desc')
    .limit(1)
    .executeTakeFirst()
  const after = await db
    .selectFrom('patient_order')
    .select('place')
    .where('place', '>', before === undefined ? Number.MIN_SAFE_INTEGER : before.place)
    .orderBy('place')
    .limit(1)
    .executeTakeFirst()
  return {
    before: before === undefined ? null : Number(before.place),
    after: after === undefined ? null : Number(after.place),
  }
}

function between({ before, after }: Neighbours): number | null {
  if (before === null && after === null) return 0
  if (before === null) return (after ?? 0) - placeStep
  if (after === null) return before + placeStep
  const middle = before + Math.floor((after - before) / 2)
  return middle === before ? null : middle
}

/** Spreads the records that follow this key over the room up to the first neighbour left in place. */
async function makeRoom(db: WriteDb, orderKey: string): Promise<void> {
  const { before } = await neighbours(db, orderKey)
  if (before === null) return
  const moved = await db
    .selectFrom('patient_order')
    .selectAll()
    .where('place', '>', before)
    .orderBy('place')
    .limit(neighbourhood)
    .execute()
  const last = Number(moved.at(-1)?.place ?? before)
  const next = await db
    .selectFrom('patient_order')
    .select('place')
    .where('place', '>', last)
    .orderBy('place')
    .limit(1)
    .executeTakeFirst()
  const end = next === undefined ? last + placeStep * (moved.length + 1) : Number(next.place)
  const step = Math.floor((end - before) / (moved.length + 1))
  const indexed = await db
    .selectFrom('patient_search')
    .select(['rowid', 'tokens'])
    .where('rowid', '>', before)
    .where('rowid', '<=', last)
    .execute()
  const tokens = new Map(indexed.map((row) => [Number(row.rowid), row.tokens]))
  await db.deleteFrom('patient_search').where('rowid', '>', before).where('rowid', '<=', last).execute()
  await db.deleteFrom('patient_order').where('place', '>', before).where('place', '<=', last).execute()
  for (const [index, row] of moved.entries()) {
    const place = before + step * (index + 1)
    await db
      .insertInto('patient_order')
      .values({ ...row, place })
      .execute()
    await db
      .insertInto('patient_search')
      .values({ rowid: place, tokens: tokens.get(Number(row.place)) ?? '' })
      .execute()
  }
}

/** Places for many newcomers at once: in order among those already there, spread evenly in each gap. */
export function placesForMany(
  existing: readonly { readonly place: number; readonly orderKey: string }[],
  newcomers: readonly string[],
): number[] | null {
  const order = newcomers
    .map((_, index) => index)
    .toSorted((a, b) => compare(newcomers[a] ?? '', newcomers[b] ?? '') || a - b)
  const places = Array.from({ length: newcomers.length }, () => 0)
  let at = 0
  let from = 0
  while (from < order.length) {
    const key = newcomers[order[from] ?? 0] ?? ''
    while (at < existing.length && compare(existing[at]?.orderKey ?? '', key) <= 0) at += 1
    const after = existing[at]
    const to = endOfGap(order, newcomers, from, after?.orderKey)
    const count = to - from
    const before = existing[at - 1]?.place ?? (after === undefined ? 0 : after.place - placeStep * (count + 1))
    const end = after?.place ?? before + placeStep * (count + 1)
    const step = Math.floor((end - before) / (count + 1))
    if (step < 1) return null
    for (let index = from; index < to; index += 1) places[order[index] ?? 0] = before + step * (index - from + 1)
    from = to
  }
  return places
}

/** The first newcomer, from `from` on, that comes after the neighbour of this key; all of them when there is none. */
function endOfGap(
  order: readonly number[],
  newcomers: readonly string[],
  from: number,
  afterKey: string | undefined,
): number {
  if (afterKey === undefined) return order.length
  let to = from + 1
  while (to < order.length && compare(newcomers[order[to] ?? 0] ?? '', afterKey) < 0) to += 1
  return to
}

/** As the database compares texts of letters and digits: by code. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
