/** Exports a record to its documents and to files, over and over, until it is killed; says what was answered, on lines. */
import { join } from 'node:path'
import { contract } from '#app/contract.ts'
import { composeCore } from '#main/compose/index.ts'
import { endOf } from '#test/main/core/kernel/example-subjects.ts'
import { signedIn, testPasswordCost } from '#test/world/open-world.ts'

const { portability } = contract
const [folder = '', cabinetId = '', userId = '', patientId = '', files = ''] = process.argv.slice(2)

const core = composeCore({
  version: '0.0.0-test',
  stateFolder: join(folder, 'etat'),
  cabinetsFolder: join(folder, 'cabinets'),
  backupsFolder: join(folder, 'sauvegardes'),
  passwordCost: testPasswordCost,
  scheduled: false,
})
const seat = await signedIn(core, cabinetId, { userId }, 'qui exporte')
process.stdout.write('ready\n')
for (let number = 0; ; number += 1) {
  const kept = await seat.must(portability.exportPatient, { patientId })
  process.stdout.write(`kept ${(await endOf(seat, kept.jobId)).result?.name}\n`)
  const path = join(files, `${number}.zip`)
  const saved = await seat.must(portability.exportToFile, { path, fileNumber: null })
  process.stdout.write(`saved ${(await endOf(seat, saved.jobId)).result?.path}\n`)
}
