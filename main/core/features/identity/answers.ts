import { type IdentityView, insiAnswer, type PendingAnswer } from '#app/features/identity/model.ts'
import type { ReadDb, WriteDb } from '#core/kernel/tables.ts'

/** Questions whose answer a person decides on, and how their traits then come in. */
const channels: Readonly<Record<string, PendingAnswer['channel']>> = { vitale: 'CV', traits: 'INSI' }

/** What INSi answered to a question about one person: one identity, none, several. */
const answered: readonly string[] = ['00', '01', '02']

/** The last answer of INSi for a record, when it is one identity and nobody decided on it. */
export async function findPending(db: ReadDb, patientId: string): Promise<PendingAnswer | null> {
  const row = await db
    .selectFrom('teleservice_exchange')
    .selectAll('teleservice_exchange')
    .where('teleservice_exchange.patient_id', '=', patientId)
    .where('teleservice_exchange.service', '=', 'insi')
    .where('teleservice_exchange.operation', 'in', Object.keys(channels))
    .where('teleservice_exchange.outcome', 'in', answered)
    .orderBy('teleservice_exchange.asked_at', 'desc')
    .orderBy('teleservice_exchange.exchange_id', 'desc')
    .limit(1)
    .executeTakeFirst()
  const channel = row === undefined ? undefined : channels[row.operation]
  if (row === undefined || channel === undefined || row.outcome !== '00') return null
  if (row.decided_at !== null || row.answer === null || row.ended_at === null) return null
  // What an older program kept and no longer fits counts as absent: INSi is asked again.
  const answer = insiAnswer.safeParse(JSON.parse(row.answer))
  if (!answer.success) return null
  const act = { at: row.ended_at, userId: row.asked_by, by: row.asked_by_name }
  return { exchangeId: row.exchange_id, channel, act, answer: answer.data }
}

/** Whether this is a call about this record, whatever came of it. */
export async function isCallOf(db: ReadDb, patientId: string, exchangeId: string): Promise<boolean> {
  const row = await db
    .selectFrom('teleservice_exchange')
    .select('teleservice_exchange.exchange_id')
    .where('teleservice_exchange.patient_id', '=', patientId)
    .where('teleservice_exchange.exchange_id', '=', exchangeId)
    .executeTakeFirst()
  return row !== undefined
}

/** Says that somebody decided on an answer: it is not proposed again. */
export async function noteDecision(db: WriteDb, exchangeId: string, at: string): Promise<void> {
  await db
    .updateTable('teleservice_exchange')
    .set({ decided_at: at })
    .where('teleservice_exchange.exchange_id', '=', exchangeId)
    .execute()
}

/** What was asked of INSi last for a record, once it was over. */
export async function findLastCall(db: ReadDb, patientId: string): Promise<IdentityView['lastCall']> {
  const row = await db
    .selectFrom('teleservice_exchange')
    .selectAll('teleservice_exchange')
    .where('teleservice_exchange.patient_id', '=', patientId)
    .where('teleservice_exchange.service', '=', 'insi')
    .where('teleservice_exchange.ended_at', 'is not', null)
    .orderBy('teleservice_exchange.asked_at', 'desc')
    .orderBy('teleservice_exchange.exchange_id', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (row === undefined || row.ended_at === null || !isQuestion(row.operation)) return null
  return {
    exchangeId: row.exchange_id,
    operation: row.operation,
    outcome: row.problem ?? row.outcome ?? '',
    act: { at: row.ended_at, userId: row.asked_by, by: row.asked_by_name },
    tookMs: row.took_ms ?? 0,
  }
}

function isQuestion(operation: string): operation is 'vitale' | 'traits' | 'verification' {
  return operation in channels || operation === 'verification'
}
