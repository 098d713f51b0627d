import {
  addPhrase as addOperation,
  completePhrase as completeOperation,
  forgetPhrase as forgetOperation,
  getSections as sectionsOperation,
  listPhrases as glossaryOperation,
  saveSections as saveOperation,
  setLearning as learningOperation,
} from '#app/features/notes/contract.ts'
import { sectionLibrary } from '#app/features/notes/model.ts'
import { phraseKey } from '#app/features/notes/phrases.ts'
import { clashOf, usualSections } from '#app/features/notes/rules.ts'
import { problem } from '#app/kernel/problem.ts'
import { displayNameOf } from '#core/features/people/index.ts'
import { findSection, writeSection } from '#core/features/settings/index.ts'
import { handle } from '#core/kernel/handle.ts'
import { completionsOf, dropPhrase, findPhrase, findPhrases, learn, learns, writeLearning } from './glossary.ts'

/** Where the cabinet's settings keep the sections. */
const place = 'note-sections'

const sections = handle(sectionsOperation, async (_input, work) => {
  const kept = await work.read((db) => findSection(db, place, sectionLibrary))
  return { sections: kept?.value ?? [...usualSections], version: kept?.version ?? 1 }
})

const saveSections = handle(saveOperation, async ({ sections: wanted, expectedVersion }, work) => {
  const clash = clashOf(wanted)
  if (clash !== null) return problem('note.keyword-taken', { keyword: clash })
  return work.write(async (db) => {
    const present = await findSection(db, place, sectionLibrary)
    const presentVersion = present?.version ?? 1
    if (presentVersion !== expectedVersion) {
      return problem('edit.conflict', {
        currentVersion: presentVersion,
        changedBy: await displayNameOf(db, present?.changedBy ?? null),
        changedAt: present?.changedAt ?? work.now(),
      })
    }
    const version = await writeSection(db, place, wanted, { presentVersion, at: work.now(), by: work.actor })
    work.announce('library', place, version)
    return { sections: wanted, version }
  })
})

const complete = handle(completeOperation, async ({ begun }, work) => ({
  phrases: await work.read((db) => completionsOf(db, work.actor.userId, begun)),
}))

const glossary = handle(glossaryOperation, async ({ text }, work) =>
  work.read(async (db) => ({
    ...(await findPhrases(db, work.actor.userId, text)),
    learns: await learns(db, work.actor.userId),
  })),
)

const addPhrase = handle(addOperation, async ({ phrase }, work) => {
  const { userId } = work.actor
  if (phraseKey(phrase) === '') return problem('invalid-input', { fields: [{ path: 'phrase', code: 'no-letter' }] })
  const added = await work.write(async (db) => {
    const present = await findPhrase(db, userId, phrase)
    if (present === null) await learn(db, [phrase], { userId, at: work.now(), newId: () => work.newId() })
    return present ?? (await findPhrase(db, userId, phrase))
  })
  if (added === null) throw new Error('a phrase just written is not there')
  work.announce('library', userId, 1)
  return { phrase: added }
})

const forgetPhrase = handle(forgetOperation, async ({ phraseId }, work) => {
  const dropped = await work.write((db) => dropPhrase(db, work.actor.userId, phraseId))
  if (!dropped) return problem('not-found', {})
  work.announce('library', work.actor.userId, 1)
  return { forgotten: true as const }
})

const setLearning = handle(learningOperation, async ({ learns: wanted }, work) => {
  await work.write((db) => writeLearning(db, work.actor.userId, wanted))
  work.announce('library', work.actor.userId, 1)
  return { learns: wanted }
})

/** What answers about sections and the glossary. */
export const libraryHandlers = [sections, saveSections, complete, glossary, addPhrase, forgetPhrase, setLearning]
