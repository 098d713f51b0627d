import { type DocumentCategory, categoryFields } from '#app/features/documents/model.ts'
import { nameKey } from '#app/kernel/letters.ts'
import type { ReadDb, WriteDb } from '#core/kernel/tables.ts'
import type { Stamp } from './repository.ts'
import type { DocumentCategoryTable } from './tables.ts'

/** All categories in their order, archived ones too. */
export async function findCategories(db: ReadDb): Promise<DocumentCategory[]> {
  const rows = await db.selectFrom('document_category').selectAll().orderBy('position').orderBy('name_key').execute()
  return rows.map(categoryOf)
}

/** One category. */
export async function findCategory(db: ReadDb, categoryId: string): Promise<DocumentCategoryTable | undefined> {
  return db.selectFrom('document_category').selectAll().where('category_id', '=', categoryId).executeTakeFirst()
}

/** Whether another category has a name that looks the same. */
export async function isNameTaken(db: ReadDb, name: string, besides: string | null): Promise<boolean> {
  const row = await db
    .selectFrom('document_category')
    .select('category_id')
    .where('name_key', '=', nameKey(name))
    .executeTakeFirst()
  return row !== undefined && row.category_id !== besides
}

/** Writes a category over the one that was read, or a new one after the others. */
export async function writeCategory(
  db: WriteDb,
  category: Pick<DocumentCategory, 'categoryId' | 'fields' | 'archived'>,
  present: DocumentCategoryTable | undefined,
  stamp: Stamp,
): Promise<DocumentCategory> {
  const { fields } = category
  const columns = {
    name: fields.name,
    name_key: nameKey(fields.name),
    tone: fields.tone,
    keywords: JSON.stringify(fields.keywords),
    archived: category.archived ? 1 : 0,
    updated_at: stamp.at,
    updated_by: stamp.by,
    version: (present?.version ?? 0) + 1,
  }
  if (present !== undefined) {
    await db.updateTable('document_category').set(columns).where('category_id', '=', present.category_id).execute()
    return categoryOf({ ...present, ...columns })
  }
  const { last } = await db
    .selectFrom('document_category')
    .select((eb) => eb.fn.max('position').as('last'))
    .executeTakeFirstOrThrow()
  const row = { category_id: category.categoryId, ...columns, position: Number(last ?? -1) + 1 }
  await db.insertInto('document_category').values(row).execute()
  return categoryOf(row)
}

/** Puts categories in the order given; those not named come after, as they were. */
export async function orderCategories(db: WriteDb, categoryIds: readonly string[]): Promise<void> {
  const present = await findCategories(db)
  const rest = present.map(({ categoryId }) => categoryId).filter((categoryId) => !categoryIds.includes(categoryId))
  for (const [position, categoryId] of [...categoryIds, ...rest].entries()) {
    await db.updateTable('document_category').set({ position }).where('category_id', '=', categoryId).execute()
  }
}

/** The category given last to files named alike. */
export async function findHabit(db: ReadDb, habitKey: string): Promise<string | null> {
  if (habitKey === '') return null
  const row = await db
    .selectFrom('document_habit')
    .innerJoin('document_category', 'document_category.category_id', 'document_habit.category_id')
    .select('document_habit.category_id')
    .where('habit_key', '=', habitKey)
    .where('document_category.archived', '=', 0)
    .executeTakeFirst()
  return row?.category_id ?? null
}

/** Remembers the category somebody gave. */
export async function noteHabit(db: WriteDb, habitKey: string, categoryId: string, at: string): Promise<void> {
  if (habitKey === '') return
  await db
    .insertInto('document_habit')
    .values({ habit_key: habitKey, category_id: categoryId, used_at: at })
    .onConflict((conflict) => conflict.column('habit_key').doUpdateSet({ category_id: categoryId, used_at: at }))
    .execute()
}

function categoryOf(row: DocumentCategoryTable): DocumentCategory {
  const fields = categoryFields.parse({ name: row.name, tone: row.tone, keywords: JSON.parse(row.keywords) as unknown })
  return {
    categoryId: row.category_id,
    fields,
    position: row.position,
    archived: row.archived === 1,
    version: row.version,
  }
}
