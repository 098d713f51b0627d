import { contract } from '#app/contract.ts'
import { type Example, example, nothing } from './example.ts'
import { newNote, someConsultation } from './example-subjects.ts'

const { notes } = contract

/** A call that succeeds, for every operation on consultations, their sections and the glossary. */
export const noteExamples: readonly Example[] = [
  example(notes.sign)(async (world) => ({
    seat: world.as('anna'),
    input: {
      noteId: crypto.randomUUID(),
      patientId: await world.as('anna').createPatient(),
      content: someConsultation,
    },
  })),
  example(notes.read)(async (world) => ({ input: { noteId: (await newNote(world)).noteId } })),
  example(notes.revise)(async (world) => {
    const { noteId, version } = await newNote(world)
    const content = { ...someConsultation, occurredAt: '2026-11-20T13:40:00.000Z' }
    return { input: { noteId, expectedVersion: version, content, reason: 'Heure corrigée' } }
  }),
  example(notes.revisions)(async (world) => ({ input: { noteId: (await newNote(world)).noteId } })),
  example(notes.remove)(async (world) => {
    const { noteId, version } = await newNote(world)
    return { input: { noteId, expectedVersion: version } }
  }),
  example(notes.restore)(async (world) => {
    const { noteId, version } = await newNote(world)
    const removed = await world.as('anna').must(notes.remove, { noteId, expectedVersion: version })
    return { input: { noteId, expectedVersion: removed.version } }
  }),
  example(notes.sections)(nothing),
  example(notes.saveSections)(async (world) => {
    const { sections, version } = await world.as('admin').must(notes.sections, {})
    return { input: { sections, expectedVersion: version } }
  }),
  example(notes.complete)(async () => ({ input: { begun: 'Auscultation' } })),
  example(notes.glossary)(async () => ({ input: { text: '' } })),
  example(notes.addPhrase)(async () => ({ input: { phrase: 'Examen sans particularité' } })),
  example(notes.forgetPhrase)(async (world) => {
    const { phrase } = await world.as('admin').must(notes.addPhrase, { phrase: 'Abdomen souple, indolore' })
    return { seat: world.as('admin'), input: { phraseId: phrase.phraseId } }
  }),
  example(notes.setLearning)(async () => ({ input: { learns: false } })),
]
