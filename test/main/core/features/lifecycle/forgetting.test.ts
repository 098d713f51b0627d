import { expect, test } from 'vitest'
import { contract } from '#app/contract.ts'
import { openWorld } from '#test/world/open-world.ts'

const { lifecycle, notes } = contract

/** Words that only this record has, as they were typed; the indexes hold them folded. */
const words = ['Zéphyrinette', 'Hydroxyquinoléine', 'Vraisemblablement']
const folded = /zephyrinette|hydroxyquinoleine|vraisemblablement/i

const signed = (patientId: string, text: string) => ({
  noteId: crypto.randomUUID(),
  patientId,
  content: {
    occurredAt: '2026-11-20T13:31:00.000Z',
    sections: [{ sectionId: 'motif', keyword: 'Motif', text, items: [] }],
  },
})

test('no page of the file holds a word of a deleted record: neither its rows nor the search indexes', async () => {
  await using world = await openWorld({ people: { anna: 'practitioner' } })
  const anna = world.as('anna')
  const staying = await anna.createPatient()
  // Few rows of many: SQLite joins the pieces of an index by itself once a tenth of one is gone.
  const write = async (of: string, text: string, count: number) => {
    for (let number = 0; number < count; number += 1) await anna.must(notes.sign, signed(of, `${text} ${number}`))
  }
  await write(staying, 'Suivi numéro', 30)
  const [name = '', ...rest] = words
  const changes = { usedFirstName: name, firstBirthFirstName: name, birthFirstNames: [name] }
  const patientId = await anna.createPatient(changes)
  await write(patientId, rest.join(' '), 2)
  await write(staying, 'Contrôle numéro', 6)
  /** The pages, deciphered, that hold one of the words: free ones too. */
  const inFile = () =>
    world.onTheDisk((database) => {
      database.pragma('wal_checkpoint(truncate)')
      const file = database.serialize()
      const bytes = Number(database.pragma('page_size', { simple: true }))
      const pages = Array.from({ length: file.length / bytes }, (_, at) => file.subarray(at * bytes, (at + 1) * bytes))
      return pages.flatMap((page, at) => (folded.test(page.toString('latin1')) ? [at + 1] : []))
    })
  expect((await inFile()).length).toBeGreaterThan(2)
  await anna.must(lifecycle.delete, { patientId, expectedVersion: 1, typedName: `Durand ${name}` })
  for (let round = 0; round < 60 && (await world.rowsOf('index_sweep')).length > 0; round += 1) {
    world.timers.tick()
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  expect(await world.rowsOf('index_sweep')).toEqual([])
  await world.core.dispose()
  const traces = await world.rowsOf('patient_trace')
  // « Rapport patients » keeps the names: its own page apart, nothing is left.
  expect(traces).toHaveLength(1)
  await world.onTheDisk((database) => database.exec('delete from patient_trace'))
  expect(await inFile()).toEqual([])
}, 60_000)
