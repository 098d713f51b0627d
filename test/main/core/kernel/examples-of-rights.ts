import { contract } from '#app/contract.ts'
import { nir } from '#test/world/vitale.ts'
import { rightsWere, tellsClaims } from '#test/world/rights.ts'
import { readyToCall } from '#test/world/teleservices.ts'
import { durandMarie } from '#test/world/patients.ts'
import { type Example, example, nothing } from './example.ts'

const { rights } = contract

/** A call that succeeds, for every operation about rights. */
export const rightsExamples: readonly Example[] = [
  example(rights.read)(async (world) => ({
    input: { patientId: await world.as('anna').createPatient(), card: null },
  })),
  example(rights.ask)(
    async (world) => {
      await readyToCall(world)
      await tellsClaims(world.as('doctor'))
      const coverage = { ...durandMarie.coverage, insuredNir: nir('2770733063021'), regime: '01' }
      const patientId = await world.as('anna').createPatient({ coverage })
      return { seat: world.as('doctor'), input: { patientId, card: null, reason: 'asked' } }
    },
    { ownWorld: true, alongside: 'service.teleservices' },
  ),
  example(rights.review)(async (world) => {
    const patientId = await world.as('anna').createPatient()
    const rightsId = await rightsWere(world, patientId, ['agricultural'])
    return { input: { patientId, expectedVersion: 1, rightsId, accepted: ['regime'] } }
  }),
  example(rights.settings)(nothing),
  example(rights.updateSettings)(async (world) => {
    const { version } = await world.as('admin').must(rights.settings, {})
    return { input: { settings: { mode: 'systematic' }, expectedVersion: version } }
  }),
]
