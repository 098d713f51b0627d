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
 * A person who verifies every identity that is due, or goes on with what was begun: run as a process of its own, to be killed.
 * `node verifying.ts FOLDER CABINET USER SERVICES`: the last is a file that says where the simulated services are.
 */
const [folder = '', cabinetId = '', userId = '', services = ''] = process.argv.slice(2)
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
const seat = await signedIn(core, cabinetId, { userId }, 'qui vérifie')
const { runs } = await seat.must(contract.verification.overview, {})
const unfinished = runs.find(({ state }) => state === 'running')
process.stdout.write('ready\n')
if (unfinished === undefined) await seat.must(contract.verification.start, {})
else await seat.must(contract.verification.steer, { runId: unfinished.runId, to: 'resume' })
for (;;) {
  const [run] = (await seat.must(contract.verification.overview, {})).runs
  if (run?.state === 'done') break
  await new Promise((resolve) => setTimeout(resolve, 20))
}
process.stdout.write('done\n')
process.exit(0)
