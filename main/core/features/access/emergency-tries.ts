import { z } from 'zod'
import { longestWaitMs, waitAfterMisses } from '#app/features/access/rules.ts'
import type { Work } from '#core/kernel/work.ts'

/** Tries in a row that opened nothing, and until when the next one waits; by cabinet and user. */
const book = z.record(z.string(), z.strictObject({ misses: z.int().min(1), until: z.iso.datetime({ precision: 3 }) }))
/**
 * What a try came to. `nothing-new`: it named what its author sees or opened lately; counted as a success, it would give
 * tries at the others without end.
 */
export type TryWorth = 'opened' | 'nothing-new' | 'missed'
/** What came of a try, or how long to wait before one is looked at. */
type Tried<T> = { readonly outcome: T } | { readonly waitMs: number }

/** After a day without a try, misses are forgotten. */
const forgottenAfterMs = 24 * 3600_000

/** Tries are looked at one after the other: a hundred at once would all find nothing to wait for. */
let lastTry: Promise<unknown> = Promise.resolve()

/**
 * Looks at one try, unless it comes too early; returns how long to wait when it does. A try counts as a miss before it is
 * looked at; it starts the count again when it opened something, and leaves it as it was when it opened nothing new.
 * `attempt` is told how long the next try waits if this one is a miss.
 *
 * Kept on this computer outside the cabinet, so that starting the program again does not put the count back to zero: what
 * is refused is rolled back in the cabinet.
 */
export function oneTry<T>(
  work: Work,
  attempt: (waitMs: number) => Promise<T>,
  worth: (outcome: T) => TryWorth,
): Promise<Tried<T>> {
  const turn = lastTry.then(
    () => tried(work, attempt, worth),
    () => tried(work, attempt, worth),
  )
  lastTry = turn
  return turn
}

async function tried<T>(
  work: Work,
  attempt: (waitMs: number) => Promise<T>,
  worth: (outcome: T) => TryWorth,
): Promise<Tried<T>> {
  const key = `${work.vault.open()?.cabinetId ?? ''} ${work.actor.userId}`
  const now = Date.parse(work.now())
  const parsed = book.safeParse(await work.ports.localState.read('emergency-tries'))
  const known = parsed.success ? { ...parsed.data } : {}
  const before = known[key]
  // A clock set back must not keep somebody out for a year.
  const waitMs = before === undefined ? 0 : Math.min(longestWaitMs, Date.parse(before.until) - now)
  if (waitMs > 0) return { waitMs }
  for (const [each, { until }] of Object.entries(known)) {
    if (now - Date.parse(until) > forgottenAfterMs) delete known[each]
  }
  const former = known[key]
  const misses = (former?.misses ?? 0) + 1
  const nextWaitMs = waitAfterMisses(misses)
  known[key] = { misses, until: new Date(now + nextWaitMs).toISOString() }
  await work.ports.localState.write('emergency-tries', known)
  const outcome = await attempt(nextWaitMs)
  const came = worth(outcome)
  if (came !== 'missed') {
    const { [key]: _counted, ...others } = known
    const kept = came === 'opened' || former === undefined ? {} : { [key]: former }
    await work.ports.localState.write('emergency-tries', { ...others, ...kept })
  }
  return { outcome }
}
