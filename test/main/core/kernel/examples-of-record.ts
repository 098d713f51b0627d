import { contract } from '#app/contract.ts'
import { type Example, example } from './example.ts'
import type { ExampleWorld } from './example-subjects.ts'

const { record } = contract

const somebody = async (world: ExampleWorld) => world.as('anna').createPatient()

/** A call that succeeds, for every operation of `record`. */
export const recordExamples: readonly Example[] = [
  example(record.timeline)(async (world) => ({
    input: { patientId: await somebody(world), filter: {}, offset: 0, limit: 50 },
  })),
  example(record.facets)(async (world) => ({ input: { patientId: await somebody(world) } })),
  example(record.search)(async (world) => ({
    input: { patientId: await somebody(world), text: 'toux', filter: {}, offset: 0, limit: 50 },
  })),
  example(record.searchAll)(async () => ({ input: { text: 'toux', filter: {}, after: null, limit: 50 } })),
]
