import { type Selectable, sql } from 'kysely'
import type { InsProof } from '#app/features/identity/model.ts'
import {
  type VerificationOutcome,
  verificationOutcome,
  type VerificationRun,
} from '#app/features/verification/model.ts'
import { yearsBefore } from '#app/features/verification/rules.ts'
import type { Problem } from '#app/kernel/problem.ts'
import { dialectOf } from '#core/kernel/dialect.ts'
import type { CabinetTables, ReadDb, WriteDb } from '#core/kernel/tables.ts'
import type { VerificationItemTable } from './tables.ts'

/** A run, as it stands in the file. */
export type RunRow = Selectable<CabinetTables['verification_run']>
/** A batch, as it stands in the file. */
export type BatchRow = Selectable<CabinetTables['verification_batch']>

/** An identity that is due, and the proof to ask about. */
export interface DueIdentity {
  readonly patientId: string
  readonly proofId: string
}

/**
 * The identities to be asked about: `isVerificationDue`, in the words of the database. Records that are out of the list, and
 * those of the deceased, are left in peace.
 */
function dueQuery(db: ReadDb, years: number, now: string) {
  const isPostgres = dialectOf(db) === 'postgres'
  const at = (...path: readonly string[]) =>
    isPostgres
      ? sql<string | null>`(${sql.ref('identity_proof.content')}::json #>> ${sql.lit(`{${path.join(',')}}`)})`
      : sql<string | null>`json_extract(${sql.ref('identity_proof.content')}, ${sql.lit(`$.${path.join('.')}`)})`
  return db
    .selectFrom('identity_proof')
    .innerJoin('patient', 'patient.patient_id', 'identity_proof.patient_id')
    .where('identity_proof.kind', '=', 'ins')
    .where('identity_proof.standing', '=', 1)
    .where('patient.hidden', '=', 0)
    .where('patient.deceased', '=', 0)
    .where(at('channel'), '<>', 'AV')
    .where(sql<string>`coalesce(${at('verifiedAt')}, ${at('act', 'at')})`, '<=', yearsBefore(now, years))
}

/** How many identities are due. */
export async function countDue(db: ReadDb, years: number, now: string): Promise<number> {
  const { due } = await dueQuery(db, years, now)
    .select(({ fn }) => fn.countAll<number | string>().as('due'))
    .executeTakeFirstOrThrow()
  return Number(due)
}

/** Those that are due. */
export async function listDue(db: ReadDb, years: number, now: string): Promise<DueIdentity[]> {
  const rows = await dueQuery(db, years, now)
    .select(['identity_proof.patient_id', 'identity_proof.proof_id'])
    .orderBy('identity_proof.proof_id')
    .execute()
  return rows.map(({ patient_id: patientId, proof_id: proofId }) => ({ patientId, proofId }))
}

/** Rows written by one statement. */
const rowsAtOnce = 500

/** Writes a run with all its identities. */
export async function insertRun(
  db: WriteDb,
  run: Pick<RunRow, 'run_id' | 'origin' | 'started_at' | 'started_by_user_id' | 'started_by'>,
  due: readonly DueIdentity[],
  newId: () => string,
): Promise<void> {
  await db
    .insertInto('verification_run')
    .values({ ...run, state: 'running', trouble: null, ended_at: null })
    .execute()
  for (let first = 0; first < due.length; first += rowsAtOnce) {
    const rows = due.slice(first, first + rowsAtOnce).map(
      ({ patientId, proofId }): VerificationItemTable => ({
        item_id: newId(),
        run_id: run.run_id,
        patient_id: patientId,
        proof_id: proofId,
        batch_id: null,
        state: 'waiting',
        code: null,
        answered_at: null,
      }),
    )
    await db.insertInto('verification_item').values(rows).execute()
  }
}

/** The run that is neither over nor cancelled: at most one. */
export function findUnfinishedRun(db: ReadDb): Promise<RunRow | undefined> {
  return db
    .selectFrom('verification_run')
    .selectAll()
    .where('state', 'in', ['running', 'paused'])
    .orderBy('started_at', 'desc')
    .executeTakeFirst()
}

/** A run, or `undefined` when there is none of this name. */
export function findRun(db: ReadDb, runId: string): Promise<RunRow | undefined> {
  return db.selectFrom('verification_run').selectAll().where('run_id', '=', runId).executeTakeFirst()
}

/** When a run began last, or `null`. */
export async function lastStartedAt(db: ReadDb): Promise<string | null> {
  const row = await db
    .selectFrom('verification_run')
    .select('started_at')
    .orderBy('started_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.started_at ?? null
}

/** The last runs, newest first. */
export function listRuns(db: ReadDb, limit: number): Promise<RunRow[]> {
  return db
    .selectFrom('verification_run')
    .selectAll()
    .orderBy('started_at', 'desc')
    .orderBy('run_id', 'desc')
    .limit(limit)
    .execute()
}

/** Changes where a run is. */
export async function setRun(
  db: WriteDb,
  runId: string,
  change: Partial<Pick<RunRow, 'state' | 'ended_at'>> & { readonly trouble?: Problem | null },
): Promise<void> {
  const { trouble, ...columns } = change
  const written = trouble === undefined ? {} : { trouble: trouble === null ? null : JSON.stringify(trouble) }
  await db
    .updateTable('verification_run')
    .set({ ...columns, ...written })
    .where('run_id', '=', runId)
    .execute()
}

/** Changes where a batch is. */
export async function setBatch(
  db: WriteDb,
  batchId: string,
  change: Partial<Pick<BatchRow, 'state' | 'collect_at' | 'exchange_id'>>,
): Promise<void> {
  await db.updateTable('verification_batch').set(change).where('batch_id', '=', batchId).execute()
}

/** How many identities of a run are where. Of the whole cabinet, whoever asks: numbers name nobody. */
export async function countItems(db: ReadDb, runId: string): Promise<Record<VerificationOutcome, number>> {
  const rows = await db
    .selectFrom('verification_item')
    .select(['state', ({ fn }) => fn.countAll<number | string>().as('items')])
    .where('run_id', '=', runId)
    .groupBy('state')
    .execute()
  const counts = Object.fromEntries(verificationOutcome.options.map((one) => [one, 0])) as Record<
    VerificationOutcome,
    number
  >
  for (const { state, items } of rows) counts[state] = Number(items)
  return counts
}

/** A run as screens show it. */
export async function viewRun(db: ReadDb, row: RunRow, isWorking: boolean): Promise<VerificationRun> {
  return {
    runId: row.run_id,
    origin: row.origin,
    startedAt: row.started_at,
    startedBy: row.started_by,
    endedAt: row.ended_at,
    state: row.state,
    trouble: row.trouble === null ? null : (JSON.parse(row.trouble) as VerificationRun['trouble']),
    underWay: row.state === 'running' && isWorking,
    counts: await countItems(db, row.run_id),
  }
}

/** An identity to be asked about next, with the proof held now. */
export interface WaitingItem {
  readonly itemId: string
  readonly patientId: string
  readonly proofId: string
  /** The proof asked about; `null` when it is no longer the one held. */
  readonly proof: InsProof | null
}

/** The next identities nobody asked about yet. */
export async function nextWaiting(db: ReadDb, runId: string, limit: number): Promise<WaitingItem[]> {
  const rows = await db
    .selectFrom('verification_item')
    .leftJoin('identity_proof', (join) =>
      join
        .onRef('identity_proof.proof_id', '=', 'verification_item.proof_id')
        .onRef('identity_proof.patient_id', '=', 'verification_item.patient_id')
        .on('identity_proof.standing', '=', 1),
    )
    .select([
      'verification_item.item_id',
      'verification_item.patient_id',
      'verification_item.proof_id',
      'identity_proof.content',
    ])
    .where('verification_item.run_id', '=', runId)
    .where('verification_item.state', '=', 'waiting')
    .orderBy('verification_item.item_id')
    .limit(limit)
    .execute()
  return rows.map((row) => ({
    itemId: row.item_id,
    patientId: row.patient_id,
    proofId: row.proof_id,
    proof: row.content === null ? null : (JSON.parse(row.content) as InsProof),
  }))
}

/** Says what became of identities. */
export async function settleItems(
  db: WriteDb,
  itemIds: readonly string[],
  change: Partial<Pick<VerificationItemTable, 'state' | 'code' | 'answered_at' | 'batch_id'>>,
): Promise<void> {
  for (let first = 0; first < itemIds.length; first += rowsAtOnce) {
    await db
      .updateTable('verification_item')
      .set(change)
      .where('item_id', 'in', itemIds.slice(first, first + rowsAtOnce))
      .execute()
  }
}

/** A batch of which nothing is known yet: those a deposit may or may not have brought there come first, then the oldest. */
export async function nextBatch(db: ReadDb, runId: string): Promise<BatchRow | undefined> {
  const uncertain = await db
    .selectFrom('verification_batch')
    .selectAll()
    .where('run_id', '=', runId)
    .where('state', '=', 'sending')
    .executeTakeFirst()
  if (uncertain !== undefined) return uncertain
  return db
    .selectFrom('verification_batch')
    .selectAll()
    .where('run_id', '=', runId)
    .where('state', '=', 'deposited')
    .orderBy('collect_at')
    .limit(1)
    .executeTakeFirst()
}

/** The identities of a batch that are not settled yet. */
export async function itemsOf(db: ReadDb, batchId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('verification_item')
    .select('item_id')
    .where('batch_id', '=', batchId)
    .where('state', '=', 'asked')
    .execute()
  return rows.map(({ item_id: itemId }) => itemId)
}

/** An answer that is here, and not applied yet. */
export interface ReceivedItem {
  readonly itemId: string
  readonly patientId: string
  readonly proofId: string
  readonly code: string
}

/** A batch with answers that are here, and that were not all applied yet. */
export function nextCollected(db: ReadDb, runId: string): Promise<BatchRow | undefined> {
  return db
    .selectFrom('verification_batch')
    .selectAll()
    .where('run_id', '=', runId)
    .where('state', '=', 'collected')
    .limit(1)
    .executeTakeFirst()
}

/** The next answers of a collected batch that are not applied yet: nothing is asked for them again. */
export async function nextReceived(db: ReadDb, batch: BatchRow, limit: number): Promise<ReceivedItem[]> {
  const rows = await db
    .selectFrom('verification_item')
    .select([
      'verification_item.item_id',
      'verification_item.patient_id',
      'verification_item.proof_id',
      'verification_item.code',
    ])
    .where('verification_item.batch_id', '=', batch.batch_id)
    .where('verification_item.state', '=', 'asked')
    .limit(limit)
    .execute()
  return rows.map((row) => ({
    itemId: row.item_id,
    patientId: row.patient_id,
    proofId: row.proof_id,
    code: row.code ?? '',
  }))
}

/** How many batches the service lost, and how many it brought. */
export async function countBatches(db: ReadDb, runId: string): Promise<{ abandoned: number; collected: number }> {
  const rows = await db
    .selectFrom('verification_batch')
    .select(['state', ({ fn }) => fn.countAll<number | string>().as('batches')])
    .where('run_id', '=', runId)
    .groupBy('state')
    .execute()
  const of = (state: BatchRow['state']) => Number(rows.find((row) => row.state === state)?.batches ?? 0)
  return { abandoned: of('abandoned'), collected: of('collected') + of('applied') }
}
