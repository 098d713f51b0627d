import type { VerificationOutcome } from '#app/features/verification/model.ts'
import { type Problem, problem } from '#app/kernel/problem.ts'
import {
  type AppliedVerdict,
  applyVerdicts,
  askedOf,
  verdictDetails,
  verificationProblem,
} from '#core/features/identity/index.ts'
import { type Caller, type CallReading, makeCall } from '#core/features/teleservices/index.ts'
import type { JobPlan, JobProgress } from '#core/kernel/jobs.ts'
import type { WriteDb } from '#core/kernel/tables.ts'
import type { ServiceWork } from '#core/kernel/vault.ts'
import { insiProblemOf } from '#main/protocols/insi/problems.ts'
import {
  type BatchedIdentity,
  collectionRequest,
  type CollectionAnswer,
  type DepositAnswer,
  depositRequest,
  readCollection,
  readDeposit,
  type Verdict,
  verdictOf,
  type VerificationFailure,
} from '#main/protocols/insi/verification.ts'
import { verificationProfile } from '#main/protocols/insi/verification-profile.ts'
import {
  type BatchRow,
  countBatches,
  countItems,
  findRun,
  itemsOf,
  nextBatch,
  nextCollected,
  nextReceived,
  nextWaiting,
  type ReceivedItem,
  setBatch,
  setRun,
  settleItems,
} from './repository.ts'

/** What a run goes on with. */
export interface RunHouse {
  /** Who calls: the service of the night, with the certificate of the establishment, or a person at a seat. */
  readonly caller: Caller
  /** As `verification`. */
  readonly service: ServiceWork
  /** Whether the cabinet of the run is still the one that is open. */
  isOpen(): boolean
}

/** Answers applied in one transaction: others read and write between two of them. */
const appliedAtOnce = 100
/** How often a run that waits looks whether it was paused, in ms. */
const lookMs = 1_000
/** Batches that the service loses beyond those it brought, before it is left alone. */
const mostLost = 3

/**
 * Goes on with a run until every identity has its answer, or until it is paused or cancelled. What stands in the file says
 * where it is: started again after a kill it asks about nothing that was answered, and asks for a batch that may have come
 * there before it sends it anew.
 *
 * Ends `failed` with the problem that stops it; where waiting may help, the run stays to be gone on with.
 */
export function runPlan(house: RunHouse, runId: string): JobPlan {
  return {
    kind: 'insi-verification',
    canPause: false,
    canCancel: false,
    run: async (progress) => {
      try {
        return (await new Run(house, runId, progress).goOn()) ?? {}
      } catch (error) {
        if (house.isOpen()) throw error
        // Closed meanwhile: the run stands in the file, and goes on at its next opening.
        return {}
      } finally {
        await house.caller.tell('verification', runId, 0)
      }
    },
  }
}

/** Whether the same may be asked again by itself, later. */
export function mayWait(trouble: Problem): boolean {
  switch (trouble.problem) {
    case 'insi.unavailable':
    case 'insi.failed':
    case 'insi.search-failed':
      return true
    case 'teleservice.no-answer':
      return trouble.data.fault !== 'certificate'
    default:
      return false
  }
}

class Run {
  readonly #house: RunHouse
  readonly #runId: string
  readonly #progress: JobProgress
  /** Identities of the run, and those of them that are answered: counted once, then followed. */
  #total = 0
  #settled = 0

  constructor(house: RunHouse, runId: string, progress: JobProgress) {
    this.#house = house
    this.#runId = runId
    this.#progress = progress
  }

  async goOn(): Promise<Problem | null> {
    const counts = await this.#house.service.read((db) => countItems(db, this.#runId))
    this.#total = Object.values(counts).reduce((sum, items) => sum + items, 0)
    this.#settled = this.#total - counts.waiting - counts.asked
    for (;;) {
      this.#progress.signal.throwIfAborted()
      if (!this.#house.isOpen()) return null
      const end = await this.#askAndApply()
      if (end === 'goes-on') continue
      // What came last is applied whatever was decided since: it is never asked for again.
      await this.#applyAll()
      if (end === 'over') return await this.#end()
      return end === 'left' ? null : await this.#stop(end)
    }
  }

  /** One call, while the answers of the former are written: neither waits for the other. */
  async #askAndApply(): Promise<Problem | 'goes-on' | 'over' | 'left'> {
    const [asked, applied] = await Promise.allSettled([this.#ask(), this.#applyAll()])
    if (applied.status === 'rejected') throw applied.reason
    if (asked.status === 'rejected') throw asked.reason
    return asked.value
  }

  /** A problem that stops the run; `over`: nothing is left to ask; `left`: it was paused or cancelled. */
  async #ask(): Promise<Problem | 'goes-on' | 'over' | 'left'> {
    const run = await this.#house.service.read((db) => findRun(db, this.#runId))
    if (run?.state !== 'running') return 'left'
    return (await this.#step()) ?? 'goes-on'
  }

  /** One deposit or one collection: a problem that stops the run, or `over` when there is nothing left. */
  async #step(): Promise<Problem | 'over' | null> {
    const batch = await this.#house.service.read((db) => nextBatch(db, this.#runId))
    if (batch?.state === 'sending') return this.#collect(batch)
    const deposited = await this.#deposit()
    if (deposited !== 'none') return deposited
    if (batch === undefined) return 'over'
    const waitMs = Date.parse(batch.collect_at ?? '') - Date.parse(this.#house.caller.now())
    if (waitMs > 0) {
      this.#tell('waiting')
      await this.#progress.pause(Math.min(waitMs, lookMs))
      return null
    }
    return this.#collect(batch)
  }

  /** The next identities, in a batch of their own; `none` when all were deposited. */
  async #deposit(): Promise<Problem | 'none' | null> {
    const { service, caller } = this.#house
    const largest = verificationProfile.largestBatch.wire
    const waiting = await service.read((db) => nextWaiting(db, this.#runId, largest))
    if (waiting.length === 0) return 'none'
    const identities: BatchedIdentity[] = []
    const changed: string[] = []
    const unasked: string[] = []
    for (const { itemId, proof } of waiting) {
      const identity = proof === null ? null : askedOf(proof)
      if (identity !== null) identities.push({ reference: itemId, identity })
      else if (proof === null) changed.push(itemId)
      else unasked.push(itemId)
    }
    const batchId = caller.newId()
    const at = caller.now()
    await service.prepare(async (db) => {
      await settleItems(db, changed, { state: 'changed', answered_at: at })
      await settleItems(db, unasked, { state: 'unanswered', code: 'traits', answered_at: at })
      if (identities.length === 0) return
      await db
        .insertInto('verification_batch')
        .values({
          batch_id: batchId,
          run_id: this.#runId,
          state: 'sending',
          made_at: at,
          collect_at: null,
          exchange_id: null,
        })
        .execute()
      const itemIds = identities.map(({ reference }) => reference)
      await settleItems(db, itemIds, { state: 'asked', batch_id: batchId })
    })
    this.#settled += changed.length + unasked.length
    this.#tell('depositing')
    if (identities.length === 0) return null
    return this.#call<DepositAnswer>({
      operation: 'verification-deposit',
      request: (call) => depositRequest(batchId, identities, call),
      read: (status, body) => readDeposit(status, body, batchId),
      apply: async (db, answer) => {
        if (answer.kind !== 'deposited') return {}
        await setBatch(db, batchId, { state: 'deposited', collect_at: after(caller.now(), answer.waitSeconds) })
        return { identities: identities.length }
      },
    })
  }

  async #collect(batch: BatchRow): Promise<Problem | null> {
    const { service, caller } = this.#house
    const { batch_id: batchId } = batch
    const references = new Set(await service.read((db) => itemsOf(db, batchId)))
    this.#tell('collecting')
    const refusal = await this.#call<CollectionAnswer>({
      operation: 'verification-collection',
      request: (call) => collectionRequest(batchId, call),
      read: (status, body) => readCollection(status, body, batchId, references),
      apply: async (db, answer, exchangeId) => {
        if (answer.kind === 'not-ready') {
          const collectAt = after(caller.now(), Math.max(1, answer.waitSeconds))
          await setBatch(db, batchId, { state: 'deposited', collect_at: collectAt })
        } else if (answer.kind === 'unknown-batch') {
          await setBatch(db, batchId, { state: 'abandoned' })
          await settleItems(db, [...references], { state: 'waiting', batch_id: null })
        } else if (answer.kind === 'collected') {
          await setBatch(db, batchId, { state: 'collected', exchange_id: exchangeId })
          const kept = await keep(db, answer.verdicts, references, caller.now())
          this.#settled += kept.other
          return kept
        }
        return {}
      },
    })
    if (refusal !== null) return refusal
    const { abandoned, collected } = await service.read((db) => countBatches(db, this.#runId))
    return abandoned > collected + mostLost ? problem('insi.request-refused', { code: 'lot inconnu' }) : null
  }

  async #applyAll(): Promise<void> {
    while (await this.#applySome()) this.#progress.signal.throwIfAborted()
  }

  /** Applies some of the answers that are here; false when there is none. */
  async #applySome(): Promise<boolean> {
    const { service, caller } = this.#house
    const batch = await service.read((db) => nextCollected(db, this.#runId))
    if (batch === undefined) return false
    const received = await service.read((db) => nextReceived(db, batch, appliedAtOnce))
    if (received.length === 0) {
      await service.prepare((db) => setBatch(db, batch.batch_id, { state: 'applied' }))
      this.#tell('applying')
      return true
    }
    const isConfirmed = ({ code }: ReceivedItem) => verdictOf(code) === 'confirmed'
    const confirmed = received.filter(isConfirmed)
    if (confirmed.length > 0) {
      const details = { runId: this.#runId, identities: confirmed.length }
      await service.write('identity.verified', (db) => this.#apply(db, batch, confirmed, true), details)
    }
    for (const item of received.filter((one) => !isConfirmed(one))) {
      const said: Record<string, unknown> = { runId: this.#runId }
      await service.write(
        'identity.verified',
        async (db) => {
          for (const applied of await this.#apply(db, batch, [item], false))
            Object.assign(said, verdictDetails(applied))
        },
        said,
        item.patientId,
      )
    }
    this.#settled += received.length
    void caller.tell('patient', '*', 0)
    return true
  }

  /** Applies one verdict to identities of one batch, and settles them. */
  async #apply(
    db: WriteDb,
    batch: BatchRow,
    items: readonly ReceivedItem[],
    confirmed: boolean,
  ): Promise<readonly AppliedVerdict[]> {
    const { now, person } = this.#house.caller
    const at = now()
    const by = { userId: person?.userId ?? null, by: person?.displayName ?? nightName }
    const exchange = { exchangeId: batch.exchange_id ?? '', answeredAt: at, ...by }
    const applied = await applyVerdicts(db, items, confirmed, exchange)
    const isChanged = (_item: ReceivedItem, place: number) => applied[place]?.kind === 'changed'
    const settle = (those: readonly ReceivedItem[], state: VerificationOutcome) =>
      settleItems(
        db,
        those.map(({ itemId }) => itemId),
        { state, answered_at: at },
      )
    await settle(items.filter(isChanged), 'changed')
    await settle(
      items.filter((item, place) => !isChanged(item, place)),
      confirmed ? 'confirmed' : 'not-confirmed',
    )
    return applied
  }

  async #end(): Promise<null> {
    const { service, caller } = this.#house
    const counts = await service.read((db) => countItems(db, this.#runId))
    await service.write(
      'verification.ended',
      (db) => setRun(db, this.#runId, { state: 'done', ended_at: caller.now(), trouble: null }),
      { runId: this.#runId, ...counts },
    )
    return null
  }

  /** Says what stops it. Where waiting helps, it stays to be gone on with; else it is paused until somebody resumes it. */
  async #stop(trouble: Problem): Promise<Problem> {
    await this.#house.service.prepare(async (db) => {
      const run = await findRun(db, this.#runId)
      // Paused or cancelled meanwhile: that stands.
      if (run?.state !== 'running') return
      await setRun(db, this.#runId, mayWait(trouble) ? { trouble } : { trouble, state: 'paused' })
    })
    return trouble
  }

  async #call<T extends { readonly kind: string }>(asked: {
    readonly operation: string
    readonly request: Parameters<typeof makeCall<T>>[1]['request']
    readonly read: (status: number, body: Uint8Array) => T
    readonly apply: (db: WriteDb, answer: T, exchangeId: string) => Promise<Readonly<Record<string, unknown>>>
  }): Promise<Problem | null> {
    const { caller } = this.#house
    const { operation, request, read, apply } = asked
    const end = await makeCall<T>(
      caller,
      {
        service: 'insi',
        operation,
        patientId: null,
        needsProfessional: false,
        request,
        read: (status, body) => readingOf(read(status, body)),
        apply: async (db, answer, { exchangeId }) => {
          const said = await apply(db, answer, exchangeId)
          // An answer at last: whatever kept the run waiting is over.
          if (!isFailure(answer)) await setRun(db, this.#runId, { trouble: null })
          return { runId: this.#runId, ...said }
        },
      },
      { at: () => undefined, signal: this.#progress.signal },
    )
    return end.problem
  }

  /** Says where it is; nobody waits for the screens. */
  #tell(phase: string): void {
    this.#progress.at(phase, this.#settled, this.#total, 'patients')
    void this.#house.caller.tell('verification', this.#runId, 0)
  }
}

/** As the history of an identity names the service of the night. */
const nightName = 'Cabinet Ouvert'

function isFailure(answer: { readonly kind: string }): answer is VerificationFailure {
  return ['fault', 'http', 'unreadable'].includes(answer.kind)
}

function readingOf<T extends { readonly kind: string }>(value: T): CallReading<T> {
  if (!isFailure(value)) return { outcome: value.kind, problem: null, value }
  return { outcome: insiProblemOf(value)?.code ?? value.kind, problem: verificationProblem(value), value }
}

/** Keeps what was answered; what says neither, or was left out, is settled at once. */
async function keep(
  db: WriteDb,
  verdicts: Extract<CollectionAnswer, { kind: 'collected' }>['verdicts'],
  references: ReadonlySet<string>,
  at: string,
): Promise<Readonly<Record<Verdict, number>>> {
  const byCode = Map.groupBy(references, (reference) => verdicts.get(reference)?.code ?? 'absent')
  const counts = { confirmed: 0, 'not-confirmed': 0, other: 0 }
  for (const [code, itemIds] of byCode) {
    const verdict = verdictOf(code)
    counts[verdict] += itemIds.length
    await settleItems(db, itemIds, verdict === 'other' ? { state: 'unanswered', code, answered_at: at } : { code })
  }
  return counts
}

function after(instant: string, seconds: number): string {
  return new Date(Date.parse(instant) + seconds * 1_000).toISOString()
}
