import {
  listCategories,
  orderCategories as orderCategoriesOperation,
  saveCategory,
} from '#app/features/documents/contract.ts'
import { problem } from '#app/kernel/problem.ts'
import { displayNameOf } from '#core/features/people/index.ts'
import { handle } from '#core/kernel/handle.ts'
import { isProblem } from '#core/kernel/work.ts'
import { findCategories, findCategory, isNameTaken, orderCategories, writeCategory } from './categories.ts'

const list = handle(listCategories, async (_input, work) => ({ categories: await work.read(findCategories) }))

const save = handle(saveCategory, async ({ categoryId, expectedVersion, fields, archived }, work) => {
  const saved = await work.write(async (db) => {
    const present = categoryId === null ? undefined : await findCategory(db, categoryId)
    if (categoryId !== null && present === undefined) return problem('not-found', {})
    if (present !== undefined && present.version !== expectedVersion) {
      return problem('edit.conflict', {
        currentVersion: present.version,
        changedBy: await displayNameOf(db, present.updated_by),
        changedAt: present.updated_at ?? work.now(),
      })
    }
    if (await isNameTaken(db, fields.name, categoryId)) return problem('document.category-taken', {})
    const stamp = { at: work.now(), by: work.actor.userId }
    const wanted = { categoryId: categoryId ?? work.newId(), fields, archived }
    const category = await writeCategory(db, wanted, present, stamp)
    work.journal({ subjectId: category.categoryId, details: { name: fields.name, archived } })
    return category
  })
  if (isProblem(saved)) return saved
  work.announce('library', saved.categoryId, saved.version)
  return { category: saved }
})

const order = handle(orderCategoriesOperation, async ({ categoryIds }, work) => {
  const categories = await work.write(async (db) => {
    await orderCategories(db, categoryIds)
    return findCategories(db)
  })
  work.announce('library', '*', 0)
  return { categories }
})

/** What answers about categories of documents. */
export const categoryHandlers = [list, save, order]
