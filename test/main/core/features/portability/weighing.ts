/** Exports a record of many documents, in a process of its own, and says the most memory it took. `node weighing.ts FOLDER CABINET USER PATIENT` */
import { contract } from '#app/contract.ts'
import { composeCore } from '#main/compose/index.ts'
import { endOf } from '#test/main/core/kernel/example-subjects.ts'
import { signedIn, testPasswordCost } from '#test/world/open-world.ts'

const [folder = '', cabinetId = '', userId = '', patientId = ''] = process.argv.slice(2)
const core = composeCore({
  version: '0.0.0-test',
  stateFolder: `${folder}/etat`,
  cabinetsFolder: `${folder}/cabinets`,
  backupsFolder: `${folder}/sauvegardes`,
  passwordCost: testPasswordCost,
  scheduled: false,
})
const seat = await signedIn(core, cabinetId, { userId }, 'qui exporte')
globalThis.gc?.()
const before = process.memoryUsage().rss
let most = before
const watch = setInterval(() => {
  most = Math.max(most, process.memoryUsage().rss)
}, 5)
const begun = performance.now()
const { jobId } = await seat.must(contract.portability.exportPatient, { patientId })
const { state } = await endOf(seat, jobId)
clearInterval(watch)
const line = { state, ms: Math.round(performance.now() - begun), before: before >> 20, most: most >> 20 }
process.stdout.write(`${JSON.stringify(line)}\n`)
await core.dispose()
