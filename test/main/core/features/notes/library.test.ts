import { expect, test } from 'vitest'
import { contract } from '#app/contract.ts'
import type { NoteContent } from '#app/features/notes/model.ts'
import { openWorld, type WorldSeat } from '#test/world/open-world.ts'

const { notes } = contract

async function sign(seat: WorldSeat, text: string, patientId?: string) {
  const content: NoteContent = {
    occurredAt: '2026-11-20T13:31:00.000Z',
    sections: [{ sectionId: 'examen', keyword: 'Examen', text, items: [] }],
  }
  const input = { noteId: crypto.randomUUID(), patientId: patientId ?? (await seat.createPatient()), content }
  return (await seat.must(notes.sign, input)).note
}

const phrasesOf = async (seat: WorldSeat) =>
  (await seat.must(notes.glossary, { text: '' })).phrases.map(({ phrase, uses }) => [phrase, uses])

test('the glossary proposes what its user signed, the most used first, and nothing of anybody else', async () => {
  await using world = await openWorld({ people: { anna: 'practitioner' } })
  const anna = world.as('anna')
  await sign(anna, 'Abdomen souple, indolore.\nAbdomen sans masse palpable.\nDURAND Marie va bien')
  await sign(anna, 'Abdomen sans masse palpable.')
  expect((await anna.must(notes.complete, { begun: 'abdo' })).phrases).toEqual([
    'Abdomen sans masse palpable',
    'Abdomen souple, indolore',
  ])
  expect((await anna.must(notes.complete, { begun: 'ABDOMEN SO' })).phrases).toEqual(['Abdomen souple, indolore'])
  // Whole already: nothing to add.
  expect((await anna.must(notes.complete, { begun: 'abdomen souple indolore' })).phrases).toEqual([])
  expect((await world.as('doctor').must(notes.complete, { begun: 'abdo' })).phrases).toEqual([])
  expect(await phrasesOf(world.as('doctor'))).toEqual([])
  expect((await anna.must(notes.glossary, { text: 'masse' })).phrases).toHaveLength(1)
  expect(await phrasesOf(anna)).toEqual([
    ['Abdomen sans masse palpable', 2],
    ['Abdomen souple, indolore', 1],
  ])
})

test('a revision teaches only what it adds; a phrase is forgotten, added again; who opts out teaches nothing', async () => {
  await using world = await openWorld({ people: { anna: 'practitioner' } })
  const anna = world.as('anna')
  const { noteId, content } = await sign(anna, 'Abdomen souple, indolore.')
  const [section] = content.sections
  if (section === undefined) throw new Error('the note has a section')
  const revised = { ...content, sections: [{ ...section, text: `${section.text}\nPas de fièvre ce jour` }] }
  await anna.must(notes.revise, { noteId, expectedVersion: 1, content: revised, reason: '' })
  expect(await phrasesOf(anna)).toEqual([
    ['Abdomen souple, indolore', 1],
    ['Pas de fièvre ce jour', 1],
  ])
  const { phrases } = await anna.must(notes.glossary, { text: 'fievre' })
  const phraseId = phrases[0]?.phraseId ?? ''
  const notHers = { ok: false, problem: 'not-found', data: {} }
  expect(await world.as('doctor').call(notes.forgetPhrase, { phraseId })).toEqual(notHers)
  await anna.must(notes.forgetPhrase, { phraseId })
  expect(await phrasesOf(anna)).toHaveLength(1)
  await anna.must(notes.addPhrase, { phrase: 'Pas de fièvre ce jour' })
  // There already: neither twice, nor used once more.
  await anna.must(notes.addPhrase, { phrase: 'pas de fievre, ce jour' })
  expect(await phrasesOf(anna)).toContainEqual(['Pas de fièvre ce jour', 1])

  await anna.must(notes.setLearning, { learns: false })
  await sign(anna, 'Tympans normaux des deux côtés.')
  expect(await phrasesOf(anna)).toHaveLength(2)
  expect(await anna.must(notes.glossary, { text: '' })).toMatchObject({ learns: false })
})

test('sections are the cabinet’s: configured by who may, in their order, one word for one section', async () => {
  await using world = await openWorld({ people: { sophie: 'secretary' } })
  const admin = world.as('admin')
  const { sections, version } = await admin.must(notes.sections, {})
  expect(sections.map(({ keyword }) => keyword)).toEqual([
    'Motif',
    'Antécédent',
    'Antécédent familial',
    'Allergie',
    'Habitus',
    'Traitement',
    'Constantes',
    'Examen',
    'Vaccination',
    'Conclusion',
    'Conduite à tenir',
  ])
  const own = { sectionId: crypto.randomUUID(), keyword: 'Bilan kiné', synonyms: [], opens: null, offered: true }
  const clash = { ...own, synonyms: ['atcd'] }
  const save = (wanted: typeof sections, expectedVersion = version) =>
    admin.call(notes.saveSections, { sections: wanted, expectedVersion })
  expect(await save([...sections, clash])).toEqual({
    ok: false,
    problem: 'note.keyword-taken',
    data: { keyword: 'atcd' },
  })
  expect(await save([own, ...sections])).toMatchObject({ ok: true })
  expect((await world.as('sophie').must(notes.sections, {})).sections[0]).toEqual(own)
  expect(await save(sections)).toMatchObject({ problem: 'edit.conflict' })
  const asSophie = { sections, expectedVersion: version }
  expect(await world.as('sophie').call(notes.saveSections, asSophie)).toMatchObject({ problem: 'forbidden' })
})
