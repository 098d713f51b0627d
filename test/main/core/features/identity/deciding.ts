import { contract } from '#app/contract.ts'
import { composeCore } from '#main/compose/index.ts'
import { signedIn, testPasswordCost } from '#test/world/open-world.ts'

/**
 * A person who decides on the answers that wait, one after the other: run as a process of its own, to be killed.
 * `node deciding.ts FOLDER CABINET USER PATIENT:EXCHANGE…`. Each line after `ready` is a patient the cabinet acknowledged.
 */
const [folder = '', cabinetId = '', userId = '', ...waiting] = process.argv.slice(2)

const core = composeCore({
  version: '0.0.0-test',
  stateFolder: `${folder}/etat`,
  cabinetsFolder: `${folder}/cabinets`,
  backupsFolder: `${folder}/sauvegardes`,
  passwordCost: testPasswordCost,
})
const seat = await signedIn(core, cabinetId, { userId }, 'qui décide')
process.stdout.write('ready\n')
for (const pair of waiting) {
  const [patientId = '', exchangeId = ''] = pair.split(':')
  await seat.must(contract.identity.decide, {
    patientId,
    expectedVersion: 1,
    exchangeId,
    accepted: [],
    document: { documentKind: 'PA', companionKind: null },
  })
  process.stdout.write(`${patientId}\n`)
}
await core.dispose()
