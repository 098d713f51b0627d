import {
  listLetterTemplates,
  removeLetterTemplate,
  restoreLetterTemplate,
  saveLetterTemplate,
} from '#app/features/letters/contract.ts'
import type { LetterTemplate } from '#app/features/letters/model.ts'
import { documentOf } from '#app/features/letters/rules.ts'
import { type Problem, problem } from '#app/kernel/problem.ts'
import { writtenTemplates } from '#app/text/fr/letter-templates.ts'
import { displayNameOf } from '#core/features/people/index.ts'
import { handle } from '#core/kernel/handle.ts'
import type { ReadDb } from '#core/kernel/tables.ts'
import { isProblem, type Work } from '#core/kernel/work.ts'
import { findTemplate, findTemplates, templateViewOf, writeTemplate } from './repository.ts'
import type { LetterTemplateTable } from './tables.ts'

/** Those that come with the program, read once. */
const ofTheProgram: readonly LetterTemplate[] = writtenTemplates.map(
  ({ templateId, category, name, title, words }) => ({
    templateId,
    owner: 'program',
    fields: { name, category, title, format: 'A4', document: documentOf(words) },
    version: 1,
  }),
)

const list = handle(listLetterTemplates, async (_input, work) => {
  const rows = await work.read((db) => findTemplates(db, work.actor.userId))
  return { templates: [...rows.map(templateViewOf), ...ofTheProgram] }
})

const save = handle(saveLetterTemplate, async ({ templateId, expectedVersion, owner, fields }, work) => {
  if (!mayWrite(work, owner === 'cabinet')) return problem('forbidden', {})
  const saved = await work.write(async (db) => {
    const present =
      templateId === null ? null : await presentIn(db, work, { templateId, expectedVersion, removed: false })
    if (isProblem(present)) return present
    // Who may write where it goes may not take from where it was.
    if (present !== null && !mayWrite(work, present.owner_id === null)) return problem('forbidden', {})
    const row: LetterTemplateTable = {
      template_id: present?.template_id ?? work.newId(),
      owner_id: owner === 'cabinet' ? null : work.actor.userId,
      name: fields.name,
      content: JSON.stringify(fields),
      ...stampOf(work),
      removed_at: null,
      version: (present?.version ?? 0) + 1,
    }
    await writeTemplate(db, row)
    work.journal({ subjectId: row.template_id, details: { owner } })
    return row
  })
  if (isProblem(saved)) return saved
  work.announce('library', saved.template_id, saved.version)
  return { template: templateViewOf(saved) }
})

const remove = handle(removeLetterTemplate, (input, work) => setRemoved(work, input, true))
const restore = handle(restoreLetterTemplate, (input, work) => setRemoved(work, input, false))

/** What answers about templates. */
export const templateHandlers = [list, save, remove, restore]

async function setRemoved(
  work: Work,
  { templateId, expectedVersion }: { readonly templateId: string; readonly expectedVersion: number },
  removed: boolean,
): Promise<{ version: number } | Problem<'edit.conflict' | 'forbidden' | 'not-found'>> {
  const written = await work.write(async (db) => {
    const present = await presentIn(db, work, { templateId, expectedVersion, removed: !removed })
    if (isProblem(present)) return present
    if (!mayWrite(work, present.owner_id === null)) return problem('forbidden', {})
    const version = present.version + 1
    await writeTemplate(db, { ...present, ...stampOf(work), removed_at: removed ? work.now() : null, version })
    work.journal({ subjectId: templateId, details: {} })
    return { version }
  })
  if (isProblem(written)) return written
  work.announce('library', templateId, written.version)
  return written
}

/** Somebody else's own template is not there for the caller. */
async function presentIn(
  db: ReadDb,
  work: Work,
  wanted: { readonly templateId: string; readonly expectedVersion: number; readonly removed: boolean },
): Promise<LetterTemplateTable | Problem<'edit.conflict' | 'not-found'>> {
  const row = await findTemplate(db, wanted.templateId)
  if (row === undefined || (row.removed_at !== null) !== wanted.removed) return problem('not-found', {})
  if (row.owner_id !== null && row.owner_id !== work.actor.userId) return problem('not-found', {})
  if (row.version === wanted.expectedVersion) return row
  return problem('edit.conflict', {
    currentVersion: row.version,
    changedBy: await displayNameOf(db, row.updated_by),
    changedAt: row.updated_at,
  })
}

function mayWrite(work: Work, ofCabinet: boolean): boolean {
  return work.actor.permissions.includes(ofCabinet ? 'cabinet.configure' : 'letter.write')
}

function stampOf(work: Work) {
  return { updated_at: work.now(), updated_by: work.actor.userId }
}
