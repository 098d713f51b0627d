import { listPresence, setPresence } from '#app/features/presence/contract.ts'
import { handle } from '#core/kernel/handle.ts'

const set = handle(setPresence, async ({ patientId, activity }, work) => {
  if (work.presence.set(patientId, activity)) work.announce('presence', patientId, 0)
  return { noted: true as const }
})

const of = handle(listPresence, async ({ patientId }, work) => ({ others: [...work.presence.others(patientId)] }))

/** What answers about who has a record open. */
export const presenceHandlers = [set, of]
