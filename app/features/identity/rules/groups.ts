/** Goes on with a 32-bit FNV-1a hash over the UTF-16 code units of a text. Begin with {@link hashStart}. */
export function hashOn(hash: number, text: string): number {
  let next = hash
  for (let at = 0; at < text.length; at += 1) next = Math.imul(next ^ text.charCodeAt(at), 0x01000193)
  return next
}

/** Where a hash begins. */
export const hashStart = 0x811c9dc5

/**
 * The groups of two and more that are the same, in the order of their first one; an item whose hash is `null` is in none.
 * Things that are the same must have the same hash.
 *
 * A table of numbers, where a map would make a text and a list for each of a hundred thousand patients: measured five
 * times faster, and nothing is left to collect.
 */
export function groupsOfSame<Item>(
  items: readonly Item[],
  hash: (item: Item) => number | null,
  same: (a: Item, b: Item) => boolean,
): Item[][] {
  let size = 16
  while (size < items.length * 2) size *= 2
  // Per slot, the first item of a group, and per item the last and the next of its group; all are places plus one.
  const heads = new Int32Array(size)
  const tails = new Int32Array(items.length)
  const nexts = new Int32Array(items.length)
  const found: number[] = []
  for (let place = 0; place < items.length; place += 1) {
    const item = items[place]
    const hashed = item === undefined ? null : hash(item)
    if (item === undefined || hashed === null) continue
    let slot = (hashed ^ (hashed >>> 15)) & (size - 1)
    for (;;) {
      const head = heads[slot] ?? 0
      // Place 0 is nobody's: an array is never read before its beginning, which is slow.
      const first = head === 0 ? undefined : items[head - 1]
      if (first === undefined) {
        heads[slot] = place + 1
        tails[place] = place + 1
        break
      }
      if (same(first, item)) {
        const tail = tails[head - 1] ?? head
        if (tail === head) found.push(head)
        nexts[tail - 1] = place + 1
        tails[head - 1] = place + 1
        break
      }
      slot = (slot + 1) & (size - 1)
    }
  }
  return found.toSorted((a, b) => a - b).map((head) => chain(items, nexts, head))
}

function chain<Item>(items: readonly Item[], nexts: Int32Array, head: number): Item[] {
  const group: Item[] = []
  for (let place = head; place !== 0; place = nexts[place - 1] ?? 0) {
    const item = items[place - 1]
    if (item !== undefined) group.push(item)
  }
  return group
}
