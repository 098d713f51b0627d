import { contract } from '#app/contract.ts'
import type { Logger, Teleservices } from '#core/ports/index.ts'
import { openEgress } from '#main/adapters/egress/egress.ts'
import { callTeleservices } from '#main/adapters/teleservices/teleservices.ts'
import type { RunningTeleservices } from '#main/adapters/teleservices/training-teleservices.ts'
import { trainingAuthorities } from '#main/protocols/training-authority.ts'
import { type SimulatorChoice, type StartedTeleservices, startTeleservices } from '#test/simulators/insi/start.ts'
import type { World } from './open-world.ts'

/** The services of the Assurance Maladie as tests have them: the simulated ones, whatever servers a cabinet has set. */
export interface TestTeleservices extends Teleservices {
  /** The simulated servers, started in this process if they were not. */
  simulated(): Promise<StartedTeleservices>
  /** What the core starts with, as it says it to the adapter. */
  running(): Promise<RunningTeleservices>
}

/** Structure of the certificate that the tests call with: invented. */
export const testStructure = '318751275100020'

/** Makes them; nothing starts before the first call. The training cards are believed. */
export function testTeleservices(logger: Logger, choice: SimulatorChoice = {}): TestTeleservices {
  const egress = openEgress({ logger, elapsedMs: () => performance.now() })
  let starting: Promise<StartedTeleservices> | null = null
  const simulated = () => {
    starting ??= startTeleservices({ professionalAuthorities: trainingAuthorities.map(pemOf), ...choice })
    return starting
  }
  const running = async () => {
    const started = await simulated()
    const establishment = await started.establishment('INSI-MANU', testStructure)
    const { cardUrl, certificateUrl, authority, authorisation } = started
    return { cardUrl, certificateUrl, authority, authorisation, establishment, stop: () => started.stop() }
  }
  const calls = callTeleservices({ egress, startSimulator: running })
  return {
    simulated,
    running: () => calls.simulator(),
    training: () => calls.training(),
    post: (request) => calls.post({ ...request, place: { environment: 'training', authorities: [] } }),
    dispose: () => calls.dispose(),
  }
}

/** Sets a world’s cabinet as one that calls: authorised, with the certificate of an establishment. */
export async function readyToCall(world: Pick<World, 'as' | 'teleservices'>): Promise<void> {
  const admin = world.as('admin')
  const { teleservices } = contract
  const { settings, version, certificate } = await admin.must(teleservices.settings, {})
  if (certificate !== null) return
  const { authorisation, establishment } = await world.teleservices.running()
  await admin.must(teleservices.updateSettings, {
    settings: { ...settings, servers: 'qualification', authorisation },
    expectedVersion: version,
  })
  const file = Buffer.from(establishment.certificate + establishment.key).toString('base64')
  await admin.must(teleservices.importCertificate, { file, password: '' })
}

function pemOf(base64: string): string {
  const lines = base64.match(/.{1,64}/g) ?? []
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`
}
