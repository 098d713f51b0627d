/** Merges two records and undoes it, over and over, until it is killed; says each answer on a line. */
import { contract } from '#app/contract.ts'
import { composeCore } from '#main/compose/index.ts'
import { join } from 'node:path'
import { signedIn, testPasswordCost } from '#test/world/open-world.ts'

const { lifecycle, patients } = contract
const [folder = '', cabinetId = '', userId = '', keptPatientId = '', otherPatientId = ''] = process.argv.slice(2)

const core = composeCore({
  version: '0.0.0-test',
  stateFolder: join(folder, 'etat'),
  cabinetsFolder: join(folder, 'cabinets'),
  backupsFolder: join(folder, 'sauvegardes'),
  passwordCost: testPasswordCost,
  scheduled: false,
})
const seat = await signedIn(core, cabinetId, { userId }, 'qui fusionne')
const versionOf = async (patientId: string) => (await seat.must(patients.read, { patientId })).record.version
process.stdout.write('ready\n')
for (;;) {
  const { mergeId } = await seat.must(lifecycle.merge, {
    keptPatientId,
    otherPatientId,
    keptVersion: await versionOf(keptPatientId),
    otherVersion: await versionOf(otherPatientId),
    choices: { fields: [], singles: [] },
  })
  process.stdout.write('merged\n')
  await seat.must(lifecycle.undoMerge, { mergeId })
  process.stdout.write('undone\n')
}
