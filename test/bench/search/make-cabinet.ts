import { contract } from '#app/contract.ts'
import { composeCore } from '#main/compose/index.ts'
import { connectInMemory } from '#main/wire/index.ts'

/** In a process of its own, so that the memory measured afterwards is that of a cabinet in use: makes the training cabinet. */
const [folder = '', patients = '0', notes = '0', longRecord = ''] = process.argv.slice(2)
const core = composeCore({
  version: '0.0.0-bench',
  stateFolder: `${folder}/state`,
  cabinetsFolder: `${folder}/cabinets`,
  backupsFolder: `${folder}/backups`,
  scheduled: false,
})
const seat = connectInMemory(core, { kind: 'test', name: 'bench' })
const started = await seat.call(contract.cabinet.prepareTraining, {
  patients: Number(patients),
  seed: 7,
  notes: Number(notes),
  longRecord: longRecord === 'long',
})
if (!started.ok) throw new Error(`no training cabinet: ${started.problem}`)
for (;;) {
  const reply = await seat.call(contract.jobs.get, { jobId: started.value.jobId })
  if (!reply.ok) throw new Error(`the job is gone: ${reply.problem}`)
  const { state } = reply.value.job
  if (state === 'done') break
  if (state !== 'running') throw new Error(`the job is ${state}`)
  await new Promise((resolve) => {
    setTimeout(resolve, 100)
  })
}
await core.dispose()
