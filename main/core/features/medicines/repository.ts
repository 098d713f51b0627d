import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { z } from 'zod'
import {
  component,
  type Medicine,
  type MedicineEdition,
  type MedicineHit,
  medicineEdition,
  type Substance,
} from '#app/features/medicines/model.ts'
import { holdsNeedles, searchNeedles, wordsColumn } from '#app/features/medicines/rules/words.ts'
import { dialectOf } from '#core/kernel/dialect.ts'
import type { ReadDb } from '#core/kernel/tables.ts'
import type { MedicineEditionTable, MedicineTable } from './tables.ts'

const components = z.array(component)
const conditions = z.array(z.string())

/** The import in force, or `null`. */
export async function currentEdition(db: ReadDb): Promise<MedicineEditionTable | null> {
  const row = await db.selectFrom('medicine_edition').selectAll().where('state', '=', 'current').executeTakeFirst()
  return row ?? null
}

/** What is told of an import. */
export function editionOf(row: MedicineEditionTable): MedicineEdition {
  return {
    editionId: row.edition_id,
    importedAt: row.imported_at,
    importedBy: row.imported_by,
    medicines: row.medicines,
    substances: row.substances,
    files: medicineEdition.shape.files.parse(JSON.parse(row.files)),
  }
}

/** Drugs of the import in force by their codes; those it does not have are left out. */
export async function findMedicines(
  db: ReadDb,
  editionId: string,
  codes: readonly string[],
): Promise<ReadonlyMap<string, Medicine>> {
  if (codes.length === 0) return new Map()
  const rows = await db
    .selectFrom('medicine')
    .selectAll()
    .where('edition_id', '=', editionId)
    .where('cis', 'in', [...new Set(codes)])
    .execute()
  return new Map(rows.map((row) => [row.cis, medicineOf(row)]))
}

/** Drugs whose names or substances hold what is typed, begun by it first; those of one generic group on one line. */
export async function searchHits(
  db: ReadDb,
  editionId: string,
  text: string,
  limit: number,
): Promise<readonly MedicineHit[]> {
  const needles = searchNeedles(text)
  if (needles.length === 0) return []
  const lines = await db
    .selectFrom('medicine_search')
    .select((eb) => [
      eb.fn.min('place').as('place'),
      eb.fn.countAll().as('drugs'),
      sql<number>`max(${begunBy(needles)})`.as('begins'),
      sql<number>`max(${endedBy(db, needles)})`.as('exact'),
    ])
    .where('edition_id', '=', editionId)
    .where(holdsAll(db, needles))
    .groupBy(sql`case when group_code = '' then cis else group_code end`)
    .orderBy('begins', 'desc')
    .orderBy('exact', 'desc')
    .orderBy('place')
    .limit(limit)
    .execute()
  if (lines.length === 0) return []
  const places = await db
    .selectFrom('medicine_search')
    .innerJoin('medicine', (join) =>
      join
        .onRef('medicine.cis', '=', 'medicine_search.cis')
        .onRef('medicine.edition_id', '=', 'medicine_search.edition_id'),
    )
    .selectAll('medicine')
    .select(['medicine_search.place', 'medicine_search.group_code'])
    .where('medicine_search.edition_id', '=', editionId)
    .where(
      'medicine_search.place',
      'in',
      lines.map(({ place }) => place),
    )
    .execute()
  const byPlace = new Map(places.map((row) => [row.place, row]))
  const hits: MedicineHit[] = []
  for (const { place, drugs } of lines) {
    const row = byPlace.get(place)
    if (row === undefined) continue
    const count = Number(drugs)
    // Under its common name only when that is what was typed: « doliprane » is not answered by « PARACÉTAMOL ».
    const isCommon = row.group_label !== null && holdsNeedles(wordsColumn([row.group_label]), needles)
    if (count === 1 || isCommon) hits.push(hitOf(row, count))
    else hits.push(...(await membersOf(db, editionId, row.group_code, needles)))
    if (hits.length >= limit) break
  }
  return hits.slice(0, limit)
}

/** Substances whose names hold what is typed, begun by it first, the commonest first. */
export async function searchSubstanceRows(
  db: ReadDb,
  editionId: string,
  text: string,
  limit: number,
): Promise<readonly Substance[]> {
  const needles = searchNeedles(text)
  if (needles.length === 0) return []
  return db
    .selectFrom('medicine_substance')
    .select(['code', 'name'])
    .where('edition_id', '=', editionId)
    .where(holdsAll(db, needles))
    .orderBy(begunBy(needles), 'desc')
    .orderBy('medicines', 'desc')
    .orderBy('name')
    .limit(limit)
    .execute()
}

/** The drugs of one group that answer, each under its own name. */
async function membersOf(db: ReadDb, editionId: string, group: string, needles: readonly string[]) {
  const rows = await db
    .selectFrom('medicine_search')
    .innerJoin('medicine', (join) =>
      join
        .onRef('medicine.cis', '=', 'medicine_search.cis')
        .onRef('medicine.edition_id', '=', 'medicine_search.edition_id'),
    )
    .selectAll('medicine')
    .where('medicine_search.edition_id', '=', editionId)
    .where('group_code', '=', group)
    .where(holdsAll(db, needles))
    .orderBy('medicine_search.place')
    .execute()
  return rows.map((row) => hitOf(row, 1))
}

function holdsAll(db: ReadDb, needles: readonly string[]): RawBuilder<SqlBool> {
  return sql<SqlBool>`${sql.join(
    needles.map((needle) => sql`${holds(db, needle)}`),
    sql` and `,
  )}`
}

/** Not `like`, which folds case at each letter: these words are folded already. */
function holds(db: ReadDb, needle: string) {
  return dialectOf(db) === 'sqlite' ? sql`instr(words, ${needle}) > 0` : sql`strpos(words, ${needle}) > 0`
}

/** 1 when the name begins with what is typed, as it is typed. */
function begunBy(needles: readonly string[]) {
  const typed = ` ${needles.map((needle) => needle.trim()).join(' ')}`
  return sql<number>`case when substr(words, 1, ${typed.length}) = ${typed} then 2
    when substr(words, 1, ${needles[0]?.length ?? 0}) = ${needles[0] ?? ''} then 1 else 0 end`
}

/** 1 when the last word typed is a whole one: « ramipril 10 » is not first answered by 100 mg. */
function endedBy(db: ReadDb, needles: readonly string[]) {
  return sql<number>`case when ${holds(db, `${(needles.at(-1) ?? '').trimEnd()} `)} then 1 else 0 end`
}

function hitOf(row: MedicineTable, drugs: number): MedicineHit {
  const { group_label: label } = row
  const parts = components.parse(JSON.parse(row.components))
  const shown = parts.some(({ fraction }) => fraction) ? parts.filter(({ fraction }) => fraction) : parts
  return {
    cis: row.cis,
    name: drugs > 1 && label !== null ? label : row.name,
    routes: row.routes,
    substances: [...new Set(shown.map(({ name }) => name))].join(', '),
    isMarketed: row.is_marketed === 1,
    group: drugs > 1 && label !== null ? { label, drugs } : null,
  }
}

function medicineOf(row: MedicineTable): Medicine {
  return {
    cis: row.cis,
    name: row.name,
    form: row.form,
    routes: row.routes,
    isMarketed: row.is_marketed === 1,
    authorisation: row.authorisation,
    holder: row.holder,
    components: components.parse(JSON.parse(row.components)),
    conditions: conditions.parse(JSON.parse(row.conditions)),
    supply: row.supply,
    genericGroup: row.group_label,
    atcCode: row.atc_code,
  }
}
