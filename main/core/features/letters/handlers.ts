import {
  letterFields,
  letterRevisions,
  openLetter,
  previewLetter,
  removeLetter,
  restoreLetter,
  reviseLetter,
  validateLetter,
} from '#app/features/letters/contract.ts'
import type { LetterContent } from '#app/features/letters/model.ts'
import { initialsOf, plainText, unfilledFields, withoutFields } from '#app/features/letters/rules.ts'
import { localTime } from '#app/kernel/local-time.ts'
import { type Problem, problem } from '#app/kernel/problem.ts'
import { readBlob, storeBlob } from '#core/features/documents/index.ts'
import { dropDraft } from '#core/features/drafts/index.ts'
import { displayNameOf } from '#core/features/people/index.ts'
import { base64Of, typesetOrRefuse } from '#core/features/printing/index.ts'
import { putEntry, removeEntry } from '#core/features/record/index.ts'
import { handle } from '#core/kernel/handle.ts'
import type { ReadDb, WriteDb } from '#core/kernel/tables.ts'
import { isProblem, type Work } from '#core/kernel/work.ts'
import { fieldValuesOf, signatories } from './fields.ts'
import {
  changeLetter,
  contentOf,
  findLetter,
  findRevisions,
  insertLetters,
  insertRevision,
  type LetterRow,
  viewOf,
} from './repository.ts'
import { letterSheet } from './sheet.ts'

const fields = handle(letterFields, async ({ patientId, practitionerId }, work) => {
  const values = await fieldValuesOf(work, patientId, practitionerId)
  if (values === null) return problem('not-found', {})
  const practitioners = await work.read((db) => signatories(db, work.today()))
  return { values, practitioners: [...practitioners] }
})

const preview = handle(previewLetter, async ({ patientId, content }, work) => {
  const shown = { ...content, document: withoutFields(content.document) }
  const made = await letterSheet(work, patientId, shown, work.today())
  if (made === null) return problem('not-found', {})
  const bytes = await typesetOrRefuse(work, made.sheet)
  return isProblem(bytes) ? bytes : { pdf: base64Of(bytes) }
})

const validate = handle(validateLetter, async ({ patientId, content }, work) => {
  const made = await pagesOf(work, patientId, content, work.today())
  if (isProblem(made)) return made
  const letterId = work.newId()
  const at = work.now()
  const author = { author_id: work.actor.userId, author_name: work.actor.displayName }
  await work.write(async (db) => {
    const letter = { letter_id: letterId, patient_id: patientId, category: content.category, ...author }
    await insertLetters(
      db,
      [{ ...letter, validated_at: at, removed_at: null, removed_by: null, version: 1 }],
      [await revisionOf(db, work, { letterId, patientId, revision: 1, content, made, at, reason: '' })],
    )
    await dropDraft(db, work.actor.userId, { form: 'letter', subjectId: patientId })
    await show(db, await letterIn(db, patientId, letterId))
    work.journal({ patientId, subjectId: letterId, details: { category: content.category } })
  })
  tell(work, patientId, 1)
  work.announce('draft', patientId, 1)
  return { letter: viewOf(await work.read((db) => letterIn(db, patientId, letterId))) }
})

const revise = handle(reviseLetter, async ({ patientId, letterId, expectedVersion, content, reason }, work) => {
  const present = await work.read((db) => presentIn(db, { patientId, letterId, expectedVersion, removed: false }))
  if (isProblem(present)) return present
  // A correction keeps the date of the letter: who reads it must not take it for another one.
  const made = await pagesOf(work, patientId, content, dayOf(present.letter.validated_at, work))
  if (isProblem(made)) return made
  const at = work.now()
  const revised = await work.write(async (db) => {
    const row = await presentIn(db, { patientId, letterId, expectedVersion, removed: false })
    if (isProblem(row)) return row
    const revision = row.last.revision + 1
    await insertRevision(db, await revisionOf(db, work, { letterId, patientId, revision, content, made, at, reason }))
    const version = await changeLetter(db, row.letter, { category: content.category })
    await dropDraft(db, work.actor.userId, { form: 'letter', subjectId: letterId })
    await show(db, await letterIn(db, patientId, letterId))
    work.journal({ patientId, subjectId: letterId, details: { revision } })
    return { version }
  })
  if (isProblem(revised)) return revised
  tell(work, patientId, revised.version)
  work.announce('draft', letterId, 1)
  return { letter: viewOf(await work.read((db) => letterIn(db, patientId, letterId))) }
})

const open = handle(openLetter, async ({ patientId, letterId }, work) => {
  const row = await work.read((db) => findLetter(db, patientId, letterId))
  if (row === undefined || row.letter.removed_at !== null) return problem('not-found', {})
  work.journal({ patientId, subjectId: letterId, details: {} })
  const bytes = await work.read((db) => readBlob(db, row.last.blob_digest))
  return { letter: viewOf(row), pdf: base64Of(bytes) }
})

const revisions = handle(letterRevisions, async ({ patientId, letterId }, work) => {
  const row = await work.read((db) => findLetter(db, patientId, letterId))
  if (row === undefined || row.letter.removed_at !== null) return problem('not-found', {})
  work.journal({ patientId, subjectId: letterId, details: {} })
  const rows = await work.read((db) => findRevisions(db, letterId))
  return {
    revisions: rows.map((one) => {
      const { title, recipient, document } = contentOf(one)
      const text = plainText(document, () => '')
      return {
        revision: one.revision,
        title,
        recipient,
        text,
        authorName: one.author_name,
        at: one.at,
        reason: one.reason,
      }
    }),
  }
})

const remove = handle(removeLetter, async ({ patientId, letterId, expectedVersion }, work) => {
  const removed = await work.write(async (db) => {
    const row = await presentIn(db, { patientId, letterId, expectedVersion, removed: false })
    if (isProblem(row)) return row
    const version = await changeLetter(db, row.letter, { removed_at: work.now(), removed_by: work.actor.userId })
    await removeEntry(db, letterId)
    work.journal({ patientId, subjectId: letterId, details: {} })
    return { version }
  })
  if (isProblem(removed)) return removed
  tell(work, patientId, removed.version)
  return removed
})

const restore = handle(restoreLetter, async ({ patientId, letterId, expectedVersion }, work) => {
  const restored = await work.write(async (db) => {
    const row = await presentIn(db, { patientId, letterId, expectedVersion, removed: true })
    if (isProblem(row)) return row
    const version = await changeLetter(db, row.letter, { removed_at: null, removed_by: null })
    await show(db, await letterIn(db, patientId, letterId))
    work.journal({ patientId, subjectId: letterId, details: {} })
    return { version }
  })
  if (isProblem(restored)) return restored
  tell(work, patientId, restored.version)
  return restored
})

/** What answers about letters. */
export const letterHandlers = [fields, preview, validate, revise, open, revisions, remove, restore]

/** A letter's pages as made, before anything is written. */
interface Made {
  readonly bytes: Uint8Array
  readonly practitionerName: string
}

async function pagesOf(
  work: Work,
  patientId: string,
  content: LetterContent,
  day: string,
): Promise<Made | Problem<'not-found' | 'letter.unfilled' | 'printing.failed'>> {
  const left = unfilledFields(content.document)
  if (left.length > 0) return problem('letter.unfilled', { fields: [...left] })
  const made = await letterSheet(work, patientId, content, day)
  if (made === null) return problem('not-found', {})
  const bytes = await typesetOrRefuse(work, made.sheet)
  return isProblem(bytes) ? bytes : { bytes, practitionerName: made.practitionerName }
}

async function revisionOf(
  db: WriteDb,
  work: Work,
  state: {
    readonly letterId: string
    readonly patientId: string
    readonly revision: number
    readonly content: LetterContent
    readonly made: Made
    readonly at: string
    readonly reason: string
  },
) {
  return {
    revision_id: work.newId(),
    letter_id: state.letterId,
    patient_id: state.patientId,
    revision: state.revision,
    title: state.content.title,
    content: JSON.stringify(state.content),
    practitioner_name: state.made.practitionerName,
    blob_digest: await storeBlob(db, state.made.bytes),
    author_id: work.actor.userId,
    author_name: work.actor.displayName,
    at: state.at,
    reason: state.reason,
  }
}

/** Puts a letter in the Historique and in the search, as it now is. */
async function show(db: WriteDb, { letter, last }: LetterRow): Promise<void> {
  const { title, recipient, document } = contentOf(last)
  await putEntry(db, {
    entryId: letter.letter_id,
    patientId: letter.patient_id,
    kind: 'letter',
    categoryId: null,
    occurredAt: letter.validated_at,
    title,
    detail: recipient.name,
    authorId: letter.author_id,
    authorName: initialsOf(letter.author_name),
    marks: { signed: true, ...(last.revision > 1 ? { revised: true } : {}) },
    text: [recipient.name, recipient.address, plainText(document, () => '')].join('\n'),
  })
}

async function letterIn(db: ReadDb, patientId: string, letterId: string): Promise<LetterRow> {
  const row = await findLetter(db, patientId, letterId)
  if (row === undefined) throw new Error('a letter just written is not there')
  return row
}

async function presentIn(
  db: ReadDb,
  wanted: {
    readonly patientId: string
    readonly letterId: string
    readonly expectedVersion: number
    readonly removed: boolean
  },
): Promise<LetterRow | Problem<'edit.conflict' | 'not-found'>> {
  const row = await findLetter(db, wanted.patientId, wanted.letterId)
  if (row === undefined || (row.letter.removed_at !== null) !== wanted.removed) return problem('not-found', {})
  if (row.letter.version === wanted.expectedVersion) return row
  return problem('edit.conflict', {
    currentVersion: row.letter.version,
    changedBy: await displayNameOf(db, row.last.author_id),
    changedAt: row.last.at,
  })
}

function tell(work: Work, patientId: string, version: number): void {
  work.announce('record', patientId, version, patientId)
}

function dayOf(instant: string, work: Work): string {
  const { year, month, day } = localTime(instant, work.timeZone())
  return `${year}-${month}-${day}`
}
