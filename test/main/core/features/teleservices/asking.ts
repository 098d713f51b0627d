import { readFile } from 'node:fs/promises'
import { contract } from '#app/contract.ts'
import type { Teleservices } from '#core/ports/index.ts'
import { openEgress } from '#main/adapters/egress/egress.ts'
import { callTeleservices } from '#main/adapters/teleservices/teleservices.ts'
import type { RunningTeleservices } from '#main/adapters/teleservices/training-teleservices.ts'
import { composeCore } from '#main/compose/index.ts'
import { keptLog } from '#test/world/log.ts'
import { signedIn, testPasswordCost } from '#test/world/open-world.ts'

/**
 * A person who asks INSi about one record after another: run as a process of its own, to be killed in the middle.
 * `node asking.ts FOLDER CABINET USER SERVICES PATIENT…`: says each record whose call is over.
 */
const [folder = '', cabinetId = '', userId = '', services = '', ...patientIds] = process.argv.slice(2)
const simulated = JSON.parse(await readFile(services, 'utf8')) as Omit<RunningTeleservices, 'stop'>
const egress = openEgress({ logger: keptLog(), elapsedMs: () => performance.now() })
const startSimulator = async () => ({ ...simulated, stop: async () => undefined })
const calls = callTeleservices({ egress, startSimulator })
const teleservices: Teleservices = {
  training: () => calls.training(),
  post: (request) => calls.post({ ...request, place: { environment: 'training', authorities: [] } }),
  dispose: () => calls.dispose(),
}
const core = composeCore({
  version: '0.0.0-test',
  stateFolder: `${folder}/etat`,
  cabinetsFolder: `${folder}/cabinets`,
  backupsFolder: `${folder}/sauvegardes`,
  passwordCost: testPasswordCost,
  scheduled: false,
  ports: { teleservices },
})
const seat = await signedIn(core, cabinetId, { userId }, 'qui interroge')
const search = {
  by: 'traits',
  birthName: 'INCONNUE',
  firstNames: 'ZOE',
  sex: 'F',
  birthDate: '1975-12-31',
  birthPlaceCode: null,
} as const
process.stdout.write('ready\n')
for (const patientId of patientIds) {
  const { jobId } = await seat.must(contract.identity.ask, { patientId, search })
  for (;;) {
    const { job } = await seat.must(contract.jobs.get, { jobId })
    if (job.endedAt !== null) break
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  process.stdout.write(`${patientId}\n`)
}
process.exit(0)
