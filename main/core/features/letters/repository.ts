import {
  letterContent,
  type LetterContent,
  type LetterTemplate,
  letterTemplateFields,
  type LetterView,
} from '#app/features/letters/model.ts'
import type { ReadDb, WriteDb } from '#core/kernel/tables.ts'
import type { LetterRevisionTable, LetterTable, LetterTemplateTable } from './tables.ts'

/** A letter with what it now says. */
export interface LetterRow {
  readonly letter: LetterTable
  readonly last: LetterRevisionTable
}

/** A letter of a patient in sight, removed or not. */
export async function findLetter(db: ReadDb, patientId: string, letterId: string): Promise<LetterRow | undefined> {
  const letter = await db
    .selectFrom('letter')
    .selectAll('letter')
    .where('letter.letter_id', '=', letterId)
    .where('letter.patient_id', '=', patientId)
    .executeTakeFirst()
  const [last] = letter === undefined ? [] : await findRevisions(db, letterId, 1)
  return letter === undefined || last === undefined ? undefined : { letter, last }
}

/** The states of a letter, newest first. */
export function findRevisions(db: ReadDb, letterId: string, limit = 500): Promise<LetterRevisionTable[]> {
  return db
    .selectFrom('letter_revision')
    .selectAll('letter_revision')
    .where('letter_revision.letter_id', '=', letterId)
    .orderBy('letter_revision.revision', 'desc')
    .limit(limit)
    .execute()
}

/** Adds letters with their states, as many as given: those of an archive, of a training cabinet, or one just validated. */
export async function insertLetters(
  db: WriteDb,
  letters: readonly LetterTable[],
  revisions: readonly LetterRevisionTable[],
): Promise<void> {
  for (const letter of letters) await db.insertInto('letter').values(letter).execute()
  for (const revision of revisions) await insertRevision(db, revision)
}

/** Adds a state to a letter. */
export async function insertRevision(db: WriteDb, revision: LetterRevisionTable): Promise<void> {
  await db.insertInto('letter_revision').values(revision).execute()
}

/** Writes what changed of a letter, and its next version, which it answers. */
export async function changeLetter(
  db: WriteDb,
  { letter_id: letterId, version }: LetterTable,
  change: Partial<Pick<LetterTable, 'category' | 'removed_at' | 'removed_by'>>,
): Promise<number> {
  const next = version + 1
  await db
    .updateTable('letter')
    .set({ ...change, version: next })
    .where('letter.letter_id', '=', letterId)
    .execute()
  return next
}

/** What a state says. */
export function contentOf(row: Pick<LetterRevisionTable, 'content'>): LetterContent {
  return letterContent.parse(JSON.parse(row.content))
}

/** A letter as the screens show it. */
export function viewOf({ letter, last }: LetterRow): LetterView {
  return {
    letterId: letter.letter_id,
    patientId: letter.patient_id,
    content: contentOf(last),
    practitionerName: last.practitioner_name,
    authorName: letter.author_name,
    validatedAt: letter.validated_at,
    revision: last.revision,
    revisedAt: last.at,
    revisedBy: last.author_name,
    version: letter.version,
  }
}

/** The templates of the cabinet and of a user, by name; removed ones too when asked for by identifier. */
export function findTemplates(db: ReadDb, userId: string): Promise<LetterTemplateTable[]> {
  return db
    .selectFrom('letter_template')
    .selectAll()
    .where('removed_at', 'is', null)
    .where(({ or, eb }) => or([eb('owner_id', 'is', null), eb('owner_id', '=', userId)]))
    .orderBy('name')
    .orderBy('template_id')
    .limit(500)
    .execute()
}

/** One template, removed or not. */
export function findTemplate(db: ReadDb, templateId: string): Promise<LetterTemplateTable | undefined> {
  return db.selectFrom('letter_template').selectAll().where('template_id', '=', templateId).executeTakeFirst()
}

/** Writes a template, new or not. */
export async function writeTemplate(db: WriteDb, row: LetterTemplateTable): Promise<void> {
  const { template_id: _key, ...changed } = row
  await db
    .insertInto('letter_template')
    .values(row)
    .onConflict((conflict) => conflict.column('template_id').doUpdateSet(changed))
    .execute()
}

/** A template as the screens show it. */
export function templateViewOf(row: LetterTemplateTable): LetterTemplate {
  return {
    templateId: row.template_id,
    owner: row.owner_id === null ? 'cabinet' : 'own',
    fields: letterTemplateFields.parse(JSON.parse(row.content)),
    version: row.version,
  }
}
