import { contract } from '#app/contract.ts'
import { durandFamily, insertVitale, vitaleCardOf } from '#test/world/vitale.ts'
import { type Example, example, nothing } from './example.ts'
import type { ExampleWorld } from './example-subjects.ts'

const { vitale } = contract

/** The card of a mother and her two children, read at the seat of a practitioner. */
async function readCard(world: ExampleWorld) {
  const seat = world.as('doctor')
  await insertVitale(seat, () => vitaleCardOf(durandFamily))
  const { reading } = await seat.must(vitale.read, { reader: null })
  return { seat, readingId: reading.readingId }
}

/** A call that succeeds, for every operation about Vitale cards. */
export const vitaleExamples: readonly Example[] = [
  example(vitale.read)(async (world) => {
    const seat = world.as('doctor')
    await insertVitale(seat, () => vitaleCardOf(durandFamily))
    return { seat, input: { reader: null } }
  }),
  example(vitale.prefill)(async (world) => {
    const { seat, readingId } = await readCard(world)
    return { seat, input: { readingId, index: 2 } }
  }),
  example(vitale.compare)(async (world) => {
    const patientId = await world.as('anna').createPatient()
    const { seat, readingId } = await readCard(world)
    return { seat, input: { readingId, index: 0, patientId } }
  }),
  example(vitale.forget)(nothing),
]
