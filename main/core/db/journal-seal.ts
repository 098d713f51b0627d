import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'
import { join } from 'node:path'
import { z } from 'zod'
import { readIfPresent, writeWhole } from './atomic-file.ts'
import type { CabinetKey } from './keyslots.ts'

/** The file beside the database that remembers how far the journal went. */
export const journalSealFile = 'journal.seal'

const sealedHead = z.strictObject({
  sequence: z.int().min(0),
  digest: z.string().length(64),
  sealedAt: z.iso.datetime({ precision: 3 }),
  lineage: z.string().max(64),
})

/**
 * A head of the journal as it was sealed beside the file or in a backup. `lineage`: the restoration the journal continued
 * then, as the digest of its line, or empty for none.
 */
export type SealedHead = z.infer<typeof sealedHead>

const seal = z.strictObject({
  format: z.literal('cabinet-ouvert journal'),
  version: z.literal(1),
  cabinetId: z.uuid(),
  /** The cabinet was closed after the last head: whatever follows it was not written by this program. */
  isClosed: z.boolean(),
  heads: z.array(sealedHead).min(1).max(1_000),
})

/** What the seal says. Heads are the oldest first. */
export interface SealedJournal {
  readonly isClosed: boolean
  readonly heads: readonly SealedHead[]
}

/** What is found where the seal should be. */
export type FoundSeal =
  | { readonly state: 'absent' }
  | { readonly state: 'altered' }
  | ({ readonly state: 'held' } & SealedJournal)

/** A seal has some hundreds of heads of some 200 bytes; more than this is not one. */
const largestSealBytes = 1 << 20

/**
 * The seal of an open cabinet's journal: its heads, authenticated under a key that only who unlocks the cabinet has. The
 * master key's, not the data key's: a rekeying leaves it true, and whoever holds the database's key alone cannot forge it.
 */
export class JournalSeal {
  readonly #path: string
  readonly #key: CabinetKey

  constructor(folder: string, key: CabinetKey) {
    this.#path = join(folder, journalSealFile)
    this.#key = key
  }

  /** Reads it. What is not whole, not ours, or of another cabinet counts as altered. */
  async read(): Promise<FoundSeal> {
    const bytes = await readIfPresent(this.#path, largestSealBytes)
    if (bytes === null) return { state: 'absent' }
    const [body = '', mac = ''] = Buffer.from(bytes).toString('utf8').split('\n')
    const held = Buffer.from(mac, 'hex')
    const right = this.#macOf(body)
    if (held.byteLength !== right.byteLength || !timingSafeEqual(held, right)) return { state: 'altered' }
    const parsed = seal.safeParse(JSON.parse(body))
    if (!parsed.success || parsed.data.cabinetId !== this.#key.cabinetId) return { state: 'altered' }
    return { state: 'held', isClosed: parsed.data.isClosed, heads: parsed.data.heads }
  }

  /** Writes it, whole or not at all. Of many heads, those that {@link headsToKeep} chooses are written. */
  async write({ isClosed, heads }: SealedJournal): Promise<void> {
    const { cabinetId } = this.#key
    const kept = headsToKeep(heads)
    const body = JSON.stringify(
      seal.parse({ format: 'cabinet-ouvert journal', version: 1, cabinetId, isClosed, heads: kept }),
    )
    await writeWhole(this.#path, Buffer.from(`${body}\n${this.#macOf(body).toString('hex')}\n`))
  }

  #macOf(body: string): Buffer {
    const key = Buffer.from(hkdfSync('sha256', this.#key.master, new Uint8Array(0), 'cabinet-ouvert journal seal', 32))
    try {
      return createHmac('sha256', key).update(body).digest()
    } finally {
      key.fill(0)
    }
  }
}

/** Heads of the present days, then one for each day, then one for each month: enough to tell since when lines differ. */
export function headsToKeep(heads: readonly SealedHead[]): readonly SealedHead[] {
  const latest = heads.slice(-50)
  const older = heads.slice(0, -50)
  const byDay = new Map(older.map((head) => [head.sealedAt.slice(0, 10), head]))
  const days = [...byDay.values()].slice(-60)
  const byMonth = new Map([...byDay.values()].slice(0, -60).map((head) => [head.sealedAt.slice(0, 7), head]))
  return [...[...byMonth.values()].slice(-600), ...days, ...latest]
}
