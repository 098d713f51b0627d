import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { contract } from '#app/contract.ts'
import { killAtRandom, kills } from '#test/world/crash.ts'
import { fillRecord, knownTables } from '#test/world/filled-record.ts'
import { openWorld, signedIn } from '#test/world/open-world.ts'

const { lifecycle, patients, portability } = contract
const rounds = kills(2, 40)

test(`merging and undoing: killed ${rounds} times, both records are whole, or one is, with all of both`, async () => {
  await using world = await openWorld()
  const known = await knownTables()
  const userId = world.userId('doctor')
  const [kept, other] = [await world.as('doctor').createPatient(), await world.as('doctor').createPatient()]
  for (const patientId of [kept, other]) {
    await world.onTheDisk((database) =>
      fillRecord({
        ...known,
        database,
        patientId,
        userId,
        seed: patientId,
        without: ['patient_merge', 'patient_merge_row'],
      }),
    )
  }
  await world.as('doctor').must(lifecycle.unblock, { patientId: kept })
  const { sha256: before } = await world.as('doctor').must(portability.digest, { fileNumber: null })
  await world.core.dispose()
  const script = fileURLToPath(new URL('./merging.ts', import.meta.url))
  const args = [world.folder, world.cabinetId, userId, kept, other]
  for (let round = 0; round < rounds; round += 1) {
    await killAtRandom({ script, args, readyLine: 'ready', withinMs: 400 })
    const core = world.anotherCore()
    const seat = await signedIn(core, world.cabinetId, { userId }, 'qui revient')
    const present = await world.rowsOf('patient')
    const { merges } = await seat.must(lifecycle.merges, { patientId: kept })
    // Two records and no merge, or one record and the merge that made it.
    expect(present.length + merges.length).toBe(2)
    expect((await world.rowsOf('note')).length).toBe(2)
    const [merge] = merges
    if (merge !== undefined) await seat.must(lifecycle.undoMerge, { mergeId: merge.mergeId })
    expect((await seat.must(portability.digest, { fileNumber: null })).sha256).toBe(before)
    const found = await seat.must(patients.search, { text: 'durand' })
    expect(found.rows).toHaveLength(2)
    await core.dispose()
  }
})
