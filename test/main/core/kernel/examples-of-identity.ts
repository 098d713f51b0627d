import { contract } from '#app/contract.ts'
import { type Example, example } from './example.ts'

const { identity } = contract

/** A call that succeeds, for every operation about identities. */
export const identityExamples: readonly Example[] = [
  example(identity.read)(async (world) => ({ input: { patientId: await world.as('anna').createPatient() } })),
]
