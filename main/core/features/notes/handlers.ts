import {
  listRevisions as revisionsOperation,
  readNote as readOperation,
  removeNote as removeOperation,
  restoreNote as restoreOperation,
  reviseNote as reviseOperation,
  signNote as signOperation,
} from '#app/features/notes/contract.ts'
import type { NoteContent, NoteView } from '#app/features/notes/model.ts'
import { phrasesOf } from '#app/features/notes/phrases.ts'
import {
  detailOf,
  feedChanges,
  initialsOf,
  itemsOf,
  saysTheSame,
  titleOf,
  withoutEmpty,
} from '#app/features/notes/rules.ts'
import { localTime } from '#app/kernel/local-time.ts'
import { type Problem, problem } from '#app/kernel/problem.ts'
import { notesText } from '#app/text/fr/notes.ts'
import { dropDraft } from '#core/features/drafts/index.ts'
import { displayNameOf, findPerson } from '#core/features/people/index.ts'
import { putEntry, removeEntry } from '#core/features/record/index.ts'
import { handle } from '#core/kernel/handle.ts'
import type { ReadDb, WriteDb } from '#core/kernel/tables.ts'
import { isProblem, type Work } from '#core/kernel/work.ts'
import { putItems, refusedItem, restoreItems, type Source, withdrawItems, wordsOfItems } from './feeders.ts'
import { learn, learns } from './glossary.ts'
import {
  changeNote,
  contentOf,
  findNote,
  findRevisions,
  insertNote,
  insertRevision,
  namesOf,
  type NoteRow,
  viewOf,
} from './repository.ts'

/** How far ahead of this computer’s clock a consultation may be dated, in ms: a seat’s clock is not the host’s. */
const clockToleranceMs = 300_000

const sign = handle(signOperation, async ({ noteId, patientId, content }, work) => {
  const refusal = refusalOf(content, work)
  if (refusal !== null) return refusal
  const signed = withoutEmpty(content)
  const fed = itemsOf(signed)
  const done = await work.write(async (db) => {
    const present = await findNote(db, noteId)
    if (present !== undefined && !isSame(present, signed, patientId, work)) return problem('note.already-signed', {})
    await dropDraft(db, work.actor.userId, { form: 'note', subjectId: patientId })
    work.journal({ patientId, subjectId: noteId, details: { sections: signed.sections.length, fed: fed.length } })
    if (present !== undefined) return { fed: false }
    const stamp = stampOf(work)
    const revision = { revision_id: work.newId(), note_id: noteId, patient_id: patientId, revision: 1 }
    await insertRevision(db, { ...revision, content: JSON.stringify(signed), reason: '', ...stamp })
    await insertNote(db, {
      ...revision,
      occurred_at: signed.occurredAt,
      author_id: stamp.author_id,
      author_name: stamp.author_name,
      signed_at: stamp.at,
      removed_at: null,
      removed_by: null,
      version: 1,
    })
    await putItems(db, sourceOf(work, { noteId, patientId, content: signed }), fed)
    await show(db, await noteIn(db, noteId))
    await teach(db, work, patientId, signed)
    return { fed: fed.length > 0 }
  })
  if (isProblem(done)) return done
  tell(work, patientId, 1, done.fed)
  work.announce('draft', patientId, 1)
  return { note: await readView(work, noteId) }
})

const read = handle(readOperation, async ({ noteId }, work) => {
  const row = await work.read((db) => findNote(db, noteId))
  if (row === undefined || row.removed_at !== null) return problem('not-found', {})
  work.journal({ patientId: row.patient_id, subjectId: noteId, details: {} })
  return { note: viewOf(row) }
})

const revise = handle(reviseOperation, async ({ noteId, expectedVersion, content, reason }, work) => {
  const refusal = refusalOf(content, work)
  if (refusal !== null) return refusal
  const revised = withoutEmpty(content)
  const done = await work.write(async (db) => {
    const row = await presentIn(db, noteId, expectedVersion, false)
    if (isProblem(row)) return row
    const { patient_id: patientId } = row
    await dropDraft(db, work.actor.userId, { form: 'note', subjectId: noteId })
    const former = contentOf(row)
    const { put, withdraw } = feedChanges(former, revised)
    const revision = row.revision + 1
    work.journal({ patientId, subjectId: noteId, details: { revision, put: put.length, withdrawn: withdraw.length } })
    if (saysTheSame(former, revised)) return { patientId, version: row.version, fed: false }
    const revisionId = work.newId()
    await insertRevision(db, {
      revision_id: revisionId,
      note_id: noteId,
      patient_id: patientId,
      revision,
      content: JSON.stringify(revised),
      reason,
      ...stampOf(work),
    })
    const change = { revision_id: revisionId, revision, occurred_at: revised.occurredAt }
    const version = await changeNote(db, row, change)
    const source = sourceOf(work, { noteId, patientId, content: revised })
    await withdrawItems(db, source, withdraw)
    await putItems(db, source, put)
    await show(db, await noteIn(db, noteId))
    await teach(db, work, patientId, revised, former)
    return { patientId, version, fed: put.length + withdraw.length > 0 }
  })
  if (isProblem(done)) return done
  tell(work, done.patientId, done.version, done.fed)
  work.announce('draft', noteId, 1)
  return { note: await readView(work, noteId) }
})

const revisions = handle(revisionsOperation, async ({ noteId }, work) => {
  const row = await work.read((db) => findNote(db, noteId))
  if (row === undefined || row.removed_at !== null) return problem('not-found', {})
  work.journal({ patientId: row.patient_id, subjectId: noteId, details: {} })
  return { revisions: await work.read((db) => findRevisions(db, noteId)) }
})

const remove = handle(removeOperation, async ({ noteId, expectedVersion }, work) => {
  const removed = await work.write(async (db) => {
    const row = await presentIn(db, noteId, expectedVersion, false)
    if (isProblem(row)) return row
    const { patient_id: patientId } = row
    const content = contentOf(row)
    const fed = itemsOf(content)
    const at = work.now()
    const version = await changeNote(db, row, { removed_at: at, removed_by: work.actor.userId })
    await withdrawItems(db, { ...sourceOf(work, { noteId, patientId, content }), at }, fed)
    await removeEntry(db, noteId)
    work.journal({ patientId, subjectId: noteId, details: { withdrawn: fed.length } })
    return { patientId, version, fed: fed.length > 0 }
  })
  if (isProblem(removed)) return removed
  tell(work, removed.patientId, removed.version, removed.fed)
  return { version: removed.version }
})

const restore = handle(restoreOperation, async ({ noteId, expectedVersion }, work) => {
  const restored = await work.write(async (db) => {
    const row = await presentIn(db, noteId, expectedVersion, true)
    if (isProblem(row)) return row
    const { patient_id: patientId, removed_at: withdrawnAt } = row
    const content = contentOf(row)
    const fed = itemsOf(content)
    const version = await changeNote(db, row, { removed_at: null, removed_by: null })
    if (withdrawnAt !== null) {
      await restoreItems(db, sourceOf(work, { noteId, patientId, content }), fed, withdrawnAt)
    }
    await show(db, await noteIn(db, noteId))
    work.journal({ patientId, subjectId: noteId, details: { restored: fed.length } })
    return { patientId, version, fed: fed.length > 0 }
  })
  if (isProblem(restored)) return restored
  tell(work, restored.patientId, restored.version, restored.fed)
  return { note: await readView(work, noteId) }
})

/** What answers about notes. */
export const noteHandlers = [sign, read, revise, revisions, remove, restore]

function refusalOf(content: NoteContent, work: Work): Problem<'note.in-the-future' | 'note.item-refused'> | null {
  const isAhead = Date.parse(content.occurredAt) > Date.parse(work.now()) + clockToleranceMs
  return isAhead ? problem('note.in-the-future', {}) : refusedItem(itemsOf(content))
}

/** Whether a note is what is being signed: sent again after a cut. */
function isSame(present: NoteRow, content: NoteContent, patientId: string, work: Work): boolean {
  return (
    present.patient_id === patientId &&
    present.author_id === work.actor.userId &&
    present.revision === 1 &&
    present.removed_at === null &&
    saysTheSame(contentOf(present), content)
  )
}

/** The note a command is about, at the version it has read. */
async function presentIn(
  db: ReadDb,
  noteId: string,
  expectedVersion: number,
  removed: boolean,
): Promise<NoteRow | Problem<'edit.conflict' | 'not-found'>> {
  const row = await findNote(db, noteId)
  if (row === undefined || (row.removed_at !== null) !== removed) return problem('not-found', {})
  if (row.version === expectedVersion) return row
  return problem('edit.conflict', {
    currentVersion: row.version,
    changedBy: row.removed_by === null ? row.revised_by : await displayNameOf(db, row.removed_by),
    changedAt: row.removed_at ?? row.revised_at,
  })
}

async function noteIn(db: ReadDb, noteId: string): Promise<NoteRow> {
  const row = await findNote(db, noteId)
  if (row === undefined) throw new Error('a note just written is not there')
  return row
}

async function readView(work: Work, noteId: string): Promise<NoteView> {
  return viewOf(await work.read((db) => noteIn(db, noteId)))
}

/** Puts a note in « Historique », as it is now. */
async function show(db: WriteDb, row: NoteRow): Promise<void> {
  const content = contentOf(row)
  const author = await findPerson(db, row.author_id)
  await putEntry(db, {
    entryId: row.note_id,
    patientId: row.patient_id,
    kind: 'consultation',
    categoryId: null,
    occurredAt: content.occurredAt,
    title: titleOf(content) || notesText.untitled,
    detail: detailOf(content),
    authorId: row.author_id,
    authorName: author === undefined ? row.author_name : initialsOf(author.first_name, author.last_name),
    marks: { signed: true, ...(row.revision > 1 ? { revised: true } : {}) },
    text: wordsOf(content),
  })
}

function wordsOf(content: NoteContent): string {
  const lines = content.sections.flatMap(({ keyword, text, items }) =>
    [text.trim() === '' ? '' : `${keyword}\u00A0: ${text}`, wordsOfItems(items)].filter((words) => words !== ''),
  )
  return lines.join('\n')
}

/** The glossary of the author learns what they have just written, and not what stood there before. */
async function teach(
  db: WriteDb,
  work: Work,
  patientId: string,
  content: NoteContent,
  former: NoteContent | null = null,
): Promise<void> {
  const { userId } = work.actor
  if (!(await learns(db, userId))) return
  const names = await namesOf(db, patientId)
  const known = new Set(former === null ? [] : phrasesOf(former, names))
  const phrases = phrasesOf(content, names).filter((phrase) => !known.has(phrase))
  await learn(db, phrases, { userId, at: work.now(), newId: () => work.newId() })
}

function sourceOf(
  work: Work,
  note: { readonly noteId: string; readonly patientId: string; readonly content: NoteContent },
): Source {
  const { year, month, day } = localTime(note.content.occurredAt, work.timeZone())
  return {
    noteId: note.noteId,
    patientId: note.patientId,
    occurredAt: note.content.occurredAt,
    occurredOn: [year, month, day].join('-'),
    at: work.now(),
    actorId: work.actor.userId,
    actorName: work.actor.displayName,
  }
}

function stampOf(work: Work) {
  return { author_id: work.actor.userId, author_name: work.actor.displayName, at: work.now() }
}

/** Who sees the patient hears that the timeline changed and, if the note fed something, that too. */
function tell(work: Work, patientId: string, version: number, fed: boolean): void {
  work.announce('record', patientId, version, patientId)
  if (fed) work.announce('clinical', patientId, version, patientId)
}
