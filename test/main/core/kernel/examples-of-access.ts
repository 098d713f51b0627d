import { contract } from '#app/contract.ts'
import { type Example, example, nothing } from './example.ts'
import { emergencyOf, groupFields, groupOf, nobody } from './example-subjects.ts'

const { access } = contract

/** A call that succeeds, for every operation on access groups and emergencies. */
export const accessExamples: readonly Example[] = [
  example(access.marks)(nothing),
  example(access.groups)(nothing),
  example(access.setEnabled)(async (world) => {
    const { enabled, version } = await world.as('admin').must(access.groups, {})
    return { input: { enabled, expectedVersion: version } }
  }),
  example(access.createGroup)(async () => ({ input: { fields: groupFields() } })),
  example(access.updateGroup)(async (world) => {
    const { group } = await world.as('admin').must(access.createGroup, { fields: groupFields() })
    return { input: { groupId: group.groupId, expectedVersion: group.version, fields: groupFields() } }
  }),
  example(access.deleteGroup)(async (world) => {
    const { group } = await world.as('admin').must(access.createGroup, { fields: groupFields() })
    return { input: { groupId: group.groupId, expectedVersion: group.version, typedName: group.name } }
  }),
  example(access.previewGroup)(async (world) => ({
    input: { groupId: await groupOf(world, 'anna'), userIds: [world.userId('anna'), world.userId('zoe')] },
  })),
  example(access.ofPatient)(async (world) => ({ input: { patientId: await world.as('anna').createPatient() } })),
  example(access.assign)(async (world) => ({
    input: {
      patientId: await world.as('anna').createPatient(),
      expectedVersion: 1,
      groupIds: [await groupOf(world, 'anna')],
      mayLoseSight: false,
    },
  })),
  example(access.requestEmergency)(async (world) => ({ seat: world.as('zoe'), input: await emergencyOf(world) })),
  example(access.endEmergency)(async (world) => {
    await world.as('zoe').call(access.requestEmergency, await emergencyOf(world))
    const known = await world.as('zoe').call(access.emergencies, {})
    const emergencyId = (known.ok ? known.value.own[0]?.emergencyId : undefined) ?? nobody
    return { seat: world.as('zoe'), input: { emergencyId } }
  }),
  example(access.emergencies)(nothing),
  example(access.acknowledgeEmergency)(async (world) => {
    await world.as('zoe').call(access.requestEmergency, await emergencyOf(world))
    const { concerning } = await world.as('anna').must(access.emergencies, {})
    return { seat: world.as('anna'), input: { emergencyId: concerning[0]?.emergencyId ?? nobody } }
  }),
]
