import { type Kysely, sql } from 'kysely'
import { type AuditLine, appendAudit } from './audit.ts'
import type { BoundTables } from './scope.ts'
import { scopedHandle } from './scoped-handle.ts'
import type { CabinetTables, ReadDb, WriteDb } from './tables.ts'
import type { OpenCabinetInfo } from './vault.ts'
import type { Actor } from './work.ts'

/** Reads a user as an actor, or `null` when they may not act: unknown, closed, or past their last day. */
export type FindActor = (db: ReadDb, userId: string, today: string) => Promise<Actor | null>

/** The connections of an open file that the kernel needs. */
export interface CabinetConnections {
  readonly reader: Kysely<CabinetTables>
  readonly writer: Kysely<CabinetTables>
}

/** When the last line of the journal is on the disk. */
type Durability = 'power-cut' | 'process-end'

/** The cabinet that is open on this core: the only place where its connections are touched. */
export class CabinetInUse {
  readonly info: OpenCabinetInfo
  readonly #connections: CabinetConnections
  readonly #bound: BoundTables
  readonly #findActor: FindActor
  readonly #actors = new Map<string, Promise<Actor | null>>()
  readonly #readers = new Map<string, Kysely<CabinetTables>>()

  constructor(info: OpenCabinetInfo, connections: CabinetConnections, bound: BoundTables, findActor: FindActor) {
    this.info = info
    this.#connections = connections
    this.#bound = bound
    this.#findActor = findActor
  }

  /** A user as an actor, read once and kept until `forgetActors`. `today` is local, `2026-11-22`. */
  actor(userId: string, today: string): Promise<Actor | null> {
    const key = `${userId} ${today}`
    const found = this.#actors.get(key) ?? this.#findActor(this.reader(null), userId, today)
    this.#actors.set(key, found)
    found.catch(() => this.#actors.delete(key))
    return found
  }

  /** Reads users again at their next operation. */
  forgetActors(): void {
    this.#actors.clear()
  }

  /** A handle that reads what `viewer` may see; `null` for the core itself. */
  reader(viewer: Actor | null): ReadDb {
    const userId = viewer === null || viewer.seesAll ? '' : viewer.userId
    const handle =
      this.#readers.get(userId) ??
      scopedHandle(this.#connections.reader, this.#bound, userId === '' ? null : { userId })
    this.#readers.set(userId, handle)
    return handle
  }

  /** One transaction limited to what `viewer` may see. `last` runs at its end, unlimited: the journal. */
  transaction<T>(
    viewer: Actor | null,
    change: (db: WriteDb) => Promise<T>,
    last: (db: Kysely<CabinetTables>, result: T) => Promise<void>,
  ): Promise<T> {
    const bound = viewer === null || viewer.seesAll ? null : { userId: viewer.userId }
    return this.#connections.writer.transaction().execute(async (transaction) => {
      const result = await change(scopedHandle<CabinetTables>(transaction, this.#bound, bound))
      await last(transaction, result)
      return result
    })
  }

  /**
   * Writes a line of the journal by itself: a reading, a refusal.
   *
   * For a reading, `process-end` lets the disk take its time: the line survives the end of the process, and every later
   * write carries it to the disk. A power cut may lose the last readings, never a write nor its line; asking the disk
   * at each letter typed in a search would cost 2 to 20 ms each.
   */
  async appendAlone(line: AuditLine, durability: Durability): Promise<void> {
    await this.#connections.writer.connection().execute(async (connection) => {
      if (durability === 'power-cut') return connection.transaction().execute((db) => appendAudit(db, line))
      await sql`pragma synchronous = normal`.execute(connection)
      try {
        return await connection.transaction().execute((db) => appendAudit(db, line))
      } finally {
        await sql`pragma synchronous = full`.execute(connection)
      }
    })
  }

  /** Whether an actor may see a patient; false as well when there is no such patient. */
  async mayFind(viewer: Actor | null, patientId: string): Promise<boolean> {
    const own = [...this.#bound].find(([, patient]) => patient.own === true)
    if (own === undefined) return false
    const [table, { column }] = own
    const found = await (this.reader(viewer) as unknown as Kysely<Record<string, Record<string, string>>>)
      .selectFrom(table)
      .select(column)
      .where(column, '=', patientId)
      .limit(1)
      .executeTakeFirst()
    return found !== undefined
  }
}
