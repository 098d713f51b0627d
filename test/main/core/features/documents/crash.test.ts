import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { contract } from '#app/contract.ts'
import { killAtRandom, kills } from '#test/world/crash.ts'
import { readBack } from '#test/world/documents.ts'
import { openWorld, signedIn } from '#test/world/open-world.ts'

const rounds = kills(2, 40)

test(`importing: killed ${rounds} times, each document is whole or is not there, and what was sent of it is dropped`, async () => {
  await using world = await openWorld()
  const patientId = await world.as('doctor').createPatient()
  const userId = world.userId('doctor')
  await world.core.dispose()
  const script = fileURLToPath(new URL('./importing.ts', import.meta.url))
  const args = [world.folder, world.cabinetId, userId, patientId]
  for (let round = 0; round < rounds; round += 1) {
    const { acknowledged } = await killAtRandom({ script, args, readyLine: 'ready', withinMs: 500 })
    const documents = await world.rowsOf('document')
    const ids = documents.map((row) => row.document_id)
    for (const acknowledgedId of acknowledged) expect(ids).toContain(acknowledgedId)
    const core = world.anotherCore()
    const seat = await signedIn(core, world.cabinetId, { userId }, 'qui revient')
    for (const { document_id, bytes } of documents) expect((await readBack(seat, document_id)).length).toBe(bytes)
    const { total } = await seat.must(contract.record.timeline, { patientId, filter: {}, offset: 0, limit: 1 })
    expect(total).toBe(ids.length)
    const [versions, words] = [await world.rowsOf('document_version'), await world.rowsOf('document_words')]
    expect(versions.map((row) => row.document_id).toSorted()).toEqual(ids.toSorted())
    expect(words.map((row) => row.document_id).toSorted()).toEqual(ids.toSorted())
    // A day later, what was half sent is gone, pieces and all: only contents of documents are left.
    world.clock.forward(25 * 3_600_000)
    const asked = { uploadId: crypto.randomUUID(), fileName: 'a.txt', bytes: 5 }
    await seat.must(contract.documents.startUpload, asked)
    await seat.must(contract.documents.dropUpload, { uploadId: asked.uploadId })
    expect(await world.rowsOf('document_upload')).toEqual([])
    const kept = new Set((await world.rowsOf('blob')).map((row) => row.content_id))
    for (const { content_id } of await world.rowsOf('blob_piece')) expect(kept).toContain(content_id)
    await core.dispose()
  }
})
