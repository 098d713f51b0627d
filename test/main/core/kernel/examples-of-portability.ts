import { join } from 'node:path'
import { contract } from '#app/contract.ts'
import { example, type Example } from './example.ts'
import { endOf, type ExampleWorld } from './example-subjects.ts'

const { portability } = contract

const newFile = (world: ExampleWorld) => join(world.folder, `archive-${crypto.randomUUID()}.zip`)

/** Works are done one at a time: each example waits for its turn in a world of its own. */
async function archiveOf(world: ExampleWorld): Promise<string> {
  const path = newFile(world)
  await world.as('anna').createPatient()
  const { jobId } = await world.as('anna').must(portability.exportToFile, { path, fileNumber: null })
  await endOf(world.as('anna'), jobId)
  return path
}

/** A call that succeeds, for every operation of `portability`. */
export const portabilityExamples: readonly Example[] = [
  example(portability.exportPatient)(
    async (world) => ({ input: { patientId: await world.as('anna').createPatient() } }),
    { ownWorld: true },
  ),
  example(portability.exportToFile)(async (world) => ({ input: { path: newFile(world), fileNumber: null } }), {
    ownWorld: true,
  }),
  example(portability.import)(async (world) => ({ input: { path: await archiveOf(world) } }), { ownWorld: true }),
  example(portability.importReport)(
    async (world) => {
      const { jobId } = await world.as('anna').must(portability.import, { path: await archiveOf(world) })
      await endOf(world.as('anna'), jobId)
      return { seat: world.as('anna'), input: { jobId } }
    },
    { ownWorld: true },
  ),
  example(portability.digest)(async (world) => {
    await world.as('anna').createPatient()
    return { input: { fileNumber: null } }
  }),
]
