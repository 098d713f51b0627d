/** Imports an archive, and may be killed meanwhile; says when it is done. */
import { join } from 'node:path'
import { contract } from '#app/contract.ts'
import { composeCore } from '#main/compose/index.ts'
import { endOf } from '#test/main/core/kernel/example-subjects.ts'
import { signedIn, testPasswordCost } from '#test/world/open-world.ts'

const [folder = '', cabinetId = '', userId = '', path = ''] = process.argv.slice(2)

const core = composeCore({
  version: '0.0.0-test',
  stateFolder: join(folder, 'etat'),
  cabinetsFolder: join(folder, 'cabinets'),
  backupsFolder: join(folder, 'sauvegardes'),
  passwordCost: testPasswordCost,
  scheduled: false,
})
const seat = await signedIn(core, cabinetId, { userId }, 'qui importe')
process.stdout.write('ready\n')
const { jobId } = await seat.must(contract.portability.import, { path })
const { state } = await endOf(seat, jobId)
process.stdout.write(`${state}\n`)
// Killed at the latest now: what was answered must be there without a tidy end.
setInterval(() => {}, 1_000)
