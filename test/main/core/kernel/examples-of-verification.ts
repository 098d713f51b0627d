import { contract } from '#app/contract.ts'
import { readyToCall } from '#test/world/teleservices.ts'
import { withIns } from '#test/world/verified-identities.ts'
import { type Example, example, nothing } from './example.ts'
import type { ExampleWorld } from './example-subjects.ts'

const { identity, verification } = contract

/** A cabinet with an identity that is due, and a service that is stopped: nothing more comes than the call of the run. */
async function oneIsDue(world: ExampleWorld): Promise<void> {
  await readyToCall(world)
  await withIns(world, 1)
  const service = await world.teleservices.simulated()
  service.behave({ kind: { status: 503 } })
}

/** A run that waits for a service that is stopped. */
async function someRun(world: ExampleWorld) {
  const { runs } = await world.as('doctor').must(verification.overview, {})
  const unfinished = runs.find(({ state }) => state === 'running')
  if (unfinished !== undefined) return { runId: unfinished.runId }
  await oneIsDue(world)
  const started = await world.as('doctor').must(verification.start, {})
  // Until its call has left its line in the journal: the next one is that of the example.
  for (;;) {
    const [run] = (await world.as('doctor').must(verification.overview, {})).runs
    if (run?.trouble !== null && run?.underWay === false) return started
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

const alone = { ownWorld: true, alongside: 'service.teleservices' } as const

/** A call that succeeds, for every operation that verifies identities. */
export const verificationExamples: readonly Example[] = [
  example(identity.verify)(async (world) => {
    await readyToCall(world)
    return { input: { patientId: await withIns(world, 2) } }
  }, alone),
  example(verification.overview)(nothing),
  example(verification.updateSettings)(async (world) => {
    const { settings, version } = await world.as('doctor').must(verification.overview, {})
    return { input: { settings: { ...settings, byNight: true, hour: 3 }, expectedVersion: version } }
  }),
  example(verification.start)(async (world) => {
    await oneIsDue(world)
    return { input: {} }
  }, alone),
  example(verification.steer)(async (world) => ({ input: { ...(await someRun(world)), to: 'cancel' } }), alone),
  example(verification.report)(
    async (world) => ({ input: { ...(await someRun(world)), outcome: 'waiting', offset: 0, limit: 50 } }),
    alone,
  ),
]
