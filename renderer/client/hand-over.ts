import { z } from 'zod'
import { resumeToken } from '#app/kernel/greeting.ts'

const key = 'co.hand-over'

const handOver = z.object({
  /** Brings the session back: always a locked one, so that whoever finds it finds a lock. */
  resume: resumeToken.nullable(),
  /** The person asked to change user rather than to lock. */
  switching: z.boolean(),
})

/** What a page leaves to the one that takes its place in the same tab, and nothing of a patient. */
export type HandOver = z.infer<typeof handOver>

/** Leaves it for the next page of this tab. */
export function leaveHandOver(left: HandOver): void {
  sessionStorage.setItem(key, JSON.stringify(left))
}

/** Takes what the former page of this tab left, once: a copied tab does not find it. */
export function takeHandOver(): HandOver {
  const nothing: HandOver = { resume: null, switching: false }
  const kept = sessionStorage.getItem(key)
  sessionStorage.removeItem(key)
  if (kept === null) return nothing
  try {
    return handOver.parse(JSON.parse(kept))
  } catch {
    return nothing
  }
}
