import { contract } from '#app/contract.ts'
import { example, type Example, nothing } from './example.ts'
import { type ExampleWorld, nobody } from './example-subjects.ts'

const { lifecycle } = contract

const somebody = (world: ExampleWorld) => world.as('anna').createPatient()
const keepAll = { fields: [], singles: [] }

async function twoOf(world: ExampleWorld) {
  return { keptPatientId: await somebody(world), otherPatientId: await somebody(world) }
}

async function merged(world: ExampleWorld) {
  const pair = await twoOf(world)
  const { mergeId } = await world
    .as('anna')
    .must(lifecycle.merge, { ...pair, keptVersion: 1, otherVersion: 1, choices: keepAll })
  return { ...pair, mergeId }
}

async function deleted(world: ExampleWorld) {
  const input = { patientId: await somebody(world), expectedVersion: 1, typedName: 'Durand Marie' }
  const reply = await world.as('anna').call(lifecycle.delete, input)
  return reply.ok ? reply.value.traceId : nobody
}

/** A call that succeeds, for every operation of `lifecycle`. */
export const lifecycleExamples: readonly Example[] = [
  example(lifecycle.block)(async (world) => ({ input: { patientId: await somebody(world) } })),
  example(lifecycle.blocked)(nothing),
  example(lifecycle.setBlock)(async (world) => ({ input: { patientId: await somebody(world), reason: 'Impayés' } })),
  example(lifecycle.unblock)(async (world) => ({ input: { patientId: await somebody(world) } })),
  example(lifecycle.contents)(async (world) => ({ input: { patientId: await somebody(world) } })),
  example(lifecycle.delete)(async (world) => ({
    input: { patientId: await somebody(world), expectedVersion: 1, typedName: 'durand marie' },
  })),
  example(lifecycle.report)(async () => ({ input: { filter: { state: 'all', text: '' }, offset: 0, limit: 50 } })),
  example(lifecycle.recreate)(async (world) => ({ input: { traceId: await deleted(world) } })),
  example(lifecycle.duplicates)(nothing),
  example(lifecycle.previewMerge)(async (world) => ({ input: await twoOf(world) })),
  example(lifecycle.merge)(async (world) => ({
    input: { ...(await twoOf(world)), keptVersion: 1, otherVersion: 1, choices: keepAll },
  })),
  example(lifecycle.merges)(async (world) => ({ input: { patientId: (await merged(world)).keptPatientId } })),
  example(lifecycle.undoMerge)(async (world) => ({ input: { mergeId: (await merged(world)).mergeId } })),
]
