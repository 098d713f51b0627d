import { nextBackupDueAt } from '#app/features/backups/rules.ts'
import { emergenciesOver } from '#core/features/access/index.ts'
import { findLastVerified, readBackupSettings } from '#core/features/backups/index.ts'
import { refreshListsIfDue, type RevokedCard, settleCardSlots } from '#core/features/cards/index.ts'
import { expiredLines } from '#core/features/journal/index.ts'
import { isSweepAsked, sweepStep } from '#core/features/record/index.ts'
import { readCabinetSettings } from '#core/features/settings/index.ts'
import { type Caller, dropOldExchanges } from '#core/features/teleservices/index.ts'
import { nightRun, runPlan } from '#core/features/verification/index.ts'
import { receiptMs } from './kernel/receipts.ts'
import { emptyExpired } from './kernel/audit-retention.ts'
import { describeError } from './kernel/redact.ts'
import type { CabinetInUse } from './kernel/cabinet-in-use.ts'
import type { JobBoard } from './kernel/job-board.ts'
import type { Seat, SessionTable } from './kernel/session-table.ts'
import type { Vault } from './kernel/vault.ts'
import type { Ports } from './ports/index.ts'

/** How often seats left alone and backups due are looked for, in ms. */
const roundMs = 10_000
/** After a scheduled backup failed, how long before trying again, in ms. */
const afterFailureMs = 15 * 60_000

/** How long after opening the file is read through, in ms: the person's first minutes are not disturbed. */
const checkAfterMs = 90_000

/** How often receipts of commands, and traces of calls, past their time are dropped, in ms. */
const betweenPurgesMs = 3_600_000

/** How long after opening revocation lists that are due are asked for, and how long before looking again, in ms. */
const listsAfterMs = 60_000
const betweenListsMs = 3_600_000

/** How long after opening identities that are due are looked for, before looking again, and after a call that failed, in ms. */
const nightAfterMs = 30_000
const betweenNightsMs = 60_000
const afterTroubleMs = 15 * 60_000

/** Between two lookings for lines of the journal whose time is over, in ms. */
const betweenEmptyingsMs = 24 * 60 * 60_000
/** Emptyings of one round: a thousand lines each. What is left goes on at the next round. */
const emptyingsAtOnce = 5
/** Steps of one round that sweep the search index: a second of writing in all, between which others write. */
const sweepsAtOnce = 20

/** What the upkeep needs of the core. */
export interface UpkeepHouse {
  readonly ports: Ports
  readonly sessions: SessionTable
  readonly jobs: JobBoard
  cabinet(): CabinetInUse | null
  vault(): Vault
  /** The service that calls the Assurance Maladie when nobody asks. */
  nightCaller(cabinet: CabinetInUse): Caller
  /** Tells who had a record opened in an emergency, and who sees it, that the time is over. */
  emergencyOver(patientId: string, userId: string): void
  /** Ends the sessions of cards that a list has just told revoked, and tells screens that lists are others. */
  listsChanged(revoked: readonly RevokedCard[]): void
  /** Reads the open file through, and makes it known when it is damaged. Never throws. */
  checkFile(): Promise<void>
  /** Seals the head of the journal when some minutes have passed. Never throws. */
  refreshSeal(): Promise<void>
}

/** What the core does by itself: locks seats left alone, makes the backups that are due, reads the file through once. */
export class Upkeep {
  readonly #house: UpkeepHouse
  #stop: (() => void) | null = null
  #isUnderWay = false
  #round: Promise<void> = Promise.resolve()
  #failedAt = Number.NEGATIVE_INFINITY
  #settled: CabinetInUse | null = null
  #emptied: { readonly of: CabinetInUse | null; readonly dueAt: number } = { of: null, dueAt: 0 }
  #receiptsAt = Number.NEGATIVE_INFINITY
  #check: { readonly of: CabinetInUse; readonly dueAt: number; isDone: boolean } | null = null
  #toldUntil: string
  #lists: { readonly of: CabinetInUse; dueAt: number; underWay: AbortController | null } | null = null
  #asking: Promise<void> = Promise.resolve()
  #night: { readonly of: CabinetInUse; dueAt: number; lookedAt: string | null; isUnderWay: boolean } | null = null
  #verifying: Promise<void> = Promise.resolve()

  constructor(house: UpkeepHouse) {
    this.#house = house
    this.#toldUntil = house.ports.clock.now()
  }

  start(): void {
    this.#stop = this.#house.ports.timers.every(roundMs, () => {
      if (!this.#isUnderWay) this.#round = this.#turn()
      return this.settled()
    })
  }

  stop(): void {
    this.#stop?.()
    this.#stop = null
    this.#lists?.underWay?.abort()
  }

  /** Ends with the round under way, if any, and with what is asked beside it. */
  async settled(): Promise<void> {
    await this.#round
    await this.#asking
    await this.#verifying
  }

  /** A round may last as long as a backup; the next one waits for its own turn of the timer. */
  async #turn(): Promise<void> {
    this.#isUnderWay = true
    try {
      await this.#look()
    } catch (error) {
      this.#log(error)
    } finally {
      this.#isUnderWay = false
    }
  }

  async #look(): Promise<void> {
    const cabinet = this.#house.cabinet()
    if (cabinet === null) return
    await this.#lockIdleSeats(cabinet)
    await this.#tellEmergenciesOver(cabinet)
    await this.#dropWhatIsOver(cabinet)
    await this.#keepJournal(cabinet)
    await this.#settleCards(cabinet)
    await this.#sweepIndex(cabinet)
    this.#askForLists(cabinet)
    this.#verifyIdentities(cabinet)
    if (this.#stop !== null) await this.#backUpIfDue()
    if (this.#stop !== null) await this.#checkOnce(cabinet)
  }

  /** At each opening and once a day, empties the lines whose time is over; then has the head sealed when it is due. */
  async #keepJournal(cabinet: CabinetInUse): Promise<void> {
    const { clock } = this.#house.ports
    const isDue = this.#emptied.of !== cabinet || clock.elapsedMs() >= this.#emptied.dueAt
    if (isDue && !this.#isBusy()) {
      let isAllDone = true
      for (const expired of await expiredLines(cabinet.reader(null), clock.now())) {
        for (let batch = 0, lines = 1; lines > 0 && batch < emptyingsAtOnce && this.#stop !== null; batch++) {
          lines = await emptyExpired(cabinet, expired, { at: clock.now(), seat: '' })
          if (lines > 0 && batch === emptyingsAtOnce - 1) isAllDone = false
        }
      }
      this.#emptied = { of: cabinet, dueAt: clock.elapsedMs() + (isAllDone ? betweenEmptyingsMs : 0) }
    }
    await this.#house.refreshSeal()
  }

  /** Once for each opening: a removal that a kill interrupted left the slot of a card that opens nothing any more. */
  async #settleCards(cabinet: CabinetInUse): Promise<void> {
    if (this.#settled === cabinet || this.#isBusy()) return
    this.#settled = cabinet
    await settleCardSlots(this.#house.vault().cards, (query) => query(cabinet.reader(null)))
  }

  /** Takes the words of deleted records out of the search index, some pages at each round. */
  async #sweepIndex(cabinet: CabinetInUse): Promise<void> {
    if (this.#isBusy() || !(await isSweepAsked(cabinet.reader(null)))) return
    for (let step = 0, isLeft = true; isLeft && step < sweepsAtOnce && this.#stop !== null; step += 1) {
      isLeft = await cabinet.transaction(null, sweepStep, async () => undefined)
    }
  }

  /**
   * Once a day, a cabinet of real patients asks for the lists of revoked cards, beside the rounds: a server that does not
   * answer delays nothing of theirs. Without an answer, the lists that are here stay, and say themselves when they are old.
   */
  #askForLists(cabinet: CabinetInUse): void {
    const { clock, revocationLists } = this.#house.ports
    const now = clock.elapsedMs()
    if (this.#lists?.of !== cabinet) {
      this.#lists?.underWay?.abort()
      this.#lists = { of: cabinet, dueAt: now + listsAfterMs, underWay: null }
    }
    const lists = this.#lists
    const isReal = cabinet.info.profile === 'production'
    if (!isReal || lists.underWay !== null || now < lists.dueAt || this.#isBusy() || this.#stop === null) return
    lists.dueAt = now + betweenListsMs
    const underWay = new AbortController()
    lists.underWay = underWay
    const service = this.#house.vault().asService('revocations')
    const ask = async () => {
      try {
        const revoked = await refreshListsIfDue(service, revocationLists, () => clock.now(), underWay.signal)
        if (revoked !== null) this.#house.listsChanged(revoked)
      } catch (error) {
        // Given up, or the file was closed meanwhile.
        if (!underWay.signal.aborted && this.#house.cabinet() === cabinet) this.#log(error)
      } finally {
        lists.underWay = null
      }
    }
    this.#asking = ask()
  }

  /**
   * Goes on with a verification of identities that was left behind, or begins the one of this night, beside the rounds. The
   * cabinet is open; nobody need be signed in.
   */
  #verifyIdentities(cabinet: CabinetInUse): void {
    const { clock } = this.#house.ports
    const now = clock.elapsedMs()
    if (this.#night?.of !== cabinet) {
      this.#night = { of: cabinet, dueAt: now + nightAfterMs, lookedAt: null, isUnderWay: false }
    }
    const night = this.#night
    const { jobs } = this.#house
    if (night.isUnderWay || now < night.dueAt || this.#isBusy() || jobs.isRunning('insi-verification')) return
    night.dueAt = now + betweenNightsMs
    night.isUnderWay = true
    const verify = async () => {
      try {
        const caller = this.#house.nightCaller(cabinet)
        const isOpen = () => this.#house.cabinet() === cabinet
        const house = { caller, service: this.#house.vault().asService('verification'), isOpen }
        const found = await nightRun({ ...house, timeZone: () => clock.timeZone() }, night.lookedAt)
        if (found === 'nothing-due') night.lookedAt = clock.now()
        if (found === null || found === 'nothing-due' || this.#stop === null) return
        const { state } = await jobs.make(runPlan(house, found.runId))
        if (state === 'failed') night.dueAt = clock.elapsedMs() + afterTroubleMs
      } catch (error) {
        // The file was closed meanwhile: the run stands in it, and goes on at its next opening.
        if (this.#house.cabinet() === cabinet) this.#log(error)
      } finally {
        night.isUnderWay = false
      }
    }
    this.#verifying = verify()
  }

  /** Once for each opening: damage is better found now than by the query that meets it. */
  async #checkOnce(cabinet: CabinetInUse): Promise<void> {
    const now = this.#house.ports.clock.elapsedMs()
    if (this.#check?.of !== cabinet) this.#check = { of: cabinet, dueAt: now + checkAfterMs, isDone: false }
    if (this.#check.isDone || now < this.#check.dueAt || this.#isBusy() || this.#house.cabinet() !== cabinet) return
    this.#check.isDone = true
    await this.#house.checkFile()
  }

  /** The record is out of sight to the second; screens that show it are told in the next round. */
  async #tellEmergenciesOver(cabinet: CabinetInUse): Promise<void> {
    const now = this.#house.ports.clock.now()
    const since = this.#toldUntil
    this.#toldUntil = now
    for (const { patientId, userId } of await emergenciesOver(cabinet.reader(null), since, now)) {
      this.#house.emergencyOver(patientId, userId)
    }
  }

  #isBusy(): boolean {
    const { jobs } = this.#house
    return jobs.isRunning('backup') || jobs.isRunning('rekey') || jobs.isRunning('training')
  }

  async #dropWhatIsOver(cabinet: CabinetInUse): Promise<void> {
    const { clock } = this.#house.ports
    if (clock.elapsedMs() < this.#receiptsAt) return
    this.#receiptsAt = clock.elapsedMs() + betweenPurgesMs
    await cabinet.dropReceipts(new Date(Date.parse(clock.now()) - receiptMs).toISOString())
    await cabinet.transaction(
      null,
      (db) => dropOldExchanges(db, clock.now()),
      async () => undefined,
    )
  }

  async #lockIdleSeats(cabinet: CabinetInUse): Promise<void> {
    const { lockAfterMinutes } = await readCabinetSettings(cabinet.reader(null), cabinet.info)
    for (const seat of this.#house.sessions.idleFor(lockAfterMinutes * 60_000)) await this.#lock(cabinet, seat)
  }

  async #lock(cabinet: CabinetInUse, seat: Seat): Promise<void> {
    const { actor, sessionId } = this.#house.sessions.lock(seat, 'inactivity')
    await cabinet.appendAlone(
      {
        at: this.#house.ports.clock.now(),
        act: 'session.lock',
        outcome: 'done',
        problem: null,
        operation: 'service.inactivity-lock',
        actor_user_id: actor.userId,
        service: 'inactivity-lock',
        seat: seat.info.name,
        session_id: sessionId,
        patient_id: null,
        subject_id: null,
        details: { reason: 'inactivity' },
      },
      'power-cut',
    )
  }

  async #backUpIfDue(): Promise<void> {
    const { clock } = this.#house.ports
    if (this.#isBusy()) return
    if (clock.elapsedMs() - this.#failedAt < afterFailureMs) return
    const vault = this.#house.vault()
    const service = vault.asService('backup')
    const settings = await service.read((db) => readBackupSettings(db, vault.backups.usualFolder))
    const last = await service.read(findLastVerified)
    const due = nextBackupDueAt(settings, last?.at ?? vault.open()?.createdAt ?? null, clock.now(), clock.timeZone())
    if (due === null || due > clock.now() || this.#stop === null) return
    const made = await vault.backups.make(settings.folder, 'scheduled')
    if (!made) this.#failedAt = clock.elapsedMs()
  }

  #log(error: unknown): void {
    this.#house.ports.logger.write({ level: 'error', event: 'upkeep', fields: describeError(error) })
  }
}
