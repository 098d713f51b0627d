import { contract } from '#app/contract.ts'
import { type Example, example, nothing } from './example.ts'
import { newTask, someTask } from './example-subjects.ts'

const { tasks } = contract

/** A call that succeeds, for every operation on tasks. */
export const taskExamples: readonly Example[] = [
  example(tasks.list)(async (world) => {
    await newTask(world)
    return { input: { filter: { whose: 'all', state: 'open' }, offset: 0, limit: 50 } }
  }),
  example(tasks.counts)(nothing),
  example(tasks.assignees)(async (world) => ({
    seat: world.as('anna'),
    input: { patientId: await world.as('anna').createPatient() },
  })),
  example(tasks.create)(async (world) => ({
    seat: world.as('anna'),
    input: { patientId: await world.as('anna').createPatient(), fields: someTask },
  })),
  example(tasks.update)(async (world) => {
    const { taskId, version } = await newTask(world)
    return { input: { taskId, expectedVersion: version, patientId: null, fields: { ...someTask, urgent: true } } }
  }),
  example(tasks.setDone)(async (world) => {
    const { taskId, version } = await newTask(world)
    return { input: { taskId, expectedVersion: version, done: true } }
  }),
  example(tasks.remove)(async (world) => {
    const { taskId, version } = await newTask(world)
    return { input: { taskId, expectedVersion: version } }
  }),
  example(tasks.restore)(async (world) => {
    const { taskId, version } = await newTask(world)
    const removed = await world.as('anna').must(tasks.remove, { taskId, expectedVersion: version })
    return { input: { taskId, expectedVersion: removed.version } }
  }),
]
