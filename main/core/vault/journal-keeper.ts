import type { JournalFault, JournalVerdict } from '#app/features/journal/model.ts'
import type { CabinetFile } from '#core/db/cabinet-file.ts'
import type { FoundSeal, SealedHead } from '#core/db/journal-seal.ts'
import { CabinetRefusal } from '#core/db/refusal.ts'
import { readRestorationMark, removeRestorationMark } from '#core/db/restoration-mark.ts'
import { type AuditHead, type AuditLine, auditHead } from '#core/kernel/audit.ts'
import { ChainCheck, type ChainFault, chainLineOf } from '#core/kernel/audit-chain.ts'
import { faultAtOpening, headsToHold, lineageOf } from '#core/kernel/audit-heads.ts'
import { readKeptLines } from '#core/kernel/audit-kept.ts'
import type { CabinetInUse } from '#core/kernel/cabinet-in-use.ts'
import type { JobPlan, JobProgress } from '#core/kernel/jobs.ts'
import { describeError } from '#core/kernel/redact.ts'
import type { AuditEntryTable, CabinetTables } from '#core/kernel/tables.ts'
import type { Ports } from '#core/ports/index.ts'

/** How often, at most, the head is sealed while the cabinet is in use, in ms. */
const sealEveryMs = 5 * 60_000
/** Lines read between two pauses of a verification: some three milliseconds of work. */
const linesAtOnce = 250
/** As many faults are told one by one. */
const mostFaults = 1_000

/** What the journal of an open cabinet is kept by. */
export interface JournalHouse {
  readonly file: CabinetFile<CabinetTables>
  readonly cabinet: CabinetInUse
  readonly ports: Pick<Ports, 'clock' | 'logger'>
  /** Every folder of this computer where backups may be. */
  backupFolders(): Promise<readonly string[]>
}

/** Keeps watch over the journal of the open cabinet: compares and renews its seal, reads it through when asked. */
export class JournalKeeper {
  readonly #house: JournalHouse
  #heads: readonly SealedHead[] = []
  #lineage = ''
  #sealedAt = Number.NEGATIVE_INFINITY
  #verdict: JournalVerdict | null = null
  /** The cabinet is closing: nothing is read through any more. */
  #isOver = false
  #verifying: Promise<unknown> = Promise.resolve()
  /** Sealings follow one another. */
  #turn: Promise<unknown> = Promise.resolve()

  constructor(house: JournalHouse) {
    this.#house = house
  }

  /** The last verdict of this opening, or `null`. */
  get verdict(): JournalVerdict | null {
    return this.#verdict
  }

  /**
   * Compares the journal with its seal, before anything is written in it: what happened while the cabinet was closed is
   * noted in the journal, and so is a restoration by the program. From here on the seal says that the cabinet is open.
   *
   * A seal that cannot be read or written keeps nobody from working: the log of the program says so.
   */
  async begin(): Promise<void> {
    await this.#quietly(async () => {
      const { cabinet, file } = this.#house
      const seal = await file.journalSeal.read()
      this.#heads = seal.state === 'held' ? seal.heads : []
      const isRestored = await this.#noteRestoration()
      const fault = isRestored ? null : await this.#faultAtOpening(seal)
      if (fault !== null) await this.#noteAnomaly(fault)
      this.#lineage = lineageOf(await readKeptLines(cabinet.reader(null)))
      if (isRestored || fault !== null || seal.state !== 'held') await this.#seal(false)
      else if (seal.isClosed) await file.journalSeal.write({ isClosed: false, heads: this.#heads })
      if (isRestored) await removeRestorationMark(file.folder)
      this.#sealedAt = this.#house.ports.clock.elapsedMs()
    })
  }

  /** Seals the head when some minutes have passed. */
  async refresh(): Promise<void> {
    if (this.#house.ports.clock.elapsedMs() - this.#sealedAt < sealEveryMs) return
    await this.#quietly(() => this.seal())
  }

  /** Seals the head now, and returns it: for the backup about to be made. */
  seal(): Promise<AuditHead & { readonly lineage: string }> {
    const sealed = this.#turn
      .catch(() => undefined)
      .then(async () => {
        await this.#mustBeOurs()
        return this.#seal(false)
      })
    this.#turn = sealed
    return sealed
  }

  /** Seals the head for the last time: what follows it was not written by this program. */
  async end(): Promise<void> {
    this.#isOver = true
    await this.#verifying.catch(() => undefined)
    await this.#turn.catch(() => undefined)
    await this.#quietly(async () => {
      await this.#mustBeOurs()
      await this.#seal(true)
    })
  }

  /** The journal read from its first line to its last and compared with what is sealed elsewhere, as a background work. */
  verifyPlan(): JobPlan {
    return {
      kind: 'verify',
      canPause: true,
      canCancel: true,
      run: async (progress) => {
        const verifying = this.#verify(progress)
        this.#verifying = verifying
        this.#verdict = await verifying
        return {}
      },
    }
  }

  async #verify(progress: JobProgress): Promise<JournalVerdict> {
    const { cabinet, file, ports } = this.#house
    const seal = await file.journalSeal.read()
    const backups = await Promise.all((await this.#house.backupFolders()).map((folder) => file.headsInBackups(folder)))
    const kept = await readKeptLines(cabinet.reader(null))
    const all = [...(seal.state === 'held' ? seal.heads : []), ...backups.flat()]
    const sealedThrough = await this.#sealedThrough()
    const heads = headsToHold(all, kept)
    const check = new ChainCheck({ kept, heads, sealedThrough: sealedThrough ?? 0 })
    await this.#readThrough(check, progress)
    const { lines, head, faults } = check.end()
    const now = ports.clock.now()
    const shown = [...faults, ...sealFaults(seal, sealedThrough, head)]
    return {
      lines,
      head,
      seals: heads.length,
      seal: sealWord(seal, sealedThrough),
      faults: shown.slice(0, mostFaults).map((fault): JournalFault => ({ ...fault })),
      faultCount: shown.length,
      restorations: kept.restorations.map(({ sequence, at, takenAt }) => ({ sequence, at, takenAt })),
      verifiedAt: now,
    }
  }

  /** On a connection of its own, which sees one state of the journal whatever is written meanwhile. */
  async #readThrough(check: ChainCheck, progress: JobProgress): Promise<void> {
    const reader = this.#house.file.openReader()
    try {
      reader.exec('begin')
      const total = Number(reader.prepare('select count(*) from audit_entry').pluck().get())
      const next = reader.prepare('select * from audit_entry where sequence > ? order by sequence limit ?')
      let done = 0
      for (let last = Number.NEGATIVE_INFINITY; ; ) {
        progress.signal.throwIfAborted()
        if (this.#isOver) throw new CabinetRefusal('cabinet.busy', {})
        await progress.whenRunning()
        const rows = next.all(last === Number.NEGATIVE_INFINITY ? -1e15 : last, linesAtOnce) as AuditEntryTable[]
        const end = rows.at(-1)
        if (end === undefined) return
        for (const row of rows) check.add(chainLineOf(row))
        last = end.sequence
        done += rows.length
        progress.at('verifying', done, total, 'lines')
        await new Promise((resume) => setImmediate(resume))
      }
    } finally {
      reader.close()
    }
  }

  /** The seal is this program's alone while the cabinet is open: another hand in it is noted. */
  async #mustBeOurs(): Promise<void> {
    const found = await this.#house.file.journalSeal.read()
    const last = this.#heads.at(-1)
    if (last === undefined) return
    const { sequence } = await auditHead(this.#house.cabinet.reader(null))
    if (found.state === 'absent') await this.#noteAnomaly({ kind: 'seal-missing', sequence, to: null })
    else if (found.state === 'altered' || found.heads.at(-1)?.digest !== last.digest) {
      await this.#noteAnomaly({ kind: 'seal-altered', sequence, to: null })
    }
  }

  async #seal(isClosed: boolean): Promise<AuditHead & { readonly lineage: string }> {
    const { cabinet, file, ports } = this.#house
    const sealedAt = ports.clock.now()
    const row = (sequence: number) => ({ sequence, sealed_at: sealedAt })
    const head = await cabinet.sealedHead(
      async (db, { sequence }) => {
        await db
          .insertInto('journal_seal')
          .values({ only_row: 1, ...row(sequence) })
          .onConflict((conflict) => conflict.column('only_row').doUpdateSet(row(sequence)))
          .execute()
      },
      { isLast: isClosed },
    )
    const sealed = { ...head, lineage: this.#lineage }
    const last = this.#heads.at(-1)
    const isNew = last?.sequence !== head.sequence || last.digest !== head.digest
    const heads = isNew ? [...this.#heads, { ...sealed, sealedAt }] : this.#heads
    await file.journalSeal.write({ isClosed, heads })
    this.#heads = heads
    this.#sealedAt = ports.clock.elapsedMs()
    return sealed
  }

  /** Writes the line of a restoration whose cabinet opens for the first time; false when there was none to write. */
  async #noteRestoration(): Promise<boolean> {
    const { cabinet, file } = this.#house
    const mark = await readRestorationMark(file.folder)
    if (mark === null) return false
    const { restorationId, takenAt, restoredAt, fileName } = mark
    const known = await cabinet
      .reader(null)
      .selectFrom('journal_lineage')
      .select('sequence')
      .where('restoration_id', '=', restorationId)
      .executeTakeFirst()
    if (known !== undefined) return true
    await cabinet.transaction(
      null,
      async () => undefined,
      async (db) => {
        const line = this.#line('cabinet.restored', { takenAt, restoredAt, fileName })
        const { sequence, digest } = await cabinet.append(db, line)
        await db.insertInto('journal_lineage').values({ sequence, digest, restoration_id: restorationId }).execute()
      },
    )
    return true
  }

  async #faultAtOpening(seal: FoundSeal): Promise<Omit<ChainFault, 'noticedAt'> | null> {
    const db = this.#house.cabinet.reader(null)
    return faultAtOpening({
      seal,
      sealedThrough: await this.#sealedThrough(),
      head: await auditHead(db),
      kept: await readKeptLines(db),
      digestAt: async (sequence) => {
        const line = await db
          .selectFrom('audit_entry')
          .select('digest')
          .where('sequence', '=', sequence)
          .executeTakeFirst()
        return line?.digest ?? null
      },
      holds: async (digest) => {
        const line = await db
          .selectFrom('audit_entry')
          .select('sequence')
          .where('digest', '=', digest)
          .executeTakeFirst()
        return line !== undefined
      },
    })
  }

  async #noteAnomaly(fault: Omit<ChainFault, 'noticedAt'>): Promise<void> {
    await this.#house.cabinet.appendAlone(this.#line('journal.anomaly', { ...fault }), 'power-cut')
  }

  async #sealedThrough(): Promise<number | null> {
    const db = this.#house.cabinet.reader(null)
    const row = await db.selectFrom('journal_seal').select('sequence').executeTakeFirst()
    return row?.sequence ?? null
  }

  #line(act: string, details: AuditLine['details']): AuditLine {
    return {
      at: this.#house.ports.clock.now(),
      act,
      outcome: 'done',
      problem: null,
      operation: 'service.journal-check',
      actor_user_id: null,
      service: 'journal-check',
      seat: '',
      session_id: null,
      patient_id: null,
      subject_id: null,
      details,
    }
  }

  async #quietly(work: () => Promise<unknown>): Promise<void> {
    try {
      await work()
    } catch (error) {
      this.#house.ports.logger.write({ level: 'warning', event: 'journal.seal', fields: describeError(error) })
    }
  }
}

function sealWord(seal: FoundSeal, sealedThrough: number | null): JournalVerdict['seal'] {
  if (seal.state === 'absent') return sealedThrough === null ? 'none-yet' : 'missing'
  return seal.state
}

function sealFaults(seal: FoundSeal, sealedThrough: number | null, { sequence }: AuditHead): readonly ChainFault[] {
  const word = sealWord(seal, sealedThrough)
  if (word === 'held' || word === 'none-yet') return []
  return [{ kind: word === 'missing' ? 'seal-missing' : 'seal-altered', sequence, to: null, noticedAt: null }]
}
