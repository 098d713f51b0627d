import { listPresence, setPresence } from '#app/features/presence/contract.ts'
import { handle } from '#core/kernel/handle.ts'

const set = handle(setPresence, async ({ patientId, activity }, work) => {
  if (work.presence.set(patientId, activity)) work.announce('presence', patientId, 0)
  return { noted: true as const }
})

const of = handle(listPresence, async ({ patientId }, work) => {
  const others = await Promise.all(
    work.presence.others(patientId).map(async (person) => {
      // Their window may not have heard yet that they do not see the record any more.
      const colleague = await work.colleague(person.userId)
      return (await colleague?.sees(patientId)) === true ? [person] : []
    }),
  )
  return { others: others.flat() }
})

/** What answers about who has a record open. */
export const presenceHandlers = [set, of]
