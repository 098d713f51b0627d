import type { DeviceProblem } from '#app/devices/workstation.ts'
import { PcscFailure } from '#native/pcsc/codes.ts'
import type { PcscCard, PcscContext, Share } from '#native/pcsc/library.ts'
import { type CardConnection, CardFailure, type FailureLog } from './ports.ts'

/** How long a card may take for one answer, in ms; the slowest signature of a professional card takes two seconds. */
export const answerTimeoutMs = 10_000

/** How long taking a card may take, in ms: it is powered, and answers its reset. */
export const connectTimeoutMs = 10_000

/** What a screen says of an answer of PC/SC. Names of 0x1F and what we do not know are a card that cannot be read. */
const problems: Readonly<Record<string, DeviceProblem>> = {
  SCARD_W_REMOVED_CARD: 'card.withdrawn',
  SCARD_E_NO_SMARTCARD: 'card.absent',
  SCARD_E_SHARING_VIOLATION: 'card.in-use',
  SCARD_E_UNKNOWN_READER: 'reader.absent',
  SCARD_E_READER_UNAVAILABLE: 'reader.absent',
  SCARD_E_NO_READERS_AVAILABLE: 'reader.absent',
  SCARD_E_NO_SERVICE: 'readers.unavailable',
  SCARD_E_SERVICE_STOPPED: 'readers.unavailable',
  SCARD_P_SHUTDOWN: 'readers.unavailable',
  SCARD_E_SYSTEM_CANCELLED: 'readers.unavailable',
  SCARD_F_COMM_ERROR: 'readers.unavailable',
  SCARD_E_INVALID_HANDLE: 'readers.unavailable',
  SCARD_E_TIMEOUT: 'card.slow',
  SCARD_F_WAITED_TOO_LONG: 'card.slow',
}

const cardWasReset = 'SCARD_W_RESET_CARD'

/** A failure of PC/SC in the words of the seat. */
export function cardFailureOf(error: unknown): CardFailure {
  if (error instanceof CardFailure) return error
  const code = error instanceof PcscFailure ? error.code : 'UNKNOWN'
  return new CardFailure(problems[code] ?? 'card.unreadable', code)
}

/**
 * `work`, or `card.slow` after `timeoutMs`. The call goes on behind: a driver cannot be interrupted, and what it then says is
 * of no interest to anybody.
 */
export async function inTime<T>(work: Promise<T>, timeoutMs: number): Promise<T> {
  work.catch(() => undefined)
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => late.reject(new CardFailure('card.slow', 'TIMEOUT')), timeoutMs)
  try {
    return await Promise.race([work, late.promise])
  } finally {
    clearTimeout(timer)
  }
}

interface Taken {
  readonly context: PcscContext
  readonly card: PcscCard
  readonly atr: Uint8Array
  readonly reader: string
  readonly insertion: number
  readonly share: Share
  readonly failures: FailureLog
  /** Told once the card is let go. */
  readonly closed: () => void
  /** Told when its driver does not come back from a call in time, and when it came back. */
  readonly slow: () => void
  readonly over: () => void
  /** Whether that very insertion is still there a moment later: a service learns of a withdrawal after its commands fail. */
  readonly isStillThere: () => Promise<boolean>
}

/** A card taken, as the port gives it. */
export function connectionTo({
  context,
  card,
  atr,
  reader,
  insertion,
  share,
  failures,
  closed,
  slow,
  over,
  isStillThere,
}: Taken): CardConnection {
  let line: Promise<unknown> = Promise.resolve()
  let isClosed = false
  let isSlow = false

  const fail = async (doing: string, error: unknown): Promise<CardFailure> => {
    const failure = cardFailureOf(error)
    failures.note({ reader, doing, code: failure.code })
    if (failure.problem !== 'card.unreadable' || failure.code === cardWasReset) return failure
    // « Not transacted » is said of a card that is no longer there as of one that answered badly.
    return (await isStillThere()) ? failure : new CardFailure('card.withdrawn', failure.code)
  }
  /** One after the other; what fails does not stop the next. */
  const inTurn = <T>(doing: string, timeoutMs: number, work: () => Promise<T>): Promise<T> => {
    const turn = line.then(async () => {
      if (isSlow) throw new CardFailure('card.slow', 'TIMEOUT')
      if (isClosed) throw new CardFailure('card.withdrawn', 'CLOSED')
      const asked = work()
      try {
        return await inTime(asked, timeoutMs)
      } catch (error) {
        const failure = await fail(doing, error)
        if (failure.code === 'TIMEOUT') {
          isSlow = true
          slow()
          // Let go when its driver gives up.
          asked.then(letGo, letGo)
        }
        if (failure.code === cardWasReset) await retake()
        throw failure
      }
    })
    line = turn.catch(() => undefined)
    return turn
  }
  const retake = async () => {
    try {
      await inTime(card.reconnect(share), connectTimeoutMs)
    } catch (error) {
      await fail('reconnect', error)
    }
  }
  const letGo = async () => {
    await card.disconnect('leave')
    await context.release()
    closed()
    if (isSlow) over()
  }
  return {
    reader,
    insertion,
    atr,
    transmit: (apdu, timeoutMs = answerTimeoutMs) =>
      inTurn('transmit', timeoutMs, async () => {
        const answer = await card.transmit(apdu)
        // Some drivers give a success and nothing when the card leaves in the middle.
        if (answer.length < 2) throw new PcscFailure('SCardTransmit', 'NO_STATUS')
        return answer
      }),
    async transaction(work) {
      await inTurn('begin', answerTimeoutMs, card.begin)
      try {
        return await work()
      } finally {
        // A card that is gone has no transaction to end: what matters was said by the command.
        await inTurn('end', answerTimeoutMs, card.end).catch(() => undefined)
      }
    },
    async close() {
      if (isClosed) return
      isClosed = true
      await line
      if (!isSlow) await inTime(letGo(), answerTimeoutMs).catch(() => undefined)
    },
  }
}
