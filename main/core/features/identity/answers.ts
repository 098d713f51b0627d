import { type IdentityView, insiAnswer, type PendingAnswer } from '#app/features/identity/model.ts'
import { type ExchangeRow, listExchangesOf } from '#core/features/teleservices/index.ts'
import type { ReadDb } from '#core/kernel/tables.ts'

/** Questions whose answer a person decides on, and how their traits then come in. */
const channels: Readonly<Record<string, PendingAnswer['channel']>> = { vitale: 'CV', traits: 'INSI' }

/** What INSi answers to a question about one person: one identity, none, several. */
const answered: ReadonlySet<string | null> = new Set(['00', '01', '02'])

/** What INSi was last asked about a record, and the answer that waits. */
export interface CallsOfRecord {
  /** The last answer, when it is one identity and nobody decided on it. */
  readonly pending: PendingAnswer | null
  /** The last call that is over. */
  readonly lastCall: IdentityView['lastCall']
}

/** What INSi was asked about a record. */
export async function findCalls(db: ReadDb, patientId: string): Promise<CallsOfRecord> {
  const calls = await listExchangesOf(db, patientId, 'insi')
  const last = calls.find((call) => call.operation in channels && answered.has(call.outcome))
  const over = calls.find((call) => call.ended_at !== null)
  return {
    pending: last === undefined ? null : pendingOf(last),
    lastCall: over === undefined ? null : lastCallOf(over),
  }
}

function pendingOf(call: ExchangeRow): PendingAnswer | null {
  const channel = channels[call.operation]
  if (channel === undefined || call.outcome !== '00' || call.decided_at !== null || call.answer === null) return null
  // What an older program kept and no longer fits counts as absent: INSi is asked again.
  const answer = insiAnswer.safeParse(JSON.parse(call.answer))
  if (!answer.success) return null
  return { exchangeId: call.exchange_id, channel, act: endOf(call), answer: answer.data }
}

function lastCallOf(call: ExchangeRow): IdentityView['lastCall'] {
  const { operation } = call
  if (operation !== 'vitale' && operation !== 'traits' && operation !== 'verification') return null
  return {
    exchangeId: call.exchange_id,
    operation,
    outcome: answered.has(call.outcome) ? (call.outcome ?? '') : (call.problem ?? call.outcome ?? ''),
    act: endOf(call),
    tookMs: call.took_ms ?? 0,
  }
}

function endOf(call: ExchangeRow): PendingAnswer['act'] {
  return { at: call.ended_at ?? call.asked_at, userId: call.asked_by, by: call.asked_by_name }
}
