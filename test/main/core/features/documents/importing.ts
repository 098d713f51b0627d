import { contract } from '#app/contract.ts'
import { composeCore } from '#main/compose/index.ts'
import { dropped } from '#test/world/documents.ts'
import { signedIn, testPasswordCost } from '#test/world/open-world.ts'

/**
 * A person who imports documents without ever stopping: run as a process of its own, to be killed.
 * `node importing.ts FOLDER CABINET USER PATIENT`. Each line after `ready` is a document the cabinet acknowledged.
 */
const [folder = '', cabinetId = '', userId = '', patientId = ''] = process.argv.slice(2)
const core = composeCore({
  version: '0.0.0-test',
  stateFolder: `${folder}/etat`,
  cabinetsFolder: `${folder}/cabinets`,
  backupsFolder: `${folder}/sauvegardes`,
  passwordCost: testPasswordCost,
})
const seat = await signedIn(core, cabinetId, { userId }, 'qui importe')
await seat.must(contract.documents.categories, {})
process.stdout.write('ready\n')
for (let number = 0; ; number += 1) {
  const bytes = new TextEncoder().encode(`Compte rendu ${crypto.randomUUID()} `.repeat(30_000))
  const { documentId } = await dropped(seat, { fileName: `cr-${number}.txt`, bytes, patientId })
  process.stdout.write(`${documentId}\n`)
}
