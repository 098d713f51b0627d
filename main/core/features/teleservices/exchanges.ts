import type { Selectable } from 'kysely'
import type { CabinetTables, ReadDb, WriteDb } from '#core/kernel/tables.ts'
import type { TeleserviceName } from '#core/ports/index.ts'
import type { CallMode } from './plan.ts'
import { findTeleserviceSettings, unset } from './settings.ts'

/** The trace of a call, as it stands in the file. */
export type ExchangeRow = Selectable<CabinetTables['teleservice_exchange']>

/** What is known of a call before anything is sent. */
export interface BegunExchange {
  readonly exchangeId: string
  readonly service: TeleserviceName
  readonly operation: string
  readonly patientId: string | null
  readonly mode: CallMode
  readonly messageId: string
  readonly askedAt: string
  readonly userId: string | null
  readonly by: string
}

/** How a call ended. */
export interface EndedExchange {
  readonly endedAt: string
  readonly outcome: string
  readonly problem: string | null
  /** JSON, or `null`. */
  readonly answer: string | null
}

/** Writes the trace of a call that begins. */
export async function beginExchange(db: WriteDb, begun: BegunExchange): Promise<void> {
  await db
    .insertInto('teleservice_exchange')
    .values({
      exchange_id: begun.exchangeId,
      service: begun.service,
      operation: begun.operation,
      patient_id: begun.patientId,
      mode: begun.mode,
      message_id: begun.messageId,
      asked_at: begun.askedAt,
      asked_by: begun.userId,
      asked_by_name: begun.by,
      ended_at: null,
      took_ms: null,
      outcome: null,
      problem: null,
      answer: null,
      decided_at: null,
    })
    .execute()
}

/** Closes the trace of a call. */
export async function endExchange(db: WriteDb, begun: BegunExchange, ended: EndedExchange): Promise<void> {
  const tookMs = Math.max(0, Math.round(Date.parse(ended.endedAt) - Date.parse(begun.askedAt)))
  await db
    .updateTable('teleservice_exchange')
    .set({
      ended_at: ended.endedAt,
      took_ms: tookMs,
      outcome: ended.outcome.slice(0, 120),
      problem: ended.problem,
      answer: ended.answer,
    })
    .where('exchange_id', '=', begun.exchangeId)
    .execute()
}

/** Removes the traces, and the answers with them, that are older than the cabinet keeps, whether it still calls or not. */
export async function dropOldExchanges(db: WriteDb, now: string): Promise<void> {
  const { keepMonths } = (await findTeleserviceSettings(db))?.value ?? unset
  await db.deleteFrom('teleservice_exchange').where('asked_at', '<', monthsBefore(now, keepMonths)).execute()
}

/** A trace, or `undefined` once its time is over. */
export function findExchange(db: ReadDb, exchangeId: string): Promise<ExchangeRow | undefined> {
  return db.selectFrom('teleservice_exchange').selectAll().where('exchange_id', '=', exchangeId).executeTakeFirst()
}

/** The calls about one record that came to an end, the last first. */
export function listExchangesOf(db: ReadDb, patientId: string, service: TeleserviceName): Promise<ExchangeRow[]> {
  return db
    .selectFrom('teleservice_exchange')
    .selectAll()
    .where('patient_id', '=', patientId)
    .where('service', '=', service)
    .orderBy('asked_at', 'desc')
    .orderBy('exchange_id', 'desc')
    .limit(50)
    .execute()
}

/** Says that a person decided on the answer of a call; `false` when somebody did before, or there is none. */
export async function noteDecided(db: WriteDb, exchangeId: string, at: string): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('teleservice_exchange')
    .set({ decided_at: at })
    .where('exchange_id', '=', exchangeId)
    .where('answer', 'is not', null)
    .where('decided_at', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

function monthsBefore(instant: string, months: number): string {
  const [year = 0, month = 1] = instant.split('-').map(Number)
  const total = year * 12 + (month - 1) - months
  const text = (value: number, length: number) => String(value).padStart(length, '0')
  return `${text(Math.floor(total / 12), 4)}-${text((total % 12) + 1, 2)}${instant.slice(7)}`
}
