import { contract } from '#app/contract.ts'
import { readyToCall } from '#test/world/teleservices.ts'
import { type Example, example, nothing } from './example.ts'
import type { ExampleWorld } from './example-subjects.ts'

const { identity, teleservices } = contract

async function certificateFile(world: ExampleWorld): Promise<string> {
  const { establishment } = await world.teleservices.running()
  return Buffer.from(establishment.certificate + establishment.key).toString('base64')
}

/** A call that succeeds, for every operation about the services of the Assurance Maladie. */
export const teleserviceExamples: readonly Example[] = [
  example(teleservices.standings)(nothing),
  example(teleservices.settings)(nothing),
  example(teleservices.updateSettings)(async (world) => {
    const { settings, version } = await world.as('admin').must(teleservices.settings, {})
    return { input: { settings, expectedVersion: version } }
  }),
  example(teleservices.importCertificate)(async (world) => ({
    input: { file: await certificateFile(world), password: '' },
  })),
  example(teleservices.removeCertificate)(nothing),
  example(teleservices.setAuthorities)(async () => ({ input: { file: null } })),
  example(teleservices.ownClaims)(nothing),
  example(teleservices.updateOwnClaims)(async (world) => {
    const { version } = await world.as('doctor').must(teleservices.ownClaims, {})
    const claims = { billingNumber: '631012345', amoSpecialty: '01', sector: 'SA07' }
    return { input: { claims, expectedVersion: version } }
  }),
  example(teleservices.exchanges)(async () => ({ input: { patientId: null, before: null, limit: 50 } })),
  example(identity.ask)(
    async (world) => {
      await readyToCall(world)
      const patientId = await world.as('anna').createPatient()
      const search = { by: 'traits', birthName: 'ADRUN', firstNames: 'ZOE', sex: 'F', birthDate: '1975-12-31' } as const
      return { input: { patientId, search: { ...search, birthPlaceCode: null } } }
    },
    { ownWorld: true, alongside: 'service.teleservices' },
  ),
]
