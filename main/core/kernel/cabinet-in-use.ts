import type { Kysely, Transaction } from 'kysely'
import type { Ports } from '#core/ports/index.ts'
import { type AuditHead, type AuditLine, auditHead, type ClassifyAct, JournalWriter } from './audit.ts'
import { purgeReceipts } from './receipts.ts'
import type { BoundTables } from './scope.ts'
import { scopedHandle, type Viewer } from './scoped-handle.ts'
import type { CabinetTables, ReadDb, WriteDb } from './tables.ts'
import type { OpenCabinetInfo } from './vault.ts'
import { type Actor, openedAt } from './work.ts'

/** Reads a user as an actor, or `null` when they may not act: unknown, closed, or past their last day. */
export type FindActor = (db: ReadDb, userId: string, today: string) => Promise<Actor | null>

/** The connections of an open file that the kernel needs. */
export interface CabinetConnections {
  readonly reader: Kysely<CabinetTables>
  readonly writer: Kysely<CabinetTables>
  /** Ends when what was committed is on the disk for good. */
  flush(): Promise<void>
}

/** Tables whose rows decide what users may do and whom they see. */
const decidesRights = /^(?:person$|role|access_group|emergency_access$|setting$)/

/** When the last line of the journal is on the disk. */
type Durability = 'power-cut' | 'process-end'

/** The cabinet that is open on this core: the only place where its connections are touched. */
export class CabinetInUse {
  readonly info: OpenCabinetInfo
  readonly #connections: CabinetConnections
  readonly #bound: BoundTables
  readonly #findActor: FindActor
  readonly #clock: Ports['clock']
  readonly #journal: JournalWriter
  /** The journal was sealed for the last time: a line after its seal would look like somebody else's. */
  #isSealed = false
  readonly #actors = new Map<string, Promise<Actor | null>>()
  readonly #unlimited: ReadDb
  /** One handle for each actor as read: read again, they may see other patients. */
  readonly #readers = new WeakMap<Actor, ReadDb>()

  constructor(
    info: OpenCabinetInfo,
    connections: CabinetConnections,
    bound: BoundTables,
    findActor: FindActor,
    clock: Ports['clock'],
    classify: ClassifyAct,
  ) {
    this.info = info
    this.#connections = connections
    this.#bound = bound
    this.#findActor = findActor
    this.#clock = clock
    this.#journal = new JournalWriter(classify)
    this.#unlimited = scopedHandle(connections.reader, bound, null)
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
    if (viewer === null || viewer.seesAll) return this.#unlimited
    const handle =
      this.#readers.get(viewer) ?? scopedHandle(this.#connections.reader, this.#bound, this.#viewerOf(viewer))
    this.#readers.set(viewer, handle)
    return handle
  }

  /** One transaction limited to what `viewer` may see. `last` runs at its end, unlimited: the journal. */
  async transaction<T>(
    viewer: Actor | null,
    change: (db: WriteDb) => Promise<T>,
    last: (db: Kysely<CabinetTables>, result: T) => Promise<void>,
  ): Promise<T> {
    let rightsChanged = false
    const noteTable = (table: string) => {
      rightsChanged ||= decidesRights.test(table)
    }
    try {
      return await this.#inTransaction('power-cut', async (transaction) => {
        // One sight from the first statement to the last: an emergency access that ended in between would leave half a change.
        const begunAt = this.#clock.now()
        const sight = viewer === null ? null : this.#viewerOf(viewer, () => begunAt)
        const done = await change(scopedHandle<CabinetTables>(transaction, this.#bound, sight, noteTable))
        await last(transaction, done)
        return done
      })
    } finally {
      // Here, where no handler can forget it, and whatever the disk says after the commit: whoever lost a right has lost it
      // before the answer leaves.
      if (rightsChanged) this.forgetActors()
    }
  }

  /**
   * Writes a line of the journal by itself: a reading, a refusal.
   *
   * For a reading, `process-end` lets the disk take its time: the line survives the end of the process, and every later
   * write carries it to the disk. A power cut may lose the last readings, never a write nor its line; asking the disk
   * at each letter typed in a search would cost 2 to 20 ms each.
   */
  async appendAlone(line: AuditLine, durability: Durability): Promise<void> {
    await this.#inTransaction(durability, (transaction) => this.append(transaction, line))
  }

  /** Adds a line to the journal inside a transaction of {@link transaction}. */
  append(transaction: Kysely<CabinetTables>, line: AuditLine): Promise<AuditHead> {
    return this.#journal.append(transaction, line)
  }

  /**
   * The last line of the journal, on the disk for good when this returns: `note` is written with it, in one transaction.
   * With `isLast`, nothing is written after it: whatever still waits for its turn is refused.
   */
  sealedHead(
    note: (db: Kysely<CabinetTables>, head: AuditHead) => Promise<void>,
    { isLast }: { readonly isLast: boolean },
  ): Promise<AuditHead> {
    return this.#inTransaction('power-cut', async (transaction) => {
      const head = await auditHead(transaction)
      await note(transaction, head)
      this.#isSealed = isLast
      return head
    })
  }

  /** One transaction of the writer, on the disk for good when this returns, or as soon as the disk has time for it. */
  async #inTransaction<T>(
    durability: Durability,
    work: (transaction: Transaction<CabinetTables>) => Promise<T>,
  ): Promise<T> {
    const result = await this.#connections.writer.connection().execute((connection) => {
      if (this.#isSealed) throw new Error('the cabinet closes: its journal is sealed')
      return this.#journal.during(() => connection.transaction().execute(work))
    })
    // Nobody waits for the disk but whoever asked for this: the next transaction is under way meanwhile.
    if (durability === 'power-cut') await this.#connections.flush()
    return result
  }

  /** Drops the receipts of commands done before an instant. */
  async dropReceipts(before: string): Promise<void> {
    await purgeReceipts(this.#connections.writer, before)
  }

  /**
   * Whether an actor may see a patient; false as well when there is no such patient. A record out of sight costs the same
   * question as one that does not exist: nothing is learnt from the time it takes.
   */
  async mayFind(viewer: Actor | null, patientId: string): Promise<boolean> {
    const mayKnow = await this.whoSees(patientId)
    return viewer !== null && mayKnow(viewer)
  }

  /** Who sees a patient, in one question however many are asked about; nobody, when there is no such patient. */
  async whoSees(patientId: string): Promise<(actor: Actor) => boolean> {
    const groupIds = await this.#groupsOf(patientId)
    const now = this.#clock.now()
    // Every patient is in « Public »: who is in no group is not there.
    if (groupIds.length === 0) return () => false
    return (actor) =>
      actor.seesAll ||
      groupIds.some((groupId) => actor.groupIds.includes(groupId)) ||
      openedAt(actor, now).includes(patientId)
  }

  async #groupsOf(patientId: string): Promise<readonly string[]> {
    const rows = await (this.#connections.reader as unknown as Kysely<GroupRows>)
      .selectFrom('patient_access_group')
      .select('access_group_id')
      .where('patient_id', '=', patientId)
      .execute()
    return rows.map((row) => row.access_group_id)
  }

  #viewerOf(actor: Actor, now = () => this.#clock.now()): Viewer {
    if (actor.seesAll) return null
    const { groupIds, emergencies } = actor
    // Nothing is asked at each query of an actor without emergency access.
    if (emergencies.length === 0) return { groupIds }
    return { groupIds, opened: () => openedAt(actor, now()) }
  }
}

interface GroupRows {
  patient_access_group: { patient_id: string; access_group_id: string }
}
